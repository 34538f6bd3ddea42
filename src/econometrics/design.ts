import { columnNamed, evaluateCondition, type Frame, numbers, parseExpression } from "../frame/main.js";
import { type Finding, finding, problem } from "../messages/main.js";
import { type Factor, recursiveSingletons } from "../numerics/factors/main.js";
import { columnsAhead } from "./ahead.js";
import { clusterLevels, type EffectColumns, type FormulaColumns, formulaColumns, type PartColumn, type TermColumns } from "./columns.js";
import type { Formula } from "./formula.js";
import { indicatorsOf } from "./indicators.js";
import { type Levels, levelsAt, levelsOf } from "./levels.js";
import { canonicalOrder } from "./order.js";
import { gather, type MissingColumn, SampleMask, sameRows } from "./sample.js";
import { SampleHash } from "./sampleHash.js";

/** Losing more than this share of the rows to missing values deserves a finding. */
const NOTABLE_LOSS = 0.1;

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
  /** A column that enters with coefficient one, on every row of the table. */
  offsetColumn?: { name: string; values: Float64Array } | null | undefined;
  /** Drops rows its estimator cannot use, with a reason; asked again after singletons have left, until nothing changes. */
  prune?: ((sample: SampleMask, columns: FormulaColumns) => void) | undefined;
  /** Other formulas whose columns must be there too and whose effects must not be singletons: a sample common to several models. */
  commonWith?: readonly Formula[] | undefined;
  /**
   * Formulas of models that will follow on the same table: their columns are freed of the effects together with this one's, which costs less
   * than one model after the other. No result depends on it.
   */
  following?: readonly Formula[] | undefined;
  /** Path in the results that findings point to. */
  path?: string | undefined;
}

/** A regressor on the rows of the sample. */
export interface Regressor {
  name: string;
  values: Float64Array;
  /** What rounding took from the values (exact = values + low), where that is known: whole powers have it. */
  low?: Float64Array;
}

/** A set of absorbed effects on the rows of the sample; every level has a row. */
export interface AbsorbedEffect {
  name: string;
  factor: Factor;
  levels: Levels;
}

/** A clustering variable on the rows of the sample; every level has a row. */
export interface Cluster {
  name: string;
  codes: Int32Array;
  count: number;
  readonly labels: readonly string[];
  /** Rows of each cluster. */
  readonly rows: Int32Array;
}

/** A clustering variable from levels on the rows of the sample. */
export function clusterOf(name: string, levels: Levels): Cluster {
  return {
    name,
    codes: levels.codes,
    count: levels.count,
    get labels() {
      return levels.labels;
    },
    get rows() {
      return levels.rows;
    },
  };
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
  /** Columns that models to come will have freed of the same effects. */
  ahead: readonly Float64Array[];
  /** What enters with coefficient one, and its name; null where nothing does. */
  offset: Float64Array | null;
  offsetName: string | null;
  units: Levels | null;
  times: Levels | null;
  /** Base level of every variable that became indicators. */
  bases: { variable: string; base: string }[];
  /** Rows that left, by reason; `missing` in total and `missing.NAME` by column (a row may miss several). */
  dropped: Record<string, number>;
  /** Identifies the rows of the sample; made when first asked for. */
  readonly hash: string;
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
  const offsets = options.offsetColumn === undefined || options.offsetColumn === null ? [] : [options.offsetColumn.values];

  const sample = selectRows(source, formula, { columns, others, clusters, weights }, options);
  const kept = sample.rows();
  const keys = orderKeys(kept, [units, times], [...columns.effects.map((e) => e.levels), ...clusters.map((c) => c.levels)]);
  const rows = sameRows(source, canonicalOrder(kept, keys, [...tieColumns(columns, weights), ...offsets]));
  const bases: Design["bases"] = [];
  const absorbsConstant = columns.effects.some((e) => e.intercept);
  const regressorsOf = (terms: readonly TermColumns[]): Regressor[] =>
    indicatorsOf(terms, rows, formula.intercept || absorbsConstant, bases);
  const outcome = gather(columns.outcome, rows);
  const regressors = regressorsOf(columns.terms);
  const endogenous = regressorsOf(columns.endogenous);
  const excluded = regressorsOf(columns.excluded);
  const sampleWeights = weights === null ? null : gather(weights, rows);
  const [offset] = offsets.map((values) => gather(values, rows));
  const at = cachedLevelsAt(rows);
  const effects = columns.effects.map((effect) => absorbedEffect(effect, at(effect.levels), rows));
  const clusterLevelsAt = clusters.map(({ levels }) => at(levels));
  const unitLevels = units !== null && keys.includes(units) ? at(units) : null;
  const timeLevels = times !== null && keys.includes(times) ? at(times) : null;
  const identified = unitLevels !== null && timeLevels !== null;
  let hash: string | null = null;
  const numbersUsed = [
    outcome,
    ...[...regressors, ...endogenous, ...excluded].map((r) => r.values),
    ...(sampleWeights === null ? [] : [sampleWeights]),
    ...(offset === undefined ? [] : [offset]),
  ];
  return {
    formula,
    frame: source,
    rows,
    outcome,
    regressors,
    endogenous,
    excluded,
    intercept: formula.intercept && !absorbsConstant,
    effects,
    clusters: clusters.map(({ name }, k) => clusterOf(name, clusterLevelsAt[k]!)),
    weights: sampleWeights,
    ahead: columnsAhead(source, formula, options.following ?? [], rows),
    offset: offset ?? null,
    offsetName: options.offsetColumn?.name ?? null,
    units: unitLevels,
    times: timeLevels,
    bases,
    dropped: sample.dropped(),
    get hash() {
      hash ??= identified
        ? contentHash([], [unitLevels, timeLevels])
        : contentHash(numbersUsed, [...effects.map((e) => e.levels), ...clusterLevelsAt]);
      return hash;
    },
    hashOf: identified ? "unit, time" : "all used columns",
    findings: sampleFindings(sample, source.rows, rows.length, columns, options.path ?? "model"),
  };
}

/** What decides which rows stay. */
interface Selecting {
  columns: FormulaColumns;
  others: readonly FormulaColumns[];
  clusters: readonly { name: string; levels: Levels }[];
  weights: Float64Array | null;
}

/** Drops rows that the condition excludes, that miss a value, that weigh nothing, or that are alone in an effect, in this order. */
function selectRows(source: Frame, formula: Formula, selecting: Selecting, options: DesignOptions): SampleMask {
  const { columns, others, clusters, weights } = selecting;
  const sample = new SampleMask(source.rows);
  if (options.where !== undefined && options.where !== null) {
    const holds = evaluateCondition(parseExpression(options.where), source);
    sample.drop("where", (row) => holds[row] !== 1);
  }
  sample.dropIncomplete([
    ...incompleteColumns(formula.outcome.name, columns),
    ...clusters.map(({ name, levels }) => ({ name, codes: levels.codes })),
    ...(weights === null ? [] : [{ name: options.weights!, values: weights }]),
    ...(options.offsetColumn === undefined || options.offsetColumn === null ? [] : [options.offsetColumn]),
  ]);
  others.forEach((other, k) => {
    sample.dropIncomplete(incompleteColumns(options.commonWith![k]!.outcome.name, other));
  });
  if (weights !== null) sample.drop("zeroWeight", (row) => weights[row] === 0);
  let before: number;
  do {
    before = sample.left;
    options.prune?.(sample, columns);
    if (options.keepSingletons !== true) dropSingletons(sample, [columns, ...others]);
  } while (options.prune !== undefined && sample.left < before && sample.left > 0);
  if (sample.left === 0) throw noRows(source, formula, sample);
  return sample;
}

/** Levels at the rows of the sample; effects, clusters and units on the same variable share one result. */
function cachedLevelsAt(rows: Int32Array): (levels: Levels) => Levels {
  const made = new Map<Levels, Levels>();
  return (levels) => {
    const known = made.get(levels) ?? levelsAt(levels, rows);
    made.set(levels, known);
    return known;
  };
}

function absorbedEffect(effect: EffectColumns, levels: Levels, rows: Int32Array): AbsorbedEffect {
  const slopes = effect.slopes.map((slope) => gather(slope, rows));
  const factor = { codes: levels.codes, levels: levels.count, intercept: effect.intercept, slopes, rows: levels.rows };
  return { name: effect.name, factor, levels };
}

/** What the sample lost, where that deserves a word. */
function sampleFindings(sample: SampleMask, all: number, left: number, columns: FormulaColumns, path: string): Finding[] {
  const findings: Finding[] = [];
  const { missing, singleton } = sample.dropped() as { missing: number; singleton: number };
  if (singleton > 0) {
    const effects = columns.effects.map((e) => e.name);
    findings.push(finding("MODEL-SINGLETONS", path, { rows: singleton, of: singleton + left, effects }));
  }
  if (missing > NOTABLE_LOSS * all)
    findings.push(finding("MODEL-ROWS-MISSING", path, { rows: missing, of: all, columns: sample.missingColumns() }));
  return findings;
}

function incompleteColumns(outcome: string, columns: FormulaColumns): MissingColumn[] {
  const ofPart = (part: PartColumn): MissingColumn[] => {
    if (part.kind === "number") return [part];
    const own = { name: part.name, codes: part.levels.codes };
    if (part.by === null) return [own];
    return [own, part.by.kind === "number" ? part.by : { name: part.by.name, codes: part.by.levels.codes }];
  };
  const ofTerms = (terms: readonly TermColumns[]) => terms.flatMap((term) => term.parts.flatMap(ofPart));
  const all = [
    { name: outcome, values: columns.outcome },
    ...ofTerms(columns.terms),
    ...columns.effects.flatMap((e) => [{ name: e.name, codes: e.levels.codes }, ...e.slopes.map((values) => ({ name: e.name, values }))]),
    ...ofTerms(columns.endogenous),
    ...ofTerms(columns.excluded),
  ];
  const seen = new Set<unknown>();
  return all.filter((column) => {
    const data = "values" in column ? column.values : column.codes;
    return !seen.has(data) && seen.add(data);
  });
}

function dropSingletons(sample: SampleMask, formulas: readonly FormulaColumns[]): void {
  const factors = formulas
    .flatMap((columns) => columns.effects)
    .map(({ levels, intercept }) => ({ codes: levels.codes, levels: levels.count, intercept, slopes: [], rows: levels.rows }));
  sample.dropMarked("singleton", recursiveSingletons(factors, sample.left < sample.out.length ? sample.out : null, sample.out.length));
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

/**
 * Unit and time, and then the other variables with levels: the one with most levels first, the others from few levels to many, as files mostly
 * come (firm, year, industry). A unit or time that is missing in the sample cannot order it.
 */
function orderKeys(rows: Int32Array, named: readonly (Levels | null)[], others: readonly Levels[]): Levels[] {
  const complete = named.filter((levels): levels is Levels => levels !== null && isComplete(levels, rows));
  const rest = Array.from(new Set(others)).sort((a, b) => a.count - b.count);
  const most = rest.pop();
  return Array.from(new Set([...complete, ...(most === undefined ? [] : [most]), ...rest]));
}

function isComplete({ codes }: Levels, rows: Int32Array): boolean {
  for (let i = 0; i < rows.length; i++) if (codes[rows[i]!]! < 0) return false;
  return true;
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

/** The sample as what names its rows: unit and time where there are any, else the values of all columns. */
function contentHash(numbers: readonly Float64Array[], levels: readonly Levels[]): string {
  const hash = new SampleHash();
  for (const values of numbers) hash.addNumbers(values);
  for (const variable of levels) {
    hash.addWords(variable.codes);
    variable.addNames(hash);
  }
  return hash.digest();
}
