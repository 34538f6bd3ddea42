import type { ReducedSystem } from "./system.js";

/** Puts columns into a system, about their weighted mean where the effects span the constant. Returns their weighted norms. */
export function load(
  system: ReducedSystem,
  columns: readonly Float64Array[],
  weights: Float64Array | null,
  centred: boolean,
): Float64Array {
  const { values, width, layout } = system;
  const { order, rows } = layout;
  const norms = new Float64Array(width);
  const totalWeight = weights === null ? rows : total(weights);
  for (let r = 0; r < width; r++) {
    const column = columns[r];
    if (column === undefined) {
      for (let at = r; at < values.length; at += width) values[at] = 0;
      continue;
    }
    const mean = centred ? (weights === null ? total(column) : weightedTotal(column, weights)) / totalWeight : 0;
    let square = 0;
    for (let i = 0; i < rows; i++) {
      const row = order === null ? i : order[i]!;
      const value = column[row]! - mean;
      values[width * i + r] = value;
      square += weights === null ? value * value : weights[row]! * value * value;
    }
    norms[r] = Math.sqrt(square);
  }
  return norms;
}

/** The first `count` columns of a system in row order. */
export function unload(system: ReducedSystem, count: number): Float64Array[] {
  const { values, width, layout } = system;
  const { order, rows } = layout;
  return Array.from({ length: count }, (_, r) => {
    const column = new Float64Array(rows);
    if (order === null) for (let i = 0; i < rows; i++) column[i] = values[width * i + r]!;
    else for (let i = 0; i < rows; i++) column[order[i]!] = values[width * i + r]!;
    return column;
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

/** The largest of parts[r] / norms[r]. */
export function largestShare(parts: Float64Array, norms: Float64Array): number {
  let worst = 0;
  for (let r = 0; r < norms.length; r++) if (norms[r]! > 0) worst = Math.max(worst, parts[r]! / norms[r]!);
  return worst;
}
