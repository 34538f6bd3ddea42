import { join } from "node:path";
import type { NeighbourList } from "../econometrics/differences/main.js";
import { categories, type Frame, numbers } from "../frame/main.js";
import { readTables } from "../lake/main.js";
import { type Problem, Problems, problem } from "../messages/main.js";
import { collect, placedProblems } from "./check.js";
import { inCanonicalOrder } from "./hash.js";
import type { Folders } from "./reading.js";
import type { Study } from "./schema/study.js";
import type { Source } from "./yaml.js";

/** Reads the pairs of every matrix, rows in canonical order. Throws what reading throws, at the matrix. */
export async function readPairs(study: Study, source: Source, folders: Folders): Promise<Map<string, Frame>> {
  const options = { projectFolder: folders.project ?? folders.study, cacheFolder: join(folders.study, ".xinzhi", "cache") };
  const made = new Map<string, Frame>();
  for (const [name, { edges }] of Object.entries(study.matrices ?? {})) {
    try {
      const read = await readTables(new Map([[name, { file: edges }]]), options);
      made.set(name, inCanonicalOrder(read.get(name)!, null, null));
    } catch (error) {
      throw new Problems(placedProblems(error, source, ["matrices", name, "edges"]));
    }
  }
  return made;
}

/** The matrices as lists of neighbours. Mistakes (MATRIX-COLUMNS, DATA-COLUMN-UNKNOWN, DATA-COLUMN-TEXT) are collected with their places. */
export function neighbourLists(
  study: Study,
  source: Source,
  pairs: ReadonlyMap<string, Frame>,
  problems: Problem[],
): Map<string, NeighbourList> {
  const made = new Map<string, NeighbourList>();
  for (const [name, block] of Object.entries(study.matrices ?? {})) {
    const list = collect(problems, source, ["matrices", name], () => neighbourList(name, block, pairs.get(name)!));
    if (list !== null) made.set(name, list);
  }
  return made;
}

function neighbourList(name: string, block: NonNullable<Study["matrices"]>[string], frame: Frame): NeighbourList {
  const columns = [...frame.columns.keys()];
  const [first, second] = block.columns ?? columns;
  if (first === undefined || second === undefined) throw problem("MATRIX-COLUMNS", { matrix: name, file: block.edges, columns });
  const [from, to] = [categories(frame, first), categories(frame, second)];
  const weights = block.weight === undefined ? null : numbers(frame, block.weight);
  const label = ({ codes, labels }: ReturnType<typeof categories>, row: number): string => labels[codes[row]!] ?? "";
  return {
    name,
    units: block.units,
    edges: Array.from({ length: frame.rows }, (_, row) => ({
      from: label(from, row),
      to: label(to, row),
      ...(weights === null ? {} : { weight: weights[row]! }),
    })),
    standardise: block.standardise,
    islands: block.islands,
  };
}
