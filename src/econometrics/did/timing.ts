import { type Finding, finding, problem } from "../../messages/main.js";
import type { controlGroups } from "./options.js";

export type ControlGroup = (typeof controlGroups)[number];

/**
 * Units that adopt together. `position` is the adoption's place among the periods: 0..T-1 within the sample, T or more after its end,
 * Infinity for never; comparisons between groups only ever need it.
 */
export interface AdoptionGroup {
  /** The date as the data give it; null for never. */
  adopted: number | null;
  position: number;
  /** Indices into `Timing.units`. */
  units: Int32Array;
}

/** Who adopts when, read once from the adoption column. Nothing here looks at an outcome. */
export interface Timing {
  /** Names in canonical order. */
  units: readonly string[];
  /** The periods of the sample, ascending. */
  periods: readonly number[];
  /** Adopt within the sample after at least one usable untreated period; ascending. */
  cohorts: readonly AdoptionGroup[];
  /** Adopt after the last period, one group per date; not yet treated throughout. */
  later: readonly AdoptionGroup[];
  never: AdoptionGroup;
  /** Adopted with no untreated period before (anticipation counted): in no estimate. */
  always: readonly AdoptionGroup[];
}

/** The adoption column as read: one value per unit, NaN for never. */
export interface AdoptionDates {
  adopted: string;
  time: string;
  units: readonly string[];
  periods: readonly number[];
  /** Date per unit. */
  dates: Float64Array;
}

/**
 * Sorts units into cohorts, later adopters, never- and always-treated.
 * Throws DID-ADOPTION-GAP where a date falls between the first and last period but on none.
 */
export function timingOf(read: AdoptionDates, anticipation: number): Timing {
  const { periods, dates, units } = read;
  const first = periods[0]!;
  const last = periods[periods.length - 1]!;
  const step = periods.length > 1 ? (last - first) / (periods.length - 1) : 1;
  const byDate = new Map<number, number[]>();
  const never: number[] = [];
  for (let i = 0; i < dates.length; i++) {
    const date = dates[i]!;
    const group = Number.isNaN(date) ? never : byDate.get(date);
    if (group === undefined) byDate.set(date, [i]);
    else group.push(i);
  }
  const gaps = [...byDate.keys()].filter((date) => date > first && date < last && !periods.includes(date));
  if (gaps.length > 0) {
    const between = gaps.flatMap((date) => byDate.get(date)!.map((i) => ({ unit: units[i]!, date })));
    throw problem("DID-ADOPTION-GAP", { adopted: read.adopted, time: read.time, units: between, first, last });
  }

  const groups = [...byDate.keys()]
    .sort((a, b) => a - b)
    .map((date): AdoptionGroup => {
      const within = periods.indexOf(date);
      // After the sample only the distance to its end matters (does anticipation reach into it?); before it, only that it is before.
      const position = within >= 0 ? within : date < first ? -1 : periods.length - 1 + (date - last) / step;
      return { adopted: date, position, units: Int32Array.from(byDate.get(date)!) };
    });
  const usable = (g: AdoptionGroup) => g.position - 1 - anticipation >= 0;
  return {
    units,
    periods,
    cohorts: groups.filter((g) => g.position < periods.length && usable(g)),
    later: groups.filter((g) => g.position >= periods.length),
    never: { adopted: null, position: Number.POSITIVE_INFINITY, units: Int32Array.from(never) },
    always: groups.filter((g) => g.position < periods.length && !usable(g)),
  };
}

/** The untreated groups a control rule admits; cohorts not yet treated are added cell by cell by the estimators. */
export function controlGroupsOf(timing: Timing, controlGroup: ControlGroup): AdoptionGroup[] {
  const never = timing.never.units.length > 0 ? [timing.never] : [];
  if (controlGroup === "never") return never;
  return controlGroup === "notYet" ? [...timing.later, ...never] : [...timing.later];
}

/**
 * What must be there before anything is estimated: a treated unit and something to compare it with.
 * Throws DID-NO-TREATED and DID-NO-CONTROLS.
 */
export function requireComparison(timing: Timing, controlGroup: ControlGroup, adopted: string, anticipation: number): void {
  const first = timing.periods[0]!;
  const last = timing.periods[timing.periods.length - 1]!;
  if (timing.cohorts.length === 0) {
    const never = timing.never.units.length;
    throw problem("DID-NO-TREATED", {
      adopted,
      after: dated(timing, timing.later),
      always: dated(timing, timing.always),
      never,
      first,
      last,
    });
  }
  const untreated = controlGroupsOf(timing, controlGroup);
  const staggered =
    controlGroup !== "never" && timing.cohorts.some((g) => firstPeriodWithoutControls(timing, controlGroup, anticipation) > g.position);
  if (untreated.length === 0 && !staggered) {
    throw problem("DID-NO-CONTROLS", {
      controlGroup,
      adopted,
      never: timing.never.units.length,
      later: dated(timing, timing.later),
      treated: timing.cohorts.flatMap((g) => unitNames(timing, g)),
    });
  }
}

/** Position of the first period in which no unit is untreated and free of anticipation; T where there always is one. */
export function firstPeriodWithoutControls(timing: Timing, controlGroup: ControlGroup, anticipation: number): number {
  if (controlGroupsOf(timing, controlGroup).length > 0) return timing.periods.length;
  const latest = timing.cohorts[timing.cohorts.length - 1]!;
  return Math.min(timing.periods.length, latest.position - anticipation);
}

/** The findings that timing alone gives, at a place in the results. */
export function timingFindings(timing: Timing, controlGroup: ControlGroup, anticipation: number, where: string, time: string): Finding[] {
  const list: Finding[] = [];
  const { periods, cohorts, later, always } = timing;
  const last = periods[periods.length - 1]!;
  if (later.length > 0) {
    list.push(finding("DID-AFTER-SAMPLE", where, { units: dated(timing, later), last, controls: controlGroup !== "never" }));
  }
  if (always.length > 0)
    list.push(finding("DID-ALWAYS-TREATED", where, { units: dated(timing, always), first: periods[0]!, anticipation }));
  if (cohorts.length === 1 && cohorts[0]!.units.length === 1) {
    list.push(finding("DID-ONE-TREATED-UNIT", where, { unit: unitNames(timing, cohorts[0]!)[0]!, adopted: cohorts[0]!.adopted! }));
  }
  const end = firstPeriodWithoutControls(timing, controlGroup, anticipation);
  if (end < periods.length) {
    const units = unitNames(timing, cohorts[cohorts.length - 1]!);
    list.push(finding("DID-EVERY-UNIT-TREATED", where, { from: periods[end]!, units, controlGroup, last }));
  }
  const gaps = new Set(periods.slice(1).map((t, i) => t - periods[i]!));
  if (gaps.size > 1) list.push(finding("DID-PERIODS-IRREGULAR", where, { time, periods: [...periods] }));
  return list;
}

/** Names of a group's units. */
export function unitNames(timing: Timing, group: AdoptionGroup): string[] {
  return Array.from(group.units, (i) => timing.units[i]!);
}

function dated(timing: Timing, groups: readonly AdoptionGroup[]): { unit: string; date: number }[] {
  return groups.flatMap((g) => unitNames(timing, g).map((unit) => ({ unit, date: g.adopted! })));
}

/** The same timing for some of the units; groups left empty disappear. */
export function restrictTiming(timing: Timing, keep: (unit: number) => boolean): Timing {
  const restrict = (g: AdoptionGroup): AdoptionGroup => ({ ...g, units: g.units.filter(keep) });
  const occupied = (groups: readonly AdoptionGroup[]) => groups.map(restrict).filter((g) => g.units.length > 0);
  return {
    ...timing,
    cohorts: occupied(timing.cohorts),
    later: occupied(timing.later),
    never: restrict(timing.never),
    always: occupied(timing.always),
  };
}
