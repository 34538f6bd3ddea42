import { normalCdf, normalDensity, rootBetween } from "../../numerics/main.js";

/** Variances of the effect and of the largest change before the reference, and their covariance. */
export interface Pair {
  varEffect: number;
  varChange: number;
  covariance: number;
}

/** A corner of the dual program: the statistic is onEffect (U - effect) + onChange W. */
export interface Corner {
  onEffect: number;
  onChange: number;
}

const panels = 64;
const reach = 9;

/**
 * The 1 - alpha quantile of the largest corner when every moment holds with equality: what a first stage of size alpha rejects above. All
 * corners are linear in two normals, the effect and the change, so the probability is one integral over the change. (HonestDiD simulates
 * it with 1,000 draws.)
 */
export function leastFavourable(pair: Pair, corners: readonly Corner[], alpha: number): number {
  const target = 1 - alpha;
  let low = 0;
  let high = 2;
  while (probabilityBelow(pair, corners, high) < target) {
    low = high;
    high *= 1.5;
  }
  return rootBetween((c) => probabilityBelow(pair, corners, c) - target, low, high, 1e-10);
}

/** P(every corner <= c): Simpson over the change, the effect's part in closed form. */
function probabilityBelow({ varEffect, varChange, covariance }: Pair, corners: readonly Corner[], c: number): number {
  const sdChange = Math.sqrt(varChange);
  const slope = varChange > 0 ? covariance / sdChange : 0;
  const rest = Math.sqrt(Math.max(varEffect - slope * slope, 1e-24 * varEffect));
  // Corners without the effect bound the change itself.
  let from = -reach;
  let to = reach;
  for (const { onEffect, onChange } of corners) {
    if (onEffect !== 0 || onChange === 0 || sdChange === 0) continue;
    const at = c / (onChange * sdChange);
    if (onChange > 0) to = Math.min(to, at);
    else from = Math.max(from, at);
  }
  if (!(from < to)) return 0;
  const given = (z: number): number => {
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (const { onEffect, onChange } of corners) {
      if (onEffect === 0) continue;
      const at = (c - onChange * sdChange * z) / onEffect;
      if (onEffect > 0) high = Math.min(high, at);
      else low = Math.max(low, at);
    }
    if (!(low < high)) return 0;
    return normalDensity(z) * (normalCdf((high - slope * z) / rest) - normalCdf((low - slope * z) / rest));
  };
  const width = (to - from) / panels;
  let sum = given(from) + given(to);
  for (let i = 1; i < panels; i++) sum += (i % 2 === 1 ? 4 : 2) * given(from + i * width);
  return (sum * width) / 3;
}
