import type { Schedule } from "./cells.js";
import type { WidePanel } from "./cohortStatistics.js";
import type { Assigned } from "./randomization.js";
import { rowsOfPanel } from "./rowsOfPanel.js";
import { twoWayProjection } from "./twoWayProjection.js";

/** What the fast two-way path needs besides the panel. */
export interface TwoWayCorrection {
  /** Small-sample factor of the clustered variance. */
  factor: number;
  /** Covariates, unit by unit like the panel's values (units x periods each). */
  covariates?: readonly Float64Array[];
}

/**
 * The two-way estimate and its clustered error as a function of the assignment, equal to refitting. Outcome and covariates are cleared of
 * unit and period means once; a draw then costs one pass, because the doubly demeaned treatment of a unit depends on its group only.
 */
export function twoWayAssigned(panel: WidePanel, schedule: Schedule, { factor, covariates = [] }: TwoWayCorrection): Assigned {
  if (panel.values.some(Number.isNaN) || covariates.some((x) => x.some(Number.isNaN)))
    return assignedWithHoles(panel, schedule, { factor, covariates });
  const { positions } = schedule;
  const { units, periods, cluster, clusters } = panel;
  const groups = positions.length;
  const cleared = orthogonalBasis(covariates.map((x) => doublyDemeaned(x, units, periods)));
  const outcome = clearOf(doublyDemeaned(panel.values, units, periods), cleared);
  const profiles = new Float64Array(groups * periods);
  const counts = new Float64Array(groups);
  const treatment = new Float64Array(cleared.length === 0 ? periods : units * periods);
  const scores = new Float64Array(clusters);
  const projections = new Float64Array(units);
  const lengths = new Float64Array(units);

  return (group) => {
    counts.fill(0);
    for (let i = 0; i < units; i++) counts[group[i]!]! += 1;
    fillProfiles(profiles, counts, positions, periods, units);
    let across = 0;
    let within = 0;
    if (cleared.length > 0) {
      for (let i = 0; i < units; i++) {
        for (let t = 0; t < periods; t++) treatment[i * periods + t] = profiles[group[i]! * periods + t]!;
      }
      clearOf(treatment, cleared);
    }
    for (let i = 0; i < units; i++) {
      const source = cleared.length === 0 ? profiles : treatment;
      const from = (cleared.length === 0 ? group[i]! : i) * periods;
      let product = 0;
      let square = 0;
      for (let t = 0; t < periods; t++) {
        const d = source[from + t]!;
        product += d * outcome[i * periods + t]!;
        square += d * d;
      }
      projections[i] = product;
      lengths[i] = square;
      across += product;
      within += square;
    }
    const estimate = across / within;
    scores.fill(0);
    for (let i = 0; i < units; i++) scores[cluster === null ? i : cluster[i]!]! += projections[i]! - estimate * lengths[i]!;
    let meat = 0;
    for (const s of scores) meat += s * s;
    return { estimate, stdError: Math.sqrt(factor * meat) / within };
  };
}

/** The same where units have holes: the treatment of each draw is freed of unit and period effects and covariates anew. */
function assignedWithHoles(panel: WidePanel, schedule: Schedule, { factor, covariates = [] }: TwoWayCorrection): Assigned {
  const rows = rowsOfPanel({ wide: panel, schedule }, covariates, 0);
  const { units, periods, unit, period } = rows;
  const projection = twoWayProjection({ units, periods, unit, period, base: new Uint8Array(unit.length).fill(1) }, rows.covariates);
  const outcome = projection.residuals(rows.outcome);
  return (group) => {
    const treatment = projection.residuals(Float64Array.from(unit, (i, r) => (period[r]! >= schedule.positions[group[i]!]! ? 1 : 0)));
    let across = 0;
    let within = 0;
    for (let r = 0; r < treatment.length; r++) {
      across += treatment[r]! * outcome[r]!;
      within += treatment[r]! * treatment[r]!;
    }
    const estimate = across / within;
    const scores = new Float64Array(rows.clusters);
    for (let r = 0; r < treatment.length; r++) scores[rows.cluster[r]!]! += treatment[r]! * (outcome[r]! - estimate * treatment[r]!);
    return { estimate, stdError: Math.sqrt(factor * scores.reduce((sum, s) => sum + s * s, 0)) / within };
  };
}

/** Treatment of each group less its mean over time, less the period's mean over units, plus the grand mean. */
function fillProfiles(profiles: Float64Array, counts: Float64Array, positions: readonly number[], periods: number, units: number): void {
  let grand = 0;
  for (let k = 0; k < positions.length; k++) grand += (counts[k]! * Math.max(0, periods - positions[k]!)) / (units * periods);
  for (let t = 0; t < periods; t++) {
    let treated = 0;
    for (let k = 0; k < positions.length; k++) if (t >= positions[k]!) treated += counts[k]! / units;
    for (let k = 0; k < positions.length; k++) {
      const share = Math.max(0, periods - positions[k]!) / periods;
      profiles[k * periods + t] = (t >= positions[k]! ? 1 : 0) - share - treated + grand;
    }
  }
}

/** A balanced column cleared of unit and period means. */
export function doublyDemeaned(values: Float64Array, units: number, periods: number): Float64Array {
  const out = values.slice();
  for (let i = 0; i < units; i++) {
    let mean = 0;
    for (let t = 0; t < periods; t++) mean += out[i * periods + t]!;
    mean /= periods;
    for (let t = 0; t < periods; t++) out[i * periods + t]! -= mean;
  }
  for (let t = 0; t < periods; t++) {
    let mean = 0;
    for (let i = 0; i < units; i++) mean += out[i * periods + t]!;
    mean /= units;
    for (let i = 0; i < units; i++) out[i * periods + t]! -= mean;
  }
  return out;
}

/** Orthonormal columns that span the given ones (modified Gram-Schmidt, twice); columns within rounding of the others are left out. */
function orthogonalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const length = norm(column);
    const rest = clearOf(clearOf(column.slice(), basis), basis);
    const left = norm(rest);
    if (left > 1e-9 * length) basis.push(rest.map((v) => v / left));
  }
  return basis;
}

function norm(x: Float64Array): number {
  let squares = 0;
  for (const v of x) squares += v * v;
  return Math.sqrt(squares);
}

/** Takes from x, in place, its part along orthonormal columns. */
function clearOf(x: Float64Array, basis: readonly Float64Array[]): Float64Array {
  for (const b of basis) {
    let product = 0;
    for (let i = 0; i < x.length; i++) product += x[i]! * b[i]!;
    for (let i = 0; i < x.length; i++) x[i]! -= product * b[i]!;
  }
  return x;
}
