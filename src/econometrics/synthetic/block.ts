import { fitOnSimplex } from "./simplexFit.js";

/** The methods by the names a study gives them. */
export const syntheticMethods = ["syntheticDid", "syntheticControl"] as const;
export type SyntheticMethod = (typeof syntheticMethods)[number];

/** One adoption: some units treated from one period on, and units that are not. Paths are one array per unit. */
export interface Block {
  controls: readonly Float64Array[];
  treated: readonly Float64Array[];
  /** Periods before adoption. */
  before: number;
}

/** Ridge penalties of the two fits, in units of the outcome (zeta in the paper). */
export interface Penalties {
  units: number;
  times: number;
  /** Standard deviation of first differences of the controls before adoption. */
  noise: number;
}

/** Weights and effect of one block. */
export interface BlockEstimate {
  effect: number;
  /** Per control; sum to one. */
  unitWeights: Float64Array;
  /** Per period before adoption; sum to one, all zero for synthetic control. */
  timeWeights: Float64Array;
  /** The larger of the two optimality gaps, relative. */
  gap: number;
  /** Gap between treated and synthetic path, every period. */
  path: Float64Array;
}

/**
 * The penalties of Arkhangelsky et al. (2021), section 2: units (treated cells)^(1/4) x noise, times 1e-6 x noise, where noise is the standard
 * deviation of first differences of the controls before adoption. Synthetic control takes the small one for both.
 */
export function penaltiesOf({ controls, treated, before }: Block, method: SyntheticMethod): Penalties {
  const periods = controls[0]!.length;
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const path of controls) {
    for (let t = 1; t < before; t++) {
      const change = path[t]! - path[t - 1]!;
      count++;
      const away = change - mean;
      mean += away / count;
      squares += away * (change - mean);
    }
  }
  const noise = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  const small = 1e-6 * noise;
  const cells = Math.sqrt(Math.sqrt(treated.length * (periods - before)));
  return { units: method === "syntheticDid" ? cells * noise : small, times: small, noise };
}

/**
 * Synthetic difference in differences: unit weights that make the controls' path parallel to the treated one before adoption, time weights
 * that make the periods before look like those after, and the double difference under both. Synthetic control: unit weights without
 * intercept, no time weights, the mean gap after adoption.
 */
export function estimateBlock({ controls, treated, before }: Block, penalties: Penalties, method: SyntheticMethod): BlockEstimate {
  const periods = controls[0]!.length;
  const target = meanPath(treated, periods);
  const parallel = method === "syntheticDid";
  const units = fitOnSimplex({
    columns: controls.map((path) => shifted(path.subarray(0, before), parallel)),
    target: shifted(target.subarray(0, before), parallel),
    penalty: penaltySquare(penalties.units, controls, before),
  });
  const synthetic = new Float64Array(periods);
  controls.forEach((path, j) => {
    const w = units.weights[j]!;
    if (w !== 0) for (let t = 0; t < periods; t++) synthetic[t]! += w * path[t]!;
  });
  const path = target.map((v, t) => v - synthetic[t]!);
  const after = meanOf(path.subarray(before));
  if (!parallel) return { effect: after, unitWeights: units.weights, timeWeights: new Float64Array(before), gap: units.gap, path };
  const afterOf = Float64Array.from(controls, (p) => meanOf(p.subarray(before)));
  const times = fitOnSimplex({
    columns: Array.from({ length: before }, (_, t) =>
      shifted(
        Float64Array.from(controls, (p) => p[t]!),
        true,
      ),
    ),
    target: shifted(afterOf, true),
    penalty: penaltySquare(penalties.times, controls, before),
  });
  let base = 0;
  for (let t = 0; t < before; t++) base += times.weights[t]! * path[t]!;
  return { effect: after - base, unitWeights: units.weights, timeWeights: times.weights, gap: Math.max(units.gap, times.gap), path };
}

/** The same double difference with weights held; those of controls that left are spread over the rest in proportion. */
export function effectWithWeights({ controls, treated, before }: Block, unitWeights: Float64Array, timeWeights: Float64Array): number {
  const periods = controls[0]!.length;
  const total = unitWeights.reduce((sum, w) => sum + w, 0);
  const target = meanPath(treated, periods);
  const path = target.slice();
  controls.forEach((p, j) => {
    const w = total > 0 ? unitWeights[j]! / total : 1 / controls.length;
    if (w !== 0) for (let t = 0; t < periods; t++) path[t]! -= w * p[t]!;
  });
  let base = 0;
  for (let t = 0; t < before; t++) base += timeWeights[t]! * path[t]!;
  return meanOf(path.subarray(before)) - base;
}

/** A penalty of zero would leave several solutions where controls move alike: then the least that arithmetic sees. */
function penaltySquare(zeta: number, controls: readonly Float64Array[], before: number): number {
  if (zeta > 0) return zeta * zeta;
  let squares = 0;
  for (const path of controls) for (let t = 0; t < before; t++) squares += path[t]! * path[t]!;
  return 1e-12 * (squares / (controls.length * before) || 1);
}

function meanPath(paths: readonly Float64Array[], periods: number): Float64Array {
  const mean = new Float64Array(periods);
  for (const path of paths) for (let t = 0; t < periods; t++) mean[t]! += path[t]! / paths.length;
  return mean;
}

function shifted(values: Float64Array, centre: boolean): Float64Array {
  if (!centre) return values;
  const mean = meanOf(values);
  return values.map((v) => v - mean);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
