import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { compareText } from "../frame/main.js";
import { nearest, Problems, problem } from "../messages/main.js";
import { withCatalogues } from "./catalogues.js";
import { notYet } from "./notYet.js";
import { type Study, studySchema } from "./schema/study.js";
import { validate } from "./schemaProblems.js";
import { parseStudyText, type Source, YAML_LIMITS } from "./yaml.js";

/** A study that fits its schema, and where it lies. */
export interface StudyFile {
  study: Study;
  source: Source;
  /** The study file, absolute. */
  path: string;
  /** The folder of the study file, absolute. */
  folder: string;
}

/**
 * Reads a study file, or `study.yaml` of a folder, and checks its form: YAML, keys, kinds of values. A relative path starts from
 * `workingFolder`, by default that of the process; messages name the file as the user did. Throws every problem found in one pass.
 */
export function readStudy(path: string, workingFolder = process.cwd()): StudyFile {
  const file = studyFileAt(path, workingFolder);
  const source = parseStudyText(textOf(file.absolute, file.shown), file.shown);
  const early = notYet(source);
  const checked = validate(studySchema, source);
  // What is only not finished yet would also look like unknown keys and values: say what it is.
  if (early.length > 0) throw new Problems(early);
  if ("problems" in checked) throw new Problems(checked.problems);
  const { study, problems } = withCatalogues(checked.value, source);
  if (problems.length > 0) throw new Problems(problems);
  return { study, source, path: file.absolute, folder: dirname(file.absolute) };
}

function studyFileAt(path: string, workingFolder: string): { absolute: string; shown: string } {
  const wanted = resolve(workingFolder, path);
  const shown = path;
  try {
    if (statSync(wanted).isDirectory()) {
      const inside = join(wanted, "study.yaml");
      statSync(inside);
      return { absolute: realpathSync(inside), shown: join(path, "study.yaml") };
    }
    return { absolute: realpathSync(wanted), shown };
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? "";
    if (cause !== "ENOENT" && cause !== "ENOTDIR") throw problem("STUDY-FILE-UNREADABLE", { path, cause });
    throw problem("STUDY-FILE-MISSING", { path, nearest: nearestStudy(path, workingFolder) });
  }
}

/** A study file near the path the user wrote: in its folder, with the most similar name. */
function nearestStudy(path: string, workingFolder: string): string | null {
  const folder = dirname(resolve(workingFolder, path));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
  const files = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort(compareText);
  const name = nearest(basename(path), files) ?? (files.includes("study.yaml") ? "study.yaml" : null);
  return name === null ? null : join(dirname(path), name);
}

function textOf(absolute: string, shown: string): string {
  let bytes: Buffer;
  try {
    const size = statSync(absolute).size;
    if (size > YAML_LIMITS.bytes) throw problem("STUDY-FILE-LARGE", { bytes: size, limit: YAML_LIMITS.bytes }, { file: shown });
    bytes = readFileSync(absolute);
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause?.startsWith("E")) throw problem("STUDY-FILE-UNREADABLE", { path: shown, cause });
    throw error;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw problem("STUDY-FILE-BYTES", { byte: "" }, { file: shown });
  }
}
