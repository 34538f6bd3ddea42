import { maximise } from "../../numerics/linearProgram.js";

/**
 * Weights under which a row looks as good as it can: maximise sum of w z over w >= 0 such that no peer (nor the row itself) exceeds 1. The
 * maximum is the row's score, in 0..1, and is unique; the weights need not be. `shares` bounds each member's share in the row's own score.
 * Values must not be negative.
 * Source: Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82, 111-145.
 */
export function doubtWeights(
  row: readonly number[],
  peers: readonly (readonly number[])[],
  shares: readonly [number, number] | null,
): number[] {
  const rows: ArrayLike<number>[] = [...peers, row];
  const limits = rows.map(() => 1);
  if (shares !== null)
    for (let j = 0; j < row.length; j++) {
      // share of j: least x total <= w z <= most x total
      rows.push(row.map((z, k) => shares[0] * z - (k === j ? z : 0)));
      rows.push(row.map((z, k) => (k === j ? z : 0) - shares[1] * z));
      limits.push(0, 0);
    }
  const solution = maximise(row, rows, limits);
  // The row itself is among the constraints: its score is at most 1.
  if (solution === null) throw new Error("benefit of the doubt has no bound");
  return Array.from(solution.x);
}

/** Rows that no other row beats in every member: only they can bind. Equal rows stand once. */
export function undominated(rows: readonly (readonly number[])[]): (readonly number[])[] {
  const total = (row: readonly number[]) => row.reduce((s, z) => s + z, 0);
  const order = rows.map((row) => ({ row, total: total(row) })).sort((a, b) => b.total - a.total);
  const kept: (readonly number[])[] = [];
  for (const { row } of order) if (!kept.some((other) => other.every((z, j) => z >= row[j]!))) kept.push(row);
  return kept;
}
