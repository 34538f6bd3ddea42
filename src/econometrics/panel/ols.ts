import type { Frame } from "../../frame/main.js";
import { type Finding, finding, problem } from "../../messages/main.js";
import type { FactorSolver } from "../../numerics/factors/main.js";
import { dependence, type Matrix, pivotedQr } from "../../numerics/main.js";
import { describe, isLog } from "../describe.js";
import { buildDesign, type Design, type DesignOptions } from "../design.js";
import { regressorFindings } from "../findings.js";
import { type Fit, INTERCEPT, type Moments, type OutcomeScale } from "../fit.js";
import { type Formula, parseFormula, type Sets } from "../formula.js";
import type { Correction } from "../inference/options.js";
import { clusterNames, type Diagnosis, type ErrorChoice, type Estimated, withErrors } from "../inference.js";
import { leastSquaresMoments, normalResidual } from "../leastSquares.js";
import { type Left, leftFinding, spanTolerance, varyingColumns } from "../setAside.js";
import { solverFor } from "../sharedSolver.js";
import type { VcovOption } from "../vcov.js";
import { isConstant, matrixOf, partialOut, timesRoot, type Within } from "../within.js";

/** Residuals below this share of the outcome's norm are rounding: the outcome is an identity. */
const IDENTITY = 1e-10;

/** Options of `regress`. */
export interface RegressOptions extends Omit<DesignOptions, "clusters" | "offsetColumn" | "prune"> {
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
 * @throws FORMULA-*, EXPR-*, DATA-*, MODEL-INSTRUMENTS-UNUSED, MODEL-NO-ROWS, MODEL-FEW-ROWS, MODEL-OUTCOME-CONSTANT, MODEL-OUTCOME-ABSORBED,
 * MODEL-NOTHING-LEFT, MODEL-CLUSTER-ONE
 */
export function regress(source: Frame, formula: string | Formula, options: RegressOptions = {}): Fit {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  if (parsed.instruments !== null) {
    const instruments = parsed.instruments.excluded.map((term) => term.name);
    throw problem("MODEL-INSTRUMENTS-UNUSED", { formula: parsed.text, instruments, estimator: "ols" });
  }
  const vcov = chosenVcov(options);
  const design = buildDesign(source, parsed, { ...options, clusters: clusterNames(vcov) });
  return leastSquaresFit(design, vcov, { estimator: "ols", level: options.level ?? 0.95, path: options.path ?? "model" });
}

/**
 * `regress` for several formulas on one table: the same fits as one by one, in less time where they share effects, because their
 * columns are freed together.
 */
export function regressAll(source: Frame, formulas: readonly (string | Formula)[], options: RegressOptions = {}): Fit[] {
  const parsed = formulas.map((formula) => (typeof formula === "string" ? parseFormula(formula, options.sets) : formula));
  return parsed.map((formula, k) => regress(source, formula, { ...options, following: parsed.slice(k + 1) }));
}

/** What an estimator that ends in least squares says about its fit beyond the numbers. */
export interface FitNotes {
  estimator: string;
  level: number;
  path: string;
  /** What effects are measured against; default: the outcome of the design. */
  scale?: OutcomeScale | undefined;
  /** Changes to what the results say of the model (statistics and conventions of the data before they were transformed). */
  adjust?: ((model: Estimated["model"], moments: Moments) => Estimated["model"]) | undefined;
  findings?: readonly Finding[] | undefined;
  /** What else the model reports under the errors chosen. */
  diagnose?: ((choice: ErrorChoice, moments: Moments) => Diagnosis) | undefined;
}

/** Least squares on a design, with everything a fit carries. Throws the MODEL-* errors of `regress`. */
export function leastSquaresFit(design: Design, vcov: VcovOption, notes: FitNotes): Fit {
  const { path } = notes;
  const solver = solverFor(design.effects, design.weights);
  checkRowsAndOutcome(design, solver);
  const within = partialOut(design, solver);
  const solved = solveNormalEquations(design, within, solver.rank);
  const { formula } = design;
  if (solved.moments.rows <= solved.moments.parameters)
    throw problem("MODEL-FEW-ROWS", {
      formula: formula.text,
      rows: solved.moments.rows,
      slopes: solved.moments.terms.length,
      effects: solver.rank,
    });
  const findings = [
    ...design.findings,
    ...(notes.findings ?? []),
    ...solved.left.map((l) => leftFinding(l, path)),
    ...regressorFindings(solved.moments, within.shares, path),
  ];
  if (solved.moments.rss <= (IDENTITY * within.outcomeNorm) ** 2)
    findings.push(
      finding("MODEL-PERFECT-FIT", path, { outcome: formula.outcome.name, terms: solved.moments.terms.filter((t) => t !== INTERCEPT) }),
    );
  const model = describe(notes.estimator, design, solver, within, solved);
  return withErrors(
    {
      moments: solved.moments,
      model: notes.adjust?.(model, solved.moments) ?? model,
      scale: notes.scale ?? {
        mean: model.statistics.outcomeMean!,
        sd: model.statistics.outcomeSd!,
        logged: isLog(formula.outcome.expression),
      },
      level: notes.level,
      path,
      findings,
      ...(notes.diagnose === undefined ? {} : { diagnose: (choice: ErrorChoice) => notes.diagnose!(choice, solved.moments) }),
    },
    vcov,
  );
}

/** The errors that options ask for. */
export function chosenVcov(options: RegressOptions): VcovOption {
  if (options.vcov !== undefined) return options.vcov;
  const cluster = options.cluster ?? options.unit ?? null;
  if (cluster === null) return "iid";
  return { cluster, ...(options.correction === undefined ? {} : { correction: options.correction }) };
}

/** Throws where the sample cannot carry its effects, or the outcome does not vary. */
export function checkRowsAndOutcome(design: Design, solver: Pick<FactorSolver, "rank">): void {
  const { outcome, formula } = design;
  if (isConstant(outcome))
    throw problem("MODEL-OUTCOME-CONSTANT", { outcome: formula.outcome.name, value: outcome[0]!, rows: outcome.length });
  // The rank can take long to count, so it is asked for only where it could matter.
  const effects = design.effects.reduce((total, { factor }) => total + factor.levels * (1 + factor.slopes.length), 0);
  if (outcome.length <= effects && outcome.length <= solver.rank) {
    const slopes = design.regressors.length + (design.intercept ? 1 : 0);
    throw problem("MODEL-FEW-ROWS", { formula: formula.text, rows: outcome.length, slopes, effects: solver.rank });
  }
}

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
  const tolerance = spanTolerance(within);
  const { usable, left } = varyingColumns(design, within);
  const x = matrixOf(
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
  const names = usable.map((j) => within.names[j]!);
  const low = lowParts(within, usable);
  const moments = leastSquaresMoments(design, within.outcome, names, x, qr, effectsRank, low);
  const kept = Array.from(qr.kept, (k) => within.freedNorms[usable[k]!]!);
  return { moments, left, residual: normalResidual(moments, within.freedOutcomeNorm, kept) };
}

/** What rounding took from the usable columns; undefined where it is known of none. */
function lowParts(within: Within, usable: readonly number[]): Matrix | undefined {
  if (usable.every((j) => within.low[j] === undefined)) return undefined;
  const rows = within.outcome.length;
  return matrixOf(
    usable.map((j) => within.low[j] ?? new Float64Array(rows)),
    rows,
  );
}
