import { exp, log } from "../../numerics/elementary.js";

/** Priorities from a matrix of pairwise comparisons. */
export interface Priorities {
  weights: number[];
  /** The largest eigenvalue; n for a consistent matrix. */
  largest: number;
  /** Saaty's consistency ratio: (largest - n) / (n - 1) over that of random matrices; 0 for one or two members. */
  ratio: number;
  /** The judgement that is farthest from what the priorities imply; null where none is. */
  worst: { row: number; column: number; judged: number; implied: number } | null;
}

/** Mean consistency index of random matrices of size 1..15 (Saaty 1980). */
const RANDOM = [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/** Beyond size 15, the regression of Alonso and Lamata (2006) for the mean largest eigenvalue, 2.7699 n - 4.3513. */
const randomIndex = (n: number): number => RANDOM[n - 1] ?? (1.7699 * n - 4.3513) / (n - 1);

/**
 * The analytic hierarchy process: weights are the principal eigenvector of a positive reciprocal matrix (row over column), summing to 1, by
 * powers of the matrix. Source: Saaty (1980), The Analytic Hierarchy Process.
 */
export function priorities(matrix: readonly (readonly number[])[]): Priorities {
  const n = matrix.length;
  const times = (v: readonly number[]) => matrix.map((row) => row.reduce((s, a, j) => s + a * v[j]!, 0));
  let weights = matrix.map(() => 1 / n);
  for (let step = 0; step < 10_000; step++) {
    const product = times(weights);
    const total = product.reduce((s, v) => s + v, 0);
    const next = product.map((v) => v / total);
    const moved = next.reduce((most, w, i) => Math.max(most, Math.abs(w - weights[i]!)), 0);
    weights = next;
    if (moved < 1e-16) break;
  }
  // Weights sum to 1, so the sum of A w is the eigenvalue.
  const largest = times(weights).reduce((s, v) => s + v, 0);
  const index = n < 3 ? 0 : Math.max(0, (largest - n) / (n - 1));
  return { weights, largest, ratio: n < 3 ? 0 : index / randomIndex(n), worst: worstJudgement(matrix, weights) };
}

function worstJudgement(matrix: readonly (readonly number[])[], weights: readonly number[]): Priorities["worst"] {
  let worst: Priorities["worst"] = null;
  let most = 1e-9;
  for (let row = 0; row < weights.length; row++)
    for (let column = row + 1; column < weights.length; column++) {
      const implied = weights[row]! / weights[column]!;
      const judged = matrix[row]![column]!;
      const gap = Math.abs(log(judged / implied));
      if (gap <= most) continue;
      most = gap;
      // Named from the side that is preferred.
      worst = judged >= 1 ? { row, column, judged, implied } : { row: column, column: row, judged: 1 / judged, implied: 1 / implied };
    }
  return worst;
}

/** The matrix several experts make together: the geometric mean of each judgement, which stays reciprocal (Aczel and Saaty 1983). */
export function meanJudgements(matrices: readonly (readonly (readonly number[])[])[]): number[][] {
  return matrices[0]!.map((row, i) => row.map((_, j) => exp(matrices.reduce((s, matrix) => s + log(matrix[i]![j]!), 0) / matrices.length)));
}
