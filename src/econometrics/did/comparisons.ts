import type { EstimationPanel } from "./panel.js";

export type ComparisonType = "treatedVsUntreated" | "earlierVsLater" | "laterVsEarlier";

/** One two-by-two comparison behind the two-way estimate, and how much it counts. */
export interface Comparison {
  type: ComparisonType;
  /** Cohort whose change is measured, and the one it is measured against; null for the units untreated throughout. */
  treated: number;
  control: number | null;
  weight: number;
}

/**
 * The decomposition of Goodman-Bacon (2021, Journal of Econometrics 225): the two-way estimate without covariates on a balanced panel is a
 * weighted mean of all comparisons of two groups of which one changes treatment while the other does not. The weights follow from the timing alone.
 * Those where the control has been treated before (`laterVsEarlier`) subtract what its effect has changed since.
 */
export function comparisonsOf({ wide, schedule }: Pick<EstimationPanel, "wide" | "schedule">): Comparison[] {
  const { periods, group } = wide;
  const sizes = new Float64Array(schedule.cohorts + 1);
  for (const k of group) sizes[Math.min(k, schedule.cohorts)]! += 1;
  const untreated = sizes[schedule.cohorts]!;
  const share = (k: number) => (periods - schedule.positions[k]!) / periods;
  const list: Comparison[] = [];
  for (let k = 0; k < schedule.cohorts; k++) {
    const d = share(k);
    if (untreated > 0) list.push({ type: "treatedVsUntreated", treated: k, control: null, weight: sizes[k]! * untreated * d * (1 - d) });
    for (let l = k + 1; l < schedule.cohorts; l++) {
      // Cohorts come in order of adoption: k adopts before l.
      const later = share(l);
      const pair = sizes[k]! * sizes[l]! * (d - later);
      list.push({ type: "earlierVsLater", treated: k, control: l, weight: pair * (1 - d) });
      list.push({ type: "laterVsEarlier", treated: l, control: k, weight: pair * later });
    }
  }
  const total = list.reduce((sum, c) => sum + c.weight, 0);
  return list.map((c) => ({ ...c, weight: c.weight / total }));
}

/** The estimate of every comparison: how much more the treated cohort changed than its control, before and after, in the periods compared. */
export function comparisonEstimates({ wide, schedule }: EstimationPanel, comparisons: readonly Comparison[]): Float64Array {
  const { units, periods, values, group } = wide;
  const groups = schedule.cohorts + 1;
  const sums = new Float64Array(groups * periods);
  const sizes = new Float64Array(groups);
  for (let i = 0; i < units; i++) {
    const k = Math.min(group[i]!, schedule.cohorts);
    const first = values[i * periods]!;
    sizes[k]! += 1;
    for (let t = 1; t < periods; t++) sums[k * periods + t]! += values[i * periods + t]! - first;
  }
  const mean = (k: number, from: number, to: number) => {
    let sum = 0;
    for (let t = from; t < to; t++) sum += sums[k * periods + t]!;
    return sum / sizes[k]! / (to - from);
  };
  const change = (k: number, [from, middle, to]: readonly [number, number, number]) => mean(k, middle, to) - mean(k, from, middle);
  return Float64Array.from(comparisons, ({ type, treated, control }) => {
    const own = schedule.positions[treated]!;
    const span: readonly [number, number, number] =
      type === "treatedVsUntreated"
        ? [0, own, periods]
        : type === "earlierVsLater"
          ? [0, own, schedule.positions[control!]!]
          : [schedule.positions[control!]!, own, periods];
    return change(treated, span) - change(control ?? schedule.cohorts, span);
  });
}
