import { column, fromColumns, leastSquares, pivotedQr } from "../numerics/main.js";
import { type Fit, INTERCEPT, type Moments } from "./fit.js";
import { solverFor } from "./sharedSolver.js";
import { timesRoot } from "./within.js";

/** What is left out of the base model. */
export interface LeftOut {
  /** Absorbed effects by name, all of them together one part. */
  effects?: readonly string[];
  /** Coefficients by name, each a part of its own. */
  terms?: readonly string[];
}

/** How far a coefficient moves when covariates enter, and what of the way each covariate answers for. */
export interface Decomposition {
  term: string;
  /** Without and with the covariates, on the same rows. */
  base: number;
  full: number;
  /** Contributions, which add up to base - full. */
  parts: { part: string; contribution: number }[];
}

/**
 * Gelbach's (2016) decomposition of base - full for every coefficient that both models have: the coefficients of the base regressors in
 * regressions of each left-out covariate (times its coefficient) on them. It does not depend on the order in which covariates enter.
 */
export function gelbach(fit: Fit, leftOut: LeftOut): Decomposition[] {
  const { moments } = fit;
  const { design, weights } = moments;
  const outEffects = new Set(leftOut.effects ?? []);
  const outTerms = (leftOut.terms ?? []).filter((term) => moments.terms.includes(term));
  const stays = moments.effects.filter((effect) => !outEffects.has(effect.name));
  const raw = rawColumns(moments);
  const kept = moments.terms.filter((term) => !outTerms.includes(term));
  const constantSpanned = stays.some((effect) => effect.factor.intercept);
  const base = [...(constantSpanned || kept.includes(INTERCEPT) ? [] : [INTERCEPT]), ...kept];
  const parts = [
    ...outTerms.map((term) => ({ part: term, values: raw.get(term)!.map((v) => v * moments.coefficients[moments.terms.indexOf(term)]!) })),
    ...(outEffects.size === 0 ? [] : [{ part: [...outEffects].join(" + "), values: effectValues(moments, raw) }]),
  ];
  const solver = solverFor(stays, weights);
  const columns = [...base.map((term) => raw.get(term)!), design.outcome, ...parts.map((p) => p.values)];
  const freed = solver.partialOut(columns).columns;
  const rooted = fromColumns(freed, moments.rows);
  const all = weights === null ? rooted : timesRoot(rooted, weights);
  const qr = pivotedQr(
    fromColumns(
      base.map((_, j) => column(all, j)),
      moments.rows,
    ),
  );
  const [coefficients, ...contributions] = [base.length, ...parts.map((_, p) => base.length + 1 + p)].map(
    (at) => leastSquares(qr, column(all, at)).coefficients,
  );
  return kept.flatMap((term) => {
    const at = qr.kept.indexOf(base.indexOf(term));
    if (term === INTERCEPT || at === -1) return [];
    return [
      {
        term,
        base: coefficients![at]!,
        full: moments.coefficients[moments.terms.indexOf(term)]!,
        parts: parts.map(({ part }, p) => ({ part, contribution: contributions[p]![at]! })),
      },
    ];
  });
}

/** Regressors as they were before effects were taken out. */
function rawColumns({ design, rows }: Moments): Map<string, Float64Array> {
  return new Map([[INTERCEPT, new Float64Array(rows).fill(1)], ...design.regressors.map((r) => [r.name, r.values] as const)]);
}

/** Each row's sum of absorbed effects: outcome less regressors less residual. What stays in the base is taken out of it again there. */
function effectValues({ design, terms, coefficients, residuals }: Moments, raw: ReadonlyMap<string, Float64Array>): Float64Array {
  const out = design.outcome.map((y, i) => y - residuals[i]!);
  terms.forEach((term, j) => {
    const values = raw.get(term)!;
    for (let i = 0; i < out.length; i++) out[i]! -= coefficients[j]! * values[i]!;
  });
  return out;
}
