import { type CompositeIndex, compositeIndex, type IndexOptions } from "../econometrics/index/main.js";
import { columnNamed, type Frame, numberColumn, withColumn, withFindings } from "../frame/main.js";
import { aggregateFrame, checkPanel, copyFrame } from "../lake/main.js";
import { type Problem, problem } from "../messages/main.js";
import { collect, placedProblems } from "./check.js";
import { inCanonicalOrder } from "./hash.js";
import type { Task } from "./plan.js";
import { rootsOf } from "./provenance.js";
import type { Study } from "./schema/study.js";
import { startingAt, withSteps } from "./steps.js";
import type { Source } from "./yaml.js";

/** Tables with their steps done and the scores of their indices as columns, and the indices themselves. */
export interface Prepared {
  tables: Map<string, Frame>;
  indices: Map<string, CompositeIndex>;
}

/** Everything tables are made from. */
export interface Ingredients {
  study: Study;
  source: Source;
  /** Rows as read, in canonical order. */
  raw: ReadonlyMap<string, Frame>;
  /** Pairs of neighbours by matrix, as read. */
  pairs: ReadonlyMap<string, Frame>;
  /** Hash of the rows of each table, and of the pairs of each matrix. */
  rawHashes: Readonly<Record<string, string>>;
  tasks: readonly Task[];
}

/** Another way to make one table: other first period of its `balance` step, or without some of its units. */
export interface Change {
  table: string;
  start?: number;
}

/**
 * Makes tables and indices in the order of the plan. Mistakes are collected in `problems`, with their places; what depends on something
 * that could not be made is left out. `onIndex` hears of each index before (null) and after it is made.
 */
export function prepare(
  from: Ingredients,
  problems: Problem[],
  change?: Change,
  onIndex?: (name: string, made: CompositeIndex | null) => void,
): Prepared {
  const prepared: Prepared = { tables: new Map(), indices: new Map() };
  for (const task of from.tasks) {
    if (task.kind === "table") {
      const made = makeTable(from, task.name, prepared, problems, change);
      if (made !== null) prepared.tables.set(task.name, made);
    } else {
      onIndex?.(task.name, null);
      makeIndex(from, task.name, prepared, problems);
      const made = prepared.indices.get(task.name);
      if (made !== undefined) onIndex?.(task.name, made);
    }
  }
  return prepared;
}

function makeTable(from: Ingredients, name: string, prepared: Prepared, problems: Problem[], change?: Change): Frame | null {
  const { study, source } = from;
  const block = study.data[name]!;
  const { unit, time } = block;
  const path = ["data", name];
  const rows = rowsOf(from, name, prepared, problems);
  if (rows === null) return null;
  const asked = block.steps ?? [];
  const steps = change?.table === name && change.start !== undefined ? startingAt(asked, change.start) : asked;
  const frame = withSteps(rows, steps, prepared.tables, { unit, time }, (error) => {
    problems.push(...placedProblems(error, source, path));
  });
  if (frame === null) return null;
  for (const key of ["unit", "time"] as const) {
    const column = block[key];
    if (column !== undefined && collect(problems, source, [...path, key], () => columnNamed(frame, column)) === null) return null;
  }
  return collect(problems, source, path, () => {
    const ordered = inCanonicalOrder(frame, unit ?? null, time ?? null);
    return unit === undefined || time === undefined ? ordered : withFindings(ordered, checkPanel(ordered, unit, time));
  });
}

/** The rows a table starts from: as read, those of another table, or its groups. */
function rowsOf({ study, source, raw }: Ingredients, name: string, prepared: Prepared, problems: Problem[]): Frame | null {
  const { from, by, aggregate } = study.data[name]!;
  if (from === undefined) return raw.get(name) ?? null;
  const origin = prepared.tables.get(from);
  if (origin === undefined) return null;
  if (by === undefined || aggregate === undefined) return copyFrame(name, origin);
  return collect(problems, source, ["data", name, "aggregate"], () => aggregateFrame(name, origin, { by, aggregate }));
}

function makeIndex({ study, source }: Ingredients, name: string, prepared: Prepared, problems: Problem[]): void {
  const block = study.indices![name]!;
  const frame = prepared.tables.get(block.data);
  if (frame === undefined) return;
  const path = ["indices", name];
  const made = collect(problems, source, path, () => {
    if (frame.columns.has(name)) throw problem("STUDY-NAME-TAKEN", { name, where: path.join("."), table: block.data });
    const form = block.experts === undefined ? undefined : prepared.tables.get(block.experts);
    if (block.experts !== undefined && form === undefined) return null;
    return compositeIndex(frame, indexOptionsOf(study, name, frame, form));
  });
  if (made === null) return;
  prepared.indices.set(name, made);
  prepared.tables.set(block.data, withColumn(frame, name, numberColumn(made.scores)));
}

/** What the study knows of an index beyond its block: the panel, kinds of indicators, and the outcomes it could make up by accounting. */
export function indexOptionsOf(study: Study, name: string, frame: Frame, expertForm?: Frame): IndexOptions {
  const { label: _label, data, experts: _experts, ...block } = study.indices![name]!;
  const table = study.data[data]!;
  const kinds = Object.fromEntries(
    Object.entries(study.variables ?? {}).flatMap(([column, { kind }]) => (kind === undefined ? [] : [[column, kind] as const])),
  );
  const identityOf = block.identityOf ?? outcomesBeside(study, name, frame);
  const known = { name, unit: table.unit!, time: table.time, kinds, identityOf, expertForm };
  return { ...block, ...known, imputedCells: imputedCells(study, name, frame) };
}

/** Cells of each indicator (or of the one column it is a function of) that a step filled in. */
function imputedCells(study: Study, index: string, frame: Frame): Record<string, number> {
  const { indicators, data } = study.indices![index]!;
  const root = rootsOf(study, data);
  const names = Array.isArray(indicators) ? indicators : Object.keys(indicators);
  const filled = frame.ledger.filter((line) => line.reason === "interpolate" && line.column !== undefined);
  return Object.fromEntries(
    names.flatMap((name) => {
      const cells = filled.filter((line) => root(line.column!) === root(name)).reduce((sum, line) => sum + (line.cells ?? 0), 0);
      return cells > 0 ? [[name, cells] as const] : [];
    }),
  );
}

/** Other outcomes of the policies this index is an outcome of: what they share with the index by accounting is worth a finding. */
function outcomesBeside(study: Study, index: string, frame: Frame): string[] {
  const beside = Object.values(study.policies ?? {}).flatMap(({ outcome }) => {
    const outcomes = [outcome].flat();
    return outcomes.includes(index) ? outcomes : [];
  });
  return [...new Set(beside)].filter((name) => study.indices?.[name] === undefined && frame.columns.get(name)?.kind === "number");
}
