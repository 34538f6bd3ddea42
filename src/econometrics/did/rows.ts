import { normalQuantile, normalUpper, tQuantile, tTwoSided } from "../../numerics/main.js";
import type { Row } from "../../results/main.js";

/** Below this many treated clusters analytic errors are far too small (reference: a null rejected one time in four with two), so no stars. */
export const fewTreated = 5;

/** What stands behind an effect. */
export interface Support {
  treatedUnits: number;
  treatedRows: number;
  treatedClusters: number;
}

/** An effect and its error, before it becomes a row. */
export interface Effect {
  term: string;
  estimate: number | null;
  stdError: number | null;
  /** Degrees of freedom of the t distribution; null for the normal. */
  df: number | null;
  method: string;
  support: Support;
  /** Mean and standard deviation of the outcome over the rows used, for the effect in their units. */
  outcome: OutcomeScale;
  reason?: string;
}

export interface OutcomeScale {
  mean: number;
  sd: number;
  positive: boolean;
}

/** Mean and standard deviation (n - 1) of the outcome where it is there; a percentage of the mean only means something where all values are positive. */
export function outcomeScale(values: Float64Array): OutcomeScale {
  let sum = 0;
  let count = 0;
  let positive = true;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count++;
    if (values[i]! <= 0) positive = false;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) squares += (values[i]! - mean) * (values[i]! - mean);
  return { mean, sd: Math.sqrt(squares / (count - 1)), positive };
}

/** The row of an effect with its interval at 95 percent. An error of zero is no error: it means that nothing varied. */
export function effectRow(effect: Effect, extra: Partial<Row> = {}): Row {
  const { estimate, df, outcome } = effect;
  const stdError = effect.stdError !== null && effect.stdError > 0 ? effect.stdError : null;
  const statistic = estimate === null || stdError === null ? null : estimate / stdError;
  const critical = df === null ? normalQuantile(0.975) : tQuantile(0.975, df);
  const row: Row = {
    term: effect.term,
    equation: "main",
    kind: "effect",
    estimate,
    stdError,
    statistic,
    distribution: statistic === null ? null : df === null ? "normal" : `t(${df})`,
    pValue: statistic === null ? null : df === null ? 2 * normalUpper(Math.abs(statistic)) : tTwoSided(statistic, df),
    confLow: statistic === null ? null : estimate! - critical * stdError!,
    confHigh: statistic === null ? null : estimate! + critical * stdError!,
    level: 0.95,
    method: effect.method,
    stars: statistic !== null && effect.support.treatedClusters >= fewTreated,
    support: { ...effect.support },
    scale: scaleOf(estimate, outcome),
    ...extra,
  };
  const reason = effect.reason ?? (stdError === null ? "nothing varies, so there is no error" : null);
  return reason === null ? row : { ...row, reason };
}

/** An effect in standard deviations of the outcome, and in percent of its mean where that has a meaning. */
export function scaleOf(estimate: number | null, { mean, sd, positive }: OutcomeScale): NonNullable<Row["scale"]> {
  return {
    inOutcomeSd: estimate === null || sd === 0 ? null : estimate / sd,
    inPercentOfMean: estimate === null || !positive ? null : (100 * estimate) / mean,
  };
}
