import { type Finding, finding } from "../../messages/main.js";
import type { OutcomeEvaluation } from "./outcome.js";
import type { PolicyContext } from "./policyContext.js";
import { fewTreated } from "./rows.js";
import type { PolicySettings } from "./settings.js";
import { timingFindings, unitNames } from "./timing.js";
import { pretrendLevel, signed } from "./twoWay.js";

/** What the design alone says, whatever the outcome: timing, support, assignments, weights, controls. */
export function policyFindings(context: PolicyContext, first: OutcomeEvaluation, where: string): Finding[] {
  const { settings, timing } = context;
  const list = timingFindings(timing, settings.controlGroup, settings.anticipation, where, settings.time);
  list.push(...supportFindings(first, settings, where));
  const seen = new Set<string | null>();
  first.result.randomization.forEach(({ strata, draws }, j) => {
    const distinct = first.distinct[j]!;
    if (distinct <= draws && !seen.has(strata)) list.push(finding("DID-FEW-PERMUTATIONS", where, { distinct, draws, strata }));
    seen.add(strata);
  });
  const { weights } = first;
  if (weights !== null && weights.negativeCells > 0) {
    const evidence = { share: weights.negativeShare, cells: weights.negativeCells, treatedCells: weights.treatedCells };
    list.push(finding("DID-NEGATIVE-WEIGHTS", where, evidence));
  }
  const forbidden = (first.comparisons ?? []).filter((c) => c.type === "laterVsEarlier").reduce((sum, c) => sum + c.weight, 0);
  if (forbidden > forbiddenShare) list.push(finding("DID-FORBIDDEN-COMPARISONS", where, { share: forbidden }));
  if (first.weights !== null && first.comparisons === null) {
    list.push(finding("DID-DECOMPOSITION-HOLES", where, { outcome: first.name, units: unitsWithHoles(first) }));
  }
  const { columns, at } = settings.controls;
  if (columns.length > 0 && at === "current") list.push(finding("DID-BAD-CONTROL", where, { columns }));
  return list;
}

/** From this weight on, comparisons with units treated before are worth a warning. */
const forbiddenShare = 0.1;

function unitsWithHoles({ sample }: OutcomeEvaluation): string[] {
  const { values, periods } = sample.panel.wide;
  return Array.from(sample.panel.members, (unit, m) => ({ unit, path: values.subarray(m * periods, (m + 1) * periods) }))
    .filter(({ path }) => path.some(Number.isNaN))
    .map(({ unit }) => sample.timing.units[unit]!);
}

/** Treated units without the outcome in the last period before adoption (less the anticipation). */
function unitsWithoutBase({ panel, timing }: OutcomeEvaluation["sample"], anticipation: number): { unit: string; base: number }[] {
  const { values, periods, group } = panel.wide;
  return Array.from(panel.members).flatMap((unit, m) => {
    const k = group[m]!;
    if (k >= panel.schedule.cohorts) return [];
    const base = panel.schedule.positions[k]! - 1 - anticipation;
    return Number.isNaN(values[m * periods + base]!) ? [{ unit: timing.units[unit]!, base: timing.periods[base]! }] : [];
  });
}

/** Points that fewer than five treated clusters stand behind: everything, or some cohorts and event times. */
function supportFindings({ sample, result }: OutcomeEvaluation, settings: PolicySettings, where: string): Finding[] {
  const { panel, timing } = sample;
  const treated = timing.cohorts.flatMap((g) => Array.from(g.units));
  const clusterOf = new Map(Array.from(panel.members, (unit, m) => [unit, panel.wide.cluster === null ? m : panel.wide.cluster[m]!]));
  const clusters = (units: readonly number[]) => new Set(units.map((i) => clusterOf.get(i)!)).size;
  const names = (units: readonly number[]) => units.map((i) => timing.units[i]!);
  const randomizationP = settings.outcomes.length === 1 ? result.randomization[0]!.pValue : null;
  const shared = { clusters: settings.cluster, limit: fewTreated, randomizationP };
  if (clusters(treated) < fewTreated) {
    return treated.length === 1
      ? []
      : [finding("DID-FEW-TREATED", where, { of: "all", points: [{ label: "all", units: names(treated) }], ...shared })];
  }
  const list: Finding[] = [];
  const cohorts = timing.cohorts.filter((g) => clusters(Array.from(g.units)) < fewTreated);
  if (cohorts.length > 0 && settings.estimators.includes("groupTime")) {
    const points = cohorts.map((g) => ({ label: String(g.adopted), units: unitNames(timing, g) }));
    list.push(finding("DID-FEW-TREATED", where, { of: "cohort", points, ...shared }));
  }
  const { from, to, reference } = settings.window;
  const at = (event: number) =>
    timing.cohorts.flatMap((g) => {
      const first = -g.position;
      const last = timing.periods.length - 1 - g.position;
      const reaches = event === from ? first <= event : event === to ? last >= event : first <= event && event <= last;
      return reaches ? Array.from(g.units) : [];
    });
  const points = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    .filter((event) => event !== reference && at(event).length > 0 && clusters(at(event)) < fewTreated)
    .map((event) => ({ label: signed(event), units: names(at(event)) }));
  if (points.length > 0) list.push(finding("DID-FEW-TREATED", where, { of: "eventTime", points, ...shared }));
  return list;
}

/** What the sensitivity analysis says: too little breaks the result, the leads let too much through, or there is none. */
function sensitivityFindings(outcome: string, result: OutcomeEvaluation["result"], headlineP: number, where: string): Finding[] {
  const { breakdown, pretest, sensitivityOf } = result;
  const estimate = sensitivityOf?.estimate ?? null;
  if (estimate === null || sensitivityOf!.reason !== null) {
    const reason = sensitivityOf?.reason === "covariance" ? "covariance" : "leads";
    return [finding("POLICY-SENSITIVITY-NONE", `${where}.sensitivity`, { outcome, reason })];
  }
  const list: Finding[] = [];
  if (typeof breakdown === "number" && breakdown < 0.5 && headlineP <= 0.05)
    list.push(finding("POLICY-FRAGILE", `${where}.breakdown`, { outcome, breakdown, estimate }));
  const half = pretest?.find((p) => p.power === 0.5);
  if (half !== undefined && Math.abs(half.biasAfterPassing) > Math.abs(estimate) / 2)
    list.push(finding("POLICY-PRETEST-BIAS", `${where}.pretest`, { outcome, slope: half.slope, bias: half.biasAfterPassing, estimate }));
  return list;
}

/** Synthetic comparisons whose weights do not reproduce the treated path before adoption. */
function syntheticFindings(outcome: string, result: OutcomeEvaluation["result"], where: string): Finding[] {
  return (result.synthetic ?? []).flatMap(({ method, cohorts }, i) => {
    const poor = cohorts.filter((c) => c.misfit > 2 * c.noise).map(({ adopted, misfit, noise }) => ({ adopted, misfit, noise }));
    return poor.length === 0 ? [] : [finding("POLICY-SYNTHETIC-FIT", `${where}.synthetic.${i}`, { outcome, method, cohorts: poor })];
  });
}

/** What the numbers of one outcome say. */
export function outcomeFindings(
  { name, result, sample, unidentified, refused, missingCells, unadjusted }: OutcomeEvaluation,
  settings: PolicySettings,
  where: string,
): Finding[] {
  const list: Finding[] = [];
  const { pretrend, smallestEffect, minimumDetectable } = result;
  if (sample.incomplete.length > 0) {
    const evidence = { units: sample.incomplete, rows: sample.incompleteRows, periods: sample.timing.periods.length };
    list.push(finding("DID-UNITS-INCOMPLETE", where, { outcome: name, ...evidence }));
  }
  if (pretrend !== null && pretrend.pValue !== null && pretrend.pValue <= pretrendLevel) {
    const leads = pretrend.null.replace(/^leads | are zero$/g, "");
    const { pValue, statistic, distribution } = pretrend;
    list.push(
      finding("DID-PRETREND", `${where}.pretrend`, { outcome: name, pValue, statistic: statistic!, distribution: distribution!, leads }),
    );
  }
  const headlineP = result.randomization[0]!.pValue;
  list.push(...sensitivityFindings(name, result, headlineP, where), ...syntheticFindings(name, result, where));
  if (smallestEffect !== null && minimumDetectable !== null && minimumDetectable > smallestEffect && headlineP > 0.05) {
    list.push(
      finding("DID-LOW-POWER", `${where}.minimumDetectable`, { outcome: name, minimumDetectable, smallestEffect, pValue: headlineP }),
    );
  }
  for (const estimator of settings.estimators) {
    const drawn = result.randomization.find((r) => r.estimator === estimator);
    if (drawn === undefined) continue;
    const aggregate = estimator === "twoWay" ? "static" : settings.headline.aggregate === "static" ? "simple" : settings.headline.aggregate;
    const row = result.aggregates.find(
      (r) => r.estimator === estimator && r.aggregate === aggregate && r.time === undefined && r.cohort === undefined,
    );
    const analyticP = row?.pValue ?? null;
    if (analyticP !== null && analyticP <= 0.05 && drawn.pValue > 0.1) {
      list.push(finding("DID-ANALYTIC-GAP", `${where}.aggregates`, { outcome: name, estimator, analyticP, randomizationP: drawn.pValue }));
    }
  }
  for (const { estimator, cells } of missingCells) {
    if (cells.length > 0) list.push(finding("DID-CELLS-UNIDENTIFIED", `${where}.aggregates`, { outcome: name, estimator, cells }));
  }
  if (unadjusted.length > 0)
    list.push(
      finding("DID-CELLS-COVARIATES", `${where}.groupTime`, { outcome: name, cells: unadjusted, columns: settings.controls.columns }),
    );
  const baseless = settings.estimators.includes("groupTime") ? unitsWithoutBase(sample, settings.anticipation) : [];
  if (baseless.length > 0) list.push(finding("DID-BASE-UNSEEN", `${where}.groupTime`, { outcome: name, units: baseless }));
  for (const { estimator, code } of refused) list.push(finding("POLICY-ESTIMATOR-LEFT-OUT", where, { outcome: name, estimator, code }));
  const { reference } = settings.window;
  const blind = sample.timing.cohorts.filter((g) => g.position + reference < 0).flatMap((g) => unitNames(sample.timing, g));
  if (blind.length > 0 && settings.estimators.includes("twoWay"))
    list.push(finding("POLICY-REFERENCE-UNSEEN", `${where}.eventStudy`, { outcome: name, reference, units: blind }));
  if (unidentified.length > 0) {
    list.push(finding("DID-EVENT-UNIDENTIFIED", `${where}.eventStudy`, { outcome: name, times: unidentified.map(signed) }));
  }
  return list;
}
