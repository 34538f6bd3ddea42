import type { IndexPanel } from "./indexPanel.js";

/** How a series shows that it was normalised: it is one value for all units in one period, or for one unit in all periods. */
export interface Normalisation {
  indicator: string;
  by: "period" | "unit";
  /** The base period or base unit. */
  base: string;
  value: number;
  rows: number;
}

/**
 * Looks for series that were set to a constant in a base period (an index, 2017 = 1) or for a base unit (relative to the USA).
 * Values of such a series compare along one direction only. A zero that is also the smallest value is absence, not a base.
 * Needs at least three units and two periods, and variation elsewhere.
 */
export function normalisedSeries(panel: IndexPanel, name: string): Normalisation | null {
  if (panel.times.length < 2) return null;
  const values = panel.raw.get(name)!;
  const byPeriod = constantGroups(values, panel.period, panel.unit, 3);
  const byUnit = constantGroups(values, panel.unit, panel.period, 2);
  const smallest = values.reduce((least, v) => (v < least ? v : least), Number.POSITIVE_INFINITY);
  const based = (groups: GroupVariation) =>
    groups.constant.length === 1 && groups.varying >= 2 && !(groups.constant[0]!.value === 0 && smallest === 0)
      ? groups.constant[0]!
      : null;
  const period = based(byPeriod);
  if (period !== null)
    return { indicator: name, by: "period", base: String(panel.times[period.group]), value: period.value, rows: period.rows };
  const unit = based(byUnit);
  // One unit may stand still by chance (forest cover between two surveys); a base unit stands still at a round value.
  if (unit !== null && [0, 1, 10, 100, 1000].includes(unit.value))
    return { indicator: name, by: "unit", base: panel.units[unit.group]!, value: unit.value, rows: unit.rows };
  return null;
}

interface GroupVariation {
  constant: { group: number; value: number; rows: number }[];
  varying: number;
}

/** Groups (periods or units) with at least `least` members that all hold one value, and how many groups vary. */
function constantGroups(values: Float64Array, group: Int32Array, member: Int32Array, least: number): GroupVariation {
  const seen = new Map<number, { value: number; rows: number; members: Set<number>; varies: boolean }>();
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const entry = seen.get(group[i]!);
    if (entry === undefined) seen.set(group[i]!, { value, rows: 1, members: new Set([member[i]!]), varies: false });
    else {
      entry.rows++;
      entry.members.add(member[i]!);
      if (value !== entry.value) entry.varies = true;
    }
  });
  const large = [...seen].filter(([, entry]) => entry.members.size >= least);
  return {
    constant: large.filter(([, e]) => !e.varies).map(([g, e]) => ({ group: g, value: e.value, rows: e.rows })),
    varying: large.filter(([, e]) => e.varies).length,
  };
}
