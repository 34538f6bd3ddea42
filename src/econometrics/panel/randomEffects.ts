import type { Frame } from "../../frame/main.js";
import { type Finding, finding, problem } from "../../messages/main.js";
import { dot, fromColumns, mean, pivotedQr, takeColumns } from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import { isLog, outcomeSd } from "../describe.js";
import type { Fit, Moments } from "../fit.js";
import type { Formula } from "../formula.js";
import type { Diagnosis, Estimated } from "../inference.js";
import { isClustered, type VcovOption } from "../vcov.js";
import { type Components, varianceComponents } from "./components.js";
import { leastSquaresFit, type RegressOptions } from "./ols.js";
import type { ComponentsMethod } from "./options.js";
import { lessMeans } from "./panelRows.js";
import { type PanelSetting, panelSetting, shortPanelFindings } from "./panelSetting.js";
import { panelTests } from "./panelTests.js";
import { meansOfVarying, quasiDemeaned, withConstant } from "./quasiDemeaned.js";

/** Options of random effects. */
export interface RandomEffectsOptions extends Omit<RegressOptions, "weights" | "keepSingletons"> {
  /** How the variance components are estimated; default `swamyArora`. */
  components?: ComponentsMethod | undefined;
}

/**
 * Random unit effects: least squares on x_it - share_i mean_i (feasible GLS), the shares from estimated variance components.
 * The fit carries the tests that speak for and against it: F and Lagrange multiplier tests of effects, Hausman's in both forms, serial and
 * cross-section correlation.
 * @throws PANEL-*, FORMULA-*, EXPR-*, DATA-*, and the MODEL-* errors of `regress`
 */
export function randomEffects(source: Frame, formula: string | Formula, options: RandomEffectsOptions): Fit {
  const setting = panelSetting(source, formula, options, "randomEffects");
  const { design, panel, path } = setting;
  const { components, method } = estimateComponents(setting, options);
  return leastSquaresFit(quasiDemeaned(design, panel, components), setting.vcov, {
    ...notesOf(setting, "randomEffects", components, method),
    findings: [...componentFindings(components, method, path), ...shortPanelFindings(design, "randomEffects", path)],
    diagnose: (choice) => diagnose(panelTests(design, panel, components), choice.option, path, false),
  });
}

/**
 * Correlated random effects (Mundlak 1978): random effects with the unit means of all regressors that vary within units beside them. The
 * coefficients of the regressors are then those of fixed effects, and time-constant regressors keep theirs (Wooldridge 2010, 10.7.3).
 * @throws as `randomEffects`, and PANEL-NO-WITHIN where no regressor varies within units
 */
export function correlatedRandomEffects(source: Frame, formula: string | Formula, options: RandomEffectsOptions): Fit {
  const setting = panelSetting(source, formula, options, "correlatedRandomEffects");
  const { design, panel, path } = setting;
  const means = meansOfVarying(design, panel);
  if (means.length === 0) throw problem("PANEL-NO-WITHIN", { formula: design.formula.text, terms: design.regressors.map((r) => r.name) });
  const widened = { ...setting, design: { ...design, regressors: [...design.regressors, ...means] } };
  const { components, method } = estimateComponents(widened, options);
  return leastSquaresFit(quasiDemeaned(widened.design, panel, components), setting.vcov, {
    ...notesOf(widened, "correlatedRandomEffects", components, method),
    findings: [...componentFindings(components, method, path), ...shortPanelFindings(design, "correlatedRandomEffects", path)],
    diagnose: (choice) => diagnose(panelTests(design, panel, components), choice.option, path, true),
  });
}

function estimateComponents(setting: PanelSetting, options: RandomEffectsOptions): { components: Components; method: ComponentsMethod } {
  const { design, panel } = setting;
  const all = fromColumns(
    withConstant(design).map((r) => r.values),
    design.rows.length,
  );
  const method = options.components ?? "swamyArora";
  return { components: varianceComponents(panel, takeColumns(all, pivotedQr(all).kept), design.outcome, method), method };
}

/** What the results say of the model: statistics of the data before the transformation, and the components. */
function notesOf(setting: PanelSetting, estimator: string, components: Components, method: ComponentsMethod) {
  const { design, panel, level, path } = setting;
  const original = withConstant(design);
  return {
    estimator,
    level,
    path,
    scale: { mean: mean(design.outcome), sd: outcomeSd(design), logged: isLog(design.formula.outcome.expression) },
    adjust: (model: Estimated["model"], moments: Moments): Estimated["model"] => {
      const fitted = new Float64Array(design.outcome.length);
      moments.terms.forEach((term, j) => {
        const { values } = original.find((r) => r.name === term)!;
        for (let i = 0; i < fitted.length; i++) fitted[i]! += moments.coefficients[j]! * values[i]!;
      });
      const sorted = Float64Array.from(components.shares).sort();
      return {
        ...model,
        statistics: {
          ...model.statistics,
          r2: squaredCorrelation(fitted, design.outcome),
          r2Within: squaredCorrelation(lessMeans(panel, fitted, 1), lessMeans(panel, design.outcome, 1)),
          adjR2: null,
          logLik: null,
          outcomeMean: mean(design.outcome),
          outcomeSd: outcomeSd(design),
        },
        conventions: {
          ...model.conventions,
          r2: "squared correlation of outcome and prediction",
          components: method,
          sigmaUnit: Math.sqrt(components.unit),
          sigmaRest: Math.sqrt(components.rest),
          rho: components.unit / (components.unit + components.rest),
          shareLeast: sorted[0]!,
          shareMedian: sorted[Math.floor((sorted.length - 1) / 2)]!,
          shareMost: sorted[sorted.length - 1]!,
        },
      };
    },
  };
}

function squaredCorrelation(a: Float64Array, b: Float64Array): number | null {
  const meanA = mean(a);
  const meanB = mean(b);
  const x = a.map((value) => value - meanA);
  const y = b.map((value) => value - meanB);
  const size = dot(x, x) * dot(y, y);
  return size > 0 ? dot(x, y) ** 2 / size : null;
}

function componentFindings(components: Components, method: ComponentsMethod, path: string): Finding[] {
  return components.estimated < 0
    ? [finding("PANEL-VARIANCE-NEGATIVE", path, { method, estimate: components.estimated, rest: components.rest })]
    : [];
}

/** Tests and what they object to. With unit means in the model, effects that move with the regressors are no objection. */
function diagnose(tests: Test[], option: VcovOption, path: string, withMeans: boolean): Diagnosis {
  const findings: Finding[] = [];
  const rejected = (name: string): Test | undefined => tests.find((t) => t.name === name && t.pValue !== null && t.pValue < 0.05);
  const hausman = rejected("hausmanRobust") ?? rejected("hausman");
  if (!withMeans && hausman !== undefined)
    findings.push(finding("PANEL-HAUSMAN", path, { test: hausman.name, statistic: hausman.statistic!, pValue: hausman.pValue! }));
  const serial = rejected("wooldridgeSerial") ?? rejected("wooldridgeDifferences");
  if (serial !== undefined && !isClustered(option))
    findings.push(finding("PANEL-AUTOCORRELATION", path, { test: serial.name, statistic: serial.statistic!, pValue: serial.pValue! }));
  const cross = rejected("pesaranCd");
  if (cross !== undefined) findings.push(finding("PANEL-CROSS-SECTION", path, { statistic: cross.statistic!, pValue: cross.pValue! }));
  return { result: {}, tests, findings };
}
