import type { CohortStatistics, Contrast } from "./cohortStatistics.js";

/** When the groups of a panel adopt, as positions among its periods; the first `cohorts` groups are those evaluated. */
export interface Schedule {
  periods: number;
  cohorts: number;
  /** Position per group: cohorts below `periods`, later adopters from `periods` on, Infinity for never. */
  positions: readonly number[];
}

export type BasePeriod = "varying" | "universal";

/** One comparison: the change of a cohort from the base to a period against that of its controls. */
export interface Cell {
  /** Index of the cohort. */
  cohort: number;
  /** Positions of the two periods. */
  period: number;
  base: number;
  /** Groups not yet treated in the period (and not about to be, within the anticipation). */
  controls: number[];
}

/**
 * The cells (cohort, period) of Callaway and Sant'Anna (2021). From adoption on the base is the last period before it (less the
 * anticipation); before, it is the period before (`varying`, as in the R package `did`) or the same one throughout (`universal`).
 * Controls in a period are the groups whose position lies beyond period + anticipation; with `neverOnly` only the never-treated.
 * A cell without controls is listed with none: its effect is not identified.
 */
export function cellsOf(schedule: Schedule, neverOnly: boolean, anticipation: number, basePeriod: BasePeriod): Cell[] {
  const cells: Cell[] = [];
  for (let cohort = 0; cohort < schedule.cohorts; cohort++) {
    const adopted = schedule.positions[cohort]!;
    const last = adopted - 1 - anticipation;
    for (let period = basePeriod === "varying" ? 1 : 0; period < schedule.periods; period++) {
      const base = period >= adopted || basePeriod === "universal" ? last : period - 1;
      if (base === period) continue;
      const clean = Math.max(period, base) + anticipation;
      const controls = schedule.positions.flatMap((position, group) => {
        const untreated = neverOnly ? position === Number.POSITIVE_INFINITY : position > clean;
        return group !== cohort && untreated ? [group] : [];
      });
      cells.push({ cohort, period, base, controls });
    }
  }
  return cells;
}

/** True where a cell's effect is identified in this panel: the cohort and at least one control group have units. */
export function identified(cell: Cell, counts: Float64Array): boolean {
  return counts[cell.cohort]! > 0 && cell.controls.some((k) => counts[k]! > 0);
}

/** The effect of a cell and what every unit adds to its error. */
export function cellContrast(cell: Cell, { groups, periods, counts, means }: CohortStatistics): Contrast {
  const slopes = new Float64Array(groups * periods);
  const offsets = new Float64Array(groups);
  const change = (k: number) => means[k * periods + cell.period]! - means[k * periods + cell.base]!;
  let controls = 0;
  let pooled = 0;
  for (const k of cell.controls) {
    controls += counts[k]!;
    pooled += counts[k]! * change(k);
  }
  pooled /= controls;
  slopes[cell.cohort * periods + cell.period] = 1 / counts[cell.cohort]!;
  slopes[cell.cohort * periods + cell.base] = -1 / counts[cell.cohort]!;
  for (const k of cell.controls) {
    slopes[k * periods + cell.period] = -1 / controls;
    slopes[k * periods + cell.base] = 1 / controls;
    offsets[k] = -(change(k) - pooled) / controls;
  }
  return { estimate: change(cell.cohort) - pooled, slopes, offsets, influence: null };
}
