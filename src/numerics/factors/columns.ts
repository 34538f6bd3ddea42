import type { ReducedSystem } from "./system.js";

/** Puts columns into a system, about their weighted mean where the effects span the constant. Returns their weighted norms. */
export function load(
  system: ReducedSystem,
  columns: readonly Float64Array[],
  weights: Float64Array | null,
  centred: boolean,
): Float64Array {
  const { width, layout } = system;
  const totalWeight = weights === null ? layout.rows : total(weights);
  const means = columns.map((column) => (centred ? (weights === null ? total(column) : weightedTotal(column, weights)) / totalWeight : 0));
  return width === 4 ? loadFour(system, columns, means, weights) : loadOne(system, columns[0]!, means[0]!, weights);
}

/** All lanes in one pass, because they share cache lines; a lane without a column repeats the first and is not read again. */
function loadFour(
  { values, layout }: ReducedSystem,
  columns: readonly Float64Array[],
  means: readonly number[],
  weights: Float64Array | null,
): Float64Array {
  const { order, rows } = layout;
  const lane = (r: number): [Float64Array, number] => (r < columns.length ? [columns[r]!, means[r]!] : [columns[0]!, means[0]!]);
  const [c0, m0] = lane(0);
  const [c1, m1] = lane(1);
  const [c2, m2] = lane(2);
  const [c3, m3] = lane(3);
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  let q3 = 0;
  for (let i = 0; i < rows; i++) {
    const row = order === null ? i : order[i]!;
    const w = weights === null ? 1 : weights[row]!;
    const v0 = c0[row]! - m0;
    const v1 = c1[row]! - m1;
    const v2 = c2[row]! - m2;
    const v3 = c3[row]! - m3;
    const at = 4 * i;
    values[at] = v0;
    values[at + 1] = v1;
    values[at + 2] = v2;
    values[at + 3] = v3;
    q0 += w * v0 * v0;
    q1 += w * v1 * v1;
    q2 += w * v2 * v2;
    q3 += w * v3 * v3;
  }
  return Float64Array.of(q0, q1, q2, q3).map(Math.sqrt);
}

function loadOne({ values, layout }: ReducedSystem, column: Float64Array, mean: number, weights: Float64Array | null): Float64Array {
  const { order, rows } = layout;
  let square = 0;
  for (let i = 0; i < rows; i++) {
    const row = order === null ? i : order[i]!;
    const value = column[row]! - mean;
    values[i] = value;
    square += (weights === null ? 1 : weights[row]!) * value * value;
  }
  return Float64Array.of(Math.sqrt(square));
}

/** The columns of a system in row order, into as many arrays as are wanted. */
export function unload({ values, width, layout }: ReducedSystem, columns: readonly Float64Array[]): void {
  const { order, rows } = layout;
  if (width === 4 && columns.length === 4) {
    const [c0, c1, c2, c3] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < rows; i++) {
      const row = order === null ? i : order[i]!;
      c0[row] = values[4 * i]!;
      c1[row] = values[4 * i + 1]!;
      c2[row] = values[4 * i + 2]!;
      c3[row] = values[4 * i + 3]!;
    }
    return;
  }
  columns.forEach((column, r) => {
    for (let i = 0; i < rows; i++) column[order === null ? i : order[i]!] = values[width * i + r]!;
  });
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function weightedTotal(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += weights[i]! * values[i]!;
  return sum;
}

/** Each of parts[r] / norms[r]; 0 where the norm is. */
export function shares(parts: Float64Array, norms: Float64Array): Float64Array {
  return norms.map((norm, r) => (norm > 0 ? parts[r]! / norm : 0));
}
