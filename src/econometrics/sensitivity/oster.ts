import { type Finding, finding, problem } from "../../messages/main.js";
import { column, fromColumns, leastSquares, pivotedQr } from "../../numerics/main.js";
import type { OsterResult } from "../../results/main.js";
import { type Fit, INTERCEPT } from "../fit.js";
import { timesRoot } from "../within.js";
import type { OsterOption } from "./options.js";

/** R2 with controls, times this, is what an R2 of everything is taken to be (Oster 2019, from randomised studies). */
const usualMultiple = 1.3;

/**
 * How strongly what is not observed would have to select into the regressor, beside what is observed, to move its coefficient to zero
 * (delta), and the coefficient if it selects as strongly (delta = 1): Oster (2019), Journal of Business & Economic Statistics 37,
 * propositions 2 and 3. Absorbed effects, the constant and `keep` stand in both models and everything is within them. Throws
 * MODEL-OSTER-TERM where the term or a kept one is not in the fit, or no control is left.
 */
export function osterBounds(fit: Fit, { term, keep = [], rMax }: OsterOption): OsterResult {
  const { moments } = fit;
  const always = [INTERCEPT, ...keep].filter((name) => moments.terms.includes(name));
  const controls = moments.terms.filter((name) => name !== term && !always.includes(name));
  const unknown = [term, ...keep].find((name) => !moments.terms.includes(name));
  if (unknown !== undefined || controls.length === 0)
    throw problem("MODEL-OSTER-TERM", {
      term: unknown ?? term,
      known: unknown === undefined,
      terms: moments.terms.filter((t) => t !== INTERCEPT),
    });

  const at = (name: string) => moments.terms.indexOf(name);
  const fitted = moments.residuals.map((e, i) =>
    moments.terms.reduce((sum, _, j) => sum + moments.coefficients[j]! * column(moments.regressors, j)[i]!, e),
  );
  const all = fromColumns([...moments.terms.map((_, j) => column(moments.regressors, j)), fitted], moments.rows);
  const rooted = moments.weights === null ? all : timesRoot(all, moments.weights);
  const values = (j: number) => column(rooted, j);
  const freedOf = (names: readonly string[], y: Float64Array): Float64Array =>
    names.length === 0
      ? y
      : leastSquares(
          pivotedQr(
            fromColumns(
              names.map((name) => values(at(name))),
              moments.rows,
            ),
          ),
          y,
        ).residuals;
  const y = freedOf(always, values(moments.terms.length));
  const x = freedOf(always, values(at(term)));
  const n = moments.rows;
  const outcome = square(y) / n;
  const treatment = square(x) / n;
  const rest = square(freedOf([...always, ...controls], values(at(term)))) / n;
  const uncontrolled = x.reduce((sum, v, i) => sum + v * y[i]!, 0) / (n * treatment);
  const controlled = moments.coefficients[at(term)]!;
  const r2Uncontrolled = (uncontrolled * uncontrolled * treatment) / outcome;
  const r2Controlled = 1 - moments.rss / (n * outcome);
  const most = Math.min(1, (rMax ?? usualMultiple) * r2Controlled);
  const known = {
    uncontrolled,
    controlled,
    outcome,
    treatment,
    rest,
    gained: (r2Controlled - r2Uncontrolled) * outcome,
    left: (most - r2Controlled) * outcome,
  };
  return {
    term,
    uncontrolled,
    controlled,
    r2Uncontrolled,
    r2Controlled,
    rMax: most,
    delta: deltaFor(known, 0),
    adjusted: adjustedFor(known),
  };
}

/** Selection on the unobserved weaker than that on the controls is enough to undo the coefficient. */
export function osterFindings({ term, delta, controlled, rMax }: OsterResult, where: string): Finding[] {
  return Math.abs(delta) >= 1 ? [] : [finding("MODEL-OSTER-WEAK", where, { term, delta, estimate: controlled, rMax })];
}

interface Known {
  uncontrolled: number;
  controlled: number;
  /** Variances of the outcome and the regressor, and of the regressor given the controls. */
  outcome: number;
  treatment: number;
  rest: number;
  /** Variance of the outcome that controls explain, and that the unobserved would. */
  gained: number;
  left: number;
}

/** Proportional selection that makes the coefficient `target` (proposition 3). */
export function deltaFor({ uncontrolled, controlled, treatment, rest, gained, left }: Known, target: number): number {
  const away = controlled - target;
  const moved = uncontrolled - controlled;
  const cubic = away * away * away * (rest * treatment - rest * rest);
  const top = away * gained * rest + away * treatment * rest * moved * moved + 2 * away * away * rest * moved * treatment + cubic;
  const bottom = left * moved * treatment + away * left * (treatment - rest) + away * away * rest * moved * treatment + cubic;
  return top / bottom;
}

/** The coefficient under equal selection (proposition 2): of the two solutions the one nearer the controlled estimate, and the other. */
function adjustedFor({ uncontrolled, controlled, treatment, rest, gained, left }: Known): number[] {
  const moved = uncontrolled - controlled;
  const theta = left * (treatment - rest) - gained * rest - treatment * rest * moved * moved;
  // a s^2 - theta s - c = 0 for the distance s from the controlled estimate, without cancellation.
  const a = rest * moved * treatment;
  const c = left * moved * treatment;
  const root = Math.sqrt(theta * theta + 4 * a * c);
  const q = (theta + (theta < 0 ? -root : root)) / 2;
  const distances = [...(a === 0 ? [] : [q / a]), ...(q === 0 ? [] : [-c / q])];
  if (distances.length === 0) return [controlled];
  return distances.sort((x, y) => Math.abs(x) - Math.abs(y)).map((s) => controlled - s);
}

function square(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v * v, 0);
}
