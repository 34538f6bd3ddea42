import { kernelsOf } from "./arena.js";
import * as twins from "./twins.js";

/** The sum of squares of x. */
export function sumOfSquares(x: Float64Array): number {
  return kernelsOf(x)?.sumOfSquares(x.byteOffset, x.length) ?? twins.sumOfSquares(x);
}

/** x / divisor in place. */
export function divideBy(x: Float64Array, divisor: number): void {
  const kernels = kernelsOf(x);
  if (kernels === null) twins.divideBy(x, divisor);
  else kernels.divideBy(x.byteOffset, x.length, divisor);
}

/**
 * Applies the reflection I - tau [1; v][1; v]' in place to as many columns as there are heads, [heads[k]; column k]: the columns start at
 * `at`, `at + stride`, ... in data and are as long as v.
 */
export function reflectColumns(v: Float64Array, tau: number, data: Float64Array, at: number, stride: number, heads: Float64Array): void {
  const kernels = kernelsOf(v, data, heads);
  if (kernels === null) twins.reflectColumns(v, tau, data, at, stride, heads);
  else kernels.reflectColumns(v.byteOffset, v.length, tau, data.byteOffset + 8 * at, 8 * stride, heads.length, heads.byteOffset);
}
