import type { Split } from "./eventStudy.js";
import { isInRelativeMagnitudesSet } from "./relativeMagnitudes.js";
import { smoothnessInterval } from "./smoothness.js";

/** Bounds looked at before the crossing is closed in on; none beyond the last is searched. */
const bounds = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/**
 * The bound on relative magnitudes up to which the effect stays different from zero: 0 where it is not even without any violation, null
 * where it still is at 10.
 */
export function breakdownOfMagnitudes(split: Split, level: number): number | null {
  return firstWhere((bound) => isInRelativeMagnitudesSet(split, bound, level, 0));
}

/**
 * The bound on the bend per period up to which the fixed-length interval excludes zero. Searched from the scale of the errors up by
 * doubling; null where none is found, or the interval cannot be computed.
 */
export function breakdownOfSmoothness(split: Split, level: number): number | null {
  const unbent = smoothnessInterval(split, 0, level);
  if (unbent === null) return null;
  const containsZero = (bound: number): boolean => {
    const made = smoothnessInterval(split, bound, level);
    return made === null || Math.abs(made.estimate) <= made.halfLength;
  };
  if (containsZero(0)) return 0;
  let high = unbent.stdError / 64;
  for (let doubling = 0; !containsZero(high); doubling++, high *= 2) if (doubling === 40) return null;
  return crossing(containsZero, high > unbent.stdError / 64 ? high / 2 : 0, high);
}

/** The first bound at which `holds`, among those looked at, then by bisection. */
function firstWhere(holds: (bound: number) => boolean): number | null {
  if (holds(0)) return 0;
  const at = bounds.findIndex(holds);
  return at < 0 ? null : crossing(holds, at === 0 ? 0 : bounds[at - 1]!, bounds[at]!);
}

function crossing(holds: (bound: number) => boolean, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 40 && high - low > 1e-8 * high; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
