import type { Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { prepareFactors } from "../../numerics/factors/main.js";
import { expm1, mean } from "../../numerics/main.js";
import { heading, outcomeSd } from "../describe.js";
import { buildDesign, type Design } from "../design.js";
import { regressorFindings } from "../findings.js";
import { coefficientRows, type Fit, INTERCEPT, type Moments } from "../fit.js";
import { type Formula, parseFormula } from "../formula.js";
import { clusterNames, type Diagnosis, type ErrorChoice, type Estimated, withErrors } from "../inference.js";
import { checkRowsAndOutcome, chosenVcov, type RegressOptions } from "../panel/ols.js";
import { leftFinding } from "../setAside.js";
import type { VcovOption } from "../vcov.js";
import { dispersionOf, isLogged, outcomeFindings, sampleFindings, varianceFindings } from "./findings.js";
import { type Arrived, iterate } from "./iterate.js";
import { logLikelihood, nullLogLikelihood } from "./likelihood.js";
import { firstOrder, momentsOf } from "./moments.js";
import { type OffsetOptions, offsetOf } from "./offset.js";
import { contributions, type Separation, separation } from "./rectifier.js";
import { type AllZero, dropAllZero, refuseNegative } from "./zeros.js";

/** Options of `ppml`. */
export interface PpmlOptions extends RegressOptions, OffsetOptions {}

/** Iterations before rows that run away are looked at: small expectations take a few to be reached. */
const PATIENCE = 6;
/** Later looks come after this many times more. */
const MORE_PATIENCE = 4;
/** A regressor takes part in a separation where it moves separated rows by more than this share of the largest move. */
const TAKES_PART = 1e-3;

/** What left the sample because no finite estimate could keep it. */
export interface Outliers {
  allZero: AllZero[];
  /** By separation found: the rows of the frame, and the regressors behind it (none: the effects alone). */
  separated: { rows: number[]; terms: string[] }[];
}

/**
 * Poisson pseudo maximum likelihood: E(y) = exp(x'b + effects + offset), any outcome of zero and above, any number of absorbed effects, weighted or
 * not. Consistent wherever the mean is right, whatever the variance (Gourieroux, Monfort and Trognon 1984; Santos Silva and Tenreyro 2006), so errors
 * are robust unless others are asked for: clustered by the unit where one is named, else HC1. Newton's iterations run over the exact factor solver
 * until the index of no row moves; rows that no finite estimate could keep (levels with zero outcomes only, separated rows) leave, by
 * name. The fit carries the semi-elasticities exp(b) - 1 with errors by the delta method.
 * @throws PPML-*, FORMULA-*, EXPR-*, DATA-*, and the MODEL-* errors of `regress`
 */
export function ppml(source: Frame, formula: string | Formula, options: PpmlOptions = {}): Fit {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  if (parsed.instruments !== null) {
    const instruments = parsed.instruments.excluded.map((term) => term.name);
    throw problem("MODEL-INSTRUMENTS-UNUSED", { formula: parsed.text, instruments, estimator: "ppml" });
  }
  const vcov = robustVcov(options);
  const path = options.path ?? "model";
  const level = options.level ?? 0.95;
  const { design, at, out } = iterateOnSample(source, parsed, options, vcov);
  const moments = momentsOf(design, at);
  if (moments.rows <= moments.parameters)
    throw problem("MODEL-FEW-ROWS", {
      formula: parsed.text,
      rows: moments.rows,
      slopes: moments.terms.length,
      effects: moments.effectsRank,
    });
  const { chosen, norms } = at.last;
  const shares = new Map(
    design.effects.length === 0 ? [] : chosen.names.map((name, j) => [name, shareLeft(moments, j, norms[j]!)] as const),
  );
  return withErrors(
    {
      moments,
      model: describePoisson(design, at, moments),
      scale: { mean: mean(design.outcome), sd: outcomeSd(design), logged: true },
      level,
      path,
      normal: true,
      findings: [
        ...design.findings,
        ...sampleFindings(source, design, out, path),
        ...chosen.left.map((l) => leftFinding(l, path)),
        ...outcomeFindings(design, path),
        ...regressorFindings(moments, shares, path),
      ],
      diagnose: (choice) => diagnose(moments, choice, level, path),
    },
    vcov,
  );
}

/** The errors asked for; without a word, robust ones. */
function robustVcov(options: PpmlOptions): VcovOption {
  const chosen = chosenVcov(options);
  return options.vcov === undefined && chosen === "iid" ? "HC1" : chosen;
}

/**
 * Builds the sample and iterates; where some rows run away, finds the direction they run along, takes them out and begins again, until the iterations
 * arrive. Rows leave only with a direction found for them.
 */
function iterateOnSample(source: Frame, formula: Formula, options: PpmlOptions, vcov: VcovOption) {
  const offset = offsetOf(source, options);
  const out: Outliers = { allZero: [], separated: [] };
  const separated = new Uint8Array(source.rows);
  for (let patience = PATIENCE; ; ) {
    out.allZero = [];
    const design = buildDesign(source, formula, {
      ...options,
      clusters: clusterNames(vcov),
      offsetColumn: offset,
      prune: (sample, columns) => {
        refuseNegative(sample, columns.outcome, source, formula);
        sample.drop("separated", (row) => separated[row] === 1);
        dropAllZero(sample, columns, formula, out.allZero);
      },
    });
    const factors = design.effects.map((e) => e.factor);
    checkRowsAndOutcome(design, {
      get rank() {
        return prepareFactors(factors).rank;
      },
    });
    const at = iterate(design, patience);
    if (!("falls" in at)) return { design, at, out };
    const found =
      separation(design, at.columns, at.falls) ??
      separation(
        design,
        at.columns,
        design.outcome.map((y) => (y > 0 ? 0 : 1)),
      );
    if (found === null) {
      patience *= MORE_PATIENCE;
      continue;
    }
    const rows = Array.from(design.rows).filter((_, i) => found.rows[i] === 1);
    for (const row of rows) separated[row] = 1;
    out.separated.push({ rows, terms: termsBehind(at.columns, at.names, found) });
  }
}

function termsBehind(columns: readonly Float64Array[], names: readonly string[], found: Separation): string[] {
  const shares = contributions(columns, found);
  return names.filter((name, j) => name !== INTERCEPT && shares[j]! > TAKES_PART);
}

/** Share of a regressor's variance that the effects leave. */
function shareLeft({ regressors, weights }: Moments, j: number, before: number): number {
  const from = j * regressors.rows;
  let square = 0;
  for (let i = 0; i < regressors.rows; i++) square += weights![i]! * regressors.data[from + i]! ** 2;
  return before > 0 ? square / (before * before) : 1;
}

function describePoisson(design: Design, at: Arrived, moments: Moments): Estimated["model"] {
  const { eta, mu } = at.position;
  const { solver } = at.last;
  const { weights, effects } = design;
  const logLik = logLikelihood(at.outcome, eta, mu);
  const nullLogLik = nullLogLikelihood(at.outcome, design.offset);
  return {
    ...heading("ppml", design, moments.rows, at.last.chosen.left),
    statistics: {
      r2: null,
      r2Within: null,
      adjR2: null,
      rmse: null,
      logLik,
      pseudoR2: 1 - logLik / nullLogLik,
      deviance: at.position.deviance,
      outcomeMean: mean(design.outcome),
      outcomeSd: outcomeSd(design),
    },
    conventions: {
      method: "Poisson pseudo maximum likelihood",
      pseudoR2: "McFadden: 1 - logLik / logLik of a constant (and the offset)",
      nullLogLik,
      dispersion: dispersionOf(moments),
      sampleHash: design.hashOf,
      ...(design.offset === null ? {} : { offset: design.offsetName! }),
      ...(weights === null ? {} : { weights: "analytic; outcome mean and sd unweighted" }),
      ...(effects.length === 0 ? {} : { effectsRank: solver.rank, ...(solver.rankExact ? {} : { effectsRankKind: "upper bound" }) }),
      ...Object.fromEntries(design.bases.map(({ variable, base }) => [`base of ${variable}`, base])),
    },
    certificate: {
      method: `newton/${effects.length === 0 ? "qr" : at.last.method}`,
      residual: at.arrived ? firstOrder(design, at, moments) : Math.max(at.move, firstOrder(design, at, moments)),
      iterations: at.iterations,
      ...(effects.length < 2 ? {} : { components: solver.components }),
    },
  };
}

/** Semi-elasticities of regressors that are not logarithms themselves, and what the errors chosen take for granted. */
function diagnose(moments: Moments, { option, vcov }: ErrorChoice, level: number, path: string): Diagnosis {
  const { terms, coefficients, design } = moments;
  const growth = coefficients.map((b) => expm1(b));
  const k = terms.length;
  const diagonal = { rows: k, cols: k, data: new Float64Array(k * k) };
  for (let j = 0; j < k; j++) diagonal.data[j * (k + 1)] = (1 + growth[j]!) ** 2 * vcov.matrix.data[j * (k + 1)]!;
  const rows = coefficientRows({ terms, coefficients: growth }, { ...vcov, matrix: diagonal }, { level, stars: false, scale: null });
  const effects = rows
    .filter(({ term }) => term !== INTERCEPT && !isLogged(design.formula, term))
    .map((row) => ({ ...row, kind: "semiElasticity", method: `${row.method}, delta method` }));
  return { result: { effects }, tests: [], findings: varianceFindings(moments, option, path) };
}
