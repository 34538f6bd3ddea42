import { chi2Upper } from "../../numerics/distributions/chi2.js";
import { log } from "../../numerics/elementary.js";
import type { Counts } from "./chain.js";

export interface HomogeneityTest {
  /** Likelihood ratio 2 sum n ln(p_m / p), and Pearson's sum n_m (p_m - p)^2 / p. */
  likelihoodRatio: number;
  pearson: number;
  df: number;
  likelihoodRatioP: number | null;
  pearsonP: number | null;
}

/**
 * Whether several tables of moves (periods; classes of the neighbours) come from one chain. Only cells that occur in the pooled table count, and
 * a table counts in a row only where something left that class: df = sum over rows of (tables - 1)(cells - 1).
 * p-values are null where no degree of freedom is left. Source: Bickenbach and Bode (2003), International Regional Science Review 26(3), 363-392.
 */
export function homogeneity(tables: readonly Counts[]): HomogeneityTest {
  const k = tables[0]!.length;
  let likelihoodRatio = 0;
  let pearson = 0;
  let df = 0;
  for (let i = 0; i < k; i++) {
    const pooled = Array.from({ length: k }, (_, j) => tables.reduce((s, t) => s + t[i]![j]!, 0));
    const total = pooled.reduce((s, n) => s + n, 0);
    const leaving = tables.map((t) => t[i]!.reduce((s, n) => s + n, 0));
    const cells = pooled.filter((n) => n > 0).length;
    const present = leaving.filter((n) => n > 0).length;
    if (total === 0) continue;
    df += (present - 1) * (cells - 1);
    tables.forEach((table, m) => {
      if (leaving[m] === 0) return;
      for (let j = 0; j < k; j++) {
        if (pooled[j] === 0) continue;
        const p = pooled[j]! / total;
        const own = table[i]![j]! / leaving[m]!;
        pearson += (leaving[m]! * (own - p) ** 2) / p;
        if (own > 0) likelihoodRatio += 2 * table[i]![j]! * log(own / p);
      }
    });
  }
  const tail = (statistic: number) => (df === 0 ? null : chi2Upper(Math.max(0, statistic), df));
  return { likelihoodRatio, pearson, df, likelihoodRatioP: tail(likelihoodRatio), pearsonP: tail(pearson) };
}
