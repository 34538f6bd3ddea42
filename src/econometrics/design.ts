import { columnNamed, evaluateCondition, type Frame, numbers, parseExpression } from "../frame/main.js";
import { type Finding, finding, problem } from "../messages/main.js";
import { type Factor, recursiveSingletons } from "../numerics/factors/main.js";
import { clusterLevels, type FormulaColumns, formulaColumns, type PartColumn, type TermColumns } from "./columns.js";
import type { Formula } from "./formula.js";
import { indicatorsOf } from "./indicators.js";
import { type Levels, levelsAt, levelsOf } from "./levels.js";
import { canonicalOrder } from "./order.js";
import { hash128, textWords } from "./sampleHash.js";

/** What a design needs beyond the formula. */
export interface DesignOptions {
  /** Column of the unit. Needed by lags; orders rows; counted in the sample. */
  unit?: string | null | undefined;
  /** Column of the time. */
  time?: string | null | undefined;
  /** Column of analytic weights; null or `none` for equal weights. */
  weights?: string | null | undefined;
  /** Columns of clusters, `a^b` for combinations. */
  clusters?: readonly string[] | undefined;
  /** Condition of the expression language: rows where it is not true stay out (counted as `where`). */
  where?: string | null | undefined;
  /** Keep rows that are alone in a fixed effect (default false). */
  keepSingletons?: boolean | undefined;
  /** Other formulas whose columns must be there too and whose effects must not be singletons: a sample common to several models. */
  commonWith?: readonly Formula[] | undefined;
  /** Path in the results that findings point to. */
  path?: string | undefined;
}

/** A regressor on the rows of the sample. */
export interface Regressor {
  name: string;
  values: Float64Array;
}

/** A set of absorbed effects on the rows of the sample; every level has a row. */
export interface AbsorbedEffect {
  name: string;
  factor: Factor;
  labels: readonly string[];
}

/** A clustering variable on the rows of the sample. */
export interface Cluster {
  name: string;
  codes: Int32Array;
  labels: readonly string[];
}

/** The estimation sample: rows in canonical order, and everything an estimator needs on them. */
export interface Design {
  formula: Formula;
  frame: Frame;
  /** Row of the frame behind each row of the sample. */
  rows: Int32Array;
  outcome: Float64Array;
  /** Regressors without the constant, in order of the formula. */
  regressors: Regressor[];
  endogenous: Regressor[];
  excluded: Regressor[];
  /** True where a constant belongs among the regressors: none was refused and no effects absorb it. */
  intercept: boolean;
  effects: AbsorbedEffect[];
  clusters: Cluster[];
  weights: Float64Array | null;
  units: Levels | null;
  times: Levels | null;
  /** Base level of every variable that became indicators. */
  bases: { variable: string; base: string }[];
  /** Rows that left, by reason; `missing` in total and `missing.NAME` by column (a row may miss several). */
  dropped: Record<string, number>;
  hash: string;
  /** What the hash is over. */
  hashOf: string;
  findings: Finding[];
}

/**
 * Builds the estimation sample of a formula: evaluates every column, drops incomplete rows and (recursively) singletons, counts why,
 * puts what is left in canonical order, and turns categories into indicators.
 * @throws MODEL-NO-ROWS, MODEL-WEIGHT-NEGATIVE, FORMULA-OUTCOME-REGRESSOR, and all of formula and expressions
 */
export function buildDesign(source: Frame, formula: Formula, options: DesignOptions = {}): Design {
  if (formula.terms.some((term) => term.name === formula.outcome.name))
    throw problem("FORMULA-OUTCOME-REGRESSOR", { outcome: formula.outcome.name });
  const columns = formulaColumns(source, formula, options);
  const others = (options.commonWith ?? []).map((other) => formulaColumns(source, other, options));
  const units = namedLevels(source, options.unit);
  const times = namedLevels(source, options.time);
  const clusters = (options.clusters ?? []).map((name) => ({ name, levels: clusterLevels(source, name) }));
  const weights = weightsOf(source, options.weights);

  const sample = new SampleMask(source.rows);
  if (options.where !== undefined && options.where !== null) {
    const holds = evaluateCondition(parseExpression(options.where), source);
    sample.drop("where", (row) => holds[row] !== 1);
  }
  sample.dropIncomplete([
    ...incompleteColumns(formula.outcome.name, columns),
    ...clusters.map(({ name, levels }) => codesMissing(name, levels)),
  ]);
  others.forEach((other, k) => {
    sample.dropIncomplete(incompleteColumns(options.commonWith![k]!.outcome.name, other));
  });
  if (weights !== null) {
    sample.dropIncomplete([numberMissing(options.weights!, weights)]);
    sample.drop("zeroWeight", (row) => weights[row] === 0);
  }
  if (sample.rows().length === 0) throw noRows(source, formula, sample);
  if (options.keepSingletons !== true) dropSingletons(sample, [columns, ...others]);
  const kept = sample.rows();
  if (kept.length === 0) throw noRows(source, formula, sample);

  const keys = orderKeys(kept, [units, times, ...columns.effects.map((e) => e.levels), ...clusters.map((c) => c.levels)]);
  const rows = canonicalOrder(kept, keys, tieColumns(columns, weights));
  const bases: Design["bases"] = [];
  const intercept = formula.intercept && !columns.effects.some((e) => e.intercept);
  const constantThere = formula.intercept || columns.effects.some((e) => e.intercept);
  const regressorsOf = (terms: readonly TermColumns[]): Regressor[] => indicatorsOf(terms, rows, constantThere, bases);
  const unitLevels = units === null ? null : levelsAt(units, rows);
  const timeLevels = times === null ? null : levelsAt(times, rows);
  const findings: Finding[] = [];
  const dropped = sample.dropped();
  const path = options.path ?? "model";
  if (dropped["singleton"]! > 0)
    findings.push(
      finding("MODEL-SINGLETONS", path, {
        rows: dropped["singleton"]!,
        of: dropped["singleton"]! + rows.length,
        effects: columns.effects.map((e) => e.name),
      }),
    );
  if (dropped["missing"]! > 0.1 * source.rows)
    findings.push(finding("MODEL-ROWS-MISSING", path, { rows: dropped["missing"]!, of: source.rows, columns: sample.missingColumns() }));
  const identity = unitLevels !== null && timeLevels !== null;
  return {
    formula,
    frame: source,
    rows,
    outcome: gather(columns.outcome, rows),
    regressors: regressorsOf(columns.terms),
    endogenous: regressorsOf(columns.endogenous),
    excluded: regressorsOf(columns.excluded),
    intercept,
    effects: columns.effects.map((effect) => {
      const levels = levelsAt(effect.levels, rows);
      const slopes = effect.slopes.map((slope) => gather(slope, rows));
      return {
        name: effect.name,
        labels: levels.labels,
        factor: { codes: levels.codes, levels: levels.labels.length, intercept: effect.intercept, slopes },
      };
    }),
    clusters: clusters.map(({ name, levels }) => ({ name, ...levelsAt(levels, rows) })),
    weights: weights === null ? null : gather(weights, rows),
    units: unitLevels,
    times: timeLevels,
    bases,
    dropped,
    hash: identity ? identityHash(unitLevels, timeLevels) : contentHash(rows, columns, clusters),
    hashOf: identity ? "unit, time" : "all used columns",
    findings,
  };
}

/** Which rows are still in, and why the others left. */
class SampleMask {
  private readonly out: Uint8Array;
  private readonly counts = new Map<string, number>([
    ["missing", 0],
    ["singleton", 0],
  ]);

  constructor(rows: number) {
    this.out = new Uint8Array(rows);
  }

  drop(reason: string, leaves: (row: number) => boolean): void {
    let count = this.counts.get(reason) ?? 0;
    for (let row = 0; row < this.out.length; row++) {
      if (this.out[row] === 0 && leaves(row)) {
        this.out[row] = 1;
        count++;
      }
    }
    this.counts.set(reason, count);
  }

  dropIncomplete(columns: readonly MissingColumn[]): void {
    const stay = Uint8Array.from(this.out);
    for (const { name, isMissing } of columns) {
      let count = 0;
      for (let row = 0; row < stay.length; row++) {
        if (stay[row] === 1 || !isMissing(row)) continue;
        count++;
        this.out[row] = 1;
      }
      if (count > 0) this.counts.set(`missing.${name}`, count);
    }
    let total = 0;
    for (let row = 0; row < stay.length; row++) if (stay[row] === 0 && this.out[row] === 1) total++;
    this.counts.set("missing", this.counts.get("missing")! + total);
  }

  rows(): Int32Array {
    let count = 0;
    for (const out of this.out) if (out === 0) count++;
    const rows = new Int32Array(count);
    let at = 0;
    for (let row = 0; row < this.out.length; row++) if (this.out[row] === 0) rows[at++] = row;
    return rows;
  }

  dropped(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Columns with missing cells, the worst first. */
  missingColumns(): { column: string; rows: number }[] {
    return Array.from(this.counts)
      .filter(([reason]) => reason.startsWith("missing."))
      .map(([reason, rows]) => ({ column: reason.slice("missing.".length), rows }))
      .sort((a, b) => b.rows - a.rows || (a.column < b.column ? -1 : 1));
  }
}

interface MissingColumn {
  name: string;
  isMissing: (row: number) => boolean;
}

function numberMissing(name: string, values: Float64Array): MissingColumn {
  return { name, isMissing: (row) => !Number.isFinite(values[row]!) };
}

function codesMissing(name: string, levels: Levels): MissingColumn {
  return { name, isMissing: (row) => levels.codes[row]! < 0 };
}

function incompleteColumns(outcome: string, columns: FormulaColumns): MissingColumn[] {
  const ofPart = (part: PartColumn): MissingColumn[] => {
    if (part.kind === "number") return [numberMissing(part.name, part.values)];
    const own = codesMissing(part.name, part.levels);
    if (part.by === null) return [own];
    return [own, part.by.kind === "number" ? numberMissing(part.by.name, part.by.values) : codesMissing(part.by.name, part.by.levels)];
  };
  const ofTerms = (terms: readonly TermColumns[]) => terms.flatMap((term) => term.parts.flatMap(ofPart));
  const all = [
    numberMissing(outcome, columns.outcome),
    ...ofTerms(columns.terms),
    ...columns.effects.flatMap((e) => [codesMissing(e.name, e.levels), ...e.slopes.map((slope) => numberMissing(e.name, slope))]),
    ...ofTerms(columns.endogenous),
    ...ofTerms(columns.excluded),
  ];
  const seen = new Set<string>();
  return all.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function dropSingletons(sample: SampleMask, formulas: readonly FormulaColumns[]): void {
  const rows = sample.rows();
  const factors = formulas
    .flatMap((columns) => columns.effects)
    .map((effect) => {
      const { codes, labels } = levelsAt(effect.levels, rows);
      return { codes, levels: labels.length, intercept: effect.intercept, slopes: [] };
    });
  const { leaves, count } = recursiveSingletons(factors, rows.length);
  if (count === 0) return;
  const leaving = new Set<number>();
  for (let i = 0; i < rows.length; i++) if (leaves[i] === 1) leaving.add(rows[i]!);
  sample.drop("singleton", (row) => leaving.has(row));
}

function noRows(source: Frame, formula: Formula, sample: SampleMask): Error {
  const dropped = sample.dropped();
  return problem("MODEL-NO-ROWS", {
    table: source.name,
    formula: formula.text,
    rows: source.rows,
    missing: dropped["missing"]!,
    singletons: dropped["singleton"]!,
    columns: sample.missingColumns().slice(0, 6),
  });
}

function namedLevels(source: Frame, name: string | null | undefined): Levels | null {
  return name === undefined || name === null ? null : levelsOf(columnNamed(source, name));
}

function weightsOf(source: Frame, name: string | null | undefined): Float64Array | null {
  if (name === undefined || name === null || name === "none") return null;
  const weights = numbers(source, name);
  let count = 0;
  let least = 0;
  for (const w of weights) {
    if (w < 0) count++;
    if (w < least) least = w;
  }
  if (count > 0) throw problem("MODEL-WEIGHT-NEGATIVE", { column: name, count, least });
  return weights;
}

/** Keys must be complete on the sample; a unit or time that is missing there cannot order it. */
function orderKeys(rows: Int32Array, candidates: readonly (Levels | null)[]): Levels[] {
  return candidates.filter((levels): levels is Levels => levels !== null && rows.every((row) => levels.codes[row]! >= 0));
}

/** Every column the model uses, to break ties of the order keys. */
function tieColumns(columns: FormulaColumns, weights: Float64Array | null): ArrayLike<number>[] {
  const ofPart = (part: PartColumn): ArrayLike<number>[] => {
    if (part.kind === "number") return [part.values];
    if (part.by === null) return [part.levels.codes];
    return [part.levels.codes, part.by.kind === "number" ? part.by.values : part.by.levels.codes];
  };
  return [
    columns.outcome,
    ...[...columns.terms, ...columns.endogenous, ...columns.excluded].flatMap((term) => term.parts.flatMap(ofPart)),
    ...columns.effects.flatMap((effect) => effect.slopes),
    ...(weights === null ? [] : [weights]),
  ];
}

/** The sample as the set of its unit-time pairs. */
function identityHash(units: Levels, times: Levels): string {
  const words = new Int32Array(4 * units.codes.length);
  const unitWords = units.labels.map(textWords);
  const timeWords = times.labels.map(textWords);
  for (let i = 0; i < units.codes.length; i++) {
    const u = unitWords[units.codes[i]!]!;
    const t = timeWords[times.codes[i]!]!;
    words[4 * i] = u[0];
    words[4 * i + 1] = u[1];
    words[4 * i + 2] = t[0];
    words[4 * i + 3] = t[1];
  }
  return hash128(words);
}

/** The sample as the values of its columns, where no unit and time name its rows. */
function contentHash(rows: Int32Array, columns: FormulaColumns, clusters: readonly { levels: Levels }[]): string {
  const pieces: Int32Array[] = tieColumns(columns, null).map((values) =>
    values instanceof Int32Array
      ? Int32Array.from(rows, (row) => values[row]!)
      : new Int32Array(Float64Array.from(rows, (row) => values[row]! + 0).buffer),
  );
  for (const { levels } of [...columns.effects, ...clusters]) {
    const { codes, labels } = levelsAt(levels, rows);
    pieces.push(codes, Int32Array.from(labels.flatMap(textWords)));
  }
  const words = new Int32Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    words.set(piece, at);
    at += piece.length;
  }
  return hash128(words);
}

function gather(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}
