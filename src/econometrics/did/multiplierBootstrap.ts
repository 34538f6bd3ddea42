import { normalQuantile, stream } from "../../numerics/main.js";
import { quantile } from "./bands.js";

/** Summands of draws: every row is a cluster (or unit), every column something that contrasts are made of. */
export interface Summands {
  /** rows x width, one row after the other. */
  rows: Float64Array;
  width: number;
}

/** What draws say of some contrasts at once. */
export interface MultiplierBand {
  /** Per contrast: the interquartile range of its draws over that of the standard normal. */
  stdErrors: Float64Array;
  /** Quantile of the largest |draw / stdError| over the contrasts; null where none varies. */
  critical: number | null;
}

/** Signs that are looked up together. */
const together = 8;
/** Bytes of signs held at once. */
const room = 1 << 24;

/**
 * The multiplier bootstrap of Callaway and Sant'Anna (2021, section 4.1; `did` with `bstrap = TRUE`): what clusters add to the effects is summed
 * with random signs (Rademacher), draw by draw, each draw from its own stream. Contrasts are linear in few columns, so only the columns are
 * summed; eight rows at a time, whose 256 signed sums are made once and looked up.
 * @param coefficients per contrast, over the columns of all summands one set after the other
 * @returns per contrast its draws
 */
export function multiplierDraws(
  summands: readonly Summands[],
  coefficients: readonly Float64Array[],
  { draws, seed }: { draws: number; seed: number },
): Float64Array[] {
  const m = coefficients.length;
  const values = Array.from({ length: m }, () => new Float64Array(draws));
  const bytes = summands.reduce((sum, s) => sum + Math.ceil(s.rows.length / s.width / together), 0);
  const atOnce = Math.max(1, Math.min(draws, Math.floor(room / Math.max(1, bytes))));
  for (let first = 0; first < draws; first += atOnce) {
    const count = Math.min(atOnce, draws - first);
    const signs = signBytes(seed, first, count, bytes);
    let column = 0;
    let byte = 0;
    for (const part of summands) {
      const sums = signedSums(part, signs, bytes, byte, count);
      addContrasts(values, coefficients, sums, part.width, column, first);
      column += part.width;
      byte += Math.ceil(part.rows.length / part.width / together);
    }
  }
  return values;
}

/** count x bytes: a bit per row and draw. */
function signBytes(seed: number, first: number, count: number, bytes: number): Uint8Array {
  const signs = new Uint8Array(count * bytes);
  for (let r = 0; r < count; r++) {
    const random = stream(seed, first + r);
    for (let b = 0; b < bytes; b += 4) {
      const word = random.bits();
      for (let k = 0; k < 4 && b + k < bytes; k++) signs[r * bytes + b + k] = (word >>> (8 * k)) & 255;
    }
  }
  return signs;
}

/** Signed sums of every column, draws x width. */
function signedSums({ rows, width }: Summands, signs: Uint8Array, bytes: number, byte: number, draws: number): Float64Array {
  const n = rows.length / width;
  const sums = new Float64Array(draws * width);
  const table = new Float64Array(256 * width);
  for (let start = 0, b = byte; start < n; start += together, b++) {
    fillTable(table, rows, width, start, Math.min(together, n - start));
    for (let r = 0, to = 0; r < draws; r++, to += width) {
      const from = signs[r * bytes + b]! * width;
      for (let j = 0; j < width; j++) sums[to + j]! += table[from + j]!;
    }
  }
  return sums;
}

/** Signed sums of up to eight rows for every pattern of signs; each differs from one before it in one row. */
function fillTable(table: Float64Array, rows: Float64Array, width: number, start: number, count: number): void {
  for (let j = 0; j < width; j++) {
    let all = 0;
    for (let c = 0; c < count; c++) all -= rows[(start + c) * width + j]!;
    table[j] = all;
  }
  for (let pattern = 1; pattern < 256; pattern++) {
    const lowest = 31 - Math.clz32(pattern & -pattern);
    const before = (pattern & (pattern - 1)) * width;
    const row = (start + lowest) * width;
    for (let j = 0; j < width; j++) table[pattern * width + j] = table[before + j]! + (lowest < count ? 2 * rows[row + j]! : 0);
  }
}

function addContrasts(
  values: readonly Float64Array[],
  coefficients: readonly Float64Array[],
  sums: Float64Array,
  width: number,
  column: number,
  first: number,
): void {
  coefficients.forEach((c, j) => {
    const target = values[j]!;
    for (let t = 0; t < width; t++) {
      const weight = c[column + t]!;
      if (weight === 0) continue;
      for (let r = 0, at = t; at < sums.length; r++, at += width) target[first + r]! += weight * sums[at]!;
    }
  });
}

/** Errors by interquartile range, and the critical value of a band over all contrasts. */
export function multiplierBand(values: readonly Float64Array[], level: number): MultiplierBand {
  const normalRange = normalQuantile(0.75) - normalQuantile(0.25);
  const stdErrors = Float64Array.from(values, (draws) => {
    const sorted = draws.slice().sort();
    return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / normalRange;
  });
  const most = stdErrors.reduce((largest, s) => Math.max(largest, s), 0);
  // Effects of no variance leave rounding.
  const varying = Array.from(stdErrors.keys()).filter((j) => stdErrors[j]! > 1e-10 * most);
  if (varying.length === 0) return { stdErrors, critical: null };
  const largest = new Float64Array(values[0]!.length);
  for (const j of varying)
    for (let r = 0; r < largest.length; r++) largest[r] = Math.max(largest[r]!, Math.abs(values[j]![r]!) / stdErrors[j]!);
  return { stdErrors, critical: quantile(largest.sort(), level) };
}
