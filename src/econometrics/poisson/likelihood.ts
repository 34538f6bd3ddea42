import { exp, gammaLn, log, rowBlock } from "../../numerics/main.js";

/** The outcome with what never changes over the iterations. */
export interface Outcome {
  values: Float64Array;
  /** Logarithms; zero where the outcome is. */
  logs: Float64Array;
  /** Weighted sum of ln y! (of ln gamma(y + 1) where y is not whole), which no index changes. */
  readonly factorials: number;
  weights: Float64Array | null;
}

/** An outcome with its logarithms. */
export function outcomeOf(values: Float64Array, weights: Float64Array | null): Outcome {
  let factorials: number | null = null;
  return {
    values,
    logs: values.map((y) => (y > 0 ? log(y) : 0)),
    weights,
    get factorials() {
      factorials ??= logFactorials(values, weights);
      return factorials;
    },
  };
}

/** Counts are mostly small: their factorials are looked up. */
function logFactorials(values: Float64Array, weights: Float64Array | null): number {
  const known: number[] = [];
  const of = (y: number): number => {
    if (y > 1000 || !Number.isInteger(y)) return gammaLn(y + 1);
    known[y] ??= gammaLn(y + 1);
    return known[y];
  };
  return blockSum(values.length, (i) => (weights === null ? of(values[i]!) : weights[i]! * of(values[i]!)));
}

/** Twice the log-likelihood a perfect fit would gain: 2 sum w (y ln(y/mu) - (y - mu)). */
export function deviance({ values, logs, weights }: Outcome, eta: Float64Array, mu: Float64Array): number {
  return (
    2 *
    blockSum(values.length, (i) => {
      const y = values[i]!;
      const lost = (y > 0 ? y * (logs[i]! - eta[i]!) : 0) - (y - mu[i]!);
      return weights === null ? lost : weights[i]! * lost;
    })
  );
}

/** Poisson log-likelihood; for an outcome that is not whole, with the gamma function in place of the factorial. */
export function logLikelihood({ values, weights, factorials }: Outcome, eta: Float64Array, mu: Float64Array): number {
  const varying = blockSum(values.length, (i) => {
    const own = values[i]! * eta[i]! - mu[i]!;
    return weights === null ? own : weights[i]! * own;
  });
  return varying - factorials;
}

/** Log-likelihood of a constant alone (and the offset, where there is one). */
export function nullLogLikelihood(outcome: Outcome, offset: Float64Array | null): number {
  const { values, weights } = outcome;
  const exposure = offset === null ? new Float64Array(values.length).fill(1) : offset.map((value) => exp(value));
  const level = weightedTotal(values, weights) / weightedTotal(exposure, weights);
  const eta = exposure.map((_, i) => log(level) + (offset === null ? 0 : offset[i]!));
  return logLikelihood(
    outcome,
    eta,
    exposure.map((value) => level * value),
  );
}

/** Weighted sum of a column. */
export function weightedTotal(values: Float64Array, weights: Float64Array | null): number {
  return blockSum(values.length, (i) => (weights === null ? values[i]! : weights[i]! * values[i]!));
}

/** Sum over rows in blocks: the error does not grow with the rows. */
export function blockSum(rows: number, term: (row: number) => number): number {
  let total = 0;
  for (let from = 0; from < rows; from += rowBlock) {
    const to = Math.min(from + rowBlock, rows);
    let part = 0;
    for (let i = from; i < to; i++) part += term(i);
    total += part;
  }
  return total;
}
