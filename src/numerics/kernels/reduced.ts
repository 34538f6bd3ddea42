import { kernelsOf } from "./arena.js";
import type { ReducedRows } from "./twins.js";

/**
 * The two ends of solving reduced normal equations, on four interleaved columns (entry r of row i at 4 i + r), by a kernel where all arrays
 * lie in one arena and by a twin in TypeScript elsewhere, with equal bits. Between them stands `reducedProduct4`.
 */
type Rows = Omit<ReducedRows, "scratch">;

/**
 * Where the equations begin: the mean of each level of the eliminated factor is taken out of `values` in place, and what is left is added
 * up over the unknowns: out += S'W(I - P) values, over the levels from..to-1.
 */
export function reducedRight4(rows: Rows, values: Float64Array, out: Float64Array, from = 0, to = rows.starts.length - 1): void {
  const kernel = columnsKernel(rows, values, out, "reducedRight4");
  if (kernel === null) reducedRight4Twin(rows, values, out, from, to);
  else kernel(from, to);
}

/**
 * Where they end: effects of the unknowns are taken out of `values`, and then the mean of each level of the eliminated factor, in place:
 * values = (I - P)(values - S effects).
 */
export function reducedRest4(rows: Rows, values: Float64Array, effects: Float64Array, from = 0, to = rows.starts.length - 1): void {
  const kernel = columnsKernel(rows, values, effects, "reducedRest4");
  if (kernel === null) reducedRest4Twin(rows, values, effects, from, to);
  else kernel(from, to);
}

/** out += S'W values: columns added up over the unknowns each row loads on. */
export function blockSums4(
  { codes, blocks, weights }: Pick<Rows, "codes" | "blocks" | "weights">,
  values: Float64Array,
  out: Float64Array,
): void {
  const kernels = kernelsOf(codes, weights ?? codes, values, out);
  if (kernels === null) blockSums4Twin(codes, blocks, weights, values, out);
  else kernels.blockSums4(codes.byteOffset, blocks, values.length / 4, weights?.byteOffset ?? 0, values.byteOffset, out.byteOffset);
}

function columnsKernel(
  { starts, codes, blocks, weights, inverseWeight }: Rows,
  values: Float64Array,
  unknowns: Float64Array,
  name: "reducedRight4" | "reducedRest4",
): ((from: number, to: number) => void) | null {
  const kernels = kernelsOf(starts, codes, weights ?? inverseWeight, inverseWeight, values, unknowns);
  if (kernels === null) return null;
  const weight = weights?.byteOffset ?? 0;
  const [first, second, third] = [starts.byteOffset, codes.byteOffset, inverseWeight.byteOffset];
  return (from, to) => kernels[name](first, from, to, second, blocks, weight, third, values.byteOffset, unknowns.byteOffset);
}

export function reducedRight4Twin(rows: Rows, values: Float64Array, out: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight } = rows;
  const mean = new Float64Array(4);
  for (let g = from; g < to; g++) {
    levelMeans(values, weights, starts[g]!, starts[g + 1]!, inverseWeight[g]!, mean);
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const at = 4 * i;
      const r0 = (values[at]! -= mean[0]!);
      const r1 = (values[at + 1]! -= mean[1]!);
      const r2 = (values[at + 2]! -= mean[2]!);
      const r3 = (values[at + 3]! -= mean[3]!);
      const w = weights === null ? 1 : weights[i]!;
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        const target = 4 * codes[b]!;
        out[target]! += w * r0;
        out[target + 1]! += w * r1;
        out[target + 2]! += w * r2;
        out[target + 3]! += w * r3;
      }
    }
  }
}

export function reducedRest4Twin(rows: Rows, values: Float64Array, effects: Float64Array, from: number, to: number): void {
  const { starts, codes, blocks, weights, inverseWeight } = rows;
  const mean = new Float64Array(4);
  for (let g = from; g < to; g++) {
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const at = 4 * i;
      for (let b = i * blocks; b < (i + 1) * blocks; b++) {
        const effect = 4 * codes[b]!;
        values[at]! -= effects[effect]!;
        values[at + 1]! -= effects[effect + 1]!;
        values[at + 2]! -= effects[effect + 2]!;
        values[at + 3]! -= effects[effect + 3]!;
      }
    }
    levelMeans(values, weights, starts[g]!, starts[g + 1]!, inverseWeight[g]!, mean);
    for (let at = 4 * starts[g]!; at < 4 * starts[g + 1]!; at += 4) {
      values[at]! -= mean[0]!;
      values[at + 1]! -= mean[1]!;
      values[at + 2]! -= mean[2]!;
      values[at + 3]! -= mean[3]!;
    }
  }
}

function levelMeans(
  values: Float64Array,
  weights: Float64Array | null,
  from: number,
  to: number,
  inverse: number,
  mean: Float64Array,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = from; i < to; i++) {
    const w = weights === null ? 1 : weights[i]!;
    const at = 4 * i;
    s0 += w * values[at]!;
    s1 += w * values[at + 1]!;
    s2 += w * values[at + 2]!;
    s3 += w * values[at + 3]!;
  }
  mean[0] = s0 * inverse;
  mean[1] = s1 * inverse;
  mean[2] = s2 * inverse;
  mean[3] = s3 * inverse;
}

export function blockSums4Twin(
  codes: Int32Array,
  blocks: number,
  weights: Float64Array | null,
  values: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; 4 * i < values.length; i++) {
    const w = weights === null ? 1 : weights[i]!;
    const at = 4 * i;
    for (let b = i * blocks; b < (i + 1) * blocks; b++) {
      const target = 4 * codes[b]!;
      out[target]! += w * values[at]!;
      out[target + 1]! += w * values[at + 1]!;
      out[target + 2]! += w * values[at + 2]!;
      out[target + 3]! += w * values[at + 3]!;
    }
  }
}
