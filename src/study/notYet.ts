import { type Problem, problem } from "../messages/main.js";
import { pathText } from "./schemaProblems.js";
import type { Path, Source } from "./yaml.js";

/** What serves until a method is there, in both languages; null where nothing does. */
type Instead = { en: string; zh: string } | null;

const CSV: Instead = { en: "a CSV file saved from it", zh: "由它另存的 CSV 文件" };

const EDGES: Instead = { en: "`edges`, a file of pairs of neighbours", zh: "`edges`（相邻配对的文件）" };

/** Blocks and keys of the study file whose method is not part of this release, and what serves until then. */
const BLOCKS: Record<string, Instead> = { matchings: null, mediations: null, tests: null };
const ESTIMATORS: Record<string, Instead> = {
  sar: null,
  sem: null,
  sdm: null,
  logit: null,
  probit: null,
  threshold: null,
};
const FILE_KINDS: Record<string, Instead> = { ".xlsx": CSV, ".xls": CSV, ".dta": CSV };

/** Every part of the study that the contract knows and this release cannot do. An unknown key is a slip; these are not. */
export function notYet(source: Source): Problem[] {
  const found: Problem[] = [];
  const study = source.value;
  const add = (path: Path, what: string, instead: Instead, at: "key" | "value" = "value"): void => {
    found.push(problem("STUDY-NOT-YET", { where: pathText(path), what, instead }, source.place(path, at)));
  };
  for (const [block, instead] of Object.entries(BLOCKS)) if (has(study, block)) add([block], block, instead, "key");
  for (const [name, model] of entriesOf(study, "models")) {
    const estimator = member(model, "estimator");
    if (typeof estimator === "string" && estimator in ESTIMATORS) add(["models", name, "estimator"], estimator, ESTIMATORS[estimator]!);
  }
  for (const [name, matrix] of entriesOf(study, "matrices"))
    for (const key of ["distances", "decay", "cutoff"]) if (has(matrix, key)) add(["matrices", name, key], key, EDGES, "key");
  for (const [name, table] of entriesOf(study, "data")) {
    if (has(table, "located")) add(["data", name, "located"], "located", null, "key");
    const file = member(table, "file");
    const ending = typeof file === "string" ? /\.[a-z]+$/i.exec(file)?.[0].toLowerCase() : undefined;
    if (ending !== undefined && ending in FILE_KINDS) add(["data", name, "file"], ending, FILE_KINDS[ending]!);
  }
  return found;
}

const isBlock = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const has = (value: unknown, key: string): boolean => isBlock(value) && Object.hasOwn(value, key);
const member = (value: unknown, key: string): unknown => (isBlock(value) && Object.hasOwn(value, key) ? value[key] : undefined);
const entriesOf = (study: unknown, block: string): [string, unknown][] => {
  const value = member(study, block);
  return isBlock(value) ? Object.entries(value) : [];
};
