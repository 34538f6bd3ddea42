import type { Expression, Frame } from "../../frame/main.js";
import { type Finding, finding, problem } from "../../messages/main.js";
import { type FactorSolver, prepareFactors } from "../../numerics/factors/main.js";
import {
  column,
  dependence,
  fromColumns,
  inverseGram,
  log,
  type Matrix,
  mean,
  norm,
  type PivotedQr,
  pivotedQr,
  solveLeastSquares,
  takeColumns,
  variance,
  zeros,
} from "../../numerics/main.js";
import type { ModelResult } from "../../results/main.js";
import { buildDesign, type Design, type DesignOptions } from "../design.js";
import { regressorFindings } from "../findings.js";
import { type Fit, INTERCEPT, type Moments } from "../fit.js";
import { type Formula, parseFormula, type Sets } from "../formula.js";
import { clusterNames, withErrors } from "../inference.js";
import type { Correction, VcovOption } from "../vcov.js";

/** What is left of a column below this share of its own norm is rounding: the column is spanned by others. */
const SPANNED = 1e-11;
/** Residuals below this share of the outcome's norm are rounding: the outcome is an identity. */
const IDENTITY = 1e-10;

/** Options of `regress`. */
export interface RegressOptions extends Omit<DesignOptions, "clusters"> {
  /** How errors are computed. Default: clustered by the unit where one is named, else `iid`. */
  vcov?: VcovOption | undefined;
  /** Short for `vcov: { cluster }`. */
  cluster?: string | readonly string[] | undefined;
  /** Short for `vcov: { cluster, correction }`; default `fixest`. */
  correction?: Correction | undefined;
  /** Named lists for `..name` in a formula given as text. */
  sets?: Sets | undefined;
  /** Level of the intervals; default 0.95. */
  level?: number | undefined;
}

/**
 * Least squares, weighted or not, with any number of absorbed effects.
 * The effects are taken out of outcome and regressors exactly where a direct solution exists, else iteratively with a certificate;
 * coefficients come from a rank-revealing QR of what is left (Frisch, Waugh and Lovell), never from normal equations.
 * @param source the table; rows in any order
 * @param formula text or a parsed formula
 * @returns the fit: rows with errors, tests, sample, statistics, conventions, certificate; findings and moments beside it
 * @throws FORMULA-*, EXPR-*, DATA-*, MODEL-IV-LATER, MODEL-NO-ROWS, MODEL-FEW-ROWS, MODEL-OUTCOME-CONSTANT, MODEL-OUTCOME-ABSORBED,
 * MODEL-NOTHING-LEFT, MODEL-CLUSTER-ONE
 */
export function regress(source: Frame, formula: string | Formula, options: RegressOptions = {}): Fit {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  if (parsed.instruments !== null) {
    const instruments = parsed.instruments.excluded.map((term) => term.name);
    throw problem("MODEL-IV-LATER", { formula: parsed.text, instruments });
  }
  const vcov = chosenVcov(options);
  const design = buildDesign(source, parsed, { ...options, clusters: clusterNames(vcov) });
  const path = options.path ?? "model";
  const solver = prepareFactors(
    design.effects.map((e) => e.factor),
    design.weights,
  );
  checkRowsAndOutcome(design, solver);
  const within = partialOut(design, solver);
  const solved = solveNormalEquations(design, within, solver.rank);
  if (solved.moments.rows <= solved.moments.parameters)
    throw problem("MODEL-FEW-ROWS", {
      formula: parsed.text,
      rows: solved.moments.rows,
      slopes: solved.moments.terms.length,
      effects: solver.rank,
    });
  const findings = [
    ...design.findings,
    ...solved.left.map((l) => leftFinding(l, path)),
    ...regressorFindings(solved.moments, within.shares, path),
  ];
  if (solved.moments.rss <= (IDENTITY * within.outcomeNorm) ** 2)
    findings.push(
      finding("MODEL-PERFECT-FIT", path, { outcome: parsed.outcome.name, terms: solved.moments.terms.filter((t) => t !== INTERCEPT) }),
    );
  return withErrors(
    {
      moments: solved.moments,
      model: describe(design, solver, within, solved),
      scale: { mean: mean(design.outcome), sd: outcomeSd(design), logged: isLog(parsed.outcome.expression) },
      level: options.level ?? 0.95,
      path,
      findings,
    },
    vcov,
  );
}

function chosenVcov(options: RegressOptions): VcovOption {
  if (options.vcov !== undefined) return options.vcov;
  const cluster = options.cluster ?? options.unit ?? null;
  if (cluster === null) return "iid";
  return { cluster, ...(options.correction === undefined ? {} : { correction: options.correction }) };
}

function checkRowsAndOutcome(design: Design, solver: FactorSolver): void {
  const { outcome, formula } = design;
  const first = outcome[0]!;
  if (outcome.every((value) => value === first))
    throw problem("MODEL-OUTCOME-CONSTANT", { outcome: formula.outcome.name, value: first, rows: outcome.length });
  if (outcome.length <= solver.rank) {
    const slopes = design.regressors.length + (design.intercept ? 1 : 0);
    throw problem("MODEL-FEW-ROWS", { formula: formula.text, rows: outcome.length, slopes, effects: solver.rank });
  }
}

/** Outcome and regressors freed of the effects, and what the freeing says about each regressor. */
interface Within {
  outcome: Float64Array;
  names: string[];
  columns: Float64Array[];
  /** Norm of each column about its mean (about zero where no constant is in the model), against which collinearity is judged. */
  norms: Float64Array;
  /** Norm of the outcome about its mean, or about zero. */
  outcomeNorm: number;
  /** Share of each regressor's variance left within the effects. */
  shares: Map<string, number>;
  residual: number;
  iterations: number;
}

/** Takes the effects out of outcome and regressors. A constant of its own joins the regressors where no effects absorb it. */
function partialOut(design: Design, solver: FactorSolver): Within {
  const { weights, regressors, outcome } = design;
  const constant = design.intercept ? [{ name: INTERCEPT, values: new Float64Array(outcome.length).fill(1) }] : [];
  const all = [...constant, ...regressors];
  const centred = design.effects.some((e) => e.factor.intercept);
  const freed = design.effects.length === 0 ? null : solver.partialOut([outcome, ...all.map((r) => r.values)]);
  const columns = freed === null ? all.map((r) => r.values) : freed.columns.slice(1);
  const norms = Float64Array.from(all, (r) => weightedNorm(r.values, weights, centred));
  const within: Within = {
    outcome: freed === null ? outcome : freed.columns[0]!,
    names: all.map((r) => r.name),
    columns,
    norms,
    outcomeNorm: weightedNorm(outcome, weights, centred || design.intercept),
    shares: new Map(),
    residual: freed?.residual ?? 0,
    iterations: freed?.iterations ?? 0,
  };
  if (freed !== null) {
    if (weightedNorm(within.outcome, weights, false) <= SPANNED * within.outcomeNorm)
      throw problem("MODEL-OUTCOME-ABSORBED", { outcome: design.formula.outcome.name, effects: design.effects.map((e) => e.name) });
    all.forEach((r, j) => {
      if (norms[j]! > 0) within.shares.set(r.name, (weightedNorm(columns[j]!, weights, false) / norms[j]!) ** 2);
    });
  }
  return within;
}

/** A regressor that had to go. */
type Left =
  | { term: string; reason: "constant"; value: number }
  | { term: string; reason: "absorbed"; effects: string[] }
  | { term: string; reason: "collinear"; with: { term: string; weight: number }[]; effects: string[] };

interface Solved {
  moments: Moments;
  left: Left[];
  /** Residual of the normal equations: largest |x'We| over |x||y|. */
  residual: number;
}

/** Sets aside what cannot be estimated, and solves for the rest by QR of the weighted, freed regressors. */
function solveNormalEquations(design: Design, within: Within, effectsRank: number): Solved {
  const { weights } = design;
  const effects = design.effects.map((e) => e.name);
  const constantSpanned = design.intercept || design.effects.some((e) => e.factor.intercept);
  const tolerance = Math.max(SPANNED, 10 * within.residual);
  const left: Left[] = [];
  const usable: number[] = [];
  within.names.forEach((term, j) => {
    const raw = term === INTERCEPT ? null : design.regressors.find((r) => r.name === term)!.values;
    if (raw !== null && constantSpanned && raw.every((value) => value === raw[0])) left.push({ term, reason: "constant", value: raw[0]! });
    else if (design.effects.length > 0 && weightedNorm(within.columns[j]!, weights, false) <= tolerance * within.norms[j]!)
      left.push({ term, reason: "absorbed", effects: absorbingEffects(design, raw!) });
    else usable.push(j);
  });
  const x = fromColumns(
    usable.map((j) => within.columns[j]!),
    design.rows.length,
  );
  const rooted = weights === null ? x : timesRoot(x, weights);
  const norms = Float64Array.from(usable, (j) => within.norms[j]!);
  const qr = pivotedQr(rooted, tolerance, norms);
  for (const dropped of qr.dropped) {
    const spanning = dependence(qr, dropped).map((d) => ({ term: within.names[usable[d.column]!]!, weight: d.weight }));
    left.push({ term: within.names[usable[dropped]!]!, reason: "collinear", with: spanning, effects });
  }
  if (qr.rank === 0 && left.length > 0)
    throw problem("MODEL-NOTHING-LEFT", { formula: design.formula.text, terms: left.map(({ term, reason }) => ({ term, reason })) });
  const moments = momentsOf(design, within, usable, x, qr, effectsRank);
  return { moments, left, residual: normalResidual(moments, within.outcome) };
}

function momentsOf(design: Design, within: Within, usable: readonly number[], x: Matrix, qr: PivotedQr, effectsRank: number): Moments {
  const { weights } = design;
  const y = weights === null ? within.outcome : within.outcome.map((value, i) => value * Math.sqrt(weights[i]!));
  const coefficients = solveLeastSquares(qr, y);
  const regressors = qr.dropped.length === 0 ? x : takeColumns(x, qr.kept);
  const residuals = Float64Array.from(within.outcome);
  const scores = zeros(regressors.rows, regressors.cols);
  for (let j = 0; j < regressors.cols; j++) {
    const values = column(regressors, j);
    for (let i = 0; i < residuals.length; i++) residuals[i]! -= coefficients[j]! * values[i]!;
  }
  for (let j = 0; j < regressors.cols; j++) {
    const from = j * regressors.rows;
    for (let i = 0; i < residuals.length; i++)
      scores.data[from + i] = regressors.data[from + i]! * residuals[i]! * (weights === null ? 1 : weights[i]!);
  }
  return {
    design,
    terms: Array.from(qr.kept, (k) => within.names[usable[k]!]!),
    coefficients,
    regressors,
    residuals,
    weights,
    scores,
    bread: inverseGram(qr),
    rows: design.rows.length,
    effects: design.effects,
    effectsRank,
    parameters: qr.rank + effectsRank,
    rss: weightedNorm(residuals, weights, false) ** 2,
  };
}

/** Largest |x_j'We| relative to |x_j| |y|: what is left of the normal equations. */
function normalResidual(moments: Moments, outcome: Float64Array): number {
  const size = weightedNorm(outcome, moments.weights, false);
  let worst = 0;
  for (let j = 0; j < moments.terms.length; j++) {
    const score = column(moments.scores, j);
    let total = 0;
    for (let i = 0; i < score.length; i++) total += score[i]!;
    worst = Math.max(worst, Math.abs(total) / (weightedNorm(column(moments.regressors, j), moments.weights, false) * size));
  }
  return worst;
}

/** The effects within whose levels a regressor is constant; all of them where only their combination absorbs it. */
function absorbingEffects(design: Design, values: Float64Array): string[] {
  const alone = design.effects.filter(({ factor }) => {
    if (!factor.intercept) return false;
    const first = new Int32Array(factor.levels).fill(-1);
    return values.every((value, i) => {
      const level = factor.codes[i]!;
      if (first[level] === -1) first[level] = i;
      return value === values[first[level]!];
    });
  });
  return (alone.length > 0 ? alone : design.effects).map((e) => e.name);
}

function leftFinding(left: Left, path: string): Finding {
  if (left.reason === "constant") return finding("MODEL-REGRESSOR-CONSTANT", path, { term: left.term, value: left.value });
  if (left.reason === "absorbed") return finding("MODEL-REGRESSOR-ABSORBED", path, { term: left.term, effects: left.effects });
  return finding("MODEL-COLLINEAR", path, { term: left.term, with: left.with, effects: left.effects });
}

/** Everything of the model in the results contract that does not depend on how errors are computed. */
function describe(
  design: Design,
  solver: FactorSolver,
  within: Within,
  solved: Solved,
): Omit<ModelResult, "coefficients" | "vcov" | "tests"> {
  const { moments, left } = solved;
  const { weights, outcome, effects, formula } = design;
  const constantSpanned = design.intercept || effects.some((e) => e.factor.intercept);
  const tss = weightedNorm(outcome, weights, constantSpanned) ** 2;
  const r2 = 1 - moments.rss / tss;
  const free = moments.rows - moments.parameters;
  const withinTss = weightedNorm(within.outcome, weights, false) ** 2;
  return {
    estimator: "ols",
    formula: formula.text,
    nobs: moments.rows,
    ...(left.length === 0 ? {} : { collinear: left.map((l) => ({ term: l.term, with: leftWith(l) })) }),
    ...(effects.length === 0 ? {} : { absorbed: effects.map((e) => ({ effect: e.name, levels: e.factor.levels })) }),
    sample: {
      hash: design.hash,
      rows: moments.rows,
      units: design.units?.labels.length ?? null,
      periods: design.times?.labels.length ?? null,
      dropped: design.dropped,
    },
    statistics: {
      r2,
      r2Within: effects.length === 0 ? null : 1 - moments.rss / withinTss,
      adjR2: 1 - ((1 - r2) * (moments.rows - (constantSpanned ? 1 : 0))) / free,
      rmse: Math.sqrt(moments.rss / moments.rows),
      logLik: logLikelihood(moments),
      outcomeMean: mean(outcome),
      outcomeSd: outcomeSd(design),
    },
    conventions: {
      r2: constantSpanned ? "centred" : "uncentred (no constant)",
      rmse: "sqrt(RSS/N)",
      sampleHash: design.hashOf,
      ...(weights === null ? {} : { weights: "analytic; outcome mean and sd unweighted" }),
      ...(effects.length === 0 ? {} : { effectsRank: solver.rank, ...(solver.rankExact ? {} : { effectsRankKind: "upper bound" }) }),
      ...Object.fromEntries(design.bases.map(({ variable, base }) => [`base of ${variable}`, base])),
    },
    certificate: {
      method: effects.length === 0 ? "qr" : solver.method,
      residual: Math.max(within.residual, solved.residual),
      ...(within.iterations === 0 ? {} : { iterations: within.iterations }),
      ...(effects.length < 2 ? {} : { components: solver.components }),
    },
  };
}

function leftWith(left: Left): string[] {
  if (left.reason === "constant") return ["the constant"];
  return left.reason === "absorbed" ? left.effects : left.with.map((w) => w.term);
}

/** Gaussian log-likelihood at the maximum; analytic weights enter as in R's lm. */
function logLikelihood(moments: Moments): number | null {
  if (!(moments.rss > 0)) return null;
  const n = moments.rows;
  let logWeights = 0;
  if (moments.weights !== null) for (const w of moments.weights) logWeights += log(w);
  return 0.5 * (logWeights - n * (log(2 * Math.PI) + 1 - log(n) + log(moments.rss)));
}

function outcomeSd(design: Design): number {
  return Math.sqrt(variance(design.outcome));
}

function isLog(expression: Expression): boolean {
  return expression.kind === "call" && ["ln", "log", "log10"].includes(expression.name);
}

/** Norm of a column under the weights, about its weighted mean or about zero. */
function weightedNorm(values: Float64Array, weights: Float64Array | null, centred: boolean): number {
  if (weights === null && !centred) return norm(values);
  let total = 0;
  let weight = 0;
  if (centred) {
    for (let i = 0; i < values.length; i++) {
      const w = weights === null ? 1 : weights[i]!;
      total += w * values[i]!;
      weight += w;
    }
  }
  const centre = centred ? total / weight : 0;
  const moved = values.map((value, i) => (value - centre) * (weights === null ? 1 : Math.sqrt(weights[i]!)));
  return norm(moved);
}

function timesRoot(x: Matrix, weights: Float64Array): Matrix {
  const roots = weights.map(Math.sqrt);
  const out = zeros(x.rows, x.cols);
  for (let j = 0; j < x.cols; j++) {
    const from = j * x.rows;
    for (let i = 0; i < x.rows; i++) out.data[from + i] = x.data[from + i]! * roots[i]!;
  }
  return out;
}
