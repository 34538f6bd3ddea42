import type { Expression } from "../frame/main.js";
import type { FactorSolver } from "../numerics/factors/main.js";
import { log, mean, sum } from "../numerics/main.js";
import type { ModelResult } from "../results/main.js";
import type { Design } from "./design.js";
import type { Moments } from "./fit.js";
import { weightedNorm } from "./norms.js";
import { type Left, leftWith } from "./setAside.js";
import type { Within } from "./within.js";

/** What was estimated and on which rows. */
export function heading(
  estimator: string,
  design: Design,
  rows: number,
  left: readonly Left[],
): Pick<ModelResult, "estimator" | "formula" | "nobs" | "collinear" | "absorbed" | "sample"> {
  const { effects } = design;
  return {
    estimator,
    formula: design.formula.text,
    nobs: rows,
    ...(left.length === 0 ? {} : { collinear: left.map((l) => ({ term: l.term, with: leftWith(l) })) }),
    ...(effects.length === 0 ? {} : { absorbed: effects.map((e) => ({ effect: e.name, levels: e.factor.levels })) }),
    sample: {
      get hash() {
        return design.hash;
      },
      rows,
      units: design.units?.count ?? null,
      periods: design.times?.count ?? null,
      dropped: design.dropped,
    },
  };
}

/** Everything of the model in the results contract that does not depend on how errors are computed. */
export function describe(
  estimator: string,
  design: Design,
  solver: Pick<FactorSolver, "rank" | "rankExact" | "components">,
  within: Within,
  solved: { moments: Moments; left: readonly Left[]; residual: number },
): Omit<ModelResult, "coefficients" | "vcov" | "tests"> {
  const { moments, left } = solved;
  const { weights, outcome, effects } = design;
  const constantSpanned = design.intercept || effects.some((e) => e.factor.intercept);
  const tss = within.outcomeNorm ** 2;
  const r2 = 1 - moments.rss / tss;
  const free = moments.rows - moments.parameters;
  const withinTss = within.freedOutcomeNorm ** 2;
  return {
    ...heading(estimator, design, moments.rows, left),
    statistics: {
      r2,
      r2Within: effects.length === 0 ? null : 1 - moments.rss / withinTss,
      adjR2: 1 - ((1 - r2) * (moments.rows - (constantSpanned ? 1 : 0))) / free,
      rmse: Math.sqrt(moments.rss / (weights === null ? moments.rows : sum(weights))),
      logLik: logLikelihood(moments),
      outcomeMean: mean(outcome),
      outcomeSd: weights === null && constantSpanned ? within.outcomeNorm / Math.sqrt(outcome.length - 1) : outcomeSd(design),
    },
    conventions: {
      r2: constantSpanned ? "centred" : "uncentred (no constant)",
      rmse: weights === null ? "sqrt(RSS/N)" : "sqrt(weighted RSS/sum of weights)",
      sampleHash: design.hashOf,
      ...(weights === null ? {} : { weights: "analytic; outcome mean and sd unweighted" }),
      ...(effects.length === 0 ? {} : { effectsRank: solver.rank, ...(solver.rankExact ? {} : { effectsRankKind: "upper bound" }) }),
      ...Object.fromEntries(design.bases.map(({ variable, base }) => [`base of ${variable}`, base])),
    },
    certificate: {
      method: within.method ?? "qr",
      residual: Math.max(within.residual, solved.residual),
      ...(within.iterations === 0 ? {} : { iterations: within.iterations }),
      ...(effects.length < 2 ? {} : { components: solver.components }),
    },
  };
}

/** Gaussian log-likelihood at the maximum; analytic weights enter as in R's lm. */
function logLikelihood(moments: Moments): number | null {
  if (!(moments.rss > 0)) return null;
  const n = moments.rows;
  let logWeights = 0;
  if (moments.weights !== null) for (const w of moments.weights) logWeights += log(w);
  return 0.5 * (logWeights - n * (log(2 * Math.PI) + 1 - log(n) + log(moments.rss)));
}

/** Standard deviation of the outcome in the sample, unweighted. */
export function outcomeSd(design: Design): number {
  return weightedNorm(design.outcome, null, true) / Math.sqrt(design.outcome.length - 1);
}

/** True where the outcome is a logarithm: a coefficient is then a relative change already. */
export function isLog(expression: Expression): boolean {
  return expression.kind === "call" && ["ln", "log", "log10"].includes(expression.name);
}
