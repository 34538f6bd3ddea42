import type { Frame } from "../../frame/main.js";
import { type Finding, finding, Problem, problem } from "../../messages/main.js";
import { interceptFactor } from "../../numerics/factors/main.js";
import { column, dot, fromColumns, type Matrix, mean, submatrix, zeros } from "../../numerics/main.js";
import type { ModelResult, Test } from "../../results/main.js";
import { isLog, outcomeSd } from "../describe.js";
import type { Design } from "../design.js";
import { coefficientRows, type Fit, fitOf, INTERCEPT, type Moments } from "../fit.js";
import type { Formula } from "../formula.js";
import { ownMeanGroups } from "../iv/findings.js";
import { leastSquaresFit } from "../panel/ols.js";
import { waldTest } from "../tests.js";
import { estimateGmm, type GmmEstimate, type Step } from "./estimate.js";
import { gmmFindings } from "./findings.js";
import { buildInstruments, type InstrumentMatrix, keepColumns } from "./instruments.js";
import { independentColumns, instrumentGram, instrumentProduct } from "./moments.js";
import { type GmmOptions, prepare, type Setting } from "./setting.js";
import { groupsOf, type Levels, type Stack } from "./stack.js";
import { differenceInHansen, overidentification, serialCorrelation } from "./tests.js";

/** The weights of the first step by their number in xtabond2. */
const FIRST_STEP_WEIGHTS = {
  1: "h(1): identity",
  2: "h(2): covariance of transformed errors, equations apart",
  3: "h(3): covariance of transformed errors, equations together",
} as const;

/**
 * Difference GMM (Arellano and Bond 1991) and system GMM (Blundell and Bond 1998) for panels with lagged outcomes and predetermined or endogenous
 * regressors: y ~ l(y, 1) + x | unit + time. The unit effect is always there; `time` adds time dummies, which are instruments for themselves
 * (in the level equation of a system, with the constant). Tests of serial correlation to order four, Sargan's, Hansen's and its differences,
 * the list of instruments, and pooled and within estimates of the lag beside it come with every fit.
 * @throws GMM-*, FORMULA-*, EXPR-*, DATA-*, PANEL-UNIT-NEEDED, MODEL-NO-ROWS, MODEL-OUTCOME-CONSTANT
 */
export function dynamicPanel(source: Frame, formula: string | Formula, options: GmmOptions): Fit {
  const setting = prepare(source, formula, options);
  const { design, levels, stack, system, names, path } = setting;
  const built = buildInstruments(stack, setting.specs);
  const z = keepColumns(built, independentColumns(instrumentGram(built)));
  const rows = system ? levels.outcome.length : stack.transformedCount;
  const groups = groupsOf(stack);
  refuseCounts(built.columns, z.columns, groups, setting);
  const estimate = estimateGmm(stack, z, options.weighting ?? 3, rows);
  const steps = options.steps ?? "two";
  const step = steps === "one" ? estimate.first : estimate.second;
  const errors = options.errors ?? "robust";
  const independent = steps === "one" && errors === "conventional";
  const { matrix, method, factor } = covarianceOf(estimate, steps, errors, options.small === true ? { rows, groups } : null);
  const df = options.small === true ? groups - 1 : Number.POSITIVE_INFINITY;
  const terms = estimate.kept.map((j) => names[j]!);
  const scale = { mean: mean(design.outcome), sd: outcomeSd(design), logged: isLog(design.formula.outcome.expression) };
  const slopes = estimate.kept.flatMap((at, j) => (at < setting.regressorCount ? [j] : []));
  const tests: Test[] = [
    overall(
      slopes.map((j) => terms[j]!),
      Float64Array.from(slopes, (j) => step.coefficients[j]!),
      submatrix(matrix, slopes),
      df,
    ),
    ...serialCorrelation({ levels, stack, z, estimate, step, covariance: matrix, sigma2: independent ? estimate.levelVariance : null }, 4),
    ...overidentification(z, estimate),
    ...differenceInHansen(stack, z, estimate),
  ];
  const bond = bondBounds(setting, (term) => estimateOf(term, terms, step));
  const result: ModelResult = {
    estimator: "gmm",
    formula: design.formula.text,
    nobs: rows,
    coefficients: coefficientRows(
      { terms, coefficients: step.coefficients },
      { matrix, df, method },
      { level: options.level ?? 0.95, stars: true, scale },
    ).map((row, j) => (terms[j] === INTERCEPT || estimate.kept[j]! < setting.regressorCount ? row : { ...row, kind: "timeEffect" })),
    tests,
    instruments: z.sets.map((set) => set.description),
    absorbed: [
      { effect: options.unit!, levels: groups },
      ...(setting.timeEffects ? [{ effect: options.time!, levels: design.times!.count }] : []),
    ],
    sample: {
      hash: design.hash,
      rows,
      units: groups,
      periods: design.times!.count,
      dropped: design.dropped,
    },
    vcov: {
      type: method,
      clusters: independent ? {} : { [options.unit!]: groups },
      df: options.small === true ? df : null,
      correction: null,
      factor,
    },
    statistics: { r2: null, r2Within: null, adjR2: null, rmse: null, logLik: null, outcomeMean: scale.mean, outcomeSd: scale.sd },
    conventions: {
      sampleHash: design.hashOf,
      method: system ? "system" : "difference",
      equations: system ? "transformed and level" : "transformed",
      transform: options.transform === "orthogonal" ? "forward orthogonal deviations" : "first differences",
      steps,
      firstStepWeights: FIRST_STEP_WEIGHTS[options.weighting ?? 3],
      instrumentColumns: z.columns,
      groups,
      ...(estimate.second.weighting.rank < z.columns ? { rankOfMomentCovariance: estimate.second.weighting.rank } : {}),
      sargan: "first-step residuals and weights; variance divides by rows less coefficients",
      hansenFirstStep: "first-step residuals, weights of the second step",
      hansen: "two-step residuals and weights",
      ...(bond.first?.pooled == null ? {} : { lagPooled: bond.first.pooled }),
      ...(bond.first?.within == null ? {} : { lagWithin: bond.first.within }),
      ...(setting.timeEffects ? { [`base of ${options.time}`]: design.times!.labels[0]! } : {}),
      ...Object.fromEntries(design.bases.map(({ variable, base }) => [`base of ${variable}`, base])),
    },
    certificate: { method: "qr", residual: conditionResidual(stack, z, estimate, step) },
  };
  const findings = [
    ...design.findings.filter((found) => !isStartOfPanel(found)),
    ...gmmFindings({
      path,
      tests,
      instruments: z.columns,
      collinear: built.columns - z.columns,
      groups,
      lag: bond.first,
      persistence: system ? null : bond.persistence,
      hasLag: setting.lags.length > 0,
      left: names.slice(0, setting.regressorCount).filter((_, j) => !estimate.kept.includes(j)),
      holes: holes(levels),
      timeEffects: setting.timeEffects,
      orthogonal: options.transform === "orthogonal",
    }),
    ...ownUnitFindings(setting),
  ];
  const moments = momentsOf(setting, estimate, step, terms);
  return fitOf(result, {
    estimated: { moments, model: result, scale, level: options.level ?? 0.95, path, findings, errorsFixed: true },
    moments,
    covariance: matrix,
    vcovOption: { cluster: options.unit! },
    findings,
  });
}

/** @param written instrument columns before those that others span were left out, `instruments` after */
function refuseCounts(written: number, instruments: number, groups: number, { names, design, stack }: Setting): void {
  const slopes = design.regressors.length;
  if (groups < 2) throw problem("GMM-FEW-UNITS", { units: groups, coefficients: slopes, rank: null });
  if (written > stack.outcome.length) throw problem("GMM-INSTRUMENTS-ROWS", { instruments: written, rows: stack.outcome.length });
  if (instruments < slopes) throw problem("GMM-FEW-INSTRUMENTS", { instruments, coefficients: slopes, terms: names.slice(0, slopes) });
}

function covarianceOf(
  estimate: GmmEstimate,
  steps: "one" | "two",
  errors: "robust" | "conventional",
  small: { rows: number; groups: number } | null,
): { matrix: Matrix; method: string; factor: number | null } {
  const k = estimate.kept.length;
  const conventional = steps === "one" && errors === "conventional";
  const plain = conventional
    ? scaled(estimate.first.bread, estimate.sigma2)
    : steps === "one"
      ? estimate.firstRobust
      : errors === "robust"
        ? estimate.secondCorrected
        : estimate.secondPlain;
  const method = conventional
    ? "gmm/oneStep"
    : steps === "one"
      ? "gmm/oneStepRobust"
      : errors === "robust"
        ? "gmm/twoStepWindmeijer"
        : "gmm/twoStep";
  if (small === null || conventional) return { matrix: plain, method, factor: null };
  const factor = ((small.rows - 1) / (small.rows - k)) * (small.groups / (small.groups - 1));
  return { matrix: scaled(plain, factor), method, factor };
}

function scaled(a: Matrix, by: number): Matrix {
  return { ...a, data: a.data.map((value) => value * by) };
}

function overall(terms: readonly string[], b: Float64Array, v: Matrix, df: number): Test {
  return waldTest("overall", `${terms.join(", ")} ${terms.length === 1 ? "is" : "are"} zero`, b, v, df);
}

/** What is left of the first-order conditions X'Z W Z'e, relative to the size of both sides. */
function conditionResidual(stack: Stack, z: InstrumentMatrix, estimate: GmmEstimate, step: Step): number {
  const moved = step.weighting.root(step.moments);
  const whole = step.weighting.root(instrumentProduct(z, stack, stack.outcome));
  let worst = 0;
  for (const j of estimate.kept) {
    const x = step.weighting.root(instrumentProduct(z, stack, column(stack.regressors, j)));
    const size = Math.sqrt(dot(x, x) * dot(whole, whole));
    if (size > 0) worst = Math.max(worst, Math.abs(dot(x, moved)) / size);
  }
  return worst;
}

function estimateOf(term: string, terms: readonly string[], step: Step): number | null {
  const at = terms.indexOf(term);
  return at === -1 ? null : step.coefficients[at]!;
}

/** Rows that miss nothing but a lag are the first of their unit, or follow a hole, which is told by itself. */
function isStartOfPanel({ code, evidence }: Finding): boolean {
  if (code !== "MODEL-ROWS-MISSING") return false;
  return (evidence as { columns: { column: string }[] }).columns.every(({ column }) => /^[ld]\(/.test(column));
}

/** Where the lag of the outcome should lie, and how persistent the outcome looks. */
interface Bounds {
  /** The first lag: its estimate, and those of least squares on the same equation and rows. */
  first: { term: string; estimate: number | null; pooled: number | null; within: number | null } | null;
  /** The sum of the lags' coefficients: as estimated, and within, freed of its bias to first order. */
  persistence: { estimate: number; within: number } | null;
}

/**
 * Pooled least squares puts the lag too high and fixed effects too low (Bond 2002). The bias of fixed effects is near -(1 + rho)/(T - 1)
 * (Nickell 1981), so rho is near within + (1 + within)/(T - 1).
 */
function bondBounds({ design, lags, timeEffects, levels }: Setting, estimateOf: (term: string) => number | null): Bounds {
  if (lags.length === 0) return { first: null, persistence: null };
  const time = timeEffects
    ? [{ name: "time", factor: interceptFactor(design.times!.codes, design.times!.count), levels: design.times! }]
    : [];
  const unit = { name: "unit", factor: interceptFactor(design.units!.codes, design.units!.count), levels: design.units! };
  const lagsIn = (effects: Design["effects"]): (number | null)[] => {
    try {
      const fit = leastSquaresFit({ ...design, effects, intercept: design.intercept && effects.length === 0 }, "iid", {
        estimator: "ols",
        level: 0.95,
        path: "model",
      });
      return lags.map(({ term }) => fit.coefficients.find((row) => row.term === term)?.estimate ?? null);
    } catch (error) {
      // Too few rows for unit effects, for example: then there is no bound on that side.
      if (error instanceof Problem) return lags.map(() => null);
      throw error;
    }
  };
  const [pooled, within] = [lagsIn(time), lagsIn([unit, ...time])];
  const at = lags.findIndex(({ by }) => by === 1);
  const first = at === -1 ? null : { term: lags[at]!.term, estimate: estimateOf(lags[at]!.term), pooled: pooled[at]!, within: within[at]! };
  const length = levels.outcome.length / (levels.starts.length - 1);
  const estimate = total(lags.map(({ term }) => estimateOf(term)));
  const inside = total(within);
  return {
    first,
    persistence:
      estimate === null || inside === null || length <= 1 ? null : { estimate, within: Math.min(1, inside + (1 + inside) / (length - 1)) },
  };
}

/** A sum; null where a part is missing. */
function total(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

/** Instruments from outside that are means of a regressor over groups with the unit itself in them. */
function ownUnitFindings({ design, specs, path }: Setting): Finding[] {
  const written = new Set(design.regressors.map((r) => r.name));
  return specs.flatMap((spec) =>
    spec.kind === "gmm" || written.has(spec.column)
      ? []
      : design.regressors.flatMap((regressor) => {
          const groups = ownMeanGroups(design, { name: spec.column, values: spec.onLevels! }, regressor);
          return groups === null
            ? []
            : [finding("IV-INSTRUMENT-OWN-UNIT", path, { instrument: spec.column, endogenous: regressor.name, groups })];
        }),
  );
}

/** Units with a period missing between two of their rows. */
function holes({ starts, periods }: Levels): number {
  let units = 0;
  for (let unit = 0; unit + 1 < starts.length; unit++)
    for (let row = starts[unit]! + 1; row < starts[unit + 1]!; row++) {
      if (periods[row]! - periods[row - 1]! > 1) {
        units++;
        break;
      }
    }
  return units;
}

function momentsOf({ design, stack }: Setting, estimate: GmmEstimate, step: Step, terms: string[]): Moments {
  const k = estimate.kept.length;
  return {
    design,
    terms,
    coefficients: step.coefficients,
    regressors: fromColumns(
      estimate.kept.map((j) => column(stack.regressors, j)),
      stack.outcome.length,
    ),
    residuals: step.residuals,
    weights: null,
    scores: zeros(0, k),
    bread: step.bread,
    rows: stack.outcome.length,
    effects: [],
    effectsRank: 0,
    parameters: k,
    rss: step.residuals.reduce((total, e) => total + e * e, 0),
  };
}
