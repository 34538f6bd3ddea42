import { type Matrix, zeros } from "../../numerics/main.js";
/**
 * A balanced panel for one outcome, unit by unit. Groups are cohorts first (in order of adoption), then the untreated groups, so that
 * everything about timing is said by the positions of the groups.
 */
export interface WidePanel {
  units: number;
  periods: number;
  /** units x periods, one unit's path after the other. */
  values: Float64Array;
  /** Group of each unit: an index into the schedule. */
  group: Int32Array;
  /** Cluster of each unit, where errors are clustered above it. */
  cluster: Int32Array | null;
  clusters: number;
}

/** What group-time effects need to know of a panel: per group its size, mean path and T x T scatter. */
export interface CohortStatistics {
  periods: number;
  groups: number;
  counts: Float64Array;
  /** groups x periods. */
  means: Float64Array;
  /** groups x periods x periods: sums of products of deviations from the group's mean path. Null where errors are clustered above the unit. */
  scatter: Float64Array | null;
  /** Clustered errors: per cluster and group the number of units and their summed deviations. */
  clusters: { count: number; sizes: Float64Array; deviations: Float64Array } | null;
  /** Who is where, for effects that say themselves what every cluster adds (covariates, holes); the moments are then empty. */
  members: Pick<WidePanel, "group" | "cluster" | "clusters"> | null;
}

/**
 * Counts, mean paths and scatter of every group. Paths are taken as changes from the unit's first period: every effect is a difference
 * over time, so a unit's level (often a thousand times its changes) would only cost digits.
 */
export function cohortStatistics(panel: WidePanel, groups: number): CohortStatistics {
  const { units, periods, values, group } = panel;
  const counts = new Float64Array(groups);
  const means = new Float64Array(groups * periods);
  for (let i = 0; i < units; i++) {
    const k = group[i]!;
    const first = values[i * periods]!;
    counts[k]! += 1;
    for (let t = 1; t < periods; t++) means[k * periods + t]! += values[i * periods + t]! - first;
  }
  for (let k = 0; k < groups; k++) {
    for (let t = 0; t < periods; t++) means[k * periods + t]! /= Math.max(1, counts[k]!);
  }
  return panel.cluster === null
    ? { periods, groups, counts, means, scatter: scatterOf(panel, groups, means), clusters: null, members: null }
    : { periods, groups, counts, means, scatter: null, clusters: clusterSums(panel, groups, means), members: null };
}

/** Sizes alone, for effects that say themselves what every cluster adds. */
export function memberStatistics({ units, periods, group, cluster, clusters }: WidePanel, groups: number): CohortStatistics {
  const counts = new Float64Array(groups);
  for (let i = 0; i < units; i++) counts[group[i]!]! += 1;
  return { periods, groups, counts, means: new Float64Array(0), scatter: null, clusters: null, members: { group, cluster, clusters } };
}

function scatterOf(panel: WidePanel, groups: number, means: Float64Array): Float64Array {
  const { units, periods, values, group } = panel;
  const size = periods * periods;
  const scatter = new Float64Array(groups * size);
  const path = new Float64Array(periods);
  for (let i = 0; i < units; i++) {
    const k = group[i]!;
    const first = values[i * periods]!;
    for (let t = 1; t < periods; t++) path[t] = values[i * periods + t]! - first - means[k * periods + t]!;
    for (let s = 1; s < periods; s++) {
      const row = k * size + s * periods;
      const x = path[s]!;
      for (let t = 1; t <= s; t++) scatter[row + t]! += x * path[t]!;
    }
  }
  for (let k = 0; k < groups; k++) {
    for (let s = 0; s < periods; s++) {
      for (let t = 0; t < s; t++) scatter[k * size + t * periods + s] = scatter[k * size + s * periods + t]!;
    }
  }
  return scatter;
}

function clusterSums(panel: WidePanel, groups: number, means: Float64Array): NonNullable<CohortStatistics["clusters"]> {
  const { units, periods, values, group, cluster, clusters } = panel;
  const sizes = new Float64Array(clusters * groups);
  const deviations = new Float64Array(clusters * groups * periods);
  for (let i = 0; i < units; i++) {
    const k = group[i]!;
    const cell = cluster![i]! * groups + k;
    const first = values[i * periods]!;
    sizes[cell]! += 1;
    for (let t = 1; t < periods; t++) deviations[cell * periods + t]! += values[i * periods + t]! - first - means[k * periods + t]!;
  }
  return { count: clusters, sizes, deviations };
}

/**
 * An estimate together with what every unit adds to its error: a unit of group k with path y adds
 * `slopes_k'(y - mean_k) + offsets_k` (its influence function over n). Sums of contrasts are contrasts, so every aggregate has one.
 */
export interface Contrast {
  estimate: number;
  /** groups x periods; sums to zero over the periods of a group. */
  slopes: Float64Array;
  offsets: Float64Array;
  /** Where moments do not suffice: what every cluster adds besides the offsets of its units; `slopes` is then empty. */
  influence: Float64Array | null;
}

/** An effect that says itself what every cluster adds to its error. */
export function influenceContrast(estimate: number, influence: Float64Array, groups: number): Contrast {
  return { estimate, slopes: new Float64Array(0), offsets: new Float64Array(groups), influence };
}

/**
 * Covariance of two contrasts: the sum over units (or clusters) of the products of what they add. With q_k = offsets_k it is
 * sum_k (a_k' S_k b_k + n_k q_k r_k): the scatter part, the spread of pooled control groups and of estimated weights, and the cross term
 * of the two all at once.
 */
export function covariance(statistics: CohortStatistics, a: Contrast, b: Contrast): number {
  if (a.influence !== null && b.influence !== null) {
    const mine = influenceParts(statistics, a);
    return productSum(mine, a === b ? mine : influenceParts(statistics, b));
  }
  return statistics.clusters === null ? unitCovariance(statistics, a, b) : clusterCovariance(statistics, a, b);
}

/** Covariances of several contrasts, as many rows and columns. */
export function covarianceMatrix(statistics: CohortStatistics, contrasts: readonly Contrast[]): Matrix {
  const size = contrasts.length;
  const parts = contrasts.map((c) => (c.influence === null ? null : influenceParts(statistics, c)));
  const out = zeros(size, size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const mine = parts[a]!;
      const value = mine === null ? covariance(statistics, contrasts[a]!, contrasts[b]!) : productSum(mine, parts[b]!);
      out.data[a + b * size] = value;
      out.data[b + a * size] = value;
    }
  }
  return out;
}

/** What every cluster adds to a contrast that comes with its influence. */
export function influenceParts({ members }: CohortStatistics, { influence, offsets }: Contrast): Float64Array {
  if (offsets.every((q) => q === 0)) return influence!;
  const { group, cluster } = members!;
  const parts = influence!.slice();
  for (let i = 0; i < group.length; i++) parts[cluster === null ? i : cluster[i]!]! += offsets[group[i]!]!;
  return parts;
}

function productSum(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += a[c]! * b[c]!;
  return sum;
}

function unitCovariance({ groups, periods, counts, scatter }: CohortStatistics, a: Contrast, b: Contrast): number {
  let total = 0;
  for (let k = 0; k < groups; k++) {
    let form = 0;
    for (let s = 0; s < periods; s++) {
      const weight = a.slopes[k * periods + s]!;
      if (weight === 0) continue;
      const row = (k * periods + s) * periods;
      let inner = 0;
      for (let t = 0; t < periods; t++) inner += scatter![row + t]! * b.slopes[k * periods + t]!;
      form += weight * inner;
    }
    total += form + counts[k]! * a.offsets[k]! * b.offsets[k]!;
  }
  return total;
}

function clusterCovariance(statistics: CohortStatistics, a: Contrast, b: Contrast): number {
  const sums = statistics.clusters!;
  let total = 0;
  for (let c = 0; c < sums.count; c++) total += clusterPart(statistics, c, a) * clusterPart(statistics, c, b);
  return total;
}

/** What a cluster adds to a contrast of moments. */
export function clusterPart({ groups, periods, clusters }: CohortStatistics, c: number, x: Contrast): number {
  let part = 0;
  for (let k = 0; k < groups; k++) {
    const cell = c * groups + k;
    for (let t = 0; t < periods; t++) part += x.slopes[k * periods + t]! * clusters!.deviations[cell * periods + t]!;
    part += clusters!.sizes[cell]! * x.offsets[k]!;
  }
  return part;
}
