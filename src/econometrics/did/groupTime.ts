import { type Frame, numbers } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { Row, Test } from "../../results/main.js";
import { type Aggregate, aggregatesOf } from "./aggregates.js";
import { type CellEffect, type CellReason, cellEffect, type GroupTimeMethod } from "./cellEffect.js";
import { type BasePeriod, type Cell, cellContrast, cellsOf, identified } from "./cells.js";
import { type CohortStatistics, type Contrast, cohortStatistics, influenceContrast, memberStatistics } from "./cohortStatistics.js";
import { type Band, type BandMethod, groupTimeBands } from "./groupTimeBands.js";
import { groupTimeRows, testOfCells } from "./groupTimeRows.js";
import {
  adoptionDates,
  completeUnits,
  type EstimationPanel,
  estimationPanel,
  type Grid,
  gridOf,
  hasHoles,
  type LongRows,
  type PanelNames,
  presentUnits,
  readGrid,
  unitCodes,
  wideColumn,
} from "./panel.js";
import { settleBands } from "./settings.js";
import { type ControlGroup, requireComparison, restrictTiming, timingOf } from "./timing.js";

/** What group-time effects are estimated of. */
export interface GroupTimeOptions {
  outcome: string;
  /** Column with the first treated period, missing = never. */
  adopted: string;
  unit: string;
  time: string;
  /** Default notYet. */
  controlGroup?: ControlGroup;
  /** A column that units are nested in; default the unit. */
  cluster?: string;
  /** Periods before adoption in which an effect may already show. Default 0. */
  anticipation?: number;
  /** Base of the cells before adoption: the period before (default, as in `did`) or always the last untreated one. */
  basePeriod?: BasePeriod;
  /** Columns in which controls and treated are made alike, as of the earlier period of each comparison. */
  covariates?: readonly string[];
  /** How: outcome regression, weighting by a logit, or both. Default doublyRobust. */
  method?: GroupTimeMethod;
  /** Units with missing periods: left out (default), or kept and compared where both periods of a cell are there. */
  incomplete?: "drop" | "keep";
  /** Last event time of an event study of the cohorts seen that long (`balance_e` of `did`); default none. */
  balance?: number;
  /** Uniform bands at 95 percent over all cells, and over the effects of each aggregate; default none. */
  bands?: { method?: BandMethod; draws?: number; seed?: number };
}

/** Group-time effects and their aggregates, as rows of the results contract. */
export interface GroupTimeEffects {
  /** One row per cohort and period; `estimate` is null, with a reason, where there are no controls. */
  cells: Row[];
  /** simple, dynamic, group, calendar (and balanced): the overall rows, then those per event time (`time`), cohort or period. */
  aggregates: Row[];
  /** All cells before adoption are zero. */
  pretest: Test;
  /** Units left out because outcome or covariates are not there in every period (kept incomplete: in two of them). */
  incomplete: string[];
  /** Units treated from the first usable period on, left out. */
  alwaysTreated: string[];
  units: number;
  /** By what they hold at once: `cells` in the order of the cells, `dynamic`, `group`, ... in the order of those rows without the overall one. */
  bands?: Record<string, Band>;
  conventions: Record<string, string | number>;
}

/**
 * Group-time average treatment effects with analytic errors from the influence functions (Callaway and Sant'Anna 2021, Journal of
 * Econometrics 225; the R package `did` with `bstrap = FALSE`): of complete units without covariates from each cohort's size, mean path and
 * scatter, otherwise unit by unit. Aggregates carry the error of their estimated weights. The errors are those of `did`; p-values and
 * intervals use t(clusters - 1) where it uses the normal. Effects with fewer than five treated clusters get no stars.
 * Throws DATA-COLUMN-*, DID-ADOPTION-*, DID-NO-TREATED, DID-NO-CONTROLS, DID-NO-COMPLETE-UNIT, DID-CLUSTER-NOT-NESTED, DID-ROW-DUPLICATE.
 */
export function groupTimeEffects(frame: Frame, options: GroupTimeOptions): GroupTimeEffects {
  const grid = readGrid(frame, options);
  const cluster =
    options.cluster === undefined || options.cluster === options.unit ? null : nestedClusters(frame, grid, options.cluster, options.unit);
  const covariates = (options.covariates ?? []).map((name) => numbers(frame, name));
  return fromGrid(grid, { outcome: numbers(frame, options.outcome), covariates, cluster }, options);
}

/** The same from plain arrays, one entry per row in any order; `cluster` is one code per row. */
export function groupTimeFromArrays(
  rows: LongRows & { outcome: Float64Array; covariates?: readonly Float64Array[]; cluster?: Int32Array },
  options: Omit<GroupTimeOptions, keyof PanelNames | "outcome" | "cluster" | "covariates"> = {},
): GroupTimeEffects {
  const names = { outcome: "outcome", adopted: "adopted", unit: "unit", time: "time" };
  const grid = gridOf(rows, names);
  const width = grid.periods.length;
  const cluster = rows.cluster === undefined ? null : Int32Array.from(grid.units, (_, i) => rows.cluster![grid.rowOf[i * width]!]!);
  return fromGrid(grid, { outcome: rows.outcome, covariates: rows.covariates ?? [], cluster }, { ...names, ...options });
}

/** Columns of the rows, and the cluster of every unit. */
interface GridColumns {
  outcome: Float64Array;
  covariates: readonly Float64Array[];
  cluster: Int32Array | null;
}

function fromGrid(grid: Grid, { outcome, covariates, cluster }: GridColumns, options: GroupTimeOptions): GroupTimeEffects {
  const controlGroup = options.controlGroup ?? "notYet";
  const anticipation = options.anticipation ?? 0;
  const needed = whereAllThere(outcome, covariates);
  const complete =
    options.incomplete === "keep" ? presentUnits(grid, needed) : requireComplete(grid, needed, options.outcome, options.time);
  const everybody = timingOf(adoptionDates(grid, options), anticipation);
  const timing = complete.includes(0) ? restrictTiming(everybody, (i) => complete[i] === 1) : everybody;
  requireComparison(timing, controlGroup, options.adopted, anticipation);
  const panel = estimationPanel(grid, timing, outcome, controlGroup, cluster);
  const rules = {
    controlGroup,
    anticipation,
    basePeriod: options.basePeriod ?? "varying",
    method: options.method ?? "doublyRobust",
    balance: options.balance ?? null,
  };
  const wide = covariates.map((x) => wideColumn(grid, panel.members, x));
  const estimated = estimateGroupTime(panel, rules, wide);
  const rows = groupTimeRows(estimated, timing);
  return {
    ...rows,
    ...(options.bands === undefined ? {} : { bands: groupTimeBands(estimated, rows, settleBands(options.bands)) }),
    pretest: testOfCells(estimated, options.outcome),
    incomplete: complete.includes(0) ? grid.units.filter((_, i) => complete[i] === 0) : [],
    alwaysTreated: timing.always.flatMap((g) => Array.from(g.units, (i) => timing.units[i]!)),
    units: panel.wide.units,
    conventions: {
      controlGroup,
      anticipation,
      basePeriod: rules.basePeriod,
      ...(options.covariates === undefined ? {} : { covariates: options.covariates.join(", "), method: rules.method }),
      incompleteUnits: options.incomplete ?? "drop",
      variance: "influence functions, no small-sample factor; t(clusters - 1)",
      cluster: options.cluster ?? options.unit,
    },
  };
}

/** The outcome, missing also where a covariate is. */
export function whereAllThere(outcome: Float64Array, covariates: readonly Float64Array[]): Float64Array {
  if (covariates.length === 0) return outcome;
  return outcome.map((v, row) => (covariates.some((x) => Number.isNaN(x[row]!)) ? Number.NaN : v));
}

/** Which units are complete; throws DID-NO-COMPLETE-UNIT where none is, naming the periods in which nobody has the outcome. */
export function requireComplete(grid: Grid, outcome: Float64Array, name: string, time: string): Uint8Array {
  const complete = completeUnits(grid, outcome);
  if (complete.includes(1)) return complete;
  const width = grid.periods.length;
  const missing = (i: number, t: number) => {
    const row = grid.rowOf[i * width + t]!;
    return row < 0 || Number.isNaN(outcome[row]!);
  };
  const empty = grid.periods.filter((_, t) => grid.units.every((_, i) => missing(i, t)));
  throw problem("DID-NO-COMPLETE-UNIT", { outcome: name, time, empty, units: grid.units.length });
}

/** Cluster of each unit. Throws DID-CLUSTER-NOT-NESTED, and MODEL-CLUSTER-ONE where all units lie in one. */
export function nestedClusters(frame: Frame, grid: Grid, cluster: string, unit: string): Int32Array {
  const { codes, labels, varying } = unitCodes(frame, grid, cluster);
  if (varying.length > 0) throw problem("DID-CLUSTER-NOT-NESTED", { cluster, unit, units: varying.map((i) => grid.units[i]!) });
  if (codes.every((code) => code === codes[0])) throw problem("MODEL-CLUSTER-ONE", { cluster, value: labels[codes[0]!]! });
  return codes;
}

export interface GroupTimeRules {
  controlGroup: ControlGroup;
  anticipation: number;
  basePeriod: BasePeriod;
  method: GroupTimeMethod;
  /** Last event time of the balanced event study; null for none. */
  balance: number | null;
}

/** Group-time effects as contrasts; rows are made of them, and the randomisation re-uses their plan. */
export interface EstimatedGroupTime {
  panel: EstimationPanel;
  rules: GroupTimeRules;
  statistics: CohortStatistics;
  cells: Cell[];
  /** Aligned with `cells`; null where not identified. */
  contrasts: (Contrast | null)[];
  aggregates: Aggregate[];
  /** Null where the moments of the groups say everything. */
  byUnits: CellsByUnits | null;
}

/** Cells that have to be estimated unit by unit: with covariates, or of units with holes. */
export interface CellsByUnits {
  /** One cell under an assignment of the units to groups. */
  estimate: (group: Int32Array, cell: Cell) => CellEffect | CellReason;
  /** Under the observed one, aligned with the cells; null where the group has no controls. */
  effects: (CellEffect | CellReason | null)[];
}

/**
 * Estimates every cell of a panel; aggregates are made of them on demand (`contrastOf`).
 * @param covariates units x periods each, like the outcome
 */
export function estimateGroupTime(
  panel: EstimationPanel,
  rules: GroupTimeRules,
  covariates: readonly Float64Array[] = [],
): EstimatedGroupTime {
  const { schedule, wide } = panel;
  const byMoments = covariates.length === 0 && !hasHoles(wide.values);
  const statistics = (byMoments ? cohortStatistics : memberStatistics)(wide, schedule.positions.length);
  const cells = cellsOf(schedule, rules.controlGroup === "never", rules.anticipation, rules.basePeriod);
  // A cohort without controls after its adoption is only a control of others: its leads say nothing about an effect.
  const evaluated = new Set(
    cells.flatMap((c) => (c.period >= schedule.positions[c.cohort]! && identified(c, statistics.counts) ? [c.cohort] : [])),
  );
  const isAsked = (c: Cell) => evaluated.has(c.cohort) && identified(c, statistics.counts);
  const estimate = (group: Int32Array, cell: Cell) => cellEffect(cell, { ...wide, group }, covariates, rules.method);
  const effects = byMoments ? [] : cells.map((c) => (isAsked(c) ? estimate(wide.group, c) : null));
  const contrasts = cells.map((c, j) => {
    if (byMoments) return isAsked(c) ? cellContrast(c, statistics) : null;
    const effect = effects[j]!;
    return effect === null || typeof effect === "string" ? null : influenceContrast(effect.estimate, effect.influence, statistics.groups);
  });
  const used = cells.flatMap((_, j) => (contrasts[j] === null ? [] : [j]));
  const aggregates = aggregatesOf(cells, used, schedule, rules.balance);
  return { panel, rules, statistics, cells, contrasts, aggregates, byUnits: byMoments ? null : { estimate, effects } };
}
