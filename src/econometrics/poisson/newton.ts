import { type FactorSolver, prepareFactors } from "../../numerics/factors/main.js";
import { dependence, leastSquares, type Matrix, type PivotedQr, pivotedQr, takeColumns } from "../../numerics/main.js";
import type { Design } from "../design.js";
import { INTERCEPT } from "../fit.js";
import { weightedNorm } from "../norms.js";
import { type Left, spanTolerance, varyingColumns } from "../setAside.js";
import { matrixOf } from "../within.js";

/** Where the iterations stand: the index (effects and offset included), its exponential, and the deviance. */
export interface Position {
  eta: Float64Array;
  mu: Float64Array;
  deviance: number;
}

/** Regressors that can be estimated. */
export interface Chosen {
  names: string[];
  raw: Float64Array[];
  /** The same, freed of the effects under the weights of the last regression. */
  freed: Float64Array[];
  left: Left[];
}

/** One weighted regression of the working outcome. */
export interface WeightedStep {
  chosen: Chosen;
  /** The index it proposes. */
  eta: Float64Array;
  coefficients: Float64Array;
  /** Freed regressors, and the factorisation of them times the roots of the weights. */
  x: Matrix;
  qr: PivotedQr;
  /** Norm of each regressor about its mean, effects not taken out. */
  norms: Float64Array;
  weights: Float64Array;
  solver: FactorSolver;
  /** How the columns were freed, and what the effects could still explain of them. */
  method: string;
  residual: number;
}

/** The regressors a design starts with, a constant of its own among them. */
export function allRegressors(design: Design): Chosen {
  const constant = design.intercept ? [{ name: INTERCEPT, values: new Float64Array(design.outcome.length).fill(1) }] : [];
  const all = [...constant, ...design.regressors];
  const raw = all.map((r) => r.values);
  return { names: all.map((r) => r.name), raw, freed: raw, left: [] };
}

/**
 * Newton's step for the Poisson likelihood: least squares of eta + (y - mu)/mu on the regressors under weights w mu, effects taken out. Regressors
 * start from where the last step left them, which lie in the same space and are smaller.
 * @param first true where regressors that do not vary or are spanned by others have not been looked for yet
 */
export function newtonStep(design: Design, { eta, mu }: Position, chosen: Chosen, first: boolean): WeightedStep {
  const { outcome, offset } = design;
  const rows = outcome.length;
  const weights = design.weights === null ? mu : new Float64Array(rows);
  const roots = new Float64Array(rows);
  const working = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    if (design.weights !== null) weights[i] = mu[i]! * design.weights[i]!;
    roots[i] = Math.sqrt(weights[i]!);
    working[i] = eta[i]! + (outcome[i]! - mu[i]!) / mu[i]! - (offset === null ? 0 : offset[i]!);
  }
  const solver = prepareFactors(
    design.effects.map((e) => e.factor),
    weights,
  );
  const { columns, residual, method } = solver.partialOut([working, ...chosen.freed]);
  const freed = columns.slice(1);
  const centred = design.effects.some((e) => e.factor.intercept);
  const norms = Float64Array.from(chosen.raw, (values) => weightedNorm(values, weights, centred));
  const freedNorms = Float64Array.from(freed, (values) => weightedNorm(values, weights, false));
  const within = { names: chosen.names, raw: chosen.raw, norms, freedNorms, residual };
  const { usable, left } = first ? varyingColumns({ ...design, weights }, within) : { usable: [...chosen.names.keys()], left: [] };
  const usableX = matrixOf(
    usable.map((j) => freed[j]!),
    rows,
  );
  const qr = pivotedQr(
    scaledRows(usableX, roots),
    spanTolerance(within),
    Float64Array.from(usable, (j) => norms[j]!),
  );
  const kept = Array.from(qr.kept, (k) => usable[k]!);
  const effects = design.effects.map((e) => e.name);
  const collinear = Array.from(qr.dropped, (k): Left => {
    const spanning = dependence(qr, k).map((d) => ({ term: chosen.names[usable[d.column]!]!, weight: d.weight }));
    return { term: chosen.names[usable[k]!]!, reason: "collinear", with: spanning, effects };
  });
  const target = scaledRows({ rows, cols: 1, data: columns[0]! }, roots).data;
  const solved = leastSquares(qr, target);
  // The proposed index: the working outcome less what the regression leaves of it.
  const proposal = working;
  for (let i = 0; i < rows; i++) proposal[i]! += (offset === null ? 0 : offset[i]!) - solved.residuals[i]! / roots[i]!;
  return {
    chosen: {
      names: kept.map((j) => chosen.names[j]!),
      raw: kept.map((j) => chosen.raw[j]!),
      freed: kept.map((j) => freed[j]!),
      left: [...chosen.left, ...left, ...collinear],
    },
    eta: proposal,
    coefficients: solved.coefficients,
    x: qr.dropped.length === 0 ? usableX : takeColumns(usableX, qr.kept),
    qr,
    norms: Float64Array.from(kept, (j) => norms[j]!),
    weights,
    solver,
    method,
    residual,
  };
}

/** Every row times its factor. */
function scaledRows(a: Matrix, by: Float64Array): Matrix {
  const data = new Float64Array(a.rows * a.cols);
  for (let j = 0; j < a.cols; j++) {
    const from = j * a.rows;
    for (let i = 0; i < a.rows; i++) data[from + i] = a.data[from + i]! * by[i]!;
  }
  return { ...a, data };
}
