import { type Frame, numbers } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { nestedClusters, requireComplete, whereAllThere } from "./groupTime.js";
import { adoptionDates, type EstimationPanel, estimationPanel, type Grid, presentUnits, readGrid, unitCodes, wideColumn } from "./panel.js";
import type { PolicySettings } from "./settings.js";
import { requireComparison, restrictTiming, type Timing, timingOf } from "./timing.js";
import type { TwoWaySample } from "./twoWay.js";

/** What all outcomes of a policy share. */
export interface PolicyContext {
  frame: Frame;
  settings: PolicySettings;
  grid: Grid;
  /** Of all units, before any outcome is looked at. */
  timing: Timing;
  /** Stratum code per unit of the grid; null without strata. */
  strata: Int32Array | null;
  /** The sample of one outcome; `leaveOut` says which units of the grid go. */
  sampleOf: (name: string, values: Float64Array, leaveOut?: (unit: number) => boolean) => OutcomeSample;
}

/** The estimation sample of one outcome. */
export interface OutcomeSample extends TwoWaySample {
  name: string;
  panel: EstimationPanel;
  timing: Timing;
  /** Covariates as they stand, unit by unit like the outcome. */
  columns: readonly Float64Array[];
  /** Units of the grid left out because outcome or covariates are not there in every period. */
  incomplete: string[];
  /** Rows of those units. */
  incompleteRows: number;
}

/**
 * Reads timing, clusters and strata. Throws DATA-COLUMN-*, DID-ROW-DUPLICATE, DID-ADOPTION-*, DID-NO-TREATED, DID-NO-CONTROLS,
 * DID-CLUSTER-NOT-NESTED and DID-STRATA-VARY.
 */
export function policyContext(frame: Frame, settings: PolicySettings): PolicyContext {
  const { adopted, anticipation, controlGroup, unit, time } = settings;
  const grid = readGrid(frame, settings);
  const timing = timingOf(adoptionDates(grid, settings), anticipation);
  requireComparison(timing, controlGroup, adopted, anticipation);
  const clusterOf = settings.cluster === unit ? null : nestedClusters(frame, grid, settings.cluster, unit);
  const covariates = settings.controls.columns.map((name) => numbers(frame, name));

  const sampleOf = (name: string, values: Float64Array, leaveOut: (unit: number) => boolean = () => false): OutcomeSample => {
    const needed = whereAllThere(values, covariates);
    const complete = settings.incomplete === "keep" ? presentUnits(grid, needed) : requireComplete(grid, needed, name, time);
    const kept = restrictTiming(timing, (i) => complete[i] === 1 && !leaveOut(i));
    requireComparison(kept, controlGroup, adopted, anticipation);
    const panel = estimationPanel(grid, kept, values, controlGroup, clusterOf);
    const incomplete = grid.units.filter((_, i) => complete[i] === 0);
    const width = grid.periods.length;
    const incompleteRows =
      incomplete.length === 0 ? 0 : grid.rowOf.filter((row, c) => row >= 0 && complete[Math.floor(c / width)] === 0).length;
    const columns = covariates.map((x) => wideColumn(grid, panel.members, x));
    return {
      name,
      panel,
      timing: kept,
      covariates: covariatesOf(panel, columns, settings.controls.at),
      columns,
      incomplete,
      incompleteRows,
    };
  };
  return { frame, settings, grid, timing, strata: strataOf(frame, grid, settings), sampleOf };
}

/** Covariates as they stand, or the value of the first period in each later period (zero elsewhere). */
function covariatesOf({ wide }: EstimationPanel, columns: readonly Float64Array[], at: "base" | "current"): readonly Float64Array[] {
  if (at === "current") return columns;
  const { periods } = wide;
  const later = Array.from({ length: periods - 1 }, (_, t) => t + 1);
  return columns.flatMap((x) => later.map((period) => x.map((_, c) => (c % periods === period ? x[c - period]! : 0))));
}

function strataOf(frame: Frame, grid: Grid, { randomization }: PolicySettings): Int32Array | null {
  if (randomization.strata === null) return null;
  const { codes, varying } = unitCodes(frame, grid, randomization.strata);
  if (varying.length > 0) {
    throw problem("DID-STRATA-VARY", { strata: randomization.strata, units: varying.map((i) => grid.units[i]!) });
  }
  return codes;
}
