import type { Schedule } from "./cells.js";
import type { WidePanel } from "./cohortStatistics.js";
import type { Assigned } from "./randomization.js";

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
export function twoWayAssigned(panel: WidePanel, { positions }: Schedule, { factor, covariates = [] }: TwoWayCorrection): Assigned {
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
