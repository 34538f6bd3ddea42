import { type KernelExports, kernelsOf, runHalves } from "./arena.js";
import { type ReducedRows, reducedProduct4 as reducedProduct4Twin } from "./twins.js";

/**
 * Reduced normal equations of several columns at once, interleaved (entry r of row i at width i + r), by a kernel where all arrays lie in one
 * arena and by a twin in TypeScript elsewhere, with equal bits.
 *
 * Every pass goes over the rows in two halves, which add into sums of their own: the first half into what the caller sees, the second half into
 * `second.sums`, and then the second sums to the first. That order is the same whether one thread does the halves one after the other
 * or two do them at the same time.
 */
export interface WideRows extends ReducedRows {
  /** Columns at once. */
  width: 2 | 4;
  /** The level of the eliminated factor at which the second half begins. */
  middle: number;
  /** What the second half works with: sums over the unknowns times the width, and a scratch as long as the first. */
  second: { sums: Float64Array; scratch: Float64Array };
}

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
    reducedRightTwin(rows, values, out, 0, middle);
    reducedRightTwin(rows, values, second.sums, middle, levelsOf(rows));
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
    const twin = width === 4 ? reducedProduct4Twin : reducedProduct2Twin;
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
 * place: values = (I - P)(values - S effects).
 */
export function reducedRest(rows: WideRows, values: Float64Array, effects: Float64Array): void {
  const kernels = kernelsFor(rows, values, effects);
  if (kernels === null) {
    reducedRestTwin(rows, values, effects, 0, levelsOf(rows));
    return;
  }
  const kernel = rows.width === 2 ? "reducedRest2" : "reducedRest4";
  const call = (from: number, to: number) => columnsCall(rows, values, effects, from, to);
  runHalves(kernels, kernel, call(0, rows.middle), call(rows.middle, levelsOf(rows)), isWorthwhile(rows));
}

/** out = S'W values: columns added up over the unknowns each row loads on. */
export function blockSums(rows: WideRows, values: Float64Array, out: Float64Array): void {
  const { starts, codes, blocks, weights, width, middle, second } = rows;
  const kernels = kernelsFor(rows, values, out, second.sums);
  const half = starts[middle]!;
  const end = starts[levelsOf(rows)]!;
  out.fill(0);
  second.sums.fill(0);
  if (kernels === null) {
    blockSumsTwin(rows, values, out, 0, half);
    blockSumsTwin(rows, values, second.sums, half, end);
  } else {
    const call = (from: number, to: number, sums: Float64Array) => [
      codes.byteOffset + 4 * blocks * from,
      blocks,
      to - from,
      weights === null ? 0 : weights.byteOffset + 8 * from,
      values.byteOffset + 8 * width * from,
      sums.byteOffset,
    ];
    const kernel = width === 2 ? "blockSums2" : "blockSums4";
    runHalves(kernels, kernel, call(0, half, out), call(half, end, second.sums), isWorthwhile(rows));
  }
  addTo(out, second.sums);
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

function reducedRightTwin(rows: WideRows, values: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, width } = rows;
  const mean = new Float64Array(width);
  for (let g = from; g < to; g++) {
    levelMeans(rows, values, g, mean);
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const w = weights === null ? 1 : weights[i]!;
      for (let r = 0; r < width; r++) values[width * i + r]! -= mean[r]!;
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        for (let r = 0; r < width; r++) out[width * codes[b]! + r]! += w * values[width * i + r]!;
      }
    }
  }
}

function reducedRestTwin(rows: WideRows, values: Float64Array, effects: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, width } = rows;
  const mean = new Float64Array(width);
  for (let g = from; g < to; g++) {
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        for (let r = 0; r < width; r++) values[width * i + r]! -= effects[width * codes[b]! + r]!;
      }
    }
    levelMeans(rows, values, g, mean);
    for (let i = starts[g]!; i < starts[g + 1]!; i++) for (let r = 0; r < width; r++) values[width * i + r]! -= mean[r]!;
  }
}

function levelMeans({ starts, weights, inverseWeight, width }: WideRows, values: Float64Array, g: number, mean: Float64Array): void {
  mean.fill(0);
  for (let i = starts[g]!; i < starts[g + 1]!; i++) {
    const w = weights === null ? 1 : weights[i]!;
    for (let r = 0; r < width; r++) mean[r]! += w * values[width * i + r]!;
  }
  for (let r = 0; r < width; r++) mean[r]! *= inverseWeight[g]!;
}

function reducedProduct2Twin(rows: ReducedRows, p: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight, scratch } = rows;
  for (let g = from; g < to; g++) {
    const begin = starts[g]!;
    const end = starts[g + 1]!;
    let s0 = 0;
    let s1 = 0;
    for (let i = begin; i < end; i++) {
      let v0 = p[2 * codes[i * blocks]!]!;
      let v1 = p[2 * codes[i * blocks]! + 1]!;
      for (let b = i * blocks + 1; b < (i + 1) * blocks; b++) {
        v0 += p[2 * codes[b]!]!;
        v1 += p[2 * codes[b]! + 1]!;
      }
      scratch[2 * (i - begin)] = v0;
      scratch[2 * (i - begin) + 1] = v1;
      const w = weights === null ? 1 : weights[i]!;
      s0 += w * v0;
      s1 += w * v1;
    }
    s0 *= inverseWeight[g]!;
    s1 *= inverseWeight[g]!;
    for (let i = begin; i < end; i++) {
      const w = weights === null ? 1 : weights[i]!;
      const r0 = (scratch[2 * (i - begin)]! - s0) * w;
      const r1 = (scratch[2 * (i - begin) + 1]! - s1) * w;
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        out[2 * codes[b]!]! += r0;
        out[2 * codes[b]! + 1]! += r1;
      }
    }
  }
}

function blockSumsTwin(
  { codes, blocks, weights, width }: WideRows,
  values: Float64Array,
  out: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const w = weights === null ? 1 : weights[i]!;
    for (let b = i * blocks; b < (i + 1) * blocks; b++) {
      for (let r = 0; r < width; r++) out[width * codes[b]! + r]! += w * values[width * i + r]!;
    }
  }
}
