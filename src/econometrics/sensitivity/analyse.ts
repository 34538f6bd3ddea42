import { breakdownOfMagnitudes, breakdownOfSmoothness } from "./breakdown.js";
import { type EventStudy, type Split, splitStudy } from "./eventStudy.js";
import type { SensitivityBlock } from "./options.js";
import { type PretestPower, pretestPower } from "./pretest.js";
import { type Interval, relativeMagnitudesSet } from "./relativeMagnitudes.js";
import { smoothnessInterval } from "./smoothness.js";

/** The bounds to look at; `smoothness` null takes them from the leads. */
export interface SensitivitySettings {
  relativeMagnitudes: readonly number[];
  smoothness: readonly number[] | null;
}

/** The confidence set of the effect under one bound. */
export interface SensitivitySet {
  method: "relativeMagnitudes" | "smoothness";
  m: number;
  /** Empty where every effect is rejected; null where the covariance does not allow a set. */
  intervals: Interval[] | null;
}

/** Everything `eventStudySensitivity` returns. */
export interface Sensitivity {
  /** The weighted mean of the lags. */
  estimate: number;
  sets: SensitivitySet[];
  /** Bound on relative magnitudes at which the set first reaches zero; null where it does not up to 10. */
  breakdown: number | null;
  /** The same for the bend per period. */
  breakdownSmoothness: number | null;
  /** The look at the leads, against slopes it finds with power 0.5 and 0.8; empty where their covariance has no inverse. */
  pretest: PretestPower[];
}

export function settleSensitivity(block: SensitivityBlock | undefined): SensitivitySettings {
  return { relativeMagnitudes: block?.relativeMagnitudes ?? [0.5, 1, 1.5, 2], smoothness: block?.smoothness ?? null };
}

/**
 * How far parallel trends may fail before the conclusion does: robust confidence sets of an effect from any event study (Rambachan and Roth
 * 2023), the bounds at which they reach zero, and what a look at the leads lets through (Roth 2022).
 * @param study coefficients with their covariance, relative to one reference period
 * @param weights the effect as a weighted sum of the lags, in their order (for the first lag: 1, 0, 0, ...)
 * Throws POLICY-SENSITIVITY-TIMES and POLICY-SENSITIVITY-WEIGHTS.
 */
export function eventStudySensitivity(
  study: EventStudy,
  weights: ArrayLike<number>,
  options: SensitivityBlock = {},
  level = 0.95,
): Sensitivity {
  const split = splitStudy(study, weights);
  const settings = settleSensitivity(options);
  const bends = settings.smoothness ?? bendsOf(split);
  return {
    estimate: split.weights.reduce((sum, w, t) => sum + w * split.estimates[split.leads + t]!, 0),
    sets: [
      ...settings.relativeMagnitudes.map(
        (m): SensitivitySet => ({ method: "relativeMagnitudes", m, intervals: relativeMagnitudesSet(split, m, level) }),
      ),
      ...bends.map((m): SensitivitySet => ({ method: "smoothness", m, intervals: intervalOf(split, m, level) })),
    ],
    breakdown: breakdownOfMagnitudes(split, level),
    breakdownSmoothness: breakdownOfSmoothness(split, level),
    pretest: [0.5, 0.8].flatMap((power) => pretestPower(split, power) ?? []),
  };
}

function intervalOf(split: Split, bound: number, level: number): Interval[] | null {
  const made = smoothnessInterval(split, bound, level);
  return made === null ? null : [[made.estimate - made.halfLength, made.estimate + made.halfLength]];
}

/** No bend, half and the whole of the largest bend of the leads; with one lead only no bend. */
function bendsOf({ leads, estimates }: Split): number[] {
  const at = (k: number) => (k < 0 ? 0 : estimates[k]!);
  let largest = 0;
  for (let k = 1; k < leads; k++) largest = Math.max(largest, Math.abs(at(k) - 2 * at(k - 1) + at(k - 2)));
  return largest === 0 ? [0] : [0, largest / 2, largest];
}
