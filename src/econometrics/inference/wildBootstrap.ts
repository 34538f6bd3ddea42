import { nearest, problem } from "../../messages/main.js";
import { column, dot, type Matrix, type Stream, stream } from "../../numerics/main.js";
import type { InferenceResult, Row } from "../../results/main.js";
import type { Cluster } from "../design.js";
import { type Fit, INTERCEPT, rowOf } from "../fit.js";
import { clusterBlocks } from "./clusterBlocks.js";
import type { WildOption } from "./options.js";

/**
 * The wild cluster bootstrap of Cameron, Gelbach and Miller (2008), after the fit, from the scores of clusters alone (Roodman, MacKinnon,
 * Nielsen and Webb 2019). Draws of y = fitted + v_g residual, v_g one random number per cluster; fitted values and residuals are those
 * under the null (`restricted`, the default: WCR) or those of the fit (WCU). Each draw's t has that draw's clustered errors; absorbed
 * effects and weights enter exactly. Where the 2^G sign combinations are not more than the draws (Rademacher), all of them are gone
 * through once, and p is their share with |t*| >= |t|; else p is (1 + #{|t*| >= |t|}) / (1 + draws).
 * The interval holds every value of the null that is not rejected.
 * @param cluster on the rows of the fit
 * @throws MODEL-TERM-UNKNOWN, MODEL-ERRORS-EFFECTS-MANY
 */
export function wildBootstrap(fit: Fit, option: WildOption, cluster: Cluster): InferenceResult {
  const { moments } = fit;
  const setting = settle(option, cluster.labels.length);
  const blocks = clusterBlocks(moments, cluster, "wildBootstrap");
  const terms = (option.term === undefined ? moments.terms.filter((term) => term !== INTERCEPT) : [option.term]).map((term) => {
    const at = moments.terms.indexOf(term);
    if (at === -1) throw problem("MODEL-TERM-UNKNOWN", { term, nearest: nearest(term, moments.terms), terms: moments.terms });
    return at;
  });
  const residuals = blocks.project(moments.residuals);
  const signs = drawWeights(setting, cluster.labels.length);
  const factor = (cluster.labels.length / (cluster.labels.length - 1)) * ((moments.rows - 1) / (moments.rows - moments.parameters));
  const rows = terms.map((j) => {
    const sums = blocks.project((from, piece) => influence(moments.regressors, moments.bread, j, from, piece));
    const scores = prepare(sums, residuals, moments.bread.data[j * (moments.terms.length + 1)]!);
    return rowOfTerm(fit, j, scores, signs, setting, factor);
  });
  return {
    method: "wildBootstrap",
    rows,
    draws: signs.count,
    seed: setting.enumerated ? null : setting.seed,
    conventions: {
      cluster: cluster.name,
      clusters: cluster.labels.length,
      bootstrapWeights: setting.weights,
      null: setting.restricted ? "imposed (WCR)" : "not imposed (WCU)",
      signCombinations: setting.enumerated ? "all, enumerated" : "drawn",
    },
  };
}

interface Setting {
  weights: "rademacher" | "webb" | "mammen";
  restricted: boolean;
  draws: number;
  seed: number;
  enumerated: boolean;
}

function settle(option: WildOption, groups: number): Setting {
  const weights = option.weights ?? (groups < 12 ? "webb" : "rademacher");
  const draws = option.draws ?? 9999;
  const enumerated = weights === "rademacher" && groups < 31 && 2 ** groups <= draws;
  return { weights, restricted: option.restricted ?? true, draws, seed: option.seed ?? 1, enumerated };
}

/** Rows from `from` on of X b_j, b_j column j of (X'WX)^-1: what a score is multiplied by. */
function influence(regressors: Matrix, bread: Matrix, j: number, from: number, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < bread.rows; k++) {
    const by = bread.data[k + j * bread.rows]!;
    const values = column(regressors, k).subarray(from, from + out.length);
    for (let i = 0; i < out.length; i++) out[i]! += by * values[i]!;
  }
}

/** Multipliers of clusters, draw after draw: entry d * groups + g. */
interface Multipliers {
  count: number;
  values: Float64Array;
}

const WEBB = [-Math.sqrt(1.5), -1, -Math.sqrt(0.5), Math.sqrt(0.5), 1, Math.sqrt(1.5)];
const ROOT5 = Math.sqrt(5);

function drawWeights({ weights, draws, seed, enumerated }: Setting, groups: number): Multipliers {
  if (enumerated) {
    const count = 2 ** groups;
    const values = new Float64Array(count * groups);
    for (let d = 0; d < count; d++) for (let g = 0; g < groups; g++) values[d * groups + g] = Math.floor(d / 2 ** g) % 2 === 0 ? 1 : -1;
    return { count, values };
  }
  const values = new Float64Array(draws * groups);
  const draw = { rademacher, webb, mammen }[weights];
  for (let d = 0; d < draws; d++) draw(stream(seed, d), values.subarray(d * groups, (d + 1) * groups));
  return { count: draws, values };
}

/** One bit a sign. */
function rademacher(random: Stream, into: Float64Array): void {
  let bits = 0;
  for (let g = 0; g < into.length; g++) {
    if (g % 32 === 0) bits = random.bits() | 0;
    into[g] = 2 * (bits & 1) - 1;
    bits >>= 1;
  }
}

function webb(random: Stream, into: Float64Array): void {
  for (let g = 0; g < into.length; g++) into[g] = WEBB[random.integer(6)]!;
}

function mammen(random: Stream, into: Float64Array): void {
  for (let g = 0; g < into.length; g++) into[g] = random.uniform() < (ROOT5 + 1) / (2 * ROOT5) ? (1 - ROOT5) / 2 : (1 + ROOT5) / 2;
}

/**
 * Everything a term's draws need, linear in how far the null lies from the estimate. With a = X b_j, r = a/B_jj (the regressor freed of all
 * others) the residuals under the null b_j - d are e + d r; a cluster's score in a draw is v_g a_g'(e_g + d r_g) less its share in the
 * fitted values, sum over h of (Z_g'a_g)'(Z_h'(e_h + d r_h)) v_h.
 */
interface TermScores {
  groups: number;
  size: number;
  /** a_g'e_g and a_g'r_g. */
  own: Float64Array;
  ownShift: Float64Array;
  /** Z_g'a_g, Z_g'e_g and Z_g'r_g, cluster after cluster. */
  image: Float64Array;
  residual: Float64Array;
  shift: Float64Array;
}

function prepare(sums: readonly Float64Array[], residuals: readonly Float64Array[], variance: number): TermScores {
  const groups = sums.length;
  const size = sums[0]!.length;
  const flat = (parts: readonly Float64Array[], by: number): Float64Array => {
    const out = new Float64Array(groups * size);
    parts.forEach((part, g) => {
      for (let c = 0; c < size; c++) out[g * size + c] = part[c]! * by;
    });
    return out;
  };
  // a lies in the span of X, so that a_g'e_g is the product of coordinates: a = sum over g of a_g, in coordinates its total.
  const total = new Float64Array(size);
  for (const part of sums) for (let c = 0; c < size; c++) total[c]! += part[c]!;
  return {
    groups,
    size,
    own: Float64Array.from(residuals, (part) => dot(total, part)),
    ownShift: Float64Array.from(sums, (part) => dot(total, part) / variance),
    image: flat(sums, 1),
    residual: flat(residuals, 1),
    shift: flat(sums, 1 / variance),
  };
}

/** Numerator and squared error of every draw's t as polynomials of the distance d: n0 + n1 d, q0 + q1 d + q2 d^2. */
interface Drawn {
  count: number;
  n0: Float64Array;
  n1: Float64Array;
  q0: Float64Array;
  q1: Float64Array;
  q2: Float64Array;
}

function draw(scores: TermScores, signs: Multipliers, factor: number): Drawn {
  const { groups } = scores;
  const { count } = signs;
  const out: Drawn = {
    count,
    n0: new Float64Array(count),
    n1: new Float64Array(count),
    q0: new Float64Array(count),
    q1: new Float64Array(count),
    q2: new Float64Array(count),
  };
  const base = new Float64Array(groups * TOGETHER);
  const shifted = new Float64Array(groups * TOGETHER);
  const v = new Float64Array(groups * TOGETHER);
  const scoresOf = groups <= 2 * scores.size ? byGroups(scores) : byCoordinates(scores);
  for (let from = 0; from < count; from += TOGETHER) {
    const together = Math.min(TOGETHER, count - from);
    transposeSigns(signs, from, together, groups, v);
    scoresOf(v, base, shifted);
    for (let t = 0; t < together; t++) addUp(scores, v, base, shifted, t, factor, out, from + t);
  }
  return out;
}

/** Draws gone through at once: what is read of the clusters serves them all. */
const TOGETHER = 4;

/** Multipliers of some draws, cluster after cluster: entry g * TOGETHER + t. Draws beyond the last have zeros. */
function transposeSigns(signs: Multipliers, from: number, together: number, groups: number, v: Float64Array): void {
  if (together < TOGETHER) v.fill(0);
  for (let t = 0; t < together; t++) {
    const at = (from + t) * groups;
    for (let g = 0; g < groups; g++) v[g * TOGETHER + t] = signs.values[at + g]!;
  }
}

/** Numerator and squared error of one of the draws gone through together. */
function addUp(
  { groups, own, ownShift }: TermScores,
  v: Float64Array,
  base: Float64Array,
  shifted: Float64Array,
  t: number,
  factor: number,
  out: Drawn,
  d: number,
): void {
  let n0 = 0;
  let n1 = 0;
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  for (let g = 0, at = t; g < groups; g++, at += TOGETHER) {
    n0 += own[g]! * v[at]!;
    n1 += ownShift[g]! * v[at]!;
    const b = base[at]!;
    const s = shifted[at]!;
    q0 += b * b;
    q1 += b * s;
    q2 += s * s;
  }
  out.n0[d] = n0;
  out.n1[d] = n1;
  out.q0[d] = factor * q0;
  out.q1[d] = 2 * factor * q1;
  out.q2[d] = factor * q2;
}

/** Scores of clusters in the draws gone through together: those of the residuals of the fit, and those added per unit of distance. */
type ScoresOfDraws = (v: Float64Array, base: Float64Array, shifted: Float64Array) => void;

/** Few clusters for the coordinates: a groups x groups matrix takes their place. */
function byGroups({ groups, size, own, ownShift, image, residual, shift }: TermScores): ScoresOfDraws {
  const matrix = (diagonal: Float64Array, from: Float64Array): Float64Array => {
    const out = new Float64Array(groups * groups);
    for (let g = 0; g < groups; g++) {
      for (let h = 0; h < groups; h++) {
        let value = g === h ? diagonal[g]! : 0;
        for (let c = 0; c < size; c++) value -= image[g * size + c]! * from[h * size + c]!;
        out[g * groups + h] = value;
      }
    }
    return out;
  };
  const first = matrix(own, residual);
  const second = matrix(ownShift, shift);
  return (v, base, shifted) => {
    timesColumns(first, groups, groups, v, base);
    timesColumns(second, groups, groups, v, shifted);
  };
}

function byCoordinates({ groups, size, own, ownShift, image, residual, shift }: TermScores): ScoresOfDraws {
  const byCoordinate = (rows: Float64Array): Float64Array => {
    const out = new Float64Array(size * groups);
    for (let g = 0; g < groups; g++) for (let c = 0; c < size; c++) out[c * groups + g] = rows[g * size + c]!;
    return out;
  };
  const residualRows = byCoordinate(residual);
  const shiftRows = byCoordinate(shift);
  const fitted = new Float64Array(size * TOGETHER);
  return (v, base, shifted) => {
    timesColumns(residualRows, size, groups, v, fitted);
    timesColumns(image, groups, size, fitted, base);
    lessOf(own, v, base);
    timesColumns(shiftRows, size, groups, v, fitted);
    timesColumns(image, groups, size, fitted, shifted);
    lessOf(ownShift, v, shifted);
  };
}

/** A v for a matrix by rows and TOGETHER columns, entry (c, t) of v at c * TOGETHER + t. */
function timesColumns(a: Float64Array, rows: number, cols: number, v: Float64Array, out: Float64Array): void {
  for (let r = 0; r < rows; r++) {
    const row = r * cols;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let c = 0, at = 0; c < cols; c++, at += TOGETHER) {
      const value = a[row + c]!;
      s0 += value * v[at]!;
      s1 += value * v[at + 1]!;
      s2 += value * v[at + 2]!;
      s3 += value * v[at + 3]!;
    }
    const to = r * TOGETHER;
    out[to] = s0;
    out[to + 1] = s1;
    out[to + 2] = s2;
    out[to + 3] = s3;
  }
}

/** Each cluster's own score times its multiplier, less what stands in `out`. */
function lessOf(own: Float64Array, v: Float64Array, out: Float64Array): void {
  for (let g = 0, at = 0; g < own.length; g++) {
    const value = own[g]!;
    for (let t = 0; t < TOGETHER; t++, at++) out[at] = value * v[at]! - out[at]!;
  }
}

/** Ties of |t*| with |t| (the sample itself among enumerated signs, and its mirror) must not hang on the last bit. */
const TIE = 1e-10;

/** Share of draws with |t*| >= |t|, t the sample's statistic against the null that lies `distance` below the estimate. */
function pValueAt(drawn: Drawn, setting: Setting, error: number, distance: number): number {
  const own = (distance * distance * (1 - TIE)) / (error * error);
  const at = setting.restricted ? distance : 0;
  const { n0, n1, q0, q1, q2, count } = drawn;
  let extreme = 0;
  for (let d = 0; d < count; d++) {
    const numerator = n0[d]! + at * n1[d]!;
    if (numerator * numerator >= own * (q0[d]! + at * (q1[d]! + at * q2[d]!))) extreme++;
  }
  return setting.enumerated ? extreme / count : (1 + extreme) / (1 + count);
}

function rowOfTerm(fit: Fit, j: number, scores: TermScores, signs: Multipliers, setting: Setting, factor: number): Row {
  const { moments } = fit;
  const term = moments.terms[j]!;
  const estimate = moments.coefficients[j]!;
  const error = Math.sqrt(factor * dot(scores.own, scores.own));
  const base = rowOf(fit, term);
  const method = `wildBootstrap/${setting.restricted ? "WCR" : "WCU"}/${setting.weights}`;
  const known = { term, equation: base.equation, kind: base.kind, estimate, level: base.level, method, stars: base.stars };
  const scale = base.scale === undefined ? {} : { scale: base.scale };
  if (!(error > 0)) {
    const none = { stdError: null, statistic: null, distribution: null, pValue: null, confLow: null, confHigh: null };
    return { ...known, ...none, ...scale, reason: "the estimated variance is zero" };
  }
  const drawn = draw(scores, signs, factor);
  const pAt = (distance: number): number => pValueAt(drawn, setting, error, distance);
  const [below, above] = [invert(pAt, error, 1 - base.level, 1), invert(pAt, error, 1 - base.level, -1)];
  return {
    ...known,
    stdError: error,
    statistic: estimate / error,
    distribution: "bootstrap",
    pValue: pAt(estimate),
    confLow: below === null ? null : estimate - below,
    confHigh: above === null ? null : estimate + above,
    ...scale,
    ...(below === null || above === null
      ? { reason: "the interval is open: however far away, a null is not rejected with so few clusters" }
      : {}),
  };
}

/** The distance at which p falls to alpha on one side of the estimate; null where it has not a thousand errors away. */
function invert(pAt: (distance: number) => number, error: number, alpha: number, side: 1 | -1): number | null {
  let inside = 0;
  let outside = 2 * error;
  while (pAt(side * outside) > alpha) {
    inside = outside;
    outside *= 2;
    if (outside > 1000 * error) return null;
  }
  for (let step = 0; step < 50; step++) {
    const middle = (inside + outside) / 2;
    if (pAt(side * middle) > alpha) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
