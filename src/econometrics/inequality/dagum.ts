import { giniOfSorted } from "./gini.js";
import { type Sorted, sorted } from "./sorted.js";

/** One group of a Dagum decomposition. */
export interface DagumGroup {
  /** Its code. */
  group: number;
  units: number;
  /** Share of the weights (population), and of the weighted sum of the values (income). */
  populationShare: number;
  incomeShare: number;
  mean: number;
  gini: number;
  /** Its part of the within-group component. */
  within: number;
}

/** Two groups compared, the one with the higher mean first. */
export interface DagumPair {
  higher: number;
  lower: number;
  /** Gini coefficient between them: mean absolute difference of one from each over the sum of their means. */
  gini: number;
  /** Relative economic affluence D in 0..1: 1 where the groups do not overlap, 0 where their means are equal. */
  affluence: number;
  /** Their parts of the between-group component and of transvariation. */
  between: number;
  transvariation: number;
}

export interface DagumDecomposition {
  gini: number;
  /** Inequality inside groups, between their means (net of overlap), and from overlap. The three add up to `gini`. */
  within: number;
  between: number;
  transvariation: number;
  groups: DagumGroup[];
  pairs: DagumPair[];
  /** |gini - (within + between + transvariation)|, with `gini` from all values sorted together: how exactly they add up. */
  gap: number;
}

/**
 * Dagum's decomposition of the Gini coefficient by groups that overlap:
 * G = sum_j G_jj p_j s_j + sum_{j>h} G_jh (p_j s_h + p_h s_j) D_jh + sum_{j>h} G_jh (p_j s_h + p_h s_j) (1 - D_jh),
 * p shares of population, s of income, D = (d - p)/(d + p) with d the mean surplus of members of the richer group over poorer members of the
 * other, p the reverse. Sorted groups are merged, so a pair costs the sum of its sizes, not their product.
 * The between-group part equals the Gini coefficient of the group means; transvariation is the residual other programs call overlap.
 * Source: Dagum (1997), Empirical Economics 22(4), 515-531.
 * @param values one per unit, all >= 0 with a positive mean
 * @param groups codes 0, 1, ... of the unit's group
 * @param weights one per unit, all > 0; default equal
 */
export function dagumGini(
  values: Float64Array,
  groups: Int32Array,
  weights: Float64Array = new Float64Array(values.length).fill(1),
): DagumDecomposition {
  const all = sorted(values, weights);
  const population = all.before.at(-1)!;
  const income = all.mass.at(-1)!;
  const mean = income / population;
  const codes = [...new Set(groups)].sort((a, b) => a - b);
  const parts = codes.map((code) => {
    const members = Int32Array.from(groups.keys()).filter((i) => groups[i] === code);
    return sorted(
      Float64Array.from(members, (i) => values[i]!),
      Float64Array.from(members, (i) => weights[i]!),
    );
  });
  const described = parts.map((part, k): DagumGroup => {
    const own = part.before.at(-1)!;
    const sum = part.mass.at(-1)!;
    const populationShare = own / population;
    const incomeShare = sum / income;
    const coefficient = sum === 0 ? 0 : giniOfSorted(part);
    return {
      group: codes[k]!,
      units: part.values.length,
      populationShare,
      incomeShare,
      mean: sum / own,
      gini: coefficient,
      within: coefficient * populationShare * incomeShare,
    };
  });
  const pairs: DagumPair[] = [];
  for (let j = 1; j < parts.length; j++)
    for (let h = 0; h < j; h++) {
      const [high, low] = described[j]!.mean >= described[h]!.mean ? [j, h] : [h, j];
      const surplus = meanSurplus(parts[high]!, parts[low]!, mean);
      const reverse = meanSurplus(parts[low]!, parts[high]!, mean);
      const difference = surplus + reverse;
      const affluence = difference === 0 ? 0 : (surplus - reverse) / difference;
      const sumOfMeans = described[j]!.mean + described[h]!.mean;
      const coefficient = sumOfMeans === 0 ? 0 : difference / sumOfMeans;
      const [a, b] = [described[high]!, described[low]!];
      const scale = coefficient * (a.populationShare * b.incomeShare + b.populationShare * a.incomeShare);
      pairs.push({
        higher: a.group,
        lower: b.group,
        gini: coefficient,
        affluence,
        between: scale * affluence,
        transvariation: scale * (1 - affluence),
      });
    }
  const total = giniOfSorted(all);
  const add = (list: readonly number[]) => list.reduce((s, v) => s + v, 0);
  const within = add(described.map((g) => g.within));
  const between = add(pairs.map((p) => p.between));
  const transvariation = add(pairs.map((p) => p.transvariation));
  return {
    gini: total,
    within,
    between,
    transvariation,
    groups: described,
    pairs,
    gap: Math.abs(total - (within + between + transvariation)),
  };
}

/** E[(A - B)+] for independent draws from two sorted groups; values are taken about `origin`, so that little cancels. */
function meanSurplus(a: Sorted, b: Sorted, origin: number): number {
  let sum = 0;
  let below = 0;
  for (let i = 0; i < a.values.length; i++) {
    while (below < b.values.length && b.values[below]! < a.values[i]!) below++;
    const weight = b.before[below]!;
    sum += a.weights[i]! * ((a.values[i]! - origin) * weight - (b.mass[below]! - origin * weight));
  }
  return sum / (a.before.at(-1)! * b.before.at(-1)!);
}
