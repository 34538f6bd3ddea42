import { type FactorSolver, prepareFactors } from "../../numerics/factors/main.js";
import { dependence, leastSquares, type Matrix, type PivotedQr, pivotedQr, takeColumns } from "../../numerics/main.js";
import type { Design } from "../design.js";
import { INTERCEPT } from "../fit.js";
import { type Left, spanTolerance, varyingColumns } from "../setAside.js";
import { matrixOf, timesRoot, weightedNorm } from "../within.js";

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
  const weights = design.weights === null ? mu : mu.map((m, i) => m * design.weights![i]!);
  const solver = prepareFactors(
    design.effects.map((e) => e.factor),
    weights,
  );
  const working = eta.map((value, i) => value + (outcome[i]! - mu[i]!) / mu[i]! - (offset === null ? 0 : offset[i]!));
  const { columns, residual, method } = solver.partialOut([working, ...chosen.freed]);
  const freed = columns.slice(1);
  const centred = design.effects.some((e) => e.factor.intercept);
  const norms = Float64Array.from(chosen.raw, (values) => weightedNorm(values, weights, centred));
  const freedNorms = Float64Array.from(freed, (values) => weightedNorm(values, weights, false));
  const within = { names: chosen.names, raw: chosen.raw, norms, freedNorms, residual };
  const { usable, left } = first ? varyingColumns({ ...design, weights }, within) : { usable: [...chosen.names.keys()], left: [] };
  const usableX = matrixOf(
    usable.map((j) => freed[j]!),
    outcome.length,
  );
  const qr = pivotedQr(
    timesRoot(usableX, weights),
    spanTolerance(within),
    Float64Array.from(usable, (j) => norms[j]!),
  );
  const kept = Array.from(qr.kept, (k) => usable[k]!);
  const effects = design.effects.map((e) => e.name);
  const collinear = Array.from(qr.dropped, (k): Left => {
    const spanning = dependence(qr, k).map((d) => ({ term: chosen.names[usable[d.column]!]!, weight: d.weight }));
    return { term: chosen.names[usable[k]!]!, reason: "collinear", with: spanning, effects };
  });
  const roots = weights.map(Math.sqrt);
  const solved = leastSquares(
    qr,
    columns[0]!.map((value, i) => value * roots[i]!),
  );
  return {
    chosen: {
      names: kept.map((j) => chosen.names[j]!),
      raw: kept.map((j) => chosen.raw[j]!),
      freed: kept.map((j) => freed[j]!),
      left: [...chosen.left, ...left, ...collinear],
    },
    eta: working.map((value, i) => value - solved.residuals[i]! / roots[i]! + (offset === null ? 0 : offset[i]!)),
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
