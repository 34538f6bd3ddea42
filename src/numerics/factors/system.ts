import { type Arena, commonSpace } from "../kernels/arena.js";
import { type Left, reducedProductOf, reducedRest, reducedRight, type WideRows } from "../kernels/reduced.js";
import { allIntercepts, interleavedCodes, type Layout } from "./layout.js";

/** From this many rows on the passes run in WebAssembly; below, setting it up would cost more than it saves. */
const KERNEL_ROWS = 20_000;

/**
 * The normal equations of all factors after the largest has been eliminated: A = S'W(I - P)S, never formed. Works on `width` columns at a
 * time, interleaved: entry r of position i stands at width i + r. Columns are loaded, solved for, and unloaded.
 */
export interface ReducedSystem {
  width: number;
  size: number;
  layout: Layout;
  /** The columns at work, by position. */
  values: Float64Array;
  /** Takes the eliminated factor out of `values` in place and adds up the rest over the unknowns: the right-hand side. */
  start(): Float64Array;
  /** out = A p. */
  apply(p: Float64Array, out: Float64Array): void;
  /** Takes effects of the unknowns, and then the eliminated factor again, out of `values` in place. */
  finish(effects: Float64Array): void;
  /**
   * What the factors could still explain of each of `values` as they were finished: the norm of its projection on each factor, the largest.
   * Added up from the values themselves, not from what the solve says of them.
   */
  explained(unknownWeight: Float64Array): Float64Array;
  /** Two vectors of `size` x `width` for a solver to work in, where the passes reach them fastest. */
  direction: Float64Array;
  image: Float64Array;
}

/**
 * The system of a layout for so many columns: four at a time where all effects are intercepts, two where there are no more, one where there
 * are slopes. A large one works in memory that all of them share, so it is made for one call and used up before the next is made.
 */
export function reducedSystem(layout: Layout, columns: number): ReducedSystem {
  return allIntercepts(layout) ? interceptSystem(layout, columns <= 2 ? 2 : 4) : slopeSystem(layout);
}

function interceptSystem(layout: Layout, width: 2 | 4): ReducedSystem {
  const { rows, size, starts, levelWeight } = layout;
  const count = layout.blocks.length;
  let longest = 0;
  for (let g = 0; g < levelWeight.length; g++) longest = Math.max(longest, starts[g + 1]! - starts[g]!);
  const home = rows < KERNEL_ROWS ? null : commonSpace(spaceOf(layout, width, longest), layout, (space) => settledRows(layout, space));
  const empty = (length: number): Float64Array => (home === null ? new Float64Array(length) : home.space.float64(length));
  const reduced: WideRows = {
    ...(home?.settled ?? settledRows(layout, null)),
    width,
    scratch: empty(width * longest),
    middle: middleLevel(starts),
    second: { sums: empty(width * size), squares: empty(width), scratch: empty(width * longest) },
  };
  const values = empty(width * rows);
  const right = empty(width * size);
  const left: Left = { sums: empty(width * size), squares: empty(width) };
  return {
    width,
    size,
    layout,
    values,
    direction: empty(width * size),
    image: empty(width * size),
    start() {
      reducedRight(reduced, values, right);
      return right;
    },
    apply(p, out) {
      if (count > 0) reducedProductOf(reduced, p, out);
    },
    finish(effects) {
      reducedRest(reduced, values, effects, left);
    },
    explained(unknownWeight) {
      const worst = left.squares.map(Math.sqrt);
      for (const { offset, levels } of layout.blocks) raise(worst, left.sums, offset, levels, unknownWeight);
      return worst;
    },
  };
}

/** What the passes read of a layout, whatever the columns; in a space where one is given. */
function settledRows(layout: Layout, space: Arena | null): Pick<WideRows, "starts" | "codes" | "blocks" | "weights" | "inverseWeight"> {
  const place = <T extends Float64Array | Int32Array>(values: T): T => (space === null ? values : space.copy(values));
  const { rows, starts, weights, levelWeight, blocks } = layout;
  const entries = rows * blocks.length;
  return {
    starts: place(starts),
    codes: interleavedCodes(layout, space === null ? new Int32Array(entries) : space.int32(entries)),
    blocks: blocks.length,
    weights: weights === null ? null : place(weights),
    inverseWeight: place(levelWeight.map((w) => 1 / w)),
  };
}

/** The first level that begins in the second half of the rows. */
function middleLevel(starts: Int32Array): number {
  const half = starts[starts.length - 1]! / 2;
  let g = 0;
  while (g < starts.length - 1 && starts[g]! < half) g++;
  return g;
}

/** Bytes of everything a system holds. */
function spaceOf({ rows, size, starts, blocks, weights }: Layout, width: number, longest: number): number {
  const doubles = width * (rows + 2 * longest + 5 * size) + (weights === null ? 0 : rows) + starts.length;
  return 8 * doubles + 4 * (rows * blocks.length + starts.length) + 1024;
}

/** Raises each column's figure to its projection norm on one block. */
function raise(worst: Float64Array, sums: Float64Array, offset: number, levels: number, unknownWeight: Float64Array): void {
  const width = worst.length;
  for (let r = 0; r < width; r++) {
    let total = 0;
    for (let j = offset; j < offset + levels; j++) {
      const weight = unknownWeight[j]!;
      if (weight > 0) total += (sums[width * j + r]! * sums[width * j + r]!) / weight;
    }
    worst[r] = Math.max(worst[r]!, Math.sqrt(total));
  }
}

function slopeSystem(layout: Layout): ReducedSystem {
  const { rows, size } = layout;
  const values = new Float64Array(rows);
  const work = new Float64Array(rows);
  return {
    width: 1,
    size,
    layout,
    values,
    direction: new Float64Array(size),
    image: new Float64Array(size),
    start() {
      projectOutEliminated(layout, values);
      return unknownSums(layout, values, new Float64Array(size));
    },
    apply(p, out) {
      work.fill(0);
      addEffects(layout, work, p, 1);
      projectOutEliminated(layout, work);
      unknownSums(layout, work, out.fill(0));
    },
    finish(effects) {
      addEffects(layout, values, effects, -1);
      projectOutEliminated(layout, values);
    },
    explained(unknownWeight) {
      const worst = Float64Array.of(eliminatedExplained(layout, values));
      const sums = unknownSums(layout, values, new Float64Array(size));
      for (const { offset, levels } of layout.blocks) raise(worst, sums, offset, levels, unknownWeight);
      return worst;
    },
  };
}

/** Subtracts from a column (by position, in place) its projection on the eliminated factor. */
function projectOutEliminated(layout: Layout, column: Float64Array): void {
  const { starts, levelWeight, eliminated } = layout;
  for (let g = 0; g + 1 < starts.length; g++) {
    for (const basis of eliminated) {
      const share = levelShare(layout, column, basis, g) / (basis === null ? levelWeight[g]! : 1);
      for (let i = starts[g]!; i < starts[g + 1]!; i++) column[i]! -= basis === null ? share : share * basis[i]!;
    }
  }
}

/** Weighted product of a column with one column of the eliminated factor within a level. */
function levelShare({ starts, weights }: Layout, column: Float64Array, basis: Float64Array | null, g: number): number {
  let share = 0;
  for (let i = starts[g]!; i < starts[g + 1]!; i++) {
    share += (weights === null ? 1 : weights[i]!) * (basis === null ? 1 : basis[i]!) * column[i]!;
  }
  return share;
}

function eliminatedExplained(layout: Layout, column: Float64Array): number {
  let total = 0;
  for (let g = 0; g + 1 < layout.starts.length; g++) {
    for (const basis of layout.eliminated) {
      const share = levelShare(layout, column, basis, g);
      total += (share * share) / (basis === null ? layout.levelWeight[g]! : 1);
    }
  }
  return Math.sqrt(total);
}

/** out += S'W column. */
function unknownSums({ blocks, weights, rows }: Layout, column: Float64Array, out: Float64Array): Float64Array {
  for (const { codes, offset, levels, slope } of blocks) {
    const part = out.subarray(offset, offset + levels);
    for (let i = 0; i < rows; i++) part[codes[i]!]! += column[i]! * (weights === null ? 1 : weights[i]!) * (slope === null ? 1 : slope[i]!);
  }
  return out;
}

/** column += sign S effects. */
function addEffects({ blocks, rows }: Layout, column: Float64Array, effects: Float64Array, sign: number): void {
  for (const { codes, offset, levels, slope } of blocks) {
    const part = effects.subarray(offset, offset + levels);
    for (let i = 0; i < rows; i++) column[i]! += sign * part[codes[i]!]! * (slope === null ? 1 : slope[i]!);
  }
}
