import { exp, log } from "../elementary.js";

/**
 * The x > 0 at which a tail probability equals `target`: Newton's method on the logarithm of the tail as a function of log x. The tail of a
 * log-concave density is log-concave, so after at most one overshoot the steps approach from one side and converge
 * quadratically. `side` is 1 for an upper tail (falling in x), -1 for a lower one; `density` is that of log x. At `centre` the
 * tail is at least the target; `guess` lies beyond.
 */
export function solveTail(
  target: number,
  side: 1 | -1,
  centre: number,
  guess: number,
  at: (x: number) => { tail: number; density: number },
): number {
  let inner = centre;
  let x = side === 1 ? Math.max(guess, centre) : Math.min(guess, centre);
  let converged = false;
  for (let round = 0; round < 200; round++) {
    const { tail, density } = at(x);
    if (!(tail > 0 && density > 0)) {
      // Overshot to where the tail underflows: back towards the centre, half way in log x.
      x = Math.sqrt(x) * Math.sqrt(inner);
      continue;
    }
    inner = x;
    const step = side * log(tail / target) * (tail / density);
    x = Math.abs(step) < 1e-3 ? x + x * (step + (step * step) / 2) : x * exp(Math.min(Math.max(step, -300), 300));
    // After a step this small the next one is exact up to rounding.
    if (converged) return x;
    converged = Math.abs(step) < 1e-8;
  }
  return x;
}
