import { type Column, categoryFromStrings, type Frame, formatName, frame, numberColumn } from "../../frame/main.js";
import { chi2Upper } from "../../numerics/distributions/chi2.js";
import { log } from "../../numerics/elementary.js";
import type { Row, Test } from "../../results/main.js";

import { type Fit, INTERCEPT } from "../fit.js";
import { regress } from "../panel/ols.js";
import type { VcovOption } from "../vcov.js";
import { speedRows } from "./speed.js";

/** Values of units over time, complete or with gaps (NaN): `values[t][i]` of period `times[t]` and unit `units[i]`, all positive. */
export interface GrowthPanel {
  units: readonly string[];
  times: readonly number[];
  values: readonly Float64Array[];
  /** Columns held fixed at their value at the start of the span, laid out as `values`. */
  controls: ReadonlyMap<string, readonly Float64Array[]>;
}

export interface BetaOptions {
  /** `crossSection`: growth from the first to the last period, one row a unit; `panel`: over spans one after the other. */
  sample: "crossSection" | "panel";
  /** Periods of one span of the panel, in units of the time. Default 1. */
  span?: number | undefined;
  /** Effects of the panel. Default none. */
  effects?: "none" | "unit" | "time" | "twoWay" | undefined;
  vcov?: VcovOption | undefined;
  path: string;
}

/** One regression of growth on the starting level. */
export interface BetaFit {
  fit: Fit;
  /** Coefficient of the starting level, and of the controls. */
  initial: Row;
  controls: Row[];
  speed: Row;
  halfLife: Row;
  /** Length of a span. */
  span: number;
  /** Spans a unit has on average. */
  spansPerUnit: number;
}

/**
 * Beta convergence: average growth (ln y_t+s - ln y_t) / s on ln y_t, controls at the start and effects. A negative coefficient means that units
 * further behind grow faster; with controls or unit effects, towards paths of their own (conditional convergence).
 * Least squares with every error `regress` offers; default HC3 in a cross-section (regions are few, and HC1 is too small then: Long and Ervin
 * 2000, American Statistician 54(3)), clustered by unit in a panel.
 * Throws the MODEL- errors of `regress`.
 */
export function betaConvergence(panel: GrowthPanel, options: BetaOptions): BetaFit {
  const names = namesBeside([...panel.controls.keys()]);
  const { table, span, spansPerUnit } = spans(panel, names, options);
  const absorbed = { none: [], unit: [names.unit], time: [names.start], twoWay: [names.unit, names.start] }[options.effects ?? "none"];
  const terms = [names.initial, ...panel.controls.keys()].map(formatName).join(" + ");
  const formula = `${names.growth} ~ ${terms}${absorbed.length === 0 ? "" : ` | ${absorbed.join(" + ")}`}`;
  const fallback: VcovOption = options.sample === "panel" ? { cluster: names.unit } : "HC3";
  const fit = regress(table, formula, { unit: names.unit, time: names.start, vcov: options.vcov ?? fallback, path: options.path });
  const rows = fit.coefficients.filter((row) => row.term !== INTERCEPT).map(({ scale: _scale, ...row }) => row);
  const initial = { ...rows.find((row) => row.term === names.initial)!, term: "initial" };
  const controls = rows.filter((row) => row.term !== names.initial);
  return { fit, initial, controls, ...speedRows(initial, span), span, spansPerUnit };
}

/** Names of the columns made here; one more underscore where a control has the name already. */
function namesBeside(controls: readonly string[]) {
  const free = (name: string): string => (controls.includes(name) ? free(`${name}_`) : name);
  return { unit: free("unit"), start: free("start"), growth: free("growth"), initial: free("initial") };
}

function spans(
  panel: GrowthPanel,
  names: ReturnType<typeof namesBeside>,
  options: BetaOptions,
): { table: Frame; span: number; spansPerUnit: number } {
  const { times, values, units } = panel;
  const first = times[0]!;
  const span = options.sample === "crossSection" ? times.at(-1)! - first : (options.span ?? 1);
  const at = new Map(times.map((time, t) => [time, t]));
  const rows: { unit: number; from: number; to: number }[] = [];
  for (let start = first; start + span <= times.at(-1)!; start += span) {
    const [from, to] = [at.get(start), at.get(start + span)];
    if (from === undefined || to === undefined) continue;
    units.forEach((_, unit) => {
      const complete = [values[from]![unit]!, values[to]![unit]!, ...[...panel.controls.values()].map((c) => c[from]![unit]!)];
      if (complete.every((v) => !Number.isNaN(v))) rows.push({ unit, from, to });
    });
  }
  const level = (t: number, unit: number) => log(values[t]![unit]!);
  const columns = new Map<string, Column>([
    [names.unit, categoryFromStrings(rows.map((r) => units[r.unit]!))],
    [names.start, numberColumn(rows.map((r) => times[r.from]!))],
    [names.growth, numberColumn(rows.map((r) => (level(r.to, r.unit) - level(r.from, r.unit)) / span))],
    [names.initial, numberColumn(rows.map((r) => level(r.from, r.unit)))],
  ]);
  for (const [name, column] of panel.controls) columns.set(name, numberColumn(rows.map((r) => column[r.from]![r.unit]!)));
  return { table: frame("growth", columns), span, spansPerUnit: rows.length / new Set(rows.map((r) => r.unit)).size };
}

/** Whether groups estimated from different units share one coefficient of the starting level: chi2 with one degree of freedom less than groups. */
export function equalSlopes(rows: readonly Row[]): Test {
  const usable = rows.flatMap((row) => (row.estimate === null || row.stdError === null ? [] : [{ b: row.estimate, v: row.stdError ** 2 }]));
  const precision = usable.reduce((s, { v }) => s + 1 / v, 0);
  const common = usable.reduce((s, { b, v }) => s + b / v, 0) / precision;
  const df = usable.length - 1;
  const statistic = usable.reduce((s, { b, v }) => s + (b - common) ** 2 / v, 0);
  const base = { name: "equalSlopes", null: "all groups have one coefficient of the starting level" };
  if (df < 1) return { ...base, statistic: null, distribution: null, pValue: null, reason: "fewer than two groups" };
  return { ...base, statistic, distribution: `chi2(${df})`, pValue: chi2Upper(statistic, df), reason: null };
}
