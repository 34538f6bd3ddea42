import { column, type Matrix, zeros } from "./matrix.js";
import { applyTransposedQ, type PivotedQr, solveUpper, solveUpperTransposed } from "./qr.js";

/**
 * The least squares coefficients of y on the kept columns of the factorised matrix, in the order of `qr.kept`.
 */
export function solveLeastSquares(qr: PivotedQr, y: Float64Array): Float64Array {
  return solveUpper(qr.r, applyTransposedQ(qr, y.slice()));
}

/** (X'X)^-1 of the kept columns, rank x rank, exactly symmetric. */
export function inverseGram(qr: PivotedQr): Matrix {
  const n = qr.rank;
  const out = zeros(n, n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    column(out, j).set(solveUpper(qr.r, solveUpperTransposed(qr.r, unit)));
  }
  for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) out.data[j + i * n] = out.data[i + j * n]!;
  return out;
}
