import { join } from "node:path";
import { type Finding, type Language, type Problem, Problems } from "../messages/main.js";
import { canonicalJson, type Results, settle } from "../results/main.js";
import { dataResult, findingResults, ledgerResults, variableResults } from "./assemble.js";
import { Cache } from "./cache.js";
import { catalogueFindings } from "./catalogueFindings.js";
import { checkStudy, collect } from "./check.js";
import { checkColumns } from "./checkColumns.js";
import { checkFigures } from "./checkFigures.js";
import { checkTables } from "./checkTables.js";
import { describeStudy } from "./descriptives.js";
import { type AnalysedDifferences, analyseDifferences } from "./differences.js";
import { hashOf, hashOfFrame } from "./hash.js";
import { readPairs } from "./matrices.js";
import { type EstimatedModels, estimateModels } from "./models.js";
import { figureSpecs, tableSpecs } from "./outputs.js";
import { orderOf } from "./plan.js";
import { type EvaluatedPolicies, evaluatePolicies } from "./policies.js";
import { folderAt, readRows } from "./reading.js";
import { readStudy, type StudyFile } from "./readStudy.js";
import { refereeFindings } from "./referee.js";
import type { Study } from "./schema/study.js";
import { type Ingredients, type Prepared, prepare } from "./tables.js";
import { packageVersion } from "./version.js";
import { requireWritable, writeWhole } from "./write.js";

/** A stage of a run, told when it begins and when it is done. */
export interface Progress {
  stage: "read" | "index" | "models" | "policies" | "report";
  state: "begin" | "end";
  /** What the stage is about: files and rows, an index and its method, numbers of models and policies. */
  facts: Record<string, string | number>;
}

export interface RunOptions {
  /** Folder for `report/` and `results.json`; default the folder of the study. */
  out?: string | undefined;
  /** Folder whose files the study may read; default its own. */
  project?: string | undefined;
  /** False: only `results.json` is written, and a report that is there stays as it is. */
  report?: boolean | undefined;
  /** Languages of the report; default those the study names. */
  languages?: readonly Language[] | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Folder that relative paths start from; default the working folder of the process. */
  workingFolder?: string | undefined;
}

export interface RunOutcome {
  results: Results;
  /** The folder of the report, absolute; null where none was asked for. */
  reportFolder: string | null;
  resultsFile: string;
}

/**
 * Runs a study: reads, prepares, estimates, judges, writes `results.json` and the report. The last good report stays in place until the
 * new one is whole. Throws coded errors, as many as one pass can find.
 */
export async function runStudy(path: string, options: RunOptions = {}): Promise<RunOutcome> {
  const file = readStudy(path, options.workingFolder);
  const out = folderAt(options.out, options.workingFolder) ?? file.folder;
  requireWritable(out, options.out ?? file.folder);
  const results = await resultsOf(file, options);
  const reportFolder = options.report === false ? null : join(out, "report");
  const resultsFile = join(out, "results.json");
  const languages = options.languages ?? results.language;
  tell(options, "report", "begin");
  // Vega and Word are loaded only now: a study with a mistake is told so before.
  if (reportFolder !== null) await (await import("../report/main.js")).writeReport(results, reportFolder, { languages });
  writeWhole(resultsFile, canonicalJson(results));
  tell(options, "report", "end");
  return { results, reportFolder, resultsFile };
}

/** Everything of a run but the writing. */
export async function resultsOf(file: StudyFile, options: RunOptions = {}): Promise<Results> {
  const { study } = file;
  const cache = new Cache(join(file.folder, ".xinzhi", "results"));
  const ingredients = await gather(file, options);
  const problems: Problem[] = [];
  const prepared = prepare(ingredients, problems, undefined, (name, made) => {
    const { method, indicators } = study.indices![name]!;
    const count = Array.isArray(indicators) ? indicators.length : Object.keys(indicators).length;
    tell(options, "index", made === null ? "begin" : "end", { name, method, indicators: count });
  });
  problems.push(...checkColumns(ingredients, prepared), ...checkFigures(study, ingredients.source, prepared.indices));
  if (problems.length > 0) throw new Problems(problems);
  const counts = { models: Object.keys(study.models ?? {}).length, policies: Object.keys(study.policies ?? {}).length };
  if (counts.models > 0) tell(options, "models", "begin", counts);
  const models = estimateModels(ingredients, prepared, cache, problems);
  if (counts.models > 0) tell(options, "models", "end", counts);
  const policies = evaluatePolicies(ingredients, prepared, cache, problems, (name, state) => tell(options, "policies", state, { name }));
  const analysed = analyseDifferences(ingredients, prepared, cache, problems);
  problems.push(...checkTables(study, ingredients.source, models.results));
  if (problems.length > 0) throw new Problems(problems);
  cache.prune();
  return settle(assemble(ingredients, prepared, models, policies, analysed)) as unknown as Results;
}

/** Checks the study and reads its files. */
export async function gather({ study, source, folder }: StudyFile, options: RunOptions): Promise<Ingredients> {
  const problems = checkStudy(study, source);
  const tasks = collect(problems, source, ["data"], () => orderOf(study));
  if (problems.length > 0 || tasks === null) throw new Problems(problems);
  tell(options, "read", "begin");
  const folders = { study: folder, project: folderAt(options.project, options.workingFolder) };
  const raw = await readRows(study, source, folders);
  const pairs = await readPairs(study, source, folders);
  const rows = Array.from(raw.values()).reduce((sum, frame) => sum + frame.rows, 0);
  tell(options, "read", "end", { files: raw.size, rows });
  const hashes = Array.from(raw, ([name, frame]) => [name, hashOfFrame(frame)] as const);
  const ofPairs = Array.from(pairs, ([name, frame]) => [`matrices.${name}`, hashOfFrame(frame)] as const);
  return { study, source, raw, pairs, rawHashes: Object.fromEntries([...hashes, ...ofPairs]), tasks };
}

function assemble(
  { study, rawHashes }: Ingredients,
  prepared: Prepared,
  models: EstimatedModels,
  policies: EvaluatedPolicies,
  analysed: AnalysedDifferences,
): Results {
  const found: Finding[] = [
    ...Array.from(prepared.tables.values()).flatMap((frame) => frame.findings ?? []),
    ...Array.from(prepared.indices.values()).flatMap((index) => index.findings),
    ...models.findings,
    ...policies.findings,
    ...analysed.findings,
    ...refereeFindings(study),
    ...catalogueFindings(study),
  ];
  return {
    xinzhi: packageVersion(),
    contract: 1,
    study: study.title,
    question: study.question,
    abstract: study.abstract,
    language: study.language ?? ["en"],
    hash: hashOf([study, rawHashes]),
    seed: seedOf(study),
    variables: variableResults(study),
    data: Object.fromEntries(Array.from(prepared.tables, ([name, frame]) => [name, dataResult(study, name, frame)])),
    descriptives: describeStudy(study, prepared.tables),
    indices: Object.fromEntries(Array.from(prepared.indices, ([name, index]) => [name, index.result])),
    models: models.results,
    policies: policies.results,
    ...(study.differences === undefined ? {} : { differences: analysed.results }),
    tables: tableSpecs(study),
    figures: figureSpecs(study),
    findings: findingResults(found),
    ledger: [...ledgerResults(prepared.tables), ...policies.ledger],
  };
}

/** The seed of the first policy that draws; null when nothing is drawn. */
function seedOf(study: Study): number | null {
  const first = Object.values(study.policies ?? {})[0];
  return first === undefined ? null : (first.randomization?.seed ?? 1);
}

function tell(options: RunOptions, stage: Progress["stage"], state: Progress["state"], facts: Progress["facts"] = {}): void {
  options.onProgress?.({ stage, state, facts });
}
