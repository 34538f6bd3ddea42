import { problem } from "../../messages/main.js";
import {
  cholesky,
  choleskyInverse,
  column,
  crossProduct,
  dot,
  fromColumns,
  type Matrix,
  mean,
  multiply,
  pivotedQr,
  solveLeastSquares,
  sum,
  traceOf,
} from "../../numerics/main.js";
import { residualsOf } from "../leastSquares.js";
import type { ComponentsMethod } from "./options.js";
import { lessMeans, mapColumns, type Panel, spread, unitMeans, unitSizes } from "./panelRows.js";

/** Variances of the unit component and of the rest, and the share of its mean each unit's rows lose. */
export interface Components {
  unit: number;
  rest: number;
  /** 1 - sqrt(rest / (T_i unit + rest)), by unit. */
  shares: Float64Array;
  /** The estimate of the unit variance before negative ones are set to zero. */
  estimated: number;
}

/**
 * Variance components of a one-way error components model from two quadratic forms of residuals e, e'Qe (within units) and e'Pe (between), set
 * equal to their expectations. Which residuals: within and between regressions (Swamy and Arora 1972), pooled (Wallace and Hussain 1969), within
 * (Amemiya 1971); Nerlove (1971) takes the estimated effects themselves. In balanced panels with the plain degrees of freedom of these papers, in
 * unbalanced ones with exact expectations (Baltagi and Chang 1994); as plm has both.
 * @param x regressors, the constant first
 * @throws PANEL-FEW-UNITS where the between regression has more coefficients than units
 */
export function varianceComponents(panel: Panel, x: Matrix, y: Float64Array, method: ComponentsMethod): Components {
  const sizes = unitSizes(panel);
  const within = withinRegression(panel, x, y);
  const { unit, rest } = method === "nerlove" ? nerlove(panel, within) : quadraticForms(panel, x, y, method, within);
  const kept = Math.max(0, unit);
  return { unit: kept, rest, estimated: unit, shares: sizes.map((t) => 1 - Math.sqrt(rest / (t * kept + rest))) };
}

/** The regression on deviations from unit means, of the regressors that vary within units. */
interface Within {
  /** Positions in x. */
  kept: number[];
  /** y - x b on the rows, effects and constant still in. */
  partial: Float64Array;
  rss: number;
  /** Inner products of the kept regressors within units. */
  gram: Matrix;
}

function withinRegression(panel: Panel, x: Matrix, y: Float64Array): Within {
  const deviations = mapColumns(x, (values) => lessMeans(panel, values, 1));
  const sizes = Float64Array.from({ length: x.cols }, (_, j) => Math.sqrt(dot(column(x, j), column(x, j))));
  const qr = pivotedQr(deviations, undefined, sizes);
  const kept = Array.from(qr.kept);
  const free = lessMeans(panel, y, 1);
  const b = solveLeastSquares(qr, free);
  const chosen = chosenColumns(deviations, kept);
  const residuals = residualsOf(free, chosen, b);
  return { kept, partial: residualsOf(y, chosenColumns(x, kept), b), rss: dot(residuals, residuals), gram: crossProduct(chosen) };
}

function nerlove(panel: Panel, within: Within): { unit: number; rest: number } {
  const sizes = unitSizes(panel);
  const rows = sum(sizes);
  const n = sizes.length;
  const effects = unitMeans(panel, within.partial);
  const centre = effects.reduce((total, a, k) => total + a * sizes[k]!, 0) / rows;
  const spreadOfEffects = effects.reduce((total, a, k) => total + (sizes[k]! * (a - centre) * (a - centre)) / rows, 0);
  return { unit: (spreadOfEffects * n) / (n - 1), rest: within.rss / rows };
}

function quadraticForms(
  panel: Panel,
  x: Matrix,
  y: Float64Array,
  method: Exclude<ComponentsMethod, "nerlove">,
  within: Within,
): { unit: number; rest: number } {
  const sizes = unitSizes(panel);
  const n = sizes.length;
  const rows = sum(sizes);
  const average = (values: Float64Array): Float64Array => spread(panel, unitMeans(panel, values));
  if (method === "swamyArora") {
    const means = mapColumns(x, average);
    const between = pivotedQr(means);
    if (between.rank >= n) throw problem("PANEL-FEW-UNITS", { units: n, coefficients: between.rank });
    const kept = chosenColumns(means, between.kept);
    const averaged = average(y);
    const e = residualsOf(averaged, kept, solveLeastSquares(between, averaged));
    const rest = within.rss / (rows - n - within.kept.length);
    const held = traceOf(multiply(inverse(crossProduct(kept)), crossProduct(unitSums(panel, kept))));
    return { rest, unit: (dot(e, e) - (n - between.rank) * rest) / (rows - held) };
  }
  const e = method === "amemiya" ? centred(within.partial) : residualsOf(y, x, solveLeastSquares(pivotedQr(x), y));
  const inner = dot(lessMeans(panel, e, 1), lessMeans(panel, e, 1));
  const outer = dot(average(e), average(e));
  if (panel.balanced) {
    const rest = inner / (rows - n);
    return { rest, unit: ((outer / n - rest) * n) / rows };
  }
  if (method === "amemiya") {
    const rest = inner / (rows - n - within.kept.length);
    const means = mapColumns(chosenColumns(x, within.kept), (values) => centred(average(values)));
    const held = within.kept.length === 0 ? 0 : traceOf(multiply(inverse(within.gram), crossProduct(means)));
    return { rest, unit: (outer - (n - 1 + held) * rest) / (rows - dot(sizes, sizes) / rows) };
  }
  // Pooled residuals are M u: tr(M Q M), tr(M P M), and both with ZZ' between, Z the unit indicators.
  const c = inverse(crossProduct(x));
  const wx = multiply(c, crossProduct(mapColumns(x, (values) => lessMeans(panel, values, 1))));
  const bx = multiply(c, crossProduct(mapColumns(x, average)));
  const sx = multiply(c, crossProduct(unitSums(panel, x)));
  const [a11, a12] = [rows - n - traceOf(wx), traceOf(multiply(wx, sx))];
  const [a21, a22] = [n - traceOf(bx), rows - 2 * traceOf(sx) + traceOf(multiply(bx, sx))];
  const determinant = a11 * a22 - a12 * a21;
  return { rest: (inner * a22 - a12 * outer) / determinant, unit: (a11 * outer - a21 * inner) / determinant };
}

function chosenColumns(a: Matrix, chosen: ArrayLike<number>): Matrix {
  return fromColumns(
    Array.from(chosen, (j) => column(a, j)),
    a.rows,
  );
}

function centred(values: Float64Array): Float64Array {
  const centre = mean(values);
  return values.map((value) => value - centre);
}

/** Sums by unit: one row per unit. */
function unitSums({ starts }: Panel, x: Matrix): Matrix {
  const n = starts.length - 1;
  return fromColumns(
    Array.from({ length: x.cols }, (_, j) => Float64Array.from({ length: n }, (_, k) => sum(column(x, j), starts[k]!, starts[k + 1]!))),
    n,
  );
}

function inverse(a: Matrix): Matrix {
  return choleskyInverse(cholesky(a)!);
}
