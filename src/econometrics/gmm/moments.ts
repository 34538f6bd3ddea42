import { column, type Matrix, symmetricEigen, zeros } from "../../numerics/main.js";
import { momentFactor, whiten } from "../iv/estimate.js";
import type { InstrumentMatrix } from "./instruments.js";
import { firstStepCovariance, type Stack } from "./stack.js";

/** What is left of a scaled instrument column by earlier ones, squared, below which it is spanned by them. */
const SPANNED = 1e-10;

/** Z_i'v for the rows of one unit, added to `into`. */
export function addUnitProduct(z: InstrumentMatrix, stack: Stack, unit: number, values: Float64Array, into: Float64Array): void {
  for (let row = stack.starts[unit]!; row < stack.starts[unit + 1]!; row++) {
    const v = values[row]!;
    for (let k = z.rowStart[row]!; k < z.rowStart[row + 1]!; k++) into[z.index[k]!]! += v * z.value[k]!;
  }
}

/** Z'v over all rows. */
export function instrumentProduct(z: InstrumentMatrix, stack: Stack, values: Float64Array): Float64Array {
  const out = new Float64Array(z.columns);
  for (let unit = 0; unit + 1 < stack.starts.length; unit++) addUnitProduct(z, stack, unit, values, out);
  return out;
}

/** Sum over units of Z_i'H_i Z_i. */
export function firstStepMatrix(z: InstrumentMatrix, stack: Stack, weighting: 1 | 2 | 3): Matrix {
  const size = z.columns;
  const out = zeros(size, size);
  for (let unit = 0; unit + 1 < stack.starts.length; unit++) {
    const from = stack.starts[unit]!;
    for (const [i, j, h] of firstStepCovariance(stack, unit, weighting)) {
      for (let a = z.rowStart[from + i]!; a < z.rowStart[from + i + 1]!; a++) {
        const scaled = h * z.value[a]!;
        const at = z.index[a]! * size;
        for (let b = z.rowStart[from + j]!; b < z.rowStart[from + j + 1]!; b++) out.data[at + z.index[b]!]! += scaled * z.value[b]!;
      }
    }
  }
  return out;
}

/** Z'Z, for the rank of the instruments. */
export function instrumentGram(z: InstrumentMatrix): Matrix {
  const size = z.columns;
  const out = zeros(size, size);
  for (let row = 0; row + 1 < z.rowStart.length; row++)
    for (let a = z.rowStart[row]!; a < z.rowStart[row + 1]!; a++)
      for (let b = z.rowStart[row]!; b < z.rowStart[row + 1]!; b++)
        out.data[z.index[a]! * size + z.index[b]!]! += z.value[a]! * z.value[b]!;
  return out;
}

/** Columns of a Gram matrix that earlier ones do not span, in order. */
export function independentColumns(gram: Matrix): number[] {
  const n = gram.rows;
  const scale = Float64Array.from({ length: n }, (_, j) => Math.sqrt(gram.data[j * (n + 1)]!));
  const kept: number[] = [];
  const factor: Float64Array[] = [];
  for (let j = 0; j < n; j++) {
    if (!(scale[j]! > 0)) continue;
    // Row of the Cholesky factor for column j against the kept ones.
    const row = new Float64Array(kept.length + 1);
    let rest = 1;
    kept.forEach((other, k) => {
      let value = gram.data[other + j * n]! / (scale[other]! * scale[j]!);
      for (let m = 0; m < k; m++) value -= row[m]! * factor[k]![m]!;
      row[k] = value / factor[k]![k]!;
      rest -= row[k]! * row[k]!;
    });
    if (rest <= SPANNED) continue;
    row[kept.length] = Math.sqrt(rest);
    kept.push(j);
    factor.push(row);
  }
  return kept;
}

/** Sum over units of (Z_i'e_i)(Z_i'e_i)'. */
export function momentCovariance(z: InstrumentMatrix, stack: Stack, residuals: Float64Array): Matrix {
  const size = z.columns;
  const out = zeros(size, size);
  const moment = new Float64Array(size);
  for (let unit = 0; unit + 1 < stack.starts.length; unit++) {
    moment.fill(0);
    addUnitProduct(z, stack, unit, residuals, moment);
    for (let j = 0; j < size; j++) {
      const m = moment[j]!;
      if (m === 0) continue;
      const at = j * size;
      for (let i = j; i < size; i++) out.data[at + i]! += m * moment[i]!;
    }
  }
  for (let j = 0; j < size; j++) for (let i = 0; i < j; i++) out.data[i + j * size] = out.data[j + i * size]!;
  return out;
}

/** A weighting matrix W = R'R by its root, and its rank (less than its size where the covariance it inverts is singular). */
export interface Weighting {
  rank: number;
  size: number;
  /** R v. */
  root(v: Float64Array): Float64Array;
  /** W v. */
  apply(v: Float64Array): Float64Array;
}

/** The inverse of a covariance of moments, generalised where it is singular. */
export function inverseWeighting(covariance: Matrix): Weighting {
  const n = covariance.rows;
  const factor = momentFactor(covariance);
  if (factor !== null) {
    return {
      rank: n,
      size: n,
      root: (v) => whiten(factor, v),
      apply: (v) => backSubstitute(factor, whiten(factor, v)),
    };
  }
  // On the correlation scale, so that the units of an instrument do not decide what counts as singular.
  const scale = Float64Array.from({ length: n }, (_, j) => Math.sqrt(covariance.data[j * (n + 1)]!));
  const correlation = zeros(n, n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++)
      correlation.data[i + j * n] = scale[i]! > 0 && scale[j]! > 0 ? covariance.data[i + j * n]! / (scale[i]! * scale[j]!) : 0;
  const { values, vectors } = symmetricEigen(correlation);
  const bound = 1e-10 * values[n - 1]!;
  const kept = Array.from({ length: n }, (_, k) => k).filter((k) => values[k]! > bound);
  const root = (v: Float64Array): Float64Array => {
    const scaled = v.map((value, i) => (scale[i]! > 0 ? value / scale[i]! : 0));
    return Float64Array.from(kept, (k) => column(vectors, k).reduce((sum, x, i) => sum + x * scaled[i]!, 0) / Math.sqrt(values[k]!));
  };
  const apply = (v: Float64Array): Float64Array => {
    const coordinates = root(v);
    const out = new Float64Array(n);
    kept.forEach((k, at) => {
      const weight = coordinates[at]! / Math.sqrt(values[k]!);
      column(vectors, k).forEach((x, i) => {
        out[i]! += weight * x;
      });
    });
    return out.map((value, i) => (scale[i]! > 0 ? value / scale[i]! : 0));
  };
  return { rank: kept.length, size: n, root, apply };
}

/** L^-T v. */
function backSubstitute(factor: Matrix, v: Float64Array): Float64Array {
  const n = factor.rows;
  const out = v.slice();
  for (let j = n - 1; j >= 0; j--) {
    let s = out[j]!;
    for (let i = j + 1; i < n; i++) s -= factor.data[i + j * n]! * out[i]!;
    out[j] = s / factor.data[j * (n + 1)]!;
  }
  return out;
}
