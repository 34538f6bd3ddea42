import { kernelsOf } from "./arena.js";
import type { ReducedRows, SparseRows } from "./twins.js";
import * as twins from "./twins.js";

/**
 * Passes over rows, by a kernel where all arrays lie in one arena and by its twin elsewhere, with equal bits. Codes must be
 * valid: nothing is checked here, the factors that hold them are. The functions ending in 4 take four right-hand sides
 * at once, interleaved (entry r of row i at 4 i + r), for little more than the time of one.
 */

/** sums[codes[i]] += values[i], in the order of rows. */
export function scatterAdd(values: Float64Array, codes: Int32Array, sums: Float64Array): void {
  const kernels = kernelsOf(values, codes, sums);
  if (kernels === null) twins.scatterAdd(values, codes, sums);
  else kernels.scatterAdd(values.byteOffset, codes.byteOffset, codes.length, sums.byteOffset);
}

/** `scatterAdd` on four interleaved columns. */
export function scatterAdd4(values: Float64Array, codes: Int32Array, sums: Float64Array): void {
  const kernels = kernelsOf(values, codes, sums);
  if (kernels === null) twins.scatterAdd4(values, codes, sums);
  else kernels.scatterAdd4(values.byteOffset, codes.byteOffset, codes.length, sums.byteOffset);
}

/** target[i] -= effects[codes[i]]. */
export function subtractByGroup(target: Float64Array, codes: Int32Array, effects: Float64Array): void {
  const kernels = kernelsOf(target, codes, effects);
  if (kernels === null) twins.subtractByGroup(target, codes, effects);
  else kernels.subtractByGroup(target.byteOffset, codes.byteOffset, codes.length, effects.byteOffset);
}

/** `subtractByGroup` on four interleaved columns. */
export function subtractByGroup4(target: Float64Array, codes: Int32Array, effects: Float64Array): void {
  const kernels = kernelsOf(target, codes, effects);
  if (kernels === null) twins.subtractByGroup4(target, codes, effects);
  else kernels.subtractByGroup4(target.byteOffset, codes.byteOffset, codes.length, effects.byteOffset);
}

/** out[i] = y[i] - effectsA[codesA[i]] - effectsB[codesB[i]]. */
export function twoWayResidual(
  y: Float64Array,
  codesA: Int32Array,
  effectsA: Float64Array,
  codesB: Int32Array,
  effectsB: Float64Array,
  out: Float64Array,
): void {
  const kernels = kernelsOf(y, codesA, effectsA, codesB, effectsB, out);
  if (kernels === null) twins.twoWayResidual(y, codesA, effectsA, codesB, effectsB, out);
  else {
    kernels.twoWayResidual(
      y.byteOffset,
      codesA.byteOffset,
      effectsA.byteOffset,
      codesB.byteOffset,
      effectsB.byteOffset,
      codesA.length,
      out.byteOffset,
    );
  }
}

/** out = A x for a sparse matrix by rows. */
export function csrProduct(a: SparseRows, x: Float64Array, out: Float64Array): void {
  const kernels = kernelsOf(a.starts, a.columns, a.values, x, out);
  if (kernels === null) twins.csrProduct(a, x, out);
  else {
    kernels.csrProduct(a.starts.byteOffset, a.columns.byteOffset, a.values.byteOffset, a.starts.length - 1, x.byteOffset, out.byteOffset);
  }
}

/** `csrProduct` on four interleaved columns. */
export function csrProduct4(a: SparseRows, x: Float64Array, out: Float64Array): void {
  const kernels = kernelsOf(a.starts, a.columns, a.values, x, out);
  if (kernels === null) twins.csrProduct4(a, x, out);
  else {
    kernels.csrProduct4(a.starts.byteOffset, a.columns.byteOffset, a.values.byteOffset, a.starts.length - 1, x.byteOffset, out.byteOffset);
  }
}

/** out += A'x on four interleaved columns. */
export function csrTransposed4(a: SparseRows, x: Float64Array, out: Float64Array): void {
  const kernels = kernelsOf(a.starts, a.columns, a.values, x, out);
  if (kernels === null) twins.csrTransposed4(a, x, out);
  else {
    kernels.csrTransposed4(
      a.starts.byteOffset,
      a.columns.byteOffset,
      a.values.byteOffset,
      a.starts.length - 1,
      x.byteOffset,
      out.byteOffset,
    );
  }
}

/**
 * The normal equations of several sets of effects after the largest has been eliminated, without ever forming them: each row's
 * sum of the effects `p` it carries, less the (weighted) mean of these over its level, goes back to its unknowns: out += S'W(I - P)S p over
 * the levels from..to-1.
 */
export function reducedProduct(rows: ReducedRows, p: Float64Array, out: Float64Array, from = 0, to = rows.starts.length - 1): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch } = rows;
  const kernels = kernelsOf(starts, codes, weights ?? inverseWeight, inverseWeight, scratch, p, out);
  if (kernels === null) twins.reducedProduct(rows, p, out, from, to);
  else {
    kernels.reducedProduct(
      starts.byteOffset,
      from,
      to,
      codes.byteOffset,
      blocks,
      weights?.byteOffset ?? 0,
      inverseWeight.byteOffset,
      p.byteOffset,
      scratch.byteOffset,
      out.byteOffset,
    );
  }
}

/** `reducedProduct` on four interleaved columns. */
export function reducedProduct4(rows: ReducedRows, p: Float64Array, out: Float64Array, from = 0, to = rows.starts.length - 1): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch } = rows;
  const kernels = kernelsOf(starts, codes, weights ?? inverseWeight, inverseWeight, scratch, p, out);
  if (kernels === null) twins.reducedProduct4(rows, p, out, from, to);
  else {
    kernels.reducedProduct4(
      starts.byteOffset,
      from,
      to,
      codes.byteOffset,
      blocks,
      weights?.byteOffset ?? 0,
      inverseWeight.byteOffset,
      p.byteOffset,
      scratch.byteOffset,
      out.byteOffset,
    );
  }
}
