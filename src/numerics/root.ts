/**
 * The root of a continuous function between two points at which its signs differ: regula falsi that halves the weight of an end that stays
 * (Illinois; Dowell and Jarratt 1971). Stops at a bracket of relative width `tolerance` or an exact zero.
 */
export function rootBetween(f: (x: number) => number, from: number, to: number, tolerance = 1e-13): number {
  let low = from;
  let high = to;
  let atLow = f(low);
  let atHigh = f(high);
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  let kept = 0;
  for (let step = 0; step < 200 && Math.abs(high - low) > tolerance * Math.max(Math.abs(low), Math.abs(high)); step++) {
    const guess = (low * atHigh - high * atLow) / (atHigh - atLow);
    const inside = guess > Math.min(low, high) && guess < Math.max(low, high);
    const x = inside && step % 20 !== 19 ? guess : (low + high) / 2;
    const at = f(x);
    if (at === 0) return x;
    if (at < 0 === atLow < 0) {
      low = x;
      atLow = at;
      if (kept === -1) atHigh /= 2;
      kept = -1;
    } else {
      high = x;
      atHigh = at;
      if (kept === 1) atLow /= 2;
      kept = 1;
    }
  }
  return Math.abs(atLow) < Math.abs(atHigh) ? low : high;
}
