import type { Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { buildDesign, type Design } from "../design.js";
import type { Formula } from "../formula.js";
import { namedLevels } from "../levels.js";
import { panelOf, refuseUnplaced } from "../panel/panelRows.js";
import { periodNumber } from "../shift.js";
import type { InterruptedOptions } from "./interruptedTimeSeries.js";

/** Fewest periods on a side: a line through two fits exactly. */
const FEWEST = 3;
/** Units an error names. */
const NAMED = 5;

/** Names of the terms that the segments add to a formula. */
export const TREND = "time trend";
export const LEVEL = "level change";
export const SLOPE = "slope change";

/** One series in order of time, its segments among the regressors. */
export interface Segments {
  design: Design;
  /** Rows before the interruption; the row of this number is the first after it. */
  before: number;
  after: number;
  /** The period of each row as the table writes it. */
  labels: string[];
}

/**
 * The series of a formula with its time trend (periods since the first), level change (one from the interruption on) and slope change
 * (periods since the interruption; zero in its first).
 * @throws ITS-SEVERAL-SERIES, ITS-GAP, ITS-INTERRUPTION-OUTSIDE, ITS-FEW-POINTS, PANEL-UNIT-NEEDED where no time is named,
 * FORMULA-LAG-DUPLICATE for two rows in a period, FORMULA-LAG-TIME, DATA-UNIT-TIME-MISSING, and what `buildDesign` throws
 */
export function segmented(source: Frame, formula: Formula, options: InterruptedOptions): Segments {
  if (options.time === undefined || options.time === null)
    throw problem("PANEL-UNIT-NEEDED", { estimator: "interruptedTimeSeries", needs: "time" });
  refuseUnplaced(source, options);
  const built = buildDesign(source, formula, options);
  const rows = built.rows.length;
  if (built.units !== null && built.units.count > 1)
    throw problem("ITS-SEVERAL-SERIES", { column: options.unit!, count: built.units.count, units: built.units.labels.slice(0, NAMED) });
  const design = { ...built, units: built.units ?? namedLevels(new Int32Array(rows), [source.name]) };
  const periods = panelOf(design, "interruptedTimeSeries").periods!;
  const labels = Array.from(design.times!.codes, (code) => design.times!.labels[code]!);
  const step = refuseGaps(periods, labels);
  const first = periodOf(options.interruption);
  const before = periods.filter((period) => period < first).length;
  if (!(first > periods[0]! && first <= periods[rows - 1]!))
    throw problem("ITS-INTERRUPTION-OUTSIDE", { interruption: String(options.interruption), first: labels[0]!, last: labels[rows - 1]! });
  const after = rows - before;
  if (Math.min(before, after) < FEWEST) throw problem("ITS-FEW-POINTS", { before, after, needed: FEWEST });
  const since = periods.map((period) => Math.round((period - periods[0]!) / step));
  const columns = [
    { name: TREND, values: since },
    { name: LEVEL, values: since.map((t) => (t < before ? 0 : 1)) },
    { name: SLOPE, values: since.map((t) => Math.max(0, t - before)) },
  ];
  return { design: { ...design, regressors: [...columns, ...design.regressors] }, before, after, labels };
}

/** A declared period as a number of the same count as the time column's; NaN where it is none. */
function periodOf(declared: number | string): number {
  return typeof declared === "number" ? declared : (periodNumber(declared) ?? Number(declared));
}

/** The step from period to period. Throws ITS-GAP where it is not the same throughout. */
function refuseGaps(periods: Float64Array, labels: readonly string[]): number {
  const steps = periods.subarray(1).map((period, t) => period - periods[t]!);
  const step = steps.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const wide = steps.findIndex((value) => value > step);
  if (wide >= 0) throw problem("ITS-GAP", { after: labels[wide]!, next: labels[wide + 1]!, gaps: steps.filter((s) => s > step).length });
  return step;
}
