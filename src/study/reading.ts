import { join, resolve } from "node:path";
import type { Frame } from "../frame/main.js";
import { columnNames, type LakeOptions, readTables, type TableSource } from "../lake/main.js";
import { type Problem, Problems } from "../messages/main.js";
import { placedProblems } from "./check.js";
import { inCanonicalOrder } from "./hash.js";
import type { Study } from "./schema/study.js";
import type { Source } from "./yaml.js";

/** Where a study reads: files of the project, and a cache beside the study. */
export interface Folders {
  /** Folder of the study file, absolute. */
  study: string;
  /** Folder whose files may be read, absolute; default the study's. */
  project?: string | undefined;
}

/**
 * Reads every table that comes from a file or a query, rows in canonical order. When one cannot be read, the other files are looked at
 * too, so that all that is wrong with them is told at once.
 */
export async function readRows(study: Study, source: Source, folders: Folders): Promise<Map<string, Frame>> {
  const options: LakeOptions = { projectFolder: folders.project ?? folders.study, cacheFolder: join(folders.study, ".xinzhi", "cache") };
  const tables = new Map<string, TableSource>();
  for (const [name, { file, query, missing }] of Object.entries(study.data)) {
    const extra = missing === undefined ? {} : { missing };
    if (file !== undefined) tables.set(name, { file, ...extra });
    if (query !== undefined) tables.set(name, { query, ...extra });
  }
  const read = await readTables(tables, options).catch(async (error: unknown) => {
    throw new Problems(await everyProblem(tables, source, options, error));
  });
  const ordered = new Map<string, Frame>();
  for (const [name, frame] of read) {
    const { unit, time } = study.data[name]!;
    const known = (column: string | undefined): string | null => (column !== undefined && frame.columns.has(column) ? column : null);
    ordered.set(name, inCanonicalOrder(frame, known(unit), known(time)));
  }
  return ordered;
}

/** All that is wrong with the files; failing that, what the reader said, at the table it speaks of. */
async function everyProblem(
  tables: ReadonlyMap<string, TableSource>,
  source: Source,
  options: LakeOptions,
  first: unknown,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [name, { file }] of tables) {
    if (file === undefined) continue;
    try {
      await columnNames(file, options);
    } catch (error) {
      problems.push(...placedProblems(error, source, ["data", name, "file"]));
    }
  }
  if (problems.length > 0) return problems;
  const evidence = (first as { evidence?: { table?: string; file?: string; source?: string } }).evidence;
  const spokenOf = Array.from(tables).find(([name, { file }]) => {
    const about = evidence?.table ?? evidence?.file ?? evidence?.source;
    return about !== undefined && (about === name || about === file);
  });
  const [name, table] = spokenOf ?? Array.from(tables)[0]!;
  return placedProblems(first, source, ["data", name, table.file === undefined ? "query" : "file"]);
}

/** The folder a user named, absolute. */
export const folderAt = (path: string | undefined, from: string | undefined): string | undefined =>
  path === undefined ? undefined : resolve(from ?? process.cwd(), path);
