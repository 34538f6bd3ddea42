import type { Cell, Schedule } from "./cells.js";
import type { Contrast } from "./cohortStatistics.js";
import type { aggregateNames } from "./options.js";

export type AggregateName = (typeof aggregateNames)[number] | "balanced";

/** The mean of some cells of one cohort. */
interface Item {
  cohort: number;
  cells: number[];
}

/**
 * An aggregate is a plain mean of blocks; a block is a mean of items weighted by the sizes of their cohorts. The sizes are random in
 * repeated samples, so a block's error has a part from its weights; the plain means have none.
 */
export interface Aggregate {
  name: AggregateName;
  /** Event time, cohort index or period position; null for the overall number. */
  at: number | null;
  blocks: Item[][];
}

/**
 * The aggregates of Callaway and Sant'Anna (2021), section 3, over the identified cells; `used` are indices into `cells`.
 * simple: all treated cells by cohort size. dynamic: per event time; overall the plain mean from event time 0 on.
 * group: a cohort's plain mean; overall by cohort size. calendar: per period; overall the plain mean.
 * balanced: as dynamic up to event time `balance`, of the cohorts seen that long (`balance_e` of the R package `did`).
 */
export function aggregatesOf(
  cells: readonly Cell[],
  used: readonly number[],
  { positions, periods: width }: Schedule,
  balance: number | null = null,
): Aggregate[] {
  const eventTime = (j: number) => cells[j]!.period - positions[cells[j]!.cohort]!;
  const treated = used.filter((j) => eventTime(j) >= 0);
  const single = (j: number): Item => ({ cohort: cells[j]!.cohort, cells: [j] });
  const eventTimes = sortedSet(used.map(eventTime));
  const cohorts = sortedSet(treated.map((j) => cells[j]!.cohort));
  const periods = sortedSet(treated.map((j) => cells[j]!.period));

  const atEvent = (e: number) => used.filter((j) => eventTime(j) === e).map(single);
  const atPeriod = (t: number) => treated.filter((j) => cells[j]!.period === t).map(single);
  const ofCohort = (g: number): Item => ({ cohort: g, cells: treated.filter((j) => cells[j]!.cohort === g) });
  if (treated.length === 0) return eventTimes.map((e) => ({ name: "dynamic", at: e, blocks: [atEvent(e)] }));
  return [
    { name: "simple", at: null, blocks: [treated.map(single)] },
    { name: "dynamic", at: null, blocks: eventTimes.filter((e) => e >= 0).map(atEvent) },
    ...eventTimes.map((e): Aggregate => ({ name: "dynamic", at: e, blocks: [atEvent(e)] })),
    { name: "group", at: null, blocks: [cohorts.map(ofCohort)] },
    ...cohorts.map((g): Aggregate => ({ name: "group", at: g, blocks: [[ofCohort(g)]] })),
    { name: "calendar", at: null, blocks: periods.map(atPeriod) },
    ...periods.map((t): Aggregate => ({ name: "calendar", at: t, blocks: [atPeriod(t)] })),
    ...(balance === null ? [] : balancedStudy(balance)),
  ];

  function balancedStudy(last: number): Aggregate[] {
    const long = used.filter((j) => width - 1 - positions[cells[j]!.cohort]! >= last);
    const at = (e: number) => long.filter((j) => eventTime(j) === e).map(single);
    // The earliest lead that a cohort adopting as late as possible has.
    const times = sortedSet(long.map(eventTime)).filter((e) => e <= last && e >= last - width + 1);
    if (!times.some((e) => e >= 0)) return [];
    return [
      { name: "balanced", at: null, blocks: times.filter((e) => e >= 0).map(at) },
      ...times.map((e): Aggregate => ({ name: "balanced", at: e, blocks: [at(e)] })),
    ];
  }
}

function sortedSet(values: readonly number[]): number[] {
  return Array.from(new Set(values)).sort((a, b) => a - b);
}

/** The weight an aggregate gives each cell, as [cell, weight]. */
export function cellWeights(aggregate: Aggregate, counts: Float64Array): [number, number][] {
  const weights = new Map<number, number>();
  for (const block of aggregate.blocks) {
    const total = block.reduce((sum, item) => sum + counts[item.cohort]!, 0);
    for (const item of block) {
      const weight = counts[item.cohort]! / total / item.cells.length / aggregate.blocks.length;
      for (const j of item.cells) weights.set(j, (weights.get(j) ?? 0) + weight);
    }
  }
  return Array.from(weights).sort((a, b) => a[0] - b[0]);
}

/**
 * What the estimated weights add to a unit's part in the error, per cohort. A block with items of estimate x_i and cohort sizes n_i has
 * the mean x = sum n_i x_i / sum n_i; one more unit in cohort k moves it by sum over its items (x_i - x) / sum n_i.
 */
export function addWeightOffsets(aggregate: Aggregate, effects: ArrayLike<number>, counts: Float64Array, offsets: Float64Array): number {
  let estimate = 0;
  for (const block of aggregate.blocks) {
    let total = 0;
    let sum = 0;
    for (const item of block) {
      total += counts[item.cohort]!;
      sum += counts[item.cohort]! * meanOf(item, effects);
    }
    const mean = sum / total;
    estimate += mean / aggregate.blocks.length;
    for (const item of block) offsets[item.cohort]! += (meanOf(item, effects) - mean) / total / aggregate.blocks.length;
  }
  return estimate;
}

function meanOf(item: Item, effects: ArrayLike<number>): number {
  let sum = 0;
  for (const j of item.cells) sum += effects[j]!;
  return sum / item.cells.length;
}

/** The aggregate as a contrast. `contrasts` are aligned with the cells; those not identified are null and never used. */
export function aggregateContrast(aggregate: Aggregate, contrasts: readonly (Contrast | null)[], counts: Float64Array): Contrast {
  const weights = cellWeights(aggregate, counts);
  const shape = contrasts[weights[0]![0]]!;
  const slopes = new Float64Array(shape.slopes.length);
  const offsets = new Float64Array(shape.offsets.length);
  const influence = shape.influence === null ? null : new Float64Array(shape.influence.length);
  for (const [j, weight] of weights) {
    const part = contrasts[j]!;
    for (let i = 0; i < slopes.length; i++) slopes[i]! += weight * part.slopes[i]!;
    for (let k = 0; k < offsets.length; k++) offsets[k]! += weight * part.offsets[k]!;
    if (influence !== null) for (let c = 0; c < influence.length; c++) influence[c]! += weight * part.influence![c]!;
  }
  const effects = contrasts.map((c) => c?.estimate ?? 0);
  return { estimate: addWeightOffsets(aggregate, effects, counts, offsets), slopes, offsets, influence };
}
