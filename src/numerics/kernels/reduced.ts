import { type KernelExports, kernelsOf, runHalves } from "./arena.js";
import type { Left, WideRows } from "./reducedTwins.js";
import * as twins from "./reducedTwins.js";

export type { Left, WideRows } from "./reducedTwins.js";

/**
 * Reduced normal equations of several columns at once, interleaved (entry r of row i at width i + r), by a kernel where all arrays lie in one
 * arena and by a twin in TypeScript elsewhere, with equal bits.
 *
 * Every pass goes over the rows in two halves, which add into sums of their own: the first half into what the caller sees, the second half into
 * `second.sums`, and then the second sums to the first. That order is the same whether one thread does the halves one after the other
 * or two do them at the same time.
 */

/** From this many rows on a second thread is worth asking. */
const WORTHWHILE_ROWS = 100_000;

/**
 * Where the equations begin: the mean of each level of the eliminated factor is taken out of `values` in place, and what is left is
 * added up over the unknowns: out = S'W(I - P) values.
 */
export function reducedRight(rows: WideRows, values: Float64Array, out: Float64Array): void {
  const { middle, second } = rows;
  const kernels = kernelsFor(rows, values, out, second.sums);
  out.fill(0);
  second.sums.fill(0);
  if (kernels === null) {
    twins.reducedRight(rows, values, out, 0, middle);
    twins.reducedRight(rows, values, second.sums, middle, levelsOf(rows));
  } else {
    const call = (from: number, to: number, sums: Float64Array) => columnsCall(rows, values, sums, from, to);
    const kernel = rows.width === 2 ? "reducedRight2" : "reducedRight4";
    runHalves(kernels, kernel, call(0, middle, out), call(middle, levelsOf(rows), second.sums), isWorthwhile(rows));
  }
  addTo(out, second.sums);
}

/** The equations themselves: out = S'W(I - P)S p, see `reducedProduct`. */
export function reducedProductOf(rows: WideRows, p: Float64Array, out: Float64Array): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch, width, middle, second } = rows;
  const kernels = kernelsFor(rows, p, out, scratch, second.sums, second.scratch);
  out.fill(0);
  second.sums.fill(0);
  if (kernels === null) {
    const twin = width === 4 ? twins.reducedProduct4 : twins.reducedProduct2;
    twin(rows, p, out, 0, middle);
    twin({ ...rows, scratch: second.scratch }, p, second.sums, middle, levelsOf(rows));
  } else {
    const [first, code, weight, inverse, at] = offsets(starts, codes, weights, inverseWeight, p) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const call = (from: number, to: number, own: Float64Array, sums: Float64Array) => [
      first,
      from,
      to,
      code,
      blocks,
      weight,
      inverse,
      at,
      own.byteOffset,
      sums.byteOffset,
    ];
    const kernel = width === 2 ? "reducedProduct2" : "reducedProduct4";
    runHalves(
      kernels,
      kernel,
      call(0, middle, scratch, out),
      call(middle, levelsOf(rows), second.scratch, second.sums),
      isWorthwhile(rows),
    );
  }
  addTo(out, second.sums);
}

/**
 * Where they end: effects of the unknowns are taken out of `values`, and then the mean of each level of the eliminated factor, in
 * place: values = (I - P)(values - S effects). What the factors could still explain of the result goes into `left`.
 */
export function reducedRest(rows: WideRows, values: Float64Array, effects: Float64Array, left: Left): void {
  const { middle, second } = rows;
  const kernels = kernelsFor(rows, values, effects, left.sums, left.squares, second.sums, second.squares);
  left.sums.fill(0);
  second.sums.fill(0);
  if (kernels === null) {
    twins.reducedRest(rows, values, effects, left, 0, middle);
    twins.reducedRest(rows, values, effects, second, middle, levelsOf(rows));
  } else {
    const kernel = rows.width === 2 ? "reducedRest2" : "reducedRest4";
    const call = (from: number, to: number, { sums, squares }: Left) => [
      ...columnsCall(rows, values, effects, from, to),
      sums.byteOffset,
      squares.byteOffset,
    ];
    runHalves(kernels, kernel, call(0, middle, left), call(middle, levelsOf(rows), second), isWorthwhile(rows));
  }
  addTo(left.sums, second.sums);
  addTo(left.squares, second.squares);
}

function levelsOf({ starts }: WideRows): number {
  return starts.length - 1;
}

function isWorthwhile({ starts }: WideRows): boolean {
  return starts[starts.length - 1]! >= WORTHWHILE_ROWS;
}

function addTo(total: Float64Array, more: Float64Array): void {
  for (let j = 0; j < total.length; j++) total[j]! += more[j]!;
}

/** The kernels, where the rows and all these arrays lie in one arena. */
function kernelsFor({ starts, codes, weights, inverseWeight }: WideRows, ...others: Float64Array[]): KernelExports | null {
  return kernelsOf(starts, codes, weights ?? inverseWeight, inverseWeight, ...others);
}

/** Arguments of the kernels that go over columns. */
function columnsCall(
  { starts, codes, blocks, weights, inverseWeight }: WideRows,
  values: Float64Array,
  unknowns: Float64Array,
  from: number,
  to: number,
): number[] {
  const [first, code, weight, inverse, at] = offsets(starts, codes, weights, inverseWeight, values) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return [first, from, to, code, blocks, weight, inverse, at, unknowns.byteOffset];
}

function offsets(...arrays: (Float64Array | Int32Array | null)[]): number[] {
  return arrays.map((array) => array?.byteOffset ?? 0);
}
