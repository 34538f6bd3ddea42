/**
 * Obstacle degrees of one row: each indicator's share in what the row lacks, w (1 - z) / sum of w (1 - z), for z in 0..1.
 * All zero where nothing is lacking.
 */
export function obstacleDegrees(z: readonly number[], weights: readonly number[]): number[] {
  const lacking = z.map((value, j) => weights[j]! * (1 - value));
  const total = lacking.reduce((s, v) => s + v, 0);
  return lacking.map((v) => (total === 0 ? 0 : v / total));
}
