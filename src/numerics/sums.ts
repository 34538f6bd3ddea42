/**
 * Sums that are the same bits in every run and every engine: fixed blocks, added pairwise, so the rounding error grows with
 * the logarithm of the length. Nothing here depends on how work is split.
 */

/** Rows of one block of a blocked sum. Changing it changes last bits of every result, so it is part of the contract of numbers. */
export const rowBlock = 256;

/** The sum of x, or of x[from..to). */
export function sum(x: Float64Array, from = 0, to = x.length): number {
  if (to - from > rowBlock) {
    const middle = from + half(to - from);
    return sum(x, from, middle) + sum(x, middle, to);
  }
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    s0 += x[i]!;
    s1 += x[i + 1]!;
    s2 += x[i + 2]!;
    s3 += x[i + 3]!;
  }
  for (; i < to; i++) s0 += x[i]!;
  return s0 + s1 + (s2 + s3);
}

/** The inner product of x and y (of one length), or of their entries from..to. */
export function dot(x: Float64Array, y: Float64Array, from = 0, to = x.length): number {
  if (to - from > rowBlock) {
    const middle = from + half(to - from);
    return dot(x, y, from, middle) + dot(x, y, middle, to);
  }
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    s0 += x[i]! * y[i]!;
    s1 += x[i + 1]! * y[i + 1]!;
    s2 += x[i + 2]! * y[i + 2]!;
    s3 += x[i + 3]! * y[i + 3]!;
  }
  for (; i < to; i++) s0 += x[i]! * y[i]!;
  return s0 + s1 + (s2 + s3);
}

// The left half is the largest power of two of whole blocks below the length: the tree does not depend on what follows.
function half(length: number): number {
  let blocks = 1;
  while (blocks * 2 * rowBlock < length) blocks *= 2;
  return blocks * rowBlock;
}

/** The arithmetic mean; NaN when x is empty. */
export function mean(x: Float64Array): number {
  return sum(x) / x.length;
}

/** The sample variance (denominator n - 1), in two passes; NaN when x has fewer than two entries. */
export function variance(x: Float64Array): number {
  if (x.length < 2) return Number.NaN;
  const centre = mean(x);
  const deviations = x.map((value) => value - centre);
  // The second term removes what rounding in the mean left over.
  const rest = sum(deviations);
  return (dot(deviations, deviations) - (rest * rest) / x.length) / (x.length - 1);
}

/** The square root of the sum of squares, safe against overflow and underflow. */
export function norm(x: Float64Array): number {
  const plain = Math.sqrt(dot(x, x));
  if (plain > 1e-140 && plain < 1e140) return plain;
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return largest;
  const scaled = x.map((value) => value / largest);
  return largest * Math.sqrt(dot(scaled, scaled));
}

/**
 * Adds up blocks of rows pairwise: `block(from, to, into)` writes the sums over rows from..to into an array of the length
 * of `total`, and `total` receives the sum over all rows. Works like a binary counter, so only log2(blocks) partial
 * sums are alive at a time.
 */
export function pairwiseBlocks(rows: number, total: Float64Array, block: (from: number, to: number, into: Float64Array) => void): void {
  const waiting: Float64Array[] = [];
  const spare: Float64Array[] = [];
  const blocks = Math.ceil(rows / rowBlock);
  for (let t = 0; t < blocks; t++) {
    const current = spare.pop() ?? new Float64Array(total.length);
    current.fill(0);
    block(t * rowBlock, Math.min((t + 1) * rowBlock, rows), current);
    // As many trailing ones in t, as many finished neighbours of equal size are waiting.
    for (let bits = t; bits & 1; bits >>>= 1) {
      const earlier = waiting.pop()!;
      for (let i = 0; i < current.length; i++) current[i] = earlier[i]! + current[i]!;
      spare.push(earlier);
    }
    waiting.push(current);
  }
  total.fill(0);
  for (let k = waiting.length - 1; k >= 0; k--) {
    const earlier = waiting[k]!;
    for (let i = 0; i < total.length; i++) total[i] = earlier[i]! + total[i]!;
  }
}
