import { problem } from "../messages/main.js";
import { type Factor, isNested, prepareFactors, withoutEmptyLevels } from "../numerics/factors/main.js";
import { column, crossProduct, type Matrix, multiply, symmetricEigen, symmetricSandwich, transpose, zeros } from "../numerics/main.js";
import type { VcovReport } from "../results/main.js";
import type { AbsorbedEffect, Cluster, Design } from "./design.js";
import type { Moments } from "./fit.js";
import { clusterCorrected } from "./inference/clusterCorrected.js";
import { conley, conleyMeat } from "./inference/conley.js";
import { heteroskedastic } from "./inference/heteroskedastic.js";
import type { ConleyOption, Correction, PlainErrors, SerialOption } from "./inference/options.js";
import { seriallyRobust, serialMeat } from "./inference/serial.js";

export type { Correction } from "./inference/options.js";

/** Errors correlated within clusters. */
export interface ClusterOption {
  /** Columns within which errors may be correlated; one, two or more. */
  cluster: string | readonly string[];
  /**
   * Default `fixest`. `stata` resolves to `fixest` with absorbed effects and to `areg` without; `CR1` is G/(G - 1) alone; `CR2` and
   * `CR3` correct every cluster by its own leverage.
   */
  correction?: Correction;
  /** Two and more clusters: the factor of the smallest on every term (`min`, default), or each term its own. */
  twoWay?: "min" | "own";
}

/** How errors are computed. */
export type VcovOption = PlainErrors | ClusterOption | SerialOption | ConleyOption;

/** True where errors are clustered. */
export function isClustered(option: VcovOption): option is ClusterOption {
  return typeof option === "object" && "cluster" in option;
}

/** A covariance matrix of the coefficients and how it came about. */
export interface Vcov {
  matrix: Matrix;
  /** Degrees of freedom of the t distribution. */
  df: number;
  /** By coefficient, where each has its own (CR2). */
  dfs?: Float64Array;
  /** As rows name it: `iid`, `HC1`, `cluster/fixest`. */
  method: string;
  report: VcovReport;
  conventions: Record<string, string | number>;
}

/** Covariance of the coefficients from the moments a fit keeps. Throws MODEL-CLUSTER-ONE, MODEL-ERRORS-*, MODEL-LEVERAGE-ONE and what Conley's throws. */
export function covariance(moments: Moments, option: VcovOption, clusters: readonly Cluster[]): Vcov {
  if (option === "iid") return homoskedastic(moments);
  if (typeof option === "string") return heteroskedastic(moments, option);
  if (!isClustered(option)) return option.method === "conley" ? conley(moments, option) : seriallyRobust(moments, option);
  return clustered(moments, option.correction ?? "fixest", option.twoWay ?? "min", clusters);
}

function homoskedastic(moments: Moments): Vcov {
  const df = moments.rows - moments.parameters;
  const sigma2 = moments.dispersion ?? moments.rss / df;
  const spread = moments.gram === undefined ? moments.bread : symmetricSandwich(moments.bread, moments.gram);
  const matrix = { ...spread, data: spread.data.map((v) => v * sigma2) };
  const report = { type: "iid", clusters: {}, df, correction: null, factor: null };
  return { matrix, df, method: "iid", report, conventions: { parameters: moments.parameters } };
}

/**
 * Clustered errors, any number of dimensions by inclusion and exclusion (Cameron, Gelbach and Miller 2011).
 * A matrix that is not positive semi-definite has its negative eigenvalues set to zero, and the report says so.
 */
function clustered(moments: Moments, asked: Correction, twoWay: "min" | "own", clusters: readonly Cluster[]): Vcov {
  const correction = asked === "stata" ? (moments.effects.length > 0 ? "fixest" : "areg") : asked;
  for (const cluster of clusters) {
    if (cluster.count < 2) throw problem("MODEL-CLUSTER-ONE", { cluster: cluster.name, value: cluster.labels[0] ?? "" });
  }
  if (correction === "CR2" || correction === "CR3") {
    if (clusters.length > 1) throw problem("MODEL-ERRORS-ONE-WAY", { errors: correction, clusters: clusters.map((c) => c.name) });
    return clusterCorrected(moments, clusters[0]!, correction);
  }
  const counted = countParameters(moments, correction, clusters);
  const n = moments.rows;
  const countsRows = correction !== "plm" && correction !== "none" && correction !== "CR1";
  const groupsCount = correction !== "plm" && correction !== "none";
  const rowFactor = countsRows ? (n - 1) / (n - counted.parameters) : 1;
  const fewest = Math.min(...clusters.map((c) => c.count));
  const conventions: Vcov["conventions"] = {};
  if (asked === "stata") conventions["correction"] = `stata: ${correction}`;
  if (countsRows) {
    conventions["parametersCounted"] = counted.parameters;
    if (counted.allLevels > counted.parameters) conventions["parametersIfAllLevelsCounted"] = counted.allLevels;
    if (counted.nested.length > 0) conventions["effectsNestedInCluster"] = counted.nested.join(", ");
  }
  if (clusters.length > 1) conventions["twoWay"] = twoWay;
  const meat = clusterMeat(scoresIn(moments), clusters, (subset, levels) => {
    const groups = twoWay === "min" ? fewest : levels;
    const factor = (groupsCount ? groups / (groups - 1) : 1) * rowFactor;
    if (clusters.length > 1 && twoWay === "own") conventions[`factor ${subset.map((c) => c.name).join("^")}`] = factor;
    return factor;
  });
  const single = groupsCount ? (fewest / (fewest - 1)) * rowFactor : 1;
  const raw = symmetricSandwich(moments.bread, meat);
  const { matrix, repaired } = clusters.length > 1 ? repairedMatrix(raw) : { matrix: raw, repaired: false };
  const report: VcovReport = {
    type: "cluster",
    clusters: Object.fromEntries(clusters.map((c) => [c.name, c.count])),
    df: fewest - 1,
    correction,
    factor: clusters.length > 1 && twoWay === "own" ? null : single,
    ...(repaired ? { repaired: true } : {}),
  };
  return { matrix, df: fewest - 1, method: `cluster/${correction}`, report, conventions };
}

/** Scores that are not there row by row, but know the inner products of their sums over groups. */
export interface ScoreMeat {
  cols: number;
  meat(codes: Int32Array, levels: number): Matrix;
}

/** Scores as they are, or as regressors and what each row pulls them with. */
export type Scores = Matrix | { regressors: Matrix; pull: Float64Array };

function scoresIn(moments: Moments): Scores | ScoreMeat {
  if (moments.meat !== undefined) return { cols: moments.terms.length, meat: moments.meat };
  return moments.pull === undefined ? moments.scores : { regressors: moments.regressors, pull: moments.pull };
}

/**
 * Sum over clusters of s_g s_g', s_g the scores of a cluster added up; several clusterings by inclusion and exclusion.
 * @param factor multiplies the term of a subset of the clusterings; default 1
 */
export function clusterMeat(
  scores: Scores | ScoreMeat,
  clusters: readonly Cluster[],
  factor: (subset: readonly Cluster[], levels: number) => number = () => 1,
): Matrix {
  const cols = "pull" in scores ? scores.regressors.cols : scores.cols;
  let meat = zeros(cols, cols);
  for (const { subset, codes, levels } of intersections(clusters)) {
    const sign = subset.length % 2 === 1 ? 1 : -1;
    const own = "meat" in scores ? scores.meat(codes, levels) : crossProduct(clusterSums(scores, codes, levels));
    meat = added(meat, own, sign * factor(subset, levels));
  }
  return meat;
}

/**
 * The covariance of moments times the number of rows, under the errors of an option and without any small-sample factor: what tests of moments
 * and efficient weights are made with.
 * @param scores by row, and their sums over groups
 */
export function rawMeat(
  scores: ScoreMeat & { rows(): Matrix },
  design: Pick<Design, "units" | "times" | "frame" | "rows">,
  option: VcovOption,
  clusters: readonly Cluster[],
): Matrix {
  if (clusters.length > 0) return clusterMeat(scores, clusters);
  if (typeof option === "string" || isClustered(option)) return crossProduct(scores.rows());
  return option.method === "conley" ? conleyMeat(scores.rows(), design, option).meat : serialMeat(scores.rows(), design, option).meat;
}

/** Parameters that count against the rows. */
interface Counted {
  parameters: number;
  /** The same if every level of every counted effect but one each were independent, as programs assume that do not look (fixest by default). */
  allLevels: number;
  /** Effects that are nested in a cluster and not counted. */
  nested: string[];
}

/**
 * `fixest` leaves out intercepts nested in a cluster but keeps the constant (and every absorbed slope); `areg` counts all effects, as
 * dummies in a regression would; `plmSss` counts the regressors alone. Redundant effects never count: the rank is exact.
 */
function countParameters(moments: Moments, correction: Correction, clusters: readonly Cluster[]): Counted {
  const regressors = moments.parameters - moments.effectsRank;
  if (moments.effects.length === 0 || correction === "plmSss") return { parameters: regressors, allLevels: regressors, nested: [] };
  const { nested, rank: nestedRank } = correction === "fixest" ? nestedEffects(moments, clusters) : { nested: [], rank: 0 };
  const intercepts = moments.effects.reduce((total, { factor }) => total + (factor.intercept ? factor.levels - 1 : 0), 0);
  const slopes = moments.effects.reduce((total, { factor }) => total + factor.slopes.length * factor.levels, 0);
  const left = nested.reduce((total, { factor }) => total + factor.levels - 1, 0);
  const allLevels = regressors + 1 + intercepts + slopes - left;
  if (nested.length === 0) return { parameters: regressors + moments.effectsRank, allLevels, nested: [] };
  return { parameters: regressors + 1 + moments.effectsRank - nestedRank, allLevels, nested: nested.map((e) => e.name) };
}

interface NestedEffects {
  nested: readonly AbsorbedEffect[];
  rank: number;
}

const nestedKnown = new WeakMap<readonly AbsorbedEffect[], WeakMap<readonly Cluster[], NestedEffects>>();

/** Effects with intercepts nested in a cluster, and their rank. Found once per sample and clustering: models with instruments ask many times. */
function nestedEffects({ effects, weights }: Moments, clusters: readonly Cluster[]): NestedEffects {
  const known = nestedKnown.get(effects) ?? new WeakMap<readonly Cluster[], NestedEffects>();
  nestedKnown.set(effects, known);
  const before = known.get(clusters);
  if (before !== undefined) return before;
  const inCluster = (factor: Factor): boolean =>
    factor.intercept && clusters.some((cluster) => isNested(factor, { codes: cluster.codes, levels: cluster.count }));
  const nested = effects.filter(({ factor }) => inCluster(factor));
  const factors = nested.map(({ factor }) => ({ ...factor, slopes: [] }));
  const found = { nested, rank: factors.length === 0 ? 0 : rankOf(factors, weights) };
  known.set(clusters, found);
  return found;
}

/** Rows grouped by several clusterings at once. */
interface Intersection {
  subset: readonly Cluster[];
  codes: Int32Array;
  levels: number;
}

const intersectionsKnown = new WeakMap<readonly Cluster[], Intersection[]>();

/** The groups of every subset of the clusterings. Found once: models with instruments ask many times. */
function intersections(clusters: readonly Cluster[]): Intersection[] {
  const found = intersectionsKnown.get(clusters) ?? subsets(clusters).map((subset) => ({ subset, ...intersection(subset) }));
  intersectionsKnown.set(clusters, found);
  return found;
}

function rankOf(factors: readonly Factor[], weights: Float64Array | null): number {
  const [only] = factors;
  return factors.length === 1 ? withoutEmptyLevels(only!).levels : prepareFactors(factors, weights).rank;
}

/** Non-empty subsets, small ones first within each member added. */
function subsets<T>(items: readonly T[]): T[][] {
  const all: T[][] = [];
  for (const item of items) all.push(...all.map((subset) => [...subset, item]), [item]);
  return all;
}

/** The cells of several clusterings at once, numbered in order of first use. */
function intersection(clusters: readonly Cluster[]): { codes: Int32Array; levels: number } {
  const first = clusters[0]!;
  let codes = first.codes;
  let levels = first.count;
  for (const other of clusters.slice(1)) {
    const width = other.count;
    const cellOf = new Map<number, number>();
    const combined = new Int32Array(codes.length);
    for (let i = 0; i < codes.length; i++) {
      const key = codes[i]! * width + other.codes[i]!;
      let cell = cellOf.get(key);
      if (cell === undefined) cellOf.set(key, (cell = cellOf.size));
      combined[i] = cell;
    }
    codes = combined;
    levels = cellOf.size;
  }
  return { codes, levels };
}

/** Scores summed within clusters: one row per cluster. */
export function clusterSums(scores: Scores, codes: Int32Array, levels: number): Matrix {
  const x = "pull" in scores ? scores.regressors : scores;
  const out = zeros(levels, x.cols);
  const pull = "pull" in scores ? scores.pull : null;
  let j = 0;
  // Four at a time share the reading of codes and pulls.
  if (pull !== null) for (; j + 4 <= x.cols; j += 4) fourSums(codes, pull, x, out, j);
  for (; j < x.cols; j++) {
    const values = column(x, j);
    const sums = column(out, j);
    if (pull === null) for (let i = 0; i < values.length; i++) sums[codes[i]!]! += values[i]!;
    else for (let i = 0; i < values.length; i++) sums[codes[i]!]! += values[i]! * pull[i]!;
  }
  return out;
}

/** Columns j to j + 3 of x times the pulls, added up by code. */
function fourSums(codes: Int32Array, pull: Float64Array, x: Matrix, sums: Matrix, j: number): void {
  const { data } = x;
  const out = sums.data;
  const [p0, p1, p2, p3] = [0, 1, 2, 3].map((k) => (j + k) * x.rows) as [number, number, number, number];
  const [s0, s1, s2, s3] = [0, 1, 2, 3].map((k) => (j + k) * sums.rows) as [number, number, number, number];
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const e = pull[i]!;
    out[s0 + code]! += data[p0 + i]! * e;
    out[s1 + code]! += data[p1 + i]! * e;
    out[s2 + code]! += data[p2 + i]! * e;
    out[s3 + code]! += data[p3 + i]! * e;
  }
}

/** Negative eigenvalues to zero, where there are any beyond rounding. */
export function repairedMatrix(matrix: Matrix): { matrix: Matrix; repaired: boolean } {
  const { values, vectors } = symmetricEigen(matrix);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!values.some((value) => value < -1e-14 * largest)) return { matrix, repaired: false };
  const stretched = zeros(matrix.rows, matrix.cols);
  for (let j = 0; j < values.length; j++) {
    const weight = Math.max(0, values[j]!);
    for (let i = 0; i < matrix.rows; i++) stretched.data[i + j * matrix.rows] = vectors.data[i + j * matrix.rows]! * weight;
  }
  return { matrix: multiply(stretched, transpose(vectors)), repaired: true };
}

function added(a: Matrix, b: Matrix, times: number): Matrix {
  return { ...a, data: a.data.map((value, i) => value + times * b.data[i]!) };
}
