import { prepareFactors } from "../../numerics/factors/main.js";
import { leastSquares, pivotedQr } from "../../numerics/main.js";
import type { Design } from "../design.js";
import { matrixOf, timesRoot } from "../within.js";

/** Rows with a positive outcome weigh this much against one: the direction must vanish on them. */
const HEAVY = 1e8;
/** The direction counts as zero below this share of its largest value. */
const NEGLIGIBLE = 1e-5;
const MOST_STEPS = 200;

/** A direction along which the likelihood rises for ever. */
export interface Separation {
  /** 1 for every row it separates: zero outcome, index running to minus infinity. */
  rows: Uint8Array;
  count: number;
  /** The largest value of the direction. */
  size: number;
  /** Coefficients of the direction, one per regressor given. */
  coefficients: Float64Array;
}

/**
 * Looks for z = X g + effects that is zero wherever the outcome is positive, nowhere negative, and positive somewhere: along -z the likelihood
 * rises for ever, and no estimate exists (Correia, Guimaraes and Zylkin 2021, proposition 1). Their iterative rectifier: regress a candidate that is
 * zero on positive outcomes, those rows weighing heavily; negative fitted values are set to zero, and the rest is the next candidate. It ends where
 * candidate and fit are one.
 * @param columns the regressors, before effects were taken out
 * @param start the first candidate; any positive values on rows with a zero outcome
 * @returns null where no such direction was found
 */
export function separation(design: Design, columns: readonly Float64Array[], start: Float64Array): Separation | null {
  const { outcome } = design;
  const heavy = outcome.map((y) => (y > 0 ? HEAVY : 1));
  const solver = prepareFactors(
    design.effects.map((e) => e.factor),
    heavy,
  );
  const x = matrixOf(solver.partialOut(columns).columns, outcome.length);
  const qr = pivotedQr(timesRoot(x, heavy));
  const roots = heavy.map(Math.sqrt);
  let candidate = rectified(start, outcome);
  for (let step = 0; step < MOST_STEPS; step++) {
    const size = candidate.reduce((most, value) => Math.max(most, value), 0);
    if (!(size > NEGLIGIBLE)) return null;
    const freed = solver.partialOut([candidate]).columns[0]!;
    const solved = leastSquares(
      qr,
      freed.map((value, i) => value * roots[i]!),
    );
    let worst = 0;
    const fitted = candidate.map((value, i) => {
      const rest = solved.residuals[i]! / roots[i]!;
      worst = Math.max(worst, Math.abs(rest));
      return value - rest;
    });
    if (worst <= NEGLIGIBLE * size) {
      const rows = Uint8Array.from(candidate, (value) => (value > 10 * NEGLIGIBLE * size ? 1 : 0));
      const coefficients = new Float64Array(columns.length);
      qr.kept.forEach((k, j) => {
        coefficients[k] = solved.coefficients[j]!;
      });
      return { rows, count: rows.reduce((sum, r) => sum + r, 0), size, coefficients };
    }
    candidate = rectified(fitted, outcome);
  }
  return null;
}

function rectified(values: Float64Array, outcome: Float64Array): Float64Array {
  return values.map((value, i) => (outcome[i]! > 0 ? 0 : Math.max(0, value)));
}

/** How far each regressor moves the separated rows along a direction (root mean square), as a share of its largest value: which of them separates. */
export function contributions(columns: readonly Float64Array[], { coefficients, rows, count, size }: Separation): Float64Array {
  return coefficients.map((by, j) => {
    const only = columns[j]!.map((value, i) => (rows[i] === 1 ? value : 0));
    return (Math.abs(by) * Math.sqrt(only.reduce((sum, value) => sum + value * value, 0) / count)) / size;
  });
}
