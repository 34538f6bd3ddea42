import type { Frame } from "../../frame/main.js";
import { type Finding, finding, problem } from "../../messages/main.js";
import { dot, mean, zeros } from "../../numerics/main.js";
import type { Row } from "../../results/main.js";
import { isLog, outcomeSd } from "../describe.js";
import type { Design } from "../design.js";
import { coefficientRows, type Fit, type Moments } from "../fit.js";
import { type Formula, parseFormula } from "../formula.js";
import type { Diagnosis, Estimated } from "../inference.js";
import { checkRowsAndOutcome, leastSquaresFit, type RegressOptions } from "../panel/ols.js";
import { withConstant } from "../panel/quasiDemeaned.js";
import type { Vcov, VcovOption } from "../vcov.js";
import type { SerialMethod } from "./options.js";
import { type Autocorrelation, iteratedAutocorrelation, quasiDifferencedDesign } from "./praisWinsten.js";
import { residualTests } from "./residualTests.js";
import { LEVEL, type Segments, SLOPE, segmented } from "./segments.js";

/** Periods on each side below which the series is called short (Penfold and Zhang 2013). */
const ADVISED = 8;

/** Options of `interruptedTimeSeries`. */
export interface InterruptedOptions extends Omit<RegressOptions, "vcov" | "cluster" | "correction" | "weights" | "keepSingletons"> {
  /** First period after the interruption, written as the time column writes it. */
  interruption: number | string;
  /** AR(1) errors by iterated Prais-Winsten (default), or least squares with Newey-West errors. */
  serial?: SerialMethod | undefined;
  /** Newey-West: most lags counted; default the whole part of the fourth root of the number of periods. */
  bandwidth?: number | undefined;
}

/**
 * Segmented regression of one series that was interrupted at a declared period: y_t = a + b t + level [t >= T] + slope (t - T) [t >= T] + x_t'c + e_t
 * (Wagner, Soumerai, Zhang and Ross-Degnan 2002), with errors AR(1), or of any short memory. The effect h periods after the interruption is
 * level + h slope; the fit carries it for every period there is, and the path without the interruption.
 * @param source the table; one series, rows in any order
 * @throws ITS-*, FORMULA-*, EXPR-*, DATA-*, PANEL-UNIT-NEEDED, PANEL-EFFECTS-WRITTEN, MODEL-INSTRUMENTS-UNUSED, MODEL-LAGS-MANY, and the MODEL-* errors of `regress`
 */
export function interruptedTimeSeries(source: Frame, formula: string | Formula, options: InterruptedOptions): Fit {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  refuseParts(parsed);
  const serial = options.serial ?? "praisWinsten";
  const path = options.path ?? "model";
  const segments = segmented(source, parsed, options);
  const { design } = segments;
  checkRowsAndOutcome(design, { rank: 0 });
  const fitted = serial === "praisWinsten" ? iteratedAutocorrelation(design) : null;
  const vcov: VcovOption =
    fitted === null ? { method: "neweyWest", ...(options.bandwidth === undefined ? {} : { lags: options.bandwidth }) } : "iid";
  return leastSquaresFit(fitted === null ? design : quasiDifferencedDesign(design, fitted.rho), vcov, {
    estimator: "interruptedTimeSeries",
    level: options.level ?? 0.95,
    path,
    scale: { mean: mean(design.outcome), sd: outcomeSd(design), logged: isLog(parsed.outcome.expression) },
    adjust: (model, moments) => adjusted(model, moments, segments, options, fitted),
    findings: seriesFindings(segments, parsed, path),
    diagnose: ({ vcov: errors }, moments) => diagnose(segments, moments, errors, fitted !== null, options.level ?? 0.95, path),
  });
}

function refuseParts(formula: Formula): void {
  const estimator = "interruptedTimeSeries";
  if (formula.instruments !== null) {
    const instruments = formula.instruments.excluded.map((term) => term.name);
    throw problem("MODEL-INSTRUMENTS-UNUSED", { formula: formula.text, instruments, estimator });
  }
  if (formula.effects.length > 0)
    throw problem("PANEL-EFFECTS-WRITTEN", { estimator, effects: formula.effects.map((e) => e.name), formula: formula.text });
}

/** What a reader should know of the series before its estimate. */
function seriesFindings({ before, after, labels }: Segments, formula: Formula, path: string): Finding[] {
  const findings: Finding[] = [];
  if (Math.min(before, after) < ADVISED) findings.push(finding("ITS-SHORT", path, { before, after, advised: ADVISED }));
  const periods = /^\d{4}-\d{2}$/.test(labels[0]!) ? "months" : /^\d{4}-?[Qq][1-4]$/.test(labels[0]!) ? "quarters" : null;
  if (periods !== null && formula.terms.length === 0) findings.push(finding("ITS-SEASON", path, { periods, formula: formula.text }));
  return findings;
}

/** What the results say of the model: statistics of the data before the transformation, the segments and the autocorrelation. */
function adjusted(
  model: Estimated["model"],
  moments: Moments,
  { design, before, after }: Segments,
  options: InterruptedOptions,
  ar: Autocorrelation | null,
): Estimated["model"] {
  const centre = mean(design.outcome);
  const around = design.outcome.map((y) => y - centre);
  const paths = pathsOf(design, moments);
  const missed = design.outcome.map((y, t) => y - paths.fitted[t]!);
  return {
    ...model,
    statistics: {
      ...model.statistics,
      r2: 1 - dot(missed, missed) / dot(around, around),
      adjR2: null,
      rmse: Math.sqrt(dot(missed, missed) / missed.length),
      logLik: null,
      outcomeMean: centre,
      outcomeSd: outcomeSd(design),
    },
    conventions: {
      ...model.conventions,
      interruption: options.interruption,
      before,
      after,
      timeTrend: "periods since the first",
      ...(ar === null
        ? { serial: "least squares, Newey-West errors" }
        : { serial: "praisWinsten", rhoEstimator: "sum of e_t e_(t-1) over sum of e_(t-1)^2, iterated", rho: ar.rho }),
    },
    certificate:
      ar === null
        ? model.certificate
        : { ...model.certificate, iterations: ar.iterations, residual: Math.max(model.certificate.residual ?? 0, ar.move) },
  };
}

/** The line through the outcome, and the same line without its change of level and slope. */
function pathsOf(design: Design, { terms, coefficients }: Pick<Moments, "terms" | "coefficients">) {
  const columns = new Map(withConstant(design).map((r) => [r.name, r.values]));
  const fitted = new Float64Array(design.outcome.length);
  const without = new Float64Array(design.outcome.length);
  terms.forEach((term, j) => {
    const values = columns.get(term)!;
    for (let t = 0; t < fitted.length; t++) {
      const part = coefficients[j]! * values[t]!;
      fitted[t]! += part;
      if (term !== LEVEL && term !== SLOPE) without[t]! += part;
    }
  });
  return { fitted, without };
}

/** What the errors chosen add: the effect by period, the path without the interruption, and what is left of autocorrelation. */
function diagnose(segments: Segments, moments: Moments, errors: Vcov, isAutoregressive: boolean, level: number, path: string): Diagnosis {
  const { design, labels } = segments;
  const { fitted, without } = pathsOf(design, moments);
  const counterfactual = labels.map((time, t) => ({
    time,
    outcome: design.outcome[t]!,
    fitted: fitted[t]!,
    withoutInterruption: without[t]!,
  }));
  const tests = residualTests(moments.residuals, isAutoregressive ? 1 : 0);
  const left = tests.find((test) => test.name === "ljungBox")!;
  const lags = Number(/\d+/.exec(left.distribution ?? "0")![0]) + 1;
  const findings =
    isAutoregressive && left.pValue !== null && left.pValue < 0.05
      ? [finding("ITS-AUTOCORRELATION", path, { statistic: left.statistic!, pValue: left.pValue, lags })]
      : [];
  return { result: { effects: effectRows(segments, moments, errors, level), counterfactual }, tests, findings };
}

/** level + h slope with its error by the delta method (exact: it is linear), for every period from the interruption on. */
function effectRows({ after, before, labels }: Segments, moments: Moments, errors: Vcov, level: number): Row[] {
  const [j, k] = [moments.terms.indexOf(LEVEL), moments.terms.indexOf(SLOPE)];
  if (j < 0 || k < 0) return [];
  const { data, rows } = errors.matrix;
  const variances = zeros(after, after);
  const estimates = Float64Array.from({ length: after }, (_, h) => {
    variances.data[h * (after + 1)] = data[j + j * rows]! + 2 * h * data[j + k * rows]! + h * h * data[k + k * rows]!;
    return moments.coefficients[j]! + h * moments.coefficients[k]!;
  });
  const terms = labels.slice(before);
  const { df, method } = errors;
  return coefficientRows({ terms, coefficients: estimates }, { matrix: variances, df, method }, { level, stars: false, scale: null }).map(
    (row) => ({ ...row, kind: "effectAt", method: `${row.method}, delta method` }),
  );
}
