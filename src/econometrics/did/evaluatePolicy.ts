import { type Frame, numbers } from "../../frame/main.js";
import { estimandText, type Finding, finding } from "../../messages/main.js";
import type { PolicyResult, Row } from "../../results/main.js";
import { checklistOf } from "./checklist.js";
import { outcomeFindings, policyFindings } from "./findings.js";
import { evaluateOutcome, headlineOf, type OutcomeEvaluation, randomizationOf } from "./outcome.js";
import { placeboFindings, placebosInTime } from "./placebos.js";
import { type PolicyContext, policyContext } from "./policyContext.js";
import { type PolicyOptions, type PolicySettings, settle } from "./settings.js";
import { type AdoptionGroup, unitNames } from "./timing.js";

/**
 * Evaluates a policy on every outcome: group-time effects and two-way estimates, event studies with their support, the joint pre-trend test,
 * randomisation of the headline estimator, the minimum detectable effect, leave-one-out, negative controls and the verdict. The verdict
 * here knows no variants; whoever runs them (they may need other data) calls `assembleVerdict` again.
 * The frame holds one row per unit and period; outcomes are columns. Throws what `settle`, `policyContext` and `evaluateOutcome` throw.
 */
export function evaluatePolicy(frame: Frame, options: PolicyOptions): { result: PolicyResult; findings: Finding[] } {
  const settings = settle(options);
  const context = policyContext(frame, settings);
  const outcomes = settings.outcomes.map((name) => withPlacebos(context, evaluateOutcome(context, name)));
  const controls = settings.negativeControls.map((name) => negativeControl(context, name));
  const where = `policies.${settings.name}`;
  return {
    result: policyResult(context, outcomes, controls),
    findings: [
      ...policyFindings(context, outcomes[0]!, where),
      ...outcomes.flatMap((o) => [
        ...outcomeFindings(o, settings, `${where}.outcomes.${o.name}`),
        ...placeboFindings(o.name, o.result.placebos ?? [], `${where}.outcomes.${o.name}`),
      ]),
      ...controls.flatMap(({ outcome, row, randomizationP }) =>
        randomizationP !== null && randomizationP <= 0.05
          ? [finding("DID-NEGATIVE-CONTROL", `${where}.negativeControls`, { outcome, estimate: row.estimate!, pValue: randomizationP })]
          : [],
      ),
    ],
  };
}

/**
 * The headline estimate of one specification and its randomisation p: what a specification curve is made of. Takes the first outcome of
 * the options; whoever crosses variants changes the options (and the frame, where the data change).
 */
export function policyVariant(frame: Frame, options: PolicyOptions): { row: Row; randomizationP: number | null } {
  const settings = settle(options);
  const context = policyContext(frame, settings);
  return headlineAndP(context, settings.outcomes[0]!);
}

function withPlacebos(context: PolicyContext, outcome: OutcomeEvaluation): OutcomeEvaluation {
  const placebos = placebosInTime(context, outcome);
  return placebos.length === 0 ? outcome : { ...outcome, result: { ...outcome.result, placebos } };
}

function negativeControl(context: PolicyContext, outcome: string): { outcome: string; row: Row; randomizationP: number | null } {
  return { outcome, ...headlineAndP(context, outcome) };
}

function headlineAndP(context: PolicyContext, outcome: string): { row: Row; randomizationP: number | null } {
  const sample = context.sampleOf(outcome, numbers(context.frame, outcome));
  const headline = headlineOf(sample, context.settings);
  const { strata } = context.settings.randomization;
  return { row: headline.row, randomizationP: randomizationOf(sample, context, headline.assigned, strata).pValue };
}

function policyResult(
  context: PolicyContext,
  outcomes: readonly OutcomeEvaluation[],
  negativeControls: PolicyResult["negativeControls"],
): PolicyResult {
  const { settings, timing } = context;
  const first = outcomes[0]!;
  const dated = (groups: readonly AdoptionGroup[]) =>
    groups.flatMap((g) => unitNames(timing, g).map((unit) => ({ adopted: g.adopted!, unit })));
  const result: PolicyResult = {
    data: settings.data,
    adopted: settings.adopted,
    controlGroup: settings.controlGroup,
    anticipation: settings.anticipation,
    estimand: estimandText({ ...settings.headline, controlGroup: settings.controlGroup }, "en"),
    expected: settings.expected,
    cohorts: timing.cohorts.map((g) => ({
      adopted: g.adopted!,
      units: unitNames(timing, g),
      rows: g.units.length * (timing.periods.length - g.position),
    })),
    notYetAtEnd: dated(timing.later),
    never: unitNames(timing, timing.never),
    alwaysTreated: dated(timing.always).map((d) => d.unit),
    ...weightsOf(first, context),
    outcomes: Object.fromEntries(outcomes.map((o) => [o.name, o.result])),
    negativeControls,
    conventions: conventionsOf(settings, first, context),
  };
  const incomplete = new Set(outcomes.flatMap((o) => o.sample.incomplete)).size;
  return { ...result, checklist: checklistOf(settings, result, incomplete) };
}

/** What the two-way estimate compares and weighs, by name of cohort and period. */
function weightsOf({ weights, comparisons, sample }: OutcomeEvaluation, { timing }: PolicyContext): Partial<PolicyResult> {
  if (weights === null) return {};
  const adopted = (k: number) => sample.timing.cohorts[k]!.adopted!;
  return {
    ...(comparisons === null
      ? {}
      : {
          comparisons: comparisons.map((c) => ({
            ...c,
            treated: adopted(c.treated),
            control: c.control === null ? null : adopted(c.control),
          })),
        }),
    twoWayWeights: weights.cells.map(({ cohort, period, weight, rows }) => ({
      cohort: adopted(cohort),
      time: timing.periods[period]!,
      weight,
      rows,
    })),
    negativeWeightShare: weights.negativeShare,
  };
}

const bandText = {
  multivariateT: "sup-t, multivariate t(clusters - 1)",
  gaussian: "Gaussian sup-t",
  bootstrap: "group-time effects: multiplier bootstrap (Rademacher), interquartile errors; others: sup-t, multivariate t(clusters - 1)",
};

/** Every choice that a reader needs to reproduce the numbers. */
function conventionsOf(settings: PolicySettings, first: OutcomeEvaluation, context: PolicyContext): Record<string, string | number> {
  const { window, randomization, headline } = settings;
  return {
    headline: `${headline.estimator}/${headline.aggregate}`,
    estimators: settings.estimators.join(", "),
    controlGroup: settings.controlGroup,
    anticipation: settings.anticipation,
    basePeriod: settings.groupTime.base,
    ...(settings.controls.columns.length > 0 && settings.estimators.includes("groupTime")
      ? { groupTimeCovariates: `${settings.groupTime.method}, as of the earlier period of each comparison` }
      : {}),
    groupTimeVariance: "influence functions, no small-sample factor, t(clusters - 1)",
    twoWayVariance: "clustered, fixest, t(clusters - 1)",
    ...(settings.estimators.includes("imputation")
      ? {
          imputationVariance: settings.imputation.leaveOut
            ? "conservative, leave-one-out, clustered, no small-sample factor"
            : "conservative, clustered, no small-sample factor",
        }
      : {}),
    incompleteUnits: settings.incomplete === "drop" ? "left out by name" : "kept with the rows they have",
    window: `${window.from}..${window.to}, ends binned (two-way)`,
    reference: window.reference,
    bands: `${bandText[settings.bands.method]}, ${settings.bands.draws} draws, seed ${settings.bands.seed}`,
    controls: settings.controls.columns.length === 0 ? "none" : `${settings.controls.columns.join(", ")} (${settings.controls.at})`,
    cluster: settings.cluster,
    clusters: first.clusters,
    df: first.clusters - 1,
    pretrendLevel: 0.1,
    sensitivity: "headline on a common base; C-LF (relative magnitudes), fixed-length intervals (smoothness); level 0.95",
    minimumDetectable: "(t(.975) + t(.8)) x sd of the headline estimate over the draws",
    randomizationStatistic: "studentised, two-sided",
    randomizationUnit: first.blocked ? settings.cluster : settings.unit,
    strata: randomization.strata ?? "none",
    draws: randomization.draws,
    seed: randomization.seed,
    periods: context.timing.periods.length,
  };
}
