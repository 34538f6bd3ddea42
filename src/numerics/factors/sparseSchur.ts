import { interleavedCodes, type Layout } from "./layout.js";

/** A symmetric sparse matrix: the entries left of the diagonal row by row, columns ascending, and the diagonal. */
export interface SymmetricSparse {
  size: number;
  starts: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  diagonal: Float64Array;
  /** Pairs of effects that were met in writing it out. */
  pairs: number;
}

/**
 * The reduced system A = S'W(I - P)S written out, for factors of intercepts. Two effects are linked where an eliminated level has rows in
 * both, so a level with d effects makes d^2 entries: on dense graphs this is far more work than solving by iterations.
 * @param most entries, and pairs of effects within eliminated levels, at which to give up: null is returned
 */
export function sparseSchur(layout: Layout, unknownWeight: Float64Array, most: { entries: number; pairs: number }): SymmetricSparse | null {
  const { size, weights, levelWeight } = layout;
  const width = layout.blocks.length;
  const codes = interleavedCodes(layout, new Int32Array(layout.rows * width));
  const levels = mergeLevels(layout, codes, most.pairs);
  if (levels === null) return null;
  const byUnknown = positionsByUnknown(layout, codes);
  const rowStarts = new Int32Array(size + 1);
  let columns = new Int32Array(Math.min(most.entries, 8 * size + 1024));
  let values = new Float64Array(columns.length);
  const diagonal = new Float64Array(size);
  const sums = new Float64Array(size);
  const seenIn = new Int32Array(size).fill(-1);
  const touched = new Int32Array(size);
  let filled = 0;
  for (let j = 0; j < size; j++) {
    let count = 0;
    const add = (k: number, value: number): void => {
      if (seenIn[k] !== j) {
        seenIn[k] = j;
        touched[count++] = k;
        sums[k] = 0;
      }
      sums[k]! += value;
    };
    for (let at = byUnknown.starts[j]!; at < byUnknown.starts[j + 1]!; ) {
      // All positions of this effect within one eliminated level, together.
      const g = byUnknown.levels[at]!;
      let own = 0;
      for (; at < byUnknown.starts[j + 1]! && byUnknown.levels[at] === g; at++) {
        const i = byUnknown.positions[at]!;
        const w = weights === null ? 1 : weights[i]!;
        own += w;
        for (let k = i * width; k < (i + 1) * width; k++) if (codes[k]! < j) add(codes[k]!, w);
      }
      const share = own / levelWeight[g]!;
      for (let k = levels.starts[g]!; k < levels.starts[g + 1]! && levels.columns[k]! < j; k++)
        add(levels.columns[k]!, -share * levels.values[k]!);
      diagonal[j]! -= share * own;
    }
    diagonal[j]! += unknownWeight[j]!;
    const list = touched.subarray(0, count).sort();
    if (filled + count > columns.length) {
      if (filled + count > most.entries) return null;
      const room = Math.min(most.entries, 2 * (filled + count));
      columns = grown(columns, new Int32Array(room));
      values = grown(values, new Float64Array(room));
    }
    for (const k of list) {
      columns[filled] = k;
      values[filled++] = sums[k]!;
    }
    rowStarts[j + 1] = filled;
  }
  return {
    size,
    starts: rowStarts,
    columns: columns.subarray(0, filled),
    values: values.subarray(0, filled),
    diagonal,
    pairs: levels.pairs,
  };
}

function grown<T extends Int32Array | Float64Array>(old: T, room: T): T {
  room.set(old);
  return room;
}

/** The effects of each eliminated level with their total weights, columns ascending; null where writing them out in pairs would take too long. */
function mergeLevels(
  layout: Layout,
  codes: Int32Array,
  most: number,
): { starts: Int32Array; columns: Int32Array; values: Float64Array; pairs: number } | null {
  const { size, starts, weights } = layout;
  const width = layout.blocks.length;
  const levelStarts = new Int32Array(starts.length);
  const columns = new Int32Array(codes.length);
  const values = new Float64Array(codes.length);
  const sums = new Float64Array(size);
  const seenIn = new Int32Array(size).fill(-1);
  let filled = 0;
  let pairs = 0;
  for (let g = 0; g + 1 < starts.length; g++) {
    const from = filled;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const w = weights === null ? 1 : weights[i]!;
      for (let k = i * width; k < (i + 1) * width; k++) {
        const j = codes[k]!;
        if (seenIn[j] !== g) {
          seenIn[j] = g;
          columns[filled++] = j;
          sums[j] = 0;
        }
        sums[j]! += w;
      }
    }
    columns.subarray(from, filled).sort();
    for (let k = from; k < filled; k++) values[k] = sums[columns[k]!]!;
    levelStarts[g + 1] = filled;
    pairs += (filled - from) ** 2 / 2;
    if (pairs > most) return null;
  }
  return { starts: levelStarts, columns, values, pairs };
}

/** For each unknown the positions that load on it, ascending, and their eliminated levels. */
function positionsByUnknown(
  { size, starts, rows, blocks }: Layout,
  codes: Int32Array,
): {
  starts: Int32Array;
  positions: Int32Array;
  levels: Int32Array;
} {
  const width = blocks.length;
  const unknownStarts = new Int32Array(size + 1);
  for (const code of codes) unknownStarts[code + 1]!++;
  for (let j = 0; j < size; j++) unknownStarts[j + 1]! += unknownStarts[j]!;
  const next = unknownStarts.slice(0, size);
  const positions = new Int32Array(codes.length);
  const levels = new Int32Array(codes.length);
  let g = 0;
  for (let i = 0; i < rows; i++) {
    while (i >= starts[g + 1]!) g++;
    for (let k = i * width; k < (i + 1) * width; k++) {
      const at = next[codes[k]!]!++;
      positions[at] = i;
      levels[at] = g;
    }
  }
  return { starts: unknownStarts, positions, levels };
}
