import { problem } from "../../messages/main.js";
import { type Factor, isNested } from "../../numerics/factors/main.js";
import { cholesky, crossProduct, type Matrix, pivotedQr, transpose, zeros } from "../../numerics/main.js";
import type { Cluster } from "../design.js";
import type { Moments } from "../fit.js";
import { timesRoot } from "../within.js";
import {
  addReducedGram,
  type EliminatedEffects,
  eliminate,
  factorReduced,
  groupSums,
  neededFactors,
  type ReducedFactor,
  sumGroup,
} from "./eliminated.js";

/** Most effects that are not nested in the clusters: their system is dense. */
const MOST_ACROSS = 1_000;
/** Rows looked at together: what is made of them stays in the processor's cache. */
const PIECE = 4096;

/**
 * Regressors and effects in orthonormal coordinates, looked at cluster by cluster.
 * Effects nested in the clusters are projected out beforehand: they make the hat matrix block-diagonal and are orthogonal to freed
 * regressors and residuals. What is left of the hat matrix is ZZ', Z the freed regressors and the effects that cross clusters, orthonormal.
 */
export interface ClusterBlocks {
  moments: Moments;
  cluster: Cluster;
  groups: number;
  /** Coordinates: the regressors first, then the effects across clusters. */
  size: number;
  /** Lower triangular factor of X'WX. */
  regressorFactor: Matrix;
  /** Whitens raw sums T'Wv (regressors, then all unknowns) to coordinates Z'v, in place; the first `size` entries hold. */
  whiten(raw: Float64Array): Float64Array;
  /** T'Wv of every cluster for a column v, whitened: one row of `size` entries per cluster. */
  project(column: Float64Array | PieceMaker): Float64Array[];
  effects: EliminatedEffects;
  reduced: ReducedFactor | null;
  /** First group of each cluster among the groups of the eliminated effects (which are sorted by cluster). */
  groupStarts: Int32Array;
}

/** Writes rows `from`, `from` + 1, ... of a column into a piece, so that one that is made on the way is never held. */
export type PieceMaker = (from: number, piece: Float64Array) => void;

const known = new WeakMap<Moments, Map<string, ClusterBlocks>>();

/**
 * Prepares the blocks of one clustering, once per fit.
 * @throws MODEL-ERRORS-EFFECTS-MANY where more than 1,000 effects cross the clusters
 */
export function clusterBlocks(moments: Moments, cluster: Cluster, errors: string): ClusterBlocks {
  const ofFit = known.get(moments) ?? new Map<string, ClusterBlocks>();
  known.set(moments, ofFit);
  const blocks = ofFit.get(cluster.name) ?? prepareBlocks(moments, cluster, errors);
  ofFit.set(cluster.name, blocks);
  return blocks;
}

function prepareBlocks(moments: Moments, cluster: Cluster, errors: string): ClusterBlocks {
  const { weights, regressors } = moments;
  const k = regressors.cols;
  const groups = cluster.labels.length;
  const factors = neededFactors(moments.effects.map((effect) => effect.factor));
  const which = nestedFactor(factors, cluster);
  const across = factors.reduce((total, f, q) => total + (q === which ? 0 : f.levels * ((f.intercept ? 1 : 0) + f.slopes.length)), 0);
  if (across > MOST_ACROSS)
    throw problem("MODEL-ERRORS-EFFECTS-MANY", {
      errors,
      effects: moments.effects.map((effect) => effect.name),
      levels: across,
      limit: MOST_ACROSS,
    });
  const { codes, levels, starts: groupStarts } = which === null ? ownGroups(cluster) : groupsByCluster(factors[which]!, cluster);
  const effects = eliminate(factors, which, { codes, levels }, weights);
  const reduced = effects.size === 0 ? null : factorReduced(effects);
  const rooted = weights === null ? regressors : timesRoot(regressors, weights);
  // Nearly collinear regressors have a Gram matrix that rounding makes indefinite; their QR still has a triangle.
  const regressorFactor = cholesky(crossProduct(rooted)) ?? transpose(pivotedQr(rooted, 0).r);
  const size = k + (reduced?.kept.length ?? 0);

  const whiten = (raw: Float64Array): Float64Array => {
    forwardSolve(regressorFactor, raw, 0);
    if (reduced !== null) {
      const part = Float64Array.from(reduced.kept, (u, i) => raw[k + u]! * reduced.scale[i]!);
      forwardSolve(reduced.lower, part, 0);
      raw.set(part, k);
    }
    return raw;
  };
  const project = (values: Float64Array | PieceMaker): Float64Array[] => {
    const ofRegressors = Array.from({ length: k }, () => new Float64Array(groups));
    const ofEffects = effects.blocks.map(({ levels: width }) => new Float64Array(groups * width));
    const room = new Float64Array(Math.min(PIECE, regressors.rows));
    for (let from = 0; from < regressors.rows; from += PIECE) {
      const piece = room.subarray(0, Math.min(PIECE, regressors.rows - from));
      if (values instanceof Float64Array) piece.set(values.subarray(from, from + piece.length));
      else values(from, piece);
      if (weights !== null) for (let i = 0; i < piece.length; i++) piece[i]! *= weights[from + i]!;
      const clusterCodes = cluster.codes.subarray(from, from + piece.length);
      for (let j = 0; j < k; j++) {
        const start = j * regressors.rows + from;
        addProducts(ofRegressors[j]!, clusterCodes, regressors.data.subarray(start, start + piece.length), piece);
      }
      effects.blocks.forEach(({ codes: levelCodes, levels: width, slope }, q) => {
        addCells(ofEffects[q]!, clusterCodes, width, levelCodes, slope, piece, from);
      });
    }
    return Array.from({ length: groups }, (_, g) => {
      const raw = new Float64Array(k + effects.size);
      for (let j = 0; j < k; j++) raw[j] = ofRegressors[j]![g]!;
      effects.blocks.forEach(({ offset, levels: width }, q) => {
        raw.set(ofEffects[q]!.subarray(g * width, (g + 1) * width), k + offset);
      });
      return whiten(raw).subarray(0, size);
    });
  };
  return { moments, cluster, groups, size, regressorFactor, whiten, project, effects, reduced, groupStarts };
}

/** sums[codes[i]] += x[i] v[i]. */
function addProducts(sums: Float64Array, codes: Int32Array, x: Float64Array, v: Float64Array): void {
  for (let i = 0; i < v.length; i++) sums[codes[i]!]! += x[i]! * v[i]!;
}

/** Sums of v, times the slope where there is one, over the cells of a cluster and a level; `v` starts at row `from`. */
function addCells(
  sums: Float64Array,
  codes: Int32Array,
  width: number,
  levels: Int32Array,
  slope: Float64Array | null,
  v: Float64Array,
  from: number,
): void {
  if (slope === null) for (let i = 0; i < v.length; i++) sums[codes[i]! * width + levels[from + i]!]! += v[i]!;
  else for (let i = 0; i < v.length; i++) sums[codes[i]! * width + levels[from + i]!]! += v[i]! * slope[from + i]!;
}

/** The factor with most levels that is nested in the clusters, or null. */
function nestedFactor(factors: readonly Factor[], cluster: Cluster): number | null {
  const outer = { codes: cluster.codes, levels: cluster.labels.length };
  let best: number | null = null;
  factors.forEach((factor, q) => {
    if ((best === null || factor.levels > factors[best]!.levels) && isNested(factor, outer)) best = q;
  });
  return best;
}

function ownGroups(cluster: Cluster): { codes: Int32Array; levels: number; starts: Int32Array } {
  const levels = cluster.labels.length;
  return { codes: cluster.codes, levels, starts: Int32Array.from({ length: levels + 1 }, (_, g) => g) };
}

/** The levels of a nested factor renumbered so that those of a cluster follow each other. */
function groupsByCluster(factor: Factor, cluster: Cluster): { codes: Int32Array; levels: number; starts: Int32Array } {
  const home = new Int32Array(factor.levels);
  for (let i = 0; i < factor.codes.length; i++) home[factor.codes[i]!] = cluster.codes[i]!;
  const starts = new Int32Array(cluster.labels.length + 1);
  for (const g of home) starts[g + 1]!++;
  for (let g = 0; g < cluster.labels.length; g++) starts[g + 1]! += starts[g]!;
  // In canonical order the levels of a cluster mostly follow each other already.
  if (home.every((g, level) => level === 0 || g >= home[level - 1]!)) return { codes: factor.codes, levels: factor.levels, starts };
  const next = starts.slice(0, -1);
  const number = Int32Array.from(home, (g) => next[g]!++);
  const codes = new Int32Array(factor.codes.length);
  for (let i = 0; i < codes.length; i++) codes[i] = number[factor.codes[i]!]!;
  return { codes, levels: factor.levels, starts };
}

/** L^-1 b in place, from entry `at`. */
function forwardSolve(lower: Matrix, b: Float64Array, at: number): void {
  const n = lower.rows;
  for (let j = 0; j < n; j++) {
    const value = b[at + j]! / lower.data[j * (n + 1)]!;
    b[at + j] = value;
    for (let i = j + 1; i < n; i++) b[at + i]! -= value * lower.data[i + j * n]!;
  }
}

/** Visits every cluster with its Z_g'Z_g (size x size, reused between visits). */
export function visitClusters(blocks: ClusterBlocks, visit: (g: number, gram: Matrix) => void): void {
  const { moments, effects, size, groups, groupStarts, whiten } = blocks;
  const { regressors, weights } = moments;
  const k = regressors.cols;
  const n = regressors.rows;
  const width = k + effects.size;
  const raw = zeros(width, width);
  const half = zeros(width, width);
  const gram = zeros(size, size);
  const room = groupSums(effects);
  const x = new Float64Array(k);
  for (let g = 0; g < groups; g++) {
    raw.data.fill(0);
    for (let group = groupStarts[g]!; group < groupStarts[g + 1]!; group++) {
      if (effects.size > 0) {
        sumGroup(effects, group, room);
        addReducedGram(effects, group, room, raw, k);
      }
      for (let p = effects.starts[group]!; p < effects.starts[group + 1]!; p++) {
        const i = effects.order[p]!;
        const w = weights === null ? 1 : weights[i]!;
        for (let j = 0; j < k; j++) x[j] = regressors.data[i + j * n]!;
        for (let j = 0; j < k; j++) {
          const value = w * x[j]!;
          const at = j * width;
          for (let l = j; l < k; l++) raw.data[l + at]! += value * x[l]!;
          for (const { codes, offset, slope } of effects.blocks)
            raw.data[k + offset + codes[i]! + at]! += slope === null ? value : value * slope[i]!;
        }
      }
    }
    for (let j = 0; j < width; j++) for (let i = j + 1; i < width; i++) raw.data[j + i * width] = raw.data[i + j * width]!;
    // Whiten columns, then rows.
    for (let j = 0; j < width; j++) whiten(raw.data.subarray(j * width, (j + 1) * width));
    for (let j = 0; j < width; j++) for (let i = 0; i < size; i++) half.data[j + i * width] = raw.data[i + j * width]!;
    for (let i = 0; i < size; i++) {
      const row = whiten(half.data.subarray(i * width, (i + 1) * width));
      gram.data.set(row.subarray(0, size), i * size);
    }
    visit(g, gram);
  }
}
