import { solveLeastSquares } from "../../numerics/leastSquares.js";
import { fromColumns } from "../../numerics/matrix.js";
import { pivotedQr } from "../../numerics/qr.js";
import { dot, mean } from "../../numerics/sums.js";

/** Weights whose correlations with the weighted mean stand in given shares. */
export interface TargetWeights {
  weights: number[];
  /** Share of each member in the sum of the correlations with the mean. */
  shares: number[];
}

const MOST_STEPS = 2_000;

/**
 * Weights w (not negative, sum 1) such that the correlations r_j of the members with sum of w z, divided by their sum, are the targets t_j.
 * With C the covariances and s the standard deviations of the members, r is proportional to C w / s, so w is proportional to the solution of
 * C w = t s: exact where it is positive. Where it is not, no positive weights reach the targets; multiplicative steps then lower the largest
 * gap while they can. Source: the aim of COINr's `get_opt_weights`; Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators
 * 80, 12-22.
 */
export function targetWeights(columns: readonly Float64Array[], targets: readonly number[]): TargetWeights {
  const centred = columns.map((column) => {
    const centre = mean(column);
    return column.map((v) => v - centre);
  });
  const covariance = centred.map((a) => Float64Array.from(centred, (b) => dot(a, b)));
  const deviations = covariance.map((row, j) => Math.sqrt(row[j]!));
  const sharesOf = (weights: readonly number[]): number[] => {
    const r = covariance.map((row, j) => row.reduce((s, c, k) => s + c * weights[k]!, 0) / deviations[j]!);
    const total = r.reduce((s, v) => s + v, 0);
    return r.map((v) => v / total);
  };
  const exact = exactWeights(
    covariance,
    targets.map((t, j) => t * deviations[j]!),
  );
  const weights = exact ?? nearestWeights(targets, sharesOf);
  return { weights, shares: sharesOf(weights) };
}

function exactWeights(covariance: readonly Float64Array[], right: readonly number[]): number[] | null {
  const qr = pivotedQr(fromColumns(covariance));
  if (qr.kept.length < right.length) return null;
  const solution = solveLeastSquares(qr, Float64Array.from(right));
  const total = solution.reduce((s, v) => s + v, 0);
  const weights = Array.from(solution, (v) => v / total);
  return weights.every((w) => w >= 0) ? weights : null;
}

function nearestWeights(targets: readonly number[], sharesOf: (weights: readonly number[]) => number[]): number[] {
  const gapOf = (shares: readonly number[]) => shares.reduce((most, share, j) => Math.max(most, Math.abs(share - targets[j]!)), 0);
  let weights = targets.map(() => 1 / targets.length);
  let shares = sharesOf(weights);
  let gap = gapOf(shares);
  for (let step = 0.5, k = 0; k < MOST_STEPS && step > 1e-8; k++) {
    const raised = weights.map((w, j) => w * (1 + step * Math.max(-0.9, Math.min(1, (targets[j]! - shares[j]!) / targets[j]!))));
    const total = raised.reduce((s, w) => s + w, 0);
    const next = raised.map((w) => w / total);
    const nextShares = sharesOf(next);
    const nextGap = gapOf(nextShares);
    if (!(nextGap < gap)) {
      step /= 2;
      continue;
    }
    weights = next;
    shares = nextShares;
    gap = nextGap;
  }
  return weights;
}
