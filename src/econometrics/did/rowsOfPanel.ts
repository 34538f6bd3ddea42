import type { EstimationPanel } from "./panel.js";

/** The rows of a policy's sample that have outcome and covariates, unit by unit and period by period. */
export interface PanelRows {
  units: number;
  periods: number;
  /** Index of each row's unit and period. */
  unit: Int32Array;
  period: Int32Array;
  /** Group of each unit, an index into the schedule. */
  group: Int32Array;
  /** Periods since adoption (negative before); -Infinity for units untreated within the sample. */
  event: Float64Array;
  /** 1 where no effect can show yet: before adoption less the anticipation. */
  untreated: Uint8Array;
  outcome: Float64Array;
  covariates: Float64Array[];
  /** Cluster of each row. */
  cluster: Int32Array;
  clusters: number;
}

/** The rows of a panel; a unit has none in a period in which its outcome or a covariate is missing. */
export function rowsOfPanel(
  { wide, schedule }: Pick<EstimationPanel, "wide" | "schedule">,
  covariates: readonly Float64Array[],
  anticipation: number,
): PanelRows {
  const { units, periods, values, group, cluster, clusters } = wide;
  const present = new Int32Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (!Number.isNaN(values[at]!) && covariates.every((x) => !Number.isNaN(x[at]!))) present[count++] = at;
  }
  const rows = present.subarray(0, count);
  const unit = rows.map((at) => Math.floor(at / periods));
  const period = rows.map((at) => at % periods);
  const position = (row: number) => schedule.positions[group[unit[row]!]!]!;
  return {
    units,
    periods,
    unit,
    period,
    group,
    event: Float64Array.from(rows, (_, r) => (group[unit[r]!]! < schedule.cohorts ? period[r]! - position(r) : Number.NEGATIVE_INFINITY)),
    untreated: Uint8Array.from(rows, (_, r) => (period[r]! + anticipation < position(r) ? 1 : 0)),
    outcome: Float64Array.from(rows, (at) => values[at]!),
    covariates: covariates.map((x) => Float64Array.from(rows, (at) => x[at]!)),
    cluster: cluster === null ? unit : unit.map((i) => cluster[i]!),
    clusters,
  };
}
