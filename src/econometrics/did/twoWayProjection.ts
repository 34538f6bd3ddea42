import {
  type Matrix,
  type PivotedCholesky,
  pivotedCholesky,
  pivotedQr,
  rankTolerance,
  solveUpper,
  solveUpperTransposed,
  zeros,
} from "../../numerics/main.js";

/** Rows with a unit and a period; effects of both are fitted on the base rows and reach every row they identify. */
export interface ProjectionRows {
  units: number;
  periods: number;
  unit: Int32Array;
  period: Int32Array;
  /** 1 for the rows the effects are fitted on. */
  base: Uint8Array;
}

/**
 * Least squares on unit and period effects, and covariates, fitted on some rows and read on all: the first stage of imputation and two-stage
 * estimators, and (with every row a base row) the plain two-way transformation.
 */
export interface TwoWayProjection {
  /** 1 where the fitted effects reach a row: its unit and its period hang together through base rows. */
  reached: Uint8Array;
  /** What a column leaves after the fit, on every row reached (zero elsewhere). */
  residuals(column: Float64Array): Float64Array;
  /**
   * The weights on base rows that give the fitted part of a weighted sum of rows: sum_r w_r fit_r = sum_b v_b y_b. Zero on other rows.
   */
  weightsOf(w: Float64Array): Float64Array;
}

/** Below this share of the largest diagonal what is left of the period block is rounding. */
const tolerance = 1e-11;

/** Prepares the projection: units are eliminated exactly, what remains is one small system in the periods; covariates follow by QR of what effects leave. */
export function twoWayProjection(rows: ProjectionRows, covariates: readonly Float64Array[]): TwoWayProjection {
  const effects = effectsProjection(rows);
  if (covariates.length === 0) return effects;
  const freed = covariates.map((x) => effects.residuals(x));
  const at = Int32Array.from(rows.base.keys()).filter((r) => rows.base[r] === 1);
  const x = zeros(at.length, covariates.length);
  freed.forEach((column, j) => {
    for (let k = 0; k < at.length; k++) x.data[k + j * at.length] = column[at[k]!]!;
  });
  // Judged against the columns as they were: what the effects explain leaves only rounding.
  const norms = Float64Array.from(covariates, (column) => Math.sqrt(at.reduce((sum, r) => sum + column[r]! * column[r]!, 0)));
  const qr = pivotedQr(x, rankTolerance, norms);
  const kept = Array.from({ length: qr.rank }, (_, j) => freed[qr.pivot[j]!]!);
  const products = (column: Float64Array, over: Uint8Array | null) =>
    Float64Array.from(kept, (z) => {
      let sum = 0;
      for (let r = 0; r < column.length; r++) if (over === null || over[r] === 1) sum += z[r]! * column[r]!;
      return sum;
    });
  // (X'X)^-1 through the triangle of the QR of X.
  const solve = (b: Float64Array) => solveUpper(qr.r, solveUpperTransposed(qr.r, b));
  const subtract = (column: Float64Array, slopes: Float64Array, over: Uint8Array) => {
    kept.forEach((z, j) => {
      for (let r = 0; r < column.length; r++) if (over[r] === 1) column[r]! -= slopes[j]! * z[r]!;
    });
    return column;
  };
  return {
    reached: effects.reached,
    residuals(column) {
      const left = effects.residuals(column);
      return subtract(left, solve(products(left, rows.base)), effects.reached);
    },
    weightsOf(w) {
      const slopes = solve(products(w, null));
      return subtract(
        effects.weightsOf(w),
        slopes.map((s) => -s),
        rows.base,
      );
    },
  };
}

function effectsProjection({ units, periods, unit, period, base }: ProjectionRows): TwoWayProjection {
  const counts = new Float64Array(units);
  for (let r = 0; r < unit.length; r++) if (base[r] === 1) counts[unit[r]!]! += 1;
  const system = periodSystem({ units, periods, unit, period, base });
  const reached = reachedRows({ units, periods, unit, period, base });

  /** Solves the normal equations of the base rows for right-hand sides by unit and by period. */
  const solve = (byUnit: Float64Array, byPeriod: Float64Array): { unit: Float64Array; period: Float64Array } => {
    const right = byPeriod.slice();
    for (let r = 0; r < unit.length; r++) if (base[r] === 1) right[period[r]!]! -= byUnit[unit[r]!]! / counts[unit[r]!]!;
    const ofPeriod = system(right);
    const ofUnit = byUnit.slice();
    for (let r = 0; r < unit.length; r++) if (base[r] === 1) ofUnit[unit[r]!]! -= ofPeriod[period[r]!]!;
    for (let i = 0; i < units; i++) ofUnit[i] = counts[i]! > 0 ? ofUnit[i]! / counts[i]! : 0;
    return { unit: ofUnit, period: ofPeriod };
  };

  return {
    reached,
    residuals(column) {
      // Levels of units can be a thousand times what changes within them; taken out first, they cost no digits.
      const levels = new Float64Array(units);
      for (let r = 0; r < unit.length; r++) if (base[r] === 1) levels[unit[r]!]! += column[r]! / counts[unit[r]!]!;
      const left = column.map((v, r) => v - levels[unit[r]!]!);
      const byUnit = new Float64Array(units);
      const byPeriod = new Float64Array(periods);
      for (let r = 0; r < unit.length; r++) {
        if (base[r] !== 1) continue;
        byUnit[unit[r]!]! += left[r]!;
        byPeriod[period[r]!]! += left[r]!;
      }
      const effects = solve(byUnit, byPeriod);
      for (let r = 0; r < unit.length; r++)
        left[r] = reached[r] === 1 ? left[r]! - effects.unit[unit[r]!]! - effects.period[period[r]!]! : 0;
      return left;
    },
    weightsOf(w) {
      const byUnit = new Float64Array(units);
      const byPeriod = new Float64Array(periods);
      for (let r = 0; r < unit.length; r++) {
        byUnit[unit[r]!]! += w[r]!;
        byPeriod[period[r]!]! += w[r]!;
      }
      const effects = solve(byUnit, byPeriod);
      return w.map((_, r) => (base[r] === 1 ? effects.unit[unit[r]!]! + effects.period[period[r]!]! : 0));
    },
  };
}

/** The period block of the normal equations after the units have been eliminated, factored once. Its null space (one level per component) gets zeros. */
function periodSystem({ units, periods, unit, period, base }: ProjectionRows): (right: Float64Array) => Float64Array {
  const block = zeros(periods, periods);
  const here = new Int32Array(periods);
  // Units with the same periods add the same to the block: they are counted, not added one by one.
  const patterns = new Map<string, { at: number[]; times: number }>();
  let row = 0;
  for (let i = 0; i < units; i++) {
    let width = 0;
    for (; row < unit.length && unit[row] === i; row++) if (base[row] === 1) here[width++] = period[row]!;
    if (width === 0) continue;
    const at = Array.from(here.subarray(0, width));
    const key = at.join(",");
    const known = patterns.get(key);
    if (known === undefined) patterns.set(key, { at, times: 1 });
    else known.times++;
  }
  for (const { at, times } of patterns.values()) {
    for (const s of at) {
      block.data[s + s * periods]! += times;
      for (const t of at) block.data[t + s * periods]! -= times / at.length;
    }
  }
  const factor = pivotedCholesky(block, tolerance);
  return (right) => solveSemidefinite(block, factor, right);
}

/** A solution of a x = b for b in the range of a positive semi-definite a: zero at the entries the factorisation did not reach; refined once. */
function solveSemidefinite(a: Matrix, factor: PivotedCholesky, b: Float64Array): Float64Array {
  const x = factorSolve(factor, b);
  const failed = b.slice();
  for (let j = 0; j < a.cols; j++) for (let i = 0; i < a.rows; i++) failed[i]! -= a.data[i + j * a.rows]! * x[j]!;
  const correction = factorSolve(factor, failed);
  return x.map((v, j) => v + correction[j]!);
}

function factorSolve({ factor, pivot, rank }: PivotedCholesky, b: Float64Array): Float64Array {
  const n = factor.rows;
  const l = factor.data;
  const z = new Float64Array(rank);
  for (let i = 0; i < rank; i++) {
    let s = b[pivot[i]!]!;
    for (let k = 0; k < i; k++) s -= l[i + k * n]! * z[k]!;
    z[i] = s / l[i + i * n]!;
  }
  const x = new Float64Array(n);
  for (let i = rank - 1; i >= 0; i--) {
    let s = z[i]!;
    for (let k = i + 1; k < rank; k++) s -= l[k + i * n]! * x[pivot[k]!]!;
    x[pivot[i]!] = s / l[i + i * n]!;
  }
  return x;
}

/** Rows whose unit and period lie in one component of the base rows. */
function reachedRows({ units, periods, unit, period, base }: ProjectionRows): Uint8Array {
  const parent = Int32Array.from({ length: units + periods }, (_, v) => v);
  const root = (v: number): number => {
    let at = v;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (let r = 0; r < unit.length; r++) if (base[r] === 1) parent[root(unit[r]!)] = root(units + period[r]!);
  return Uint8Array.from(unit, (i, r) => (root(i) === root(units + period[r]!) ? 1 : 0));
}
