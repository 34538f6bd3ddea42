import { exp, log, sum } from "../../numerics/main.js";
import type { Design } from "../design.js";
import { deviance, type Outcome, outcomeOf, weightedTotal } from "./likelihood.js";
import { allRegressors, newtonStep, type Position, type WeightedStep } from "./newton.js";

/** The index has arrived when no row of it moves by more than this. */
const ARRIVED = 1e-9;
/** It may stop here where rounding lets it get no further. */
const NEAR = 1e-6;
const MOST_ITERATIONS = 100;
const MOST_HALVINGS = 20;
/** Rows that run away fall by at least this much in every iteration; all others have settled when they move less than the second number. */
const FALLING = 0.5;
const SETTLED = 1e-3;

/** Where the iterations ended. */
export interface Arrived {
  outcome: Outcome;
  position: Position;
  /** The regression of the last step. */
  last: WeightedStep;
  iterations: number;
  /** The largest move of the index in the last iteration, and whether that is an arrival. */
  move: number;
  arrived: boolean;
}

/** Iterations in which some rows run away: how far the index of each row with a zero outcome fell in the last of them. */
export interface Runaway {
  falls: Float64Array;
  /** Regressors, before effects were taken out, and their names. */
  names: string[];
  columns: Float64Array[];
}

/**
 * Poisson pseudo maximum likelihood by Newton's method. The likelihood is concave, so where the index arrives on every row it is at the maximum, and
 * the maximum exists; where there is none, some rows with a zero outcome fall by one or more in every iteration, for ever, and the fall is
 * a direction along which the likelihood never decreases.
 * @param patience iterations before rows that run away are reported; infinite where they are known to be none
 */
export function iterate(design: Design, patience: number): Arrived | Runaway {
  const outcome = outcomeOf(design.outcome, design.weights);
  let position = startingPoint(outcome);
  let chosen = allRegressors(design);
  let before = Number.POSITIVE_INFINITY;
  for (let iteration = 1; ; iteration++) {
    const step = newtonStep(design, position, chosen, iteration === 1);
    chosen = step.chosen;
    const next = accepted(outcome, position, step.eta, iteration > 1);
    const move = largestMove(position.eta, next.eta);
    const arrived = move <= ARRIVED || (move <= NEAR && move > before / 2);
    if (!arrived && iteration >= patience) {
      const falls = fallsOf(outcome.values, position.eta, next.eta);
      if (falls !== null) return { falls, names: chosen.names, columns: chosen.raw };
    }
    position = next;
    before = move;
    if (arrived || iteration === MOST_ITERATIONS) return { outcome, position, last: step, iterations: iteration, move, arrived };
  }
}

/** Half way between the outcome and its mean. */
function startingPoint(outcome: Outcome): Position {
  const { values, weights } = outcome;
  const centre = weightedTotal(values, weights) / (weights === null ? values.length : sum(weights));
  const mu = values.map((y) => (y + centre) / 2);
  const eta = mu.map((m) => log(m));
  return { eta, mu, deviance: deviance(outcome, eta, mu) };
}

/** The proposed index, or as many halvings of the way to it as the likelihood needs to rise. */
function accepted(outcome: Outcome, from: Position, proposal: Float64Array, judged: boolean): Position {
  let eta = proposal;
  for (let halving = 0; ; halving++) {
    const mu = new Float64Array(eta.length);
    for (let i = 0; i < mu.length; i++) mu[i] = exp(eta[i]!);
    const now = deviance(outcome, eta, mu);
    const rises = now <= from.deviance + 1e-10 * Math.abs(from.deviance);
    if (!judged || rises || halving === MOST_HALVINGS) return { eta, mu, deviance: now };
    eta = eta.map((value, i) => (value + from.eta[i]!) / 2);
  }
}

function largestMove(from: Float64Array, to: Float64Array): number {
  let most = 0;
  for (let i = 0; i < to.length; i++) most = Math.max(most, Math.abs(to[i]! - from[i]!));
  return most;
}

/** How far rows with a zero outcome fell, where some run away and all that have a positive outcome have settled; else null. */
function fallsOf(y: Float64Array, from: Float64Array, to: Float64Array): Float64Array | null {
  let running = false;
  for (let i = 0; i < y.length; i++) {
    const moved = to[i]! - from[i]!;
    if (y[i]! > 0 && Math.abs(moved) > SETTLED) return null;
    if (y[i] === 0 && moved < -FALLING) running = true;
  }
  return running ? to.map((value, i) => (y[i] === 0 ? Math.max(0, from[i]! - value) : 0)) : null;
}
