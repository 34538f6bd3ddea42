import { chi2Upper } from "../../numerics/distributions/chi2.js";
import { averageRanks } from "./ranks.js";

/** How far experts order the members alike. */
export interface Agreement {
  /** Kendall's coefficient of concordance, 0 to 1, corrected for ties; NaN where no expert tells members apart. */
  kendallW: number;
  chi2: number;
  df: number;
  pValue: number;
}

/**
 * Kendall's W of several orders of n members: 12 S / (m^2 (n^3 - n) - m sum of ties), S the squared deviations of the rank sums, with
 * m (n - 1) W as chi-squared with n - 1 degrees of freedom (the Friedman statistic). Source: Kendall and Babington Smith (1939); Siegel and
 * Castellan (1988), section 9.6.
 */
export function agreement(scores: readonly (readonly number[])[]): Agreement {
  const m = scores.length;
  const n = scores[0]!.length;
  const ranks = scores.map((row) => averageRanks(Float64Array.from(row)));
  const sums = Array.from({ length: n }, (_, j) => ranks.reduce((s, r) => s + r[j]!, 0));
  const centre = (m * (n + 1)) / 2;
  const squares = sums.reduce((s, v) => s + (v - centre) ** 2, 0);
  const ties = ranks.reduce((s, r) => s + tieTerm(r), 0);
  const kendallW = (12 * squares) / (m * m * (n * n * n - n) - m * ties);
  const chi2 = m * (n - 1) * kendallW;
  return { kendallW, chi2, df: n - 1, pValue: Number.isNaN(chi2) ? Number.NaN : chi2Upper(chi2, n - 1) };
}

/** Sum of t^3 - t over groups of t tied members. */
function tieTerm(ranks: Float64Array): number {
  const counts = new Map<number, number>();
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  return Array.from(counts.values()).reduce((s, t) => s + t * t * t - t, 0);
}
