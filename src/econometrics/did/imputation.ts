import { dot } from "../../numerics/main.js";
import {
  cellsOfRows,
  cohortUnitsOf,
  covarianceOfParts,
  type EffectCell,
  type EffectSet,
  supportsOf,
  type Target,
  targetsOf,
} from "./effects.js";
import { leadEffects } from "./leads.js";
import type { EstimationPanel } from "./panel.js";
import { type PanelRows, rowsOfPanel } from "./rowsOfPanel.js";
import { type TwoWayProjection, twoWayProjection } from "./twoWayProjection.js";

/** How the residuals of treated rows are made, from which the errors come. */
export interface ImputationOptions {
  anticipation: number;
  /** Event times before adoption to test and show, from the first on. */
  leads: readonly number[];
  /** Take a row's own effect out of the mean it is compared with. Default true. */
  leaveOut: boolean;
}

/** Untreated outcomes of treated rows, imputed: the first stage that imputation and two-stage estimators share. */
export interface FirstStage {
  rows: PanelRows;
  cells: EffectCell[];
  cellOf: Int32Array;
  projection: TwoWayProjection;
  /** Outcome less its fit: effects on treated rows, residuals on untreated ones. */
  left: Float64Array;
  /** Cells all of whose rows are reached. */
  used: number[];
  unidentified: EffectCell[];
}

/** Fits unit and period effects and covariates on the untreated rows and takes the fit from every row. */
export function firstStage(panel: EstimationPanel, covariates: readonly Float64Array[], anticipation: number): FirstStage {
  const rows = rowsOfPanel(panel, covariates, anticipation);
  const { units, periods, unit, period, untreated } = rows;
  const projection = twoWayProjection({ units, periods, unit, period, base: untreated }, rows.covariates);
  const left = projection.residuals(rows.outcome);
  // Treated rows the effects do not reach (a unit never seen untreated, a period without untreated units) leave the cells.
  const { cells, cellOf } = cellsOfRows(rows, panel.schedule.cohorts);
  const reachedCount = new Int32Array(cells.length);
  const treated = new Uint8Array(cells.length);
  for (let r = 0; r < unit.length; r++) {
    const cell = cellOf[r]!;
    if (cell < 0) continue;
    if (untreated[r] === 0) treated[cell] = 1;
    if (projection.reached[r] === 1) reachedCount[cell]!++;
    else cellOf[r] = -1;
  }
  const all = cells.map((_, j) => j).filter((j) => treated[j] === 1);
  const unidentified = all.filter((j) => reachedCount[j] === 0).map((j) => cells[j]!);
  cells.forEach((cell, j) => {
    cell.rows = reachedCount[j]!;
  });
  return { rows, cells, cellOf, projection, left, used: all.filter((j) => reachedCount[j]! > 0), unidentified };
}

/** The weights of a target on its own rows, and those of their fit on untreated rows. */
export function rowWeights({ cells, cellOf, projection }: FirstStage, target: Target): { own: Float64Array; fit: Float64Array } {
  const perRow = new Float64Array(cells.length);
  for (const [cell, weight] of target.weights) perRow[cell]! += weight / cells[cell]!.rows;
  const own = Float64Array.from(cellOf, (cell) => (cell >= 0 ? perRow[cell]! : 0));
  return { own, fit: projection.weightsOf(own) };
}

/**
 * The imputation estimator (Borusyak, Jaravel and Spiess 2024, Review of Economic Studies 91): untreated outcomes of treated rows are
 * predicted from unit and period effects and covariates fitted on untreated rows; effects are averages of what is left. Errors are
 * conservative: a treated row's residual is its effect less the mean effect of its cohort and period (weighted by squared weights),
 * without the row itself under `leaveOut`; a cell of one row is then compared with the mean of its target. Clustered, no small-sample
 * factor. Leads come from a regression on the untreated rows alone, so their reference is every period before the first of them.
 */
export function imputationEffects(panel: EstimationPanel, covariates: readonly Float64Array[], options: ImputationOptions): EffectSet {
  const stage = firstStage(panel, covariates, options.anticipation);
  const { rows, cells, cellOf, used } = stage;
  const targets = targetsOf(cells, used, cohortUnitsOf(rows, panel.schedule.cohorts)).filter((t) => !isAnticipated(t));
  const estimates: number[] = [];
  const parts: Float64Array[] = [];
  for (const target of targets) {
    const { own, fit } = rowWeights(stage, target);
    const estimate = dot(own, stage.left);
    estimates.push(estimate);
    const weights = own.map((w, r) => w - fit[r]!);
    parts.push(clusterParts(rows, weights, residualsFor(stage, own, estimate, options.leaveOut)));
  }
  const leads = leadEffects(rows, cells, cellOf, options.leads);
  const allTargets = [...targets, ...leads.targets];
  return {
    estimator: "imputation",
    targets: allTargets,
    estimates: Float64Array.from([...estimates, ...leads.estimates]),
    covariance: covarianceOfParts([...parts, ...leads.parts]),
    supports: supportsOf(rows, cellOf, allTargets),
    df: rows.clusters - 1,
    method: options.leaveOut ? "imputation/leaveOut" : "imputation",
    reference: null,
    binned: [],
    unidentified: stage.unidentified,
  };
}

/** Effects of periods in which only anticipation could show are imputed but belong to no average from adoption on. */
function isAnticipated({ aggregate, at }: Target): boolean {
  return aggregate === "dynamic" && at !== null && at < 0;
}

/** Residuals of untreated rows as fitted; of treated rows, their effect less the mean of their cell. */
function residualsFor({ rows, cells, cellOf, left }: FirstStage, weights: Float64Array, estimate: number, leaveOut: boolean): Float64Array {
  const squares = new Float64Array(cells.length);
  const sums = new Float64Array(cells.length);
  const counts = new Int32Array(cells.length);
  const isTreated = (r: number) => rows.untreated[r] === 0 && weights[r] !== 0;
  for (let r = 0; r < left.length; r++) {
    if (!isTreated(r)) continue;
    const square = weights[r]! * weights[r]!;
    squares[cellOf[r]!]! += square;
    sums[cellOf[r]!]! += square * left[r]!;
    counts[cellOf[r]!]!++;
  }
  return left.map((value, r) => {
    if (rows.untreated[r] === 1) return value;
    if (!isTreated(r)) return 0;
    const cell = cellOf[r]!;
    if (!leaveOut) return value - sums[cell]! / squares[cell]!;
    if (counts[cell] === 1) return value - estimate;
    return (value - sums[cell]! / squares[cell]!) / (1 - (weights[r]! * weights[r]!) / squares[cell]!);
  });
}

/** Weights times residuals, summed by cluster. */
export function clusterParts(rows: PanelRows, weights: Float64Array, residuals: Float64Array): Float64Array {
  const parts = new Float64Array(rows.clusters);
  for (let r = 0; r < weights.length; r++) parts[rows.cluster[r]!]! += weights[r]! * residuals[r]!;
  return parts;
}
