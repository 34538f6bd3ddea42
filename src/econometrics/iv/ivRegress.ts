import type { Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { InstrumentSet } from "../../results/main.js";
import { describe, isLog } from "../describe.js";
import { buildDesign } from "../design.js";
import type { Fit } from "../fit.js";
import { type Formula, parseFormula } from "../formula.js";
import { clusterNames, type Diagnosis, type ErrorChoice, withErrors } from "../inference.js";
import { checkRowsAndOutcome, chosenVcov, type RegressOptions } from "../panel/ols.js";
import { refuseUnplaced } from "../panel/panelRows.js";
import { leftFinding } from "../setAside.js";
import { solverFor } from "../sharedSolver.js";
import type { VcovOption } from "../vcov.js";
import { partialOut } from "../within.js";
import { andersonRubinSet, andersonRubinTest } from "./andersonRubin.js";
import { partialledRows } from "./auxiliary.js";
import { effectiveF } from "./effectiveF.js";
import { buildEquation, type Equation } from "./equation.js";
import { type Estimate, limitedInformation, normalResidual, twoStage, twoStepGmm } from "./estimate.js";
import { instrumentFindings, strengthFindings } from "./findings.js";
import { firstStages } from "./firstStage.js";
import type { IvMethod } from "./options.js";
import { identificationTests } from "./strength.js";
import { endogeneityTests, stockWrightS, validityTests } from "./validity.js";

/** Options of `ivRegress`. */
export interface IvOptions extends RegressOptions {
  /** `2sls` (default), `liml`, or `gmm`: two-step GMM, efficient under the errors asked for. */
  method?: IvMethod | undefined;
}

/**
 * Regression with instruments: y ~ exogenous | effects | endogenous ~ instruments, any number of each, weighted or not.
 * Absorbed effects are taken out of every column first; estimates come from orthogonal factors of what is left. The fit carries first stages,
 * tests of identification, strength, validity and exogeneity, and the Anderson-Rubin confidence set, all under the errors of the model;
 * `inference` restates all of them under other errors (of GMM, with the weighting matrix kept).
 * @throws IV-*, FORMULA-*, EXPR-*, DATA-*, and the MODEL-* errors of `regress`
 */
export function ivRegress(source: Frame, formula: string | Formula, options: IvOptions = {}): Fit {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  checkParts(parsed);
  refuseUnplaced(source, options);
  const vcov = chosenVcov(options);
  const path = options.path ?? "model";
  const design = buildDesign(source, parsed, { ...options, clusters: clusterNames(vcov) });
  const solver = solverFor(design.effects, design.weights);
  checkRowsAndOutcome(design, solver);
  const within = partialOut(design, solver, [...design.regressors, ...design.endogenous, ...design.excluded], true);
  const equation = buildEquation(design, within, solver.rank);
  const method = options.method ?? "2sls";
  const estimate = estimateBy(method, equation, vcov);
  const residual = method === "2sls" ? normalResidual(equation, estimate, within.freedOutcomeNorm) : 0;
  const model = describe("iv", design, solver, within, { moments: estimate.moments, left: equation.left, residual });
  return withErrors(
    {
      moments: estimate.moments,
      model: {
        ...model,
        statistics: { ...model.statistics, logLik: null },
        conventions: {
          ...model.conventions,
          method,
          endogenous: equation.endogenous.names.join(", "),
          instruments: equation.excluded.names.join(", "),
          ...methodConventions(method, estimate),
        },
      },
      scale: { mean: model.statistics.outcomeMean!, sd: model.statistics.outcomeSd!, logged: isLog(parsed.outcome.expression) },
      level: options.level ?? 0.95,
      path,
      findings: [...design.findings, ...equation.left.map((l) => leftFinding(l, path)), ...instrumentFindings(design, equation, path)],
      diagnose: (choice) => diagnose(equation, estimate, choice, { method, level: options.level ?? 0.95, path }),
    },
    vcov,
  );
}

/** Refuses parts that contradict each other by name. */
function checkParts(formula: Formula): void {
  const { instruments, terms, outcome, text } = formula;
  if (instruments === null) throw problem("IV-NO-INSTRUMENTS", { formula: text });
  const endogenous = instruments.endogenous.map((t) => t.name);
  const excluded = instruments.excluded.map((t) => t.name);
  for (const term of endogenous) {
    const role = term === outcome.name ? "outcome" : terms.some((t) => t.name === term) ? "regressor" : null;
    if (role !== null) throw problem("IV-ENDOGENOUS-TWICE", { term, role, formula: text });
  }
  for (const instrument of excluded) {
    const role =
      instrument === outcome.name
        ? "outcome"
        : endogenous.includes(instrument)
          ? "endogenous"
          : terms.some((t) => t.name === instrument)
            ? "regressor"
            : null;
    if (role !== null) throw problem("IV-INSTRUMENT-IS-REGRESSOR", { instrument, role, formula: text });
  }
  if (excluded.length === 0 || endogenous.length === 0) throw problem("IV-NO-INSTRUMENTS", { formula: text });
}

function estimateBy(method: IvMethod, equation: Equation, vcov: VcovOption): Estimate {
  if (method === "liml") return limitedInformation(equation);
  return method === "gmm" ? twoStepGmm(equation, vcov) : twoStage(equation);
}

function methodConventions(method: IvMethod, estimate: Estimate): Record<string, string | number> {
  if (method === "liml") return { kappa: estimate.kappa!, errorsOfLiml: "k-class bread, scores of the fitted regressors (as ivreg2)" };
  if (method === "2sls") return {};
  return estimate.kappa === null
    ? { weighting: "inverse covariance of the moments at the two-stage residuals", errorsOfGmm: "the same residuals (as ivreg2 gmm2s)" }
    : { weighting: "iid errors: the two steps are two-stage least squares" };
}

function diagnose(
  equation: Equation,
  estimate: Estimate,
  choice: ErrorChoice,
  { method, level, path }: { method: IvMethod; level: number; path: string },
): Diagnosis {
  const robust = choice.option !== "iid";
  const rows = robust ? partialledRows(equation, estimate) : null;
  const stages = firstStages(equation, choice, rows, level).map((stage) => stage.result);
  const tests = [
    ...identificationTests(equation, choice, rows, method === "liml"),
    effectiveF(equation, choice, rows),
    andersonRubinTest(equation, choice, rows),
    stockWrightS(equation, choice, rows),
    ...validityTests(equation, estimate, choice, rows),
    ...endogeneityTests(equation, choice, rows),
  ];
  const sets = [andersonRubinSet(equation, choice, rows, level)];
  return {
    result: { firstStages: stages, confidenceSets: sets, instruments: equation.excluded.names.map(instrumentSet) },
    tests,
    findings: strengthFindings(stages, tests, sets, robust, path),
  };
}

function instrumentSet(column: string): InstrumentSet {
  return { equation: "main", kind: "excluded", column, count: 1 };
}
