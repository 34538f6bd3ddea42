import { problem } from "../../messages/main.js";
import { dot, fromColumns, leastSquares, pivotedQr } from "../../numerics/main.js";
import type { Design } from "../design.js";
import { withConstant } from "../panel/quasiDemeaned.js";

/** The autocorrelation has arrived when an iteration moves it by less than this. */
const ARRIVED = 1e-13;
const MOST_ITERATIONS = 1000;
/** Residuals below this share of the outcome are rounding, and have no autocorrelation. */
const ROUNDING = 1e-12;

/** AR(1) errors of one series, its rows in order of time. */
export interface Autocorrelation {
  rho: number;
  iterations: number;
  /** What the last iteration moved it by. */
  move: number;
}

/**
 * The autocorrelation of AR(1) errors by iterated Prais-Winsten: least squares of the transformed columns, rho from its residuals on the
 * untransformed ones (regression of e_t on e_(t-1) without a constant), until rho rests (Prais and Winsten 1954; Greene 2018, 20.9).
 * @throws ITS-UNIT-ROOT where rho leaves (-1, 1)
 */
export function iteratedAutocorrelation(design: Design): Autocorrelation {
  const { outcome } = design;
  const columns = withConstant(design).map((r) => r.values);
  let rho = 0;
  for (let iterations = 1; ; iterations++) {
    const next = autocorrelationOf(residualsAt(columns, outcome, rho), outcome);
    if (!(Math.abs(next) < 1)) throw problem("ITS-UNIT-ROOT", { rho: next });
    const move = Math.abs(next - rho);
    rho = next;
    if (move < ARRIVED || iterations === MOST_ITERATIONS) return { rho, iterations, move };
  }
}

/** y - X b on the untransformed rows, b by least squares of the transformed ones. */
function residualsAt(columns: readonly Float64Array[], outcome: Float64Array, rho: number): Float64Array {
  const qr = pivotedQr(
    fromColumns(
      columns.map((values) => quasiDifferenced(values, rho)),
      outcome.length,
    ),
  );
  const { coefficients } = leastSquares(qr, quasiDifferenced(outcome, rho));
  const residuals = Float64Array.from(outcome);
  Array.from(qr.kept).forEach((j, k) => {
    for (let t = 0; t < residuals.length; t++) residuals[t]! -= coefficients[k]! * columns[j]![t]!;
  });
  return residuals;
}

function autocorrelationOf(e: Float64Array, outcome: Float64Array): number {
  const before = e.subarray(0, e.length - 1);
  const square = dot(before, before);
  return square <= ROUNDING ** 2 * dot(outcome, outcome) ? 0 : dot(e.subarray(1), before) / square;
}

/** x_t - rho x_(t-1), the first row times sqrt(1 - rho^2): under AR(1) errors all rows then have uncorrelated errors of one variance. */
export function quasiDifferenced(values: Float64Array, rho: number): Float64Array {
  return values.map((value, t) => (t === 0 ? Math.sqrt(1 - rho * rho) * value : value - rho * values[t - 1]!));
}

/** The design with every column quasi-differenced; the constant becomes a regressor of its own. */
export function quasiDifferencedDesign(design: Design, rho: number): Design {
  return {
    ...design,
    intercept: false,
    outcome: quasiDifferenced(design.outcome, rho),
    regressors: withConstant(design).map(({ name, values }) => ({ name, values: quasiDifferenced(values, rho) })),
  };
}
