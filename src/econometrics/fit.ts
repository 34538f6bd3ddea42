import type { Finding } from "../messages/main.js";
import { chi2Upper, fUpper, type Matrix, normalQuantile, normalUpper, tQuantile, tTwoSided } from "../numerics/main.js";
import type { ModelResult, Row } from "../results/main.js";
import type { AbsorbedEffect, Design } from "./design.js";
import { fitTable } from "./fitTable.js";
import type { Estimated } from "./inference.js";
import type { Vcov, VcovOption } from "./vcov.js";

/** What a fit keeps so that other errors and tests need no second estimation. Columns are freed of the absorbed effects. */
export interface Moments {
  design: Design;
  terms: string[];
  coefficients: Float64Array;
  /** Regressors freed of the effects, one column per term. */
  regressors: Matrix;
  readonly residuals: Float64Array;
  weights: Float64Array | null;
  /** Weighted regressors times residuals: one row per observation, one column per term. */
  readonly scores: Matrix;
  /** X'We as it was left by the solution, where it is known. */
  gradient?: Float64Array;
  /** Weights times residuals, where the scores are the regressors times these; sums of scores then need no scores. */
  readonly pull?: Float64Array;
  /** Sum over groups of rows of s_g s_g', s_g the scores of a group added up, where it is to be had without the scores. */
  meat?: (codes: Int32Array, levels: number) => Matrix;
  /** (X'WX)^-1 of the freed regressors. */
  bread: Matrix;
  /** R with X'WX = R'R, where it is known. */
  triangle?: Matrix;
  /** Variance of a row's error times its weight, where the model fixes it (1 for Poisson); otherwise it is estimated. */
  dispersion?: number;
  /** X'WX where it is not the inverse of the bread (efficient GMM). */
  gram?: Matrix;
  rows: number;
  effects: readonly AbsorbedEffect[];
  /** Rank of all absorbed effects together, the constant included. */
  effectsRank: number;
  /** Terms plus the rank of the effects. */
  parameters: number;
  /** Weighted sum of squared residuals. */
  rss: number;
}

/**
 * What every estimator returns: the model of the results contract (all that JSON shows), and beside it, not enumerable, the moments,
 * the covariance matrix and the findings.
 */
export interface Fit extends ModelResult {
  readonly estimated: Estimated;
  readonly moments: Moments;
  readonly covariance: Matrix;
  readonly vcovOption: VcovOption;
  readonly findings: readonly Finding[];
}

/** A Fit from its contract part and what stands behind it. */
export function fitOf(
  result: ModelResult,
  behind: { estimated: Estimated; moments: Moments; covariance: Matrix; vcovOption: VcovOption; findings: readonly Finding[] },
): Fit {
  const hidden = Object.fromEntries(Object.entries(behind).map(([key, value]) => [key, { value, enumerable: false }]));
  const fit = Object.defineProperties({ ...result }, hidden) as Fit;
  Object.defineProperty(fit, "toString", { value: () => fitTable(fit), enumerable: false });
  return fit;
}

/** The estimate of a term. Throws when the model has no such term: a slip of the caller's program. */
export function coefficient(fit: ModelResult, term: string): number {
  return rowOf(fit, term).estimate!;
}

/** The standard error of a term. */
export function stdError(fit: ModelResult, term: string): number {
  return rowOf(fit, term).stdError!;
}

/** The row of a term. */
export function rowOf(fit: ModelResult, term: string): Row {
  const row = fit.coefficients.find((r) => r.term === term);
  if (row === undefined) throw new Error(`the model has no term ${term}; it has ${fit.coefficients.map((r) => r.term).join(", ")}`);
  return row;
}

/** Rows of the contract from coefficients and their covariance: t statistics and intervals; normal ones where `df` is infinite. */
export function coefficientRows(
  moments: Pick<Moments, "terms" | "coefficients">,
  vcov: Pick<Vcov, "matrix" | "df" | "dfs" | "method">,
  options: { level: number; stars: boolean; scale: OutcomeScale | null },
): Row[] {
  const normal = vcov.df === Number.POSITIVE_INFINITY;
  const upper = 1 - (1 - options.level) / 2;
  const shared = normal ? normalQuantile(upper) : tQuantile(upper, vcov.df);
  return moments.terms.map((term, j) => {
    const df = vcov.dfs?.[j] ?? vcov.df;
    const critical = df === vcov.df ? shared : tQuantile(upper, df);
    const estimate = moments.coefficients[j]!;
    const variance = vcov.matrix.data[j * (vcov.matrix.rows + 1)]!;
    const error = variance > 0 ? Math.sqrt(variance) : null;
    const statistic = error === null ? null : estimate / error;
    return {
      term,
      equation: "main",
      kind: "coefficient",
      estimate,
      stdError: error,
      statistic,
      distribution: normal ? "normal" : `t(${Math.round(df * 100) / 100})`,
      pValue: statistic === null ? null : normal ? 2 * normalUpper(Math.abs(statistic)) : tTwoSided(statistic, df),
      confLow: error === null ? null : estimate - critical * error,
      confHigh: error === null ? null : estimate + critical * error,
      level: options.level,
      method: vcov.method,
      stars: options.stars && error !== null,
      ...(term === INTERCEPT || options.scale === null ? {} : { scale: scaleOf(estimate, options.scale) }),
      ...(error === null ? { reason: "the estimated variance is zero" } : {}),
    };
  });
}

/** Name of the constant in rows. */
export const INTERCEPT = "(Intercept)";

/** What an effect is measured against. A logged outcome has no percent of its mean: the coefficient is a relative change already. */
export interface OutcomeScale {
  mean: number;
  sd: number;
  logged: boolean;
}

function scaleOf(estimate: number, scale: OutcomeScale): Row["scale"] {
  return {
    inOutcomeSd: scale.sd > 0 ? estimate / scale.sd : null,
    inPercentOfMean: scale.logged || !(scale.mean > 0) ? null : (100 * estimate) / scale.mean,
  };
}

/** Upper tail of F and of chi-squared for a Wald statistic of q restrictions. */
export function waldPValues(wald: number, q: number, df: number): { f: number; fPValue: number; chi2PValue: number } {
  return { f: wald / q, fPValue: fUpper(wald / q, q, df), chi2PValue: chi2Upper(wald, q) };
}
