import { type Finding, finding, Problem, placed, problem } from "../messages/main.js";
import type { InferenceResult, ModelResult, Test } from "../results/main.js";
import { clusterLevels } from "./columns.js";
import { type Cluster, clusterOf } from "./design.js";
import { vcovFindings } from "./findings.js";
import { coefficientRows, type Fit, fitOf, INTERCEPT, type Moments, type OutcomeScale } from "./fit.js";
import type { ResamplingOption } from "./inference/options.js";
import { randomization } from "./inference/randomization.js";
import { wildBootstrap } from "./inference/wildBootstrap.js";
import { levelsAt } from "./levels.js";
import { jointTest } from "./tests.js";
import { covariance, isClustered, type Vcov, type VcovOption } from "./vcov.js";

/** Above this residual of the normal equations the digits that are printed are not certain, and no stars are shown. */
const CERTIFIED = 1e-6;

/** An estimated model before errors have been chosen. */
export interface Estimated {
  moments: Moments;
  model: Omit<ModelResult, "coefficients" | "vcov" | "tests">;
  scale: OutcomeScale;
  level: number;
  path: string;
  findings: Finding[];
  /** True where statistics are referred to the normal distribution, as they are for likelihoods; t where errors have degrees of freedom of their own (CR2). */
  normal?: true;
  /** True where errors belong to the estimate and are chosen with it (GMM). */
  errorsFixed?: true;
  /** What else the model reports under these errors (first stages, weak-instrument tests), where its estimator has more to say. */
  diagnose?: (choice: ErrorChoice) => Diagnosis;
}

/** Errors as chosen, with their clusters on the rows of the sample. */
export interface ErrorChoice {
  option: VcovOption;
  clusters: readonly Cluster[];
  vcov: Vcov;
}

/** What an estimator adds to its fit, given the errors. */
export interface Diagnosis {
  result: Partial<ModelResult>;
  tests: Test[];
  findings: Finding[];
}

/**
 * The same fit with other errors, or inference by resampling beside it; nothing is estimated again.
 * @param option `iid`, `HC0` to `HC3`, clusters with their correction, Newey-West, Driscoll-Kraay or Conley: a fit with these errors;
 * the wild cluster bootstrap or randomisation: its rows, draws and conventions
 * @throws DATA-COLUMN-UNKNOWN, MODEL-CLUSTER-*, MODEL-ERRORS-*, MODEL-LEVERAGE-ONE, MODEL-TERM-UNKNOWN
 */
export function inference(fit: Fit, option: VcovOption): Fit;
export function inference(fit: Fit, option: ResamplingOption): InferenceResult;
export function inference(fit: Fit, option: VcovOption | ResamplingOption): Fit | InferenceResult {
  return isResampling(option) ? resampled(fit, option) : withErrors(fit.estimated, option);
}

function isResampling(option: VcovOption | ResamplingOption): option is ResamplingOption {
  return typeof option === "object" && "method" in option && (option.method === "wildBootstrap" || option.method === "randomization");
}

function resampled(fit: Fit, option: ResamplingOption): InferenceResult {
  const { estimator } = fit.estimated.model;
  if (estimator !== "ols") throw problem("MODEL-ERRORS-OLS-ONLY", { errors: option.method, estimator });
  if (option.method === "randomization") {
    const { vcovOption } = fit;
    return randomization(fit, option, isClustered(vcovOption) ? clustersOf(fit.moments, vcovOption.cluster) : []);
  }
  const name = option.cluster ?? (clusterNames(fit.vcovOption).length === 1 ? clusterNames(fit.vcovOption)[0] : undefined);
  if (name === undefined) throw problem("MODEL-INFERENCE-CLUSTER", { method: option.method, clusters: clusterNames(fit.vcovOption) });
  const [cluster] = clustersOf(fit.moments, name);
  if (cluster!.labels.length < 2) throw problem("MODEL-CLUSTER-ONE", { cluster: name, value: cluster!.labels[0] ?? "" });
  return wildBootstrap(fit, option, cluster!);
}

/** A Fit from an estimated model and a choice of errors. */
export function withErrors(estimated: Estimated, option: VcovOption): Fit {
  const { moments, model, scale, level, path } = estimated;
  const { clusters, vcov } = chosenErrors(estimated, option);
  const residual = model.certificate.residual;
  const certified = residual === null || residual <= CERTIFIED;
  const findings = [...estimated.findings, ...vcovFindings(moments, vcov, clusters, path)];
  if (!certified) findings.push(finding("MODEL-UNCERTIFIED", path, { residual: residual!, method: model.certificate.method }));
  const result: ModelResult = {
    estimator: model.estimator,
    formula: model.formula,
    nobs: model.nobs,
    coefficients: coefficientRows(moments, vcov, { level, stars: certified, scale }),
    tests: [],
    ...(model.collinear === undefined ? {} : { collinear: model.collinear }),
    ...(model.absorbed === undefined ? {} : { absorbed: model.absorbed }),
    sample: model.sample,
    vcov: vcov.report,
    statistics: model.statistics,
    conventions: { ...model.conventions, ...vcov.conventions },
    certificate: model.certificate,
  };
  const fit = fitOf(result, { estimated, moments, covariance: vcov.matrix, vcovOption: option, findings });
  const slopes = moments.terms.filter((term) => term !== INTERCEPT);
  if (slopes.length > 0) fit.tests.push(jointTest(fit, slopes, "overall"));
  if (estimated.diagnose === undefined) return fit;
  const more = estimated.diagnose({ option, clusters, vcov });
  fit.tests.push(...more.tests);
  findings.push(...more.findings);
  return Object.assign(fit, { ...more.result, conventions: { ...fit.conventions, ...more.result.conventions } });
}

/** The same matrix, statistics referred to the normal distribution. */
function asNormal(vcov: Vcov): Vcov {
  return vcov.dfs === undefined ? { ...vcov, df: Number.POSITIVE_INFINITY, report: { ...vcov.report, df: null } } : vcov;
}

/** Clusters on the sample and covariance; what is wrong with them is wrong with `vcov`, not with the formula. */
function chosenErrors({ moments, model, normal, errorsFixed }: Estimated, option: VcovOption): { clusters: Cluster[]; vcov: Vcov } {
  try {
    const clusters = isClustered(option) ? clustersOf(moments, option.cluster) : [];
    if (errorsFixed === true || (model.estimator === "iv" && !isForAnyEstimator(option)))
      throw problem("MODEL-ERRORS-OLS-ONLY", { errors: errorsName(option), estimator: model.estimator });
    const vcov = covariance(moments, option, clusters);
    return { clusters, vcov: normal === true ? asNormal(vcov) : vcov };
  } catch (error) {
    throw error instanceof Problem ? placed(error, { path: "vcov" }) : error;
  }
}

/** Errors that scores and bread alone make are the same for every estimator; leverage is that of least squares. */
function isForAnyEstimator(option: VcovOption): boolean {
  if (typeof option === "string") return option === "iid" || option === "HC0" || option === "HC1";
  return !isClustered(option) || (option.correction !== "CR2" && option.correction !== "CR3");
}

function errorsName(option: VcovOption): string {
  return typeof option === "string" ? option : isClustered(option) ? option.correction! : option.method;
}

/** Names of the clusters of an option. */
export function clusterNames(option: VcovOption): string[] {
  if (!isClustered(option)) return [];
  return typeof option.cluster === "string" ? [option.cluster] : [...option.cluster];
}

/** Clusters on the rows of the sample: those the design holds, others from the frame behind it. */
export function clustersOf(moments: Moments, names: string | readonly string[]): Cluster[] {
  const { design } = moments;
  return (typeof names === "string" ? [names] : names).map((name) => {
    const known = design.clusters.find((cluster) => cluster.name === name);
    if (known !== undefined) return known;
    const levels = clusterLevels(design.frame, name);
    const missing = design.rows.reduce((count, row) => count + (levels.codes[row]! < 0 ? 1 : 0), 0);
    if (missing > 0) throw problem("MODEL-CLUSTER-MISSING", { cluster: name, rows: missing });
    return clusterOf(name, levelsAt(levels, design.rows));
  });
}
