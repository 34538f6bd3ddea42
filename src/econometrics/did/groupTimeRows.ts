import type { Row, Test } from "../../results/main.js";
import { waldTest } from "../tests.js";
import { type Aggregate, aggregateContrast } from "./aggregates.js";
import type { CellReason } from "./cellEffect.js";
import { type Contrast, covariance, covarianceMatrix, type WidePanel } from "./cohortStatistics.js";
import type { CellsByUnits, EstimatedGroupTime } from "./groupTime.js";
import { effectRow, type OutcomeScale, outcomeScale, type Support } from "./rows.js";
import type { Timing } from "./timing.js";

/** Every cell and every aggregate as rows. */
export function groupTimeRows(estimated: EstimatedGroupTime, timing: Timing): { cells: Row[]; aggregates: Row[] } {
  const scale = outcomeScale(estimated.panel.wide.values);
  const cells = estimated.cells.map((cell, j) => {
    const cohort = cohortName(estimated, cell.cohort);
    const time = timing.periods[cell.period]!;
    return {
      ...contrastRow(estimated, estimated.contrasts[j]!, [j], `ATT(${cohort},${time})`, scale),
      cohort,
      time,
      estimator: "groupTime",
    };
  });
  return { cells, aggregates: estimated.aggregates.map((plan) => aggregateRow(estimated, plan, timing, scale)) };
}

/** One aggregate as a row: `cohort` or `time` say of what, neither that it is the overall one. */
export function aggregateRow(estimated: EstimatedGroupTime, plan: Aggregate, timing: Timing, scale: OutcomeScale): Row {
  const used = plan.blocks.flat().flatMap((item) => item.cells);
  const at = placeOf(estimated, plan, timing);
  const label = [plan.name, ...Object.values(at).map((value) => `(${value})`)].join("");
  return {
    ...contrastRow(estimated, contrastOf(estimated, plan), used, label, scale),
    ...at,
    estimator: "groupTime",
    aggregate: plan.name,
  };
}

function placeOf(estimated: EstimatedGroupTime, { name, at }: Aggregate, timing: Timing): { cohort?: number; time?: number } {
  if (at === null) return {};
  if (name === "group") return { cohort: cohortName(estimated, at) };
  return { time: name === "calendar" ? timing.periods[at]! : at };
}

/** An aggregate as a contrast. */
export function contrastOf({ contrasts, statistics }: EstimatedGroupTime, plan: Aggregate): Contrast {
  return aggregateContrast(plan, contrasts, statistics.counts);
}

function cohortName({ panel }: EstimatedGroupTime, k: number): number {
  return panel.groups[k]!.adopted!;
}

function contrastRow(
  estimated: EstimatedGroupTime,
  contrast: Contrast | null,
  used: readonly number[],
  term: string,
  outcome: OutcomeScale,
): Row {
  const { panel, statistics, byUnits } = estimated;
  const method = panel.wide.cluster === null ? "influence/unit" : "influence/cluster";
  const shared = { term, df: panel.wide.clusters - 1, method, support: supportOf(estimated, used), outcome };
  if (contrast === null) {
    const why = byUnits?.effects[used[0]!] ?? null;
    return effectRow({ ...shared, estimate: null, stdError: null, reason: reasons[typeof why === "string" ? why : "controls"] });
  }
  return effectRow({ ...shared, estimate: contrast.estimate, stdError: Math.sqrt(covariance(statistics, contrast, contrast)) });
}

/** Why a cell has no effect, in the words of the results. */
const reasons: Record<CellReason | "controls", string> = {
  controls: "no unit is untreated in this period, or in any after the cohort's adoption",
  unseen: "no unit of the cohort, or no control, is seen in both periods",
  collinear: "the covariates are collinear among the controls",
  overlap: "the covariates tell treated units and controls apart: no overlap",
};

/** Treated units, rows and clusters behind some cells. */
function supportOf({ panel, statistics, cells, byUnits }: EstimatedGroupTime, used: readonly number[]): Support {
  if (byUnits !== null) return supportByUnits(panel.wide, used, byUnits);
  const { counts, groups, clusters } = statistics;
  const cohorts = Array.from(new Set(used.map((j) => cells[j]!.cohort)));
  const treatedUnits = cohorts.reduce((sum, k) => sum + counts[k]!, 0);
  const treatedRows = used.reduce((sum, j) => sum + counts[cells[j]!.cohort]!, 0);
  if (clusters === null) return { treatedUnits, treatedRows, treatedClusters: treatedUnits };
  let treatedClusters = 0;
  for (let c = 0; c < clusters.count; c++) if (cohorts.some((k) => clusters.sizes[c * groups + k]! > 0)) treatedClusters++;
  return { treatedUnits, treatedRows, treatedClusters };
}

/** The same where every cell has treated units of its own. */
function supportByUnits({ units, cluster, clusters }: WidePanel, used: readonly number[], { effects }: CellsByUnits): Support {
  const isTreated = new Uint8Array(units);
  let treatedRows = 0;
  for (const j of used) {
    const effect = effects[j]!;
    if (effect === null || typeof effect === "string") continue;
    treatedRows += effect.treated.length;
    for (let r = 0; r < effect.treated.length; r++) isTreated[effect.treated[r]!] = 1;
  }
  const treatedUnits = isTreated.reduce((sum, d) => sum + d, 0);
  if (cluster === null) return { treatedUnits, treatedRows, treatedClusters: treatedUnits };
  const hasTreated = new Uint8Array(clusters);
  for (let i = 0; i < units; i++) if (isTreated[i] === 1) hasTreated[cluster[i]!] = 1;
  return { treatedUnits, treatedRows, treatedClusters: hasTreated.reduce((sum, d) => sum + d, 0) };
}

/** Joint test of all cells before adoption (the Wald pre-test of `did`). */
export function testOfCells(estimated: EstimatedGroupTime, outcome: string): Test {
  const { panel, cells, contrasts } = estimated;
  const before = cells.flatMap((cell, j) => {
    const contrast = contrasts[j]!;
    return contrast !== null && cell.period < panel.schedule.positions[cell.cohort]! ? [contrast] : [];
  });
  return jointTestOf(estimated, before, `all group-time effects of ${outcome} before adoption are zero`);
}

/** Joint test of the effects per event time from `from` up to the last one before adoption (less the anticipation). */
export function testOfLeads(
  estimated: EstimatedGroupTime,
  from: number,
  anticipation: number,
  hypothesis: (leads: readonly number[]) => string,
): Test {
  const leads = estimated.aggregates.filter(({ name, at }) => name === "dynamic" && at !== null && at >= from && at <= -1 - anticipation);
  return jointTestOf(
    estimated,
    leads.map((plan) => contrastOf(estimated, plan)),
    hypothesis(leads.map((plan) => plan.at!)),
  );
}

/** Contrasts of no variance (as a cohort and its controls that never move) are left out, as `did` does. */
function jointTestOf({ statistics, panel }: EstimatedGroupTime, contrasts: readonly Contrast[], hypothesis: string): Test {
  const tested = contrasts.filter((c) => covariance(statistics, c, c) > 0);
  const estimates = Float64Array.from(tested, (c) => c.estimate);
  const variance = covarianceMatrix(statistics, tested);
  return waldTest("jointPretrendGroupTime", hypothesis, estimates, variance, panel.wide.clusters - 1);
}
