/**
 * Sums by group over a block of rows; blocks hold rows `from` onwards of their columns. Rows of a group mostly follow each other: what they add up
 * to stays in registers until the group ends.
 */

/** The quickest pass takes so many columns at once. */
export const FOUR = 4;

/** Position of the product of columns a and b among all products: (0, 0), (1, 0), (1, 1), (2, 0), ... */
export function place(a: number, b: number): number {
  return a >= b ? (a * (a + 1)) / 2 + b : place(b, a);
}

/** Adds to every group the products of its rows for every two columns, in the order of `place`. */
export function addProducts(sums: readonly Float64Array[], codes: Int32Array, from: number, blocks: readonly Float64Array[]): void {
  if (blocks.length === FOUR) addProductsOfFour(sums, codes, from, blocks);
  else for (const [a, block] of blocks.entries()) addPulled(sums.slice(place(a, 0), place(a + 1, 0)), codes, from, block, blocks);
}

/** Adds to every group its rows of the first columns, as many as there are sums, each times `pull`. */
export function addPulled(
  sums: readonly Float64Array[],
  codes: Int32Array,
  from: number,
  pull: Float64Array,
  blocks: readonly Float64Array[],
): void {
  let j = 0;
  for (; j + 2 <= sums.length; j += 2) addTwo(sums[j]!, sums[j + 1]!, codes, from, pull, blocks[j]!, blocks[j + 1]!);
  if (j < sums.length) addOne(sums[j]!, codes, from, pull, blocks[j]!);
}

function addProductsOfFour(sums: readonly Float64Array[], codes: Int32Array, from: number, blocks: readonly Float64Array[]): void {
  const [b0, b1, b2, b3] = [blocks[0]!, blocks[1]!, blocks[2]!, blocks[3]!];
  const [s00, s10, s11, s20, s21] = [sums[0]!, sums[1]!, sums[2]!, sums[3]!, sums[4]!];
  const [s22, s30, s31, s32, s33] = [sums[5]!, sums[6]!, sums[7]!, sums[8]!, sums[9]!];
  const rows = b0.length;
  let group = codes[from]!;
  let [t00, t10, t11, t20, t21, t22, t30, t31, t32, t33] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; ; i++) {
    const code = i < rows ? codes[from + i]! : -1;
    if (code !== group) {
      s00[group]! += t00;
      s10[group]! += t10;
      s11[group]! += t11;
      s20[group]! += t20;
      s21[group]! += t21;
      s22[group]! += t22;
      s30[group]! += t30;
      s31[group]! += t31;
      s32[group]! += t32;
      s33[group]! += t33;
      if (code === -1) return;
      t00 = t10 = t11 = t20 = t21 = t22 = t30 = t31 = t32 = t33 = 0;
      group = code;
    }
    const v0 = b0[i]!;
    const v1 = b1[i]!;
    const v2 = b2[i]!;
    const v3 = b3[i]!;
    t00 += v0 * v0;
    t10 += v1 * v0;
    t11 += v1 * v1;
    t20 += v2 * v0;
    t21 += v2 * v1;
    t22 += v2 * v2;
    t30 += v3 * v0;
    t31 += v3 * v1;
    t32 += v3 * v2;
    t33 += v3 * v3;
  }
}

function addTwo(
  s0: Float64Array,
  s1: Float64Array,
  codes: Int32Array,
  from: number,
  pull: Float64Array,
  b0: Float64Array,
  b1: Float64Array,
): void {
  const rows = pull.length;
  let group = codes[from]!;
  let [t0, t1] = [0, 0];
  for (let i = 0; ; i++) {
    const code = i < rows ? codes[from + i]! : -1;
    if (code !== group) {
      s0[group]! += t0;
      s1[group]! += t1;
      if (code === -1) return;
      t0 = t1 = 0;
      group = code;
    }
    const e = pull[i]!;
    t0 += e * b0[i]!;
    t1 += e * b1[i]!;
  }
}

function addOne(sums: Float64Array, codes: Int32Array, from: number, pull: Float64Array, block: Float64Array): void {
  for (let i = 0; i < block.length; i++) sums[codes[from + i]!]! += pull[i]! * block[i]!;
}
