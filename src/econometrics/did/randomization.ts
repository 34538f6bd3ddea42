import { stream } from "../../numerics/main.js";
import type { WidePanel } from "./cohortStatistics.js";

/** An estimator as a function of who adopts when: the group of each unit. */
export type Assigned = (group: Int32Array) => { estimate: number; stdError: number };

/** Who may change places with whom. */
export interface RandomizationPlan {
  /** Group of each unit as observed. */
  group: Int32Array;
  /** Stratum of each unit; null = everybody with everybody. */
  strata: Int32Array | null;
  /** Units that adopt together and change places together (clusters above the unit); null = every unit for itself. */
  blocks: Int32Array | null;
}

export interface RandomizationOptions {
  draws: number;
  seed: number;
}

/** The reference distribution of a studentised estimator over re-assignments of the adoption dates. */
export interface Randomization {
  /** The observed t. */
  statistic: number;
  /** (1 + number of draws with |t*| >= |t|) / (1 + draws). */
  pValue: number;
  draws: number;
  seed: number;
  /** Standard deviation of the estimate itself over the draws. */
  sd: number;
  histogram: { from: number; to: number; counts: number[] };
}

/**
 * Randomisation inference: the adoption dates are permuted over units (within strata), so the number of units per date stays; each draw has
 * its own stream, so draw r is the same whatever else is drawn. The estimate is studentised, which keeps the test close to its level also
 * where effects differ between units (MacKinnon and Webb 2020, Journal of Econometrics 218).
 */
export function randomize(estimator: Assigned, plan: RandomizationPlan, { draws, seed }: RandomizationOptions): Randomization {
  const statistic = studentised(estimator(plan.group));
  const reassign = reassignment(plan);
  const estimates = new Float64Array(draws);
  const statistics = new Float64Array(draws);
  // Assignments that differ only in the order of summation must count as ties.
  const bar = Math.abs(statistic) * (1 - 1e-10);
  let asExtreme = 0;
  for (let r = 0; r < draws; r++) {
    const drawn = estimator(reassign(seed, r));
    estimates[r] = drawn.estimate;
    statistics[r] = studentised(drawn);
    if (Math.abs(statistics[r]!) >= bar) asExtreme++;
  }
  return {
    statistic,
    pValue: (1 + asExtreme) / (1 + draws),
    draws,
    seed,
    sd: deviation(estimates),
    histogram: histogramOf(statistics, statistic),
  };
}

/** t; an estimate without error is beyond every other one, unless it is zero. */
function studentised({ estimate, stdError }: { estimate: number; stdError: number }): number {
  if (stdError > 0) return estimate / stdError;
  return estimate === 0 ? 0 : Math.sign(estimate) * Number.MAX_VALUE;
}

function deviation(x: Float64Array): number {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (x.length - 1));
}

/** Forty equal bins, symmetric about zero, wide enough for the observed statistic and all but the 0.5 percent most extreme draws. */
function histogramOf(statistics: Float64Array, observed: number): Randomization["histogram"] {
  const sizes = statistics.map(Math.abs).sort();
  const most = Math.max(sizes[Math.floor(0.995 * (sizes.length - 1))]!, Math.min(Math.abs(observed), 1e6)) || 1;
  const counts = new Array<number>(40).fill(0);
  for (const t of statistics) {
    const bin = Math.floor(((t + most) / (2 * most)) * 40);
    counts[Math.min(39, Math.max(0, bin))]!++;
  }
  return { from: -most, to: most, counts };
}

/** Draws the groups of all units for replicate r; the array returned is used again by the next draw. */
function reassignment({ group, strata, blocks }: RandomizationPlan): (seed: number, r: number) => Int32Array {
  const leaders = blocks === null ? Array.from(group, (_, i) => i) : firstOfEach(blocks);
  const sets = new Map<number, number[]>();
  for (const i of leaders) {
    const stratum = strata === null ? 0 : strata[i]!;
    const set = sets.get(stratum);
    if (set === undefined) sets.set(stratum, [i]);
    else set.push(i);
  }
  const places = Array.from(sets.keys())
    .sort((a, b) => a - b)
    .map((stratum) => Int32Array.from(sets.get(stratum)!));
  const labels = places.map((set) => set.slice());
  const leaderOf = blocks === null ? null : leadersByUnit(blocks);
  const drawn = group.slice();
  return (seed, r) => {
    const random = stream(seed, r);
    for (let s = 0; s < places.length; s++) {
      const set = places[s]!;
      const shuffled = labels[s]!;
      for (let i = 0; i < set.length; i++) shuffled[i] = group[set[i]!]!;
      random.shuffle(shuffled);
      for (let i = 0; i < set.length; i++) drawn[set[i]!] = shuffled[i]!;
    }
    if (leaderOf !== null) for (let i = 0; i < drawn.length; i++) drawn[i] = drawn[leaderOf[i]!]!;
    return drawn;
  };
}

function firstOfEach(blocks: Int32Array): number[] {
  const seen = new Set<number>();
  return Array.from(blocks.keys()).filter((i) => !seen.has(blocks[i]!) && seen.add(blocks[i]!));
}

function leadersByUnit(blocks: Int32Array): Int32Array {
  const leader = new Map<number, number>();
  return blocks.map((block, i) => {
    if (!leader.has(block)) leader.set(block, i);
    return leader.get(block)!;
  });
}

/** The clusters as blocks when all units of every cluster adopt together; otherwise units change places one by one. */
export function assignmentBlocks({ cluster, group }: WidePanel): Int32Array | null {
  if (cluster === null) return null;
  const seen = new Map<number, number>();
  for (let i = 0; i < group.length; i++) {
    const known = seen.get(cluster[i]!);
    if (known === undefined) seen.set(cluster[i]!, group[i]!);
    else if (known !== group[i]!) return null;
  }
  return cluster;
}

/** Number of different assignments a plan can draw; Infinity beyond 1e15. */
export function distinctAssignments({ group, strata, blocks }: RandomizationPlan): number {
  const leaders = blocks === null ? Array.from(group, (_, i) => i) : firstOfEach(blocks);
  const counts = new Map<number, Map<number, number>>();
  for (const i of leaders) {
    const stratum = strata === null ? 0 : strata[i]!;
    const inside = counts.get(stratum) ?? new Map<number, number>();
    inside.set(group[i]!, (inside.get(group[i]!) ?? 0) + 1);
    counts.set(stratum, inside);
  }
  let ways = 1;
  for (const inside of counts.values()) {
    let placed = 0;
    for (const size of inside.values()) {
      // Choose the places of this group among those of the groups counted so far: C(placed + size, size).
      for (let j = 1; j <= size; j++) ways = (ways * (placed + j)) / j;
      placed += size;
      if (ways > 1e15) return Number.POSITIVE_INFINITY;
    }
  }
  return Math.round(ways);
}
