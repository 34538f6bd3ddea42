import { namesIn } from "../../frame/main.js";
import { nearest, problem } from "../../messages/main.js";
import { prepareFactors } from "../../numerics/factors/main.js";
import { column, dot, type Matrix, takeColumns } from "../../numerics/main.js";
import type { InferenceResult, Row } from "../../results/main.js";
import { clusterLevels } from "../columns.js";
import type { Cluster } from "../design.js";
import { type Fit, type Moments, rowOf } from "../fit.js";
import { scoresOf } from "../leastSquares.js";
import { type Levels, levelsAt } from "../levels.js";
import { weightedNorm } from "../norms.js";
import { covariance, isClustered, type VcovOption } from "../vcov.js";
import { type Assignment, assignmentOf, canDiffer, reassigned } from "./assignment.js";
import type { RandomizationOption } from "./options.js";

/** Re-assigned columns freed of the effects at once. */
const TOGETHER = 8;
/** Ties of |t*| with |t| (the sample's own assignment, and its mirror) must not hang on the last bit. */
const TIE = 1e-10;
/** Less than this share of a re-assigned column left beside the other regressors is rounding. */
const SPANNED = 1e-10;

/**
 * Randomisation inference on a column of the model (Fisher 1935; studentised as in MacKinnon and Webb 2020): its values are dealt out
 * anew over units, within strata; each draw's t is that of the model estimated with the column so assigned, with the errors of the fit.
 * Nothing is estimated again: the outcome is freed of all other regressors and effects once, each re-assigned column as it comes, and by
 * Frisch, Waugh and Lovell the two give coefficient, residuals and scores (a draw whose variance is not positive, as with several
 * clusterings it can be, counts as extreme). p = (1 + #{|t*| >= |t|}) / (1 + draws), the test of the
 * sharp null that the column does nothing to anybody.
 * @param clusters those of the fit's errors, on its rows
 * @throws MODEL-TERM-UNKNOWN, MODEL-RANDOMIZATION-*, DATA-COLUMN-UNKNOWN
 */
export function randomization(fit: Fit, option: RandomizationOption, clusters: readonly Cluster[]): InferenceResult {
  const { moments } = fit;
  const values = assignedColumn(fit, option.of);
  const assignment = settle(moments, option, values);
  const seed = option.seed ?? 1;
  const draws = option.draws ?? 999;
  const errors = errorsOf(fit.vcovOption);
  const others = freedOutcome(moments, option.of);
  const observed = studentised(moments, others, [values], errors, clusters)[0]!;
  const bar = Math.abs(observed.t) * (1 - TIE);
  let extreme = 0;
  let undecided = 0;
  for (let from = 0; from < draws; from += TOGETHER) {
    const columns = Array.from({ length: Math.min(TOGETHER, draws - from) }, (_, k) => reassigned(assignment, values, seed, from + k));
    for (const { t } of studentised(moments, others, columns, errors, clusters)) {
      if (Number.isNaN(t)) undecided++;
      // A draw whose column the other regressors span tells nothing, and is held against the result.
      if (!(Math.abs(t) < bar)) extreme++;
    }
  }
  const base = rowOf(fit, option.of);
  const row: Row = {
    ...base,
    stdError: null,
    statistic: observed.t,
    distribution: "randomization",
    pValue: (1 + extreme) / (1 + draws),
    confLow: null,
    confHigh: null,
    method: `randomization/${nameOf(errors)}`,
    reason: "the p-value is that of the sharp null of no effect on anybody; it has no error and no interval",
  };
  return {
    method: "randomization",
    rows: [row],
    draws,
    seed,
    conventions: {
      of: option.of,
      assigned: assignment.constant ? "values" : "histories",
      over: option.by ?? (moments.design.units === null ? "rows" : "units"),
      groups: assignment.groups,
      exchangeableSets: assignment.sets.filter((set) => set.length > 1).length,
      ...(option.strata === undefined ? {} : { strata: option.strata }),
      statistic: `t, ${nameOf(errors)}`,
      ...(undecided === 0 ? {} : { drawsSpannedByOthers: undecided }),
    },
  };
}

/** The regressor that a plain term of the formula makes, and no other term has a part in. */
function assignedColumn({ moments }: Fit, of: string): Float64Array {
  const { formula, regressors } = moments.design;
  const plain = formula.terms.filter((term) => moments.terms.includes(term.name) && term.parts.every((part) => part.kind === "value"));
  const term = plain.find(({ name }) => name === of);
  if (term === undefined) {
    const terms = plain.map(({ name }) => name);
    throw problem("MODEL-TERM-UNKNOWN", { term: of, nearest: nearest(of, terms), terms });
  }
  const names = new Set(term.parts.flatMap((part) => (part.kind === "value" ? namesIn(part.expression) : [])));
  const sharing = formula.terms.filter(
    (other) =>
      other !== term &&
      other.parts.some((part) =>
        (part.kind === "value" ? namesIn(part.expression) : [part.of, ...(part.by === null ? [] : [part.by])].flatMap(namesIn)).some(
          (name) => names.has(name),
        ),
      ),
  );
  if (sharing.length > 0) throw problem("MODEL-RANDOMIZATION-SHARED", { term: of, terms: sharing.map(({ name }) => name) });
  return regressors.find(({ name }) => name === of)!.values;
}

function settle({ design }: Moments, option: RandomizationOption, values: Float64Array): Assignment {
  const named = (name: string | undefined): Levels | null =>
    name === undefined ? null : levelsAt(clusterLevels(design.frame, name), design.rows);
  const by = named(option.by) ?? design.units;
  const strata = named(option.strata);
  const assignment = assignmentOf(values, by, strata, design.times);
  if ("fault" in assignment) {
    const { fault, group } = assignment;
    throw problem("MODEL-RANDOMIZATION-HISTORIES", { term: option.of, fault, group, strata: option.strata ?? "" });
  }
  if (!canDiffer(assignment, values)) throw problem("MODEL-RANDOMIZATION-NOTHING", { term: option.of, groups: assignment.groups });
  return assignment;
}

/** Errors whose t can be had from a column and its residuals alone; leverage of the other regressors is left out. */
function errorsOf(option: VcovOption): VcovOption {
  if (option === "HC2" || option === "HC3") return "HC1";
  if (isClustered(option) && (option.correction === "CR2" || option.correction === "CR3")) return { ...option, correction: "CR1" };
  return option;
}

function nameOf(option: VcovOption): string {
  return typeof option === "string" ? option : isClustered(option) ? `cluster/${option.correction ?? "fixest"}` : option.method;
}

/** Everything but the column: how to free others of it, and the outcome freed of it. */
export interface Others {
  /** Takes effects and the other regressors out of columns. */
  free(columns: readonly Float64Array[]): Float64Array[];
  outcome: Float64Array;
}

/** Prepares the regression on the column alone. */
export function freedOutcome(moments: Moments, of: string): Others {
  const { weights, regressors, design } = moments;
  const own = moments.terms.indexOf(of);
  const basis = orthonormal(
    takeColumns(
      regressors,
      Int32Array.from(moments.terms.keys()).filter((j) => j !== own),
    ),
    weights,
  );
  const solver =
    moments.effects.length === 0
      ? null
      : prepareFactors(
          moments.effects.map((effect) => effect.factor),
          weights,
        );
  const freeAll = (columns: readonly Float64Array[]): Float64Array[] => {
    const freed = solver === null ? columns.map((values) => values.slice()) : solver.partialOut(columns).columns;
    for (const values of freed) free(values, basis, weights);
    return freed;
  };
  const left = freeAll([design.regressors.find(({ name }) => name === of)!.values])[0]!;
  const b = moments.coefficients[own]!;
  return { free: freeAll, outcome: moments.residuals.map((e, i) => e + b * left[i]!) };
}

function weightedDot(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  return dot(
    a.map((value, i) => value * weights[i]!),
    b,
  );
}

/** Columns that span those of x and are orthonormal under the weights (Gram and Schmidt, each column twice). */
function orthonormal(x: Matrix, weights: Float64Array | null): Float64Array[] {
  const made: Float64Array[] = [];
  for (let j = 0; j < x.cols; j++) {
    const values = column(x, j).slice();
    free(values, made, weights);
    const size = weightedNorm(values, weights, false);
    for (let i = 0; i < values.length; i++) values[i]! /= size;
    made.push(values);
  }
  return made;
}

/** Takes orthonormal columns out of one, in place; twice, for what rounding leaves of the first time. */
function free(values: Float64Array, basis: readonly Float64Array[], weights: Float64Array | null): void {
  for (let round = 0; round < 2; round++) {
    for (const unit of basis) {
      const share = weights === null ? dot(unit, values) : weightedDot(unit, values, weights);
      for (let i = 0; i < values.length; i++) values[i]! -= share * unit[i]!;
    }
  }
}

/** Coefficient and t of the model with each column in the place of its own; NaN where the others span the column. */
export function studentised(
  moments: Moments,
  others: Others,
  columns: readonly Float64Array[],
  errors: VcovOption,
  clusters: readonly Cluster[],
): { estimate: number; t: number }[] {
  const { weights, rows } = moments;
  // What is summed without residuals is summed from those of the fit itself.
  const { meat: _meat, gradient: _gradient, triangle: _triangle, ...shared } = moments;
  return others.free(columns).map((values, k) => {
    const size = weightedNorm(values, weights, false);
    if (!(size > SPANNED * weightedNorm(columns[k]!, weights, true))) return { estimate: Number.NaN, t: Number.NaN };
    const square = size * size;
    const estimate = (weights === null ? dot(values, others.outcome) : weightedDot(values, others.outcome, weights)) / square;
    const residuals = others.outcome.map((y, i) => y - estimate * values[i]!);
    const regressors: Matrix = { rows, cols: 1, data: values };
    const single: Moments = {
      ...shared,
      terms: [moments.terms[0]!],
      coefficients: Float64Array.of(estimate),
      regressors,
      residuals,
      pull: weights === null ? residuals : residuals.map((e, i) => e * weights[i]!),
      get scores() {
        return scoresOf(regressors, residuals, weights);
      },
      bread: { rows: 1, cols: 1, data: Float64Array.of(1 / square) },
      rss: weightedNorm(residuals, weights, false) ** 2,
    };
    const variance = covariance(single, errors, clusters).matrix.data[0]!;
    return { estimate, t: variance > 0 ? estimate / Math.sqrt(variance) : estimate === 0 ? 0 : Math.sign(estimate) * Number.MAX_VALUE };
  });
}
