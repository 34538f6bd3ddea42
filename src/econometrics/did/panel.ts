import { categories, type Frame, numbers } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { Schedule } from "./cells.js";
import type { WidePanel } from "./cohortStatistics.js";
import { type AdoptionDates, type AdoptionGroup, type ControlGroup, controlGroupsOf, type Timing } from "./timing.js";

/** Rows of a long table, in any order. */
export interface LongRows {
  /** Code of each row's unit. */
  unit: Int32Array;
  unitNames: readonly string[];
  time: ArrayLike<number>;
  /** First treated period, the same on every row of a unit; NaN = never. */
  adopted: ArrayLike<number>;
}

/** Where every unit and period stands among the rows. */
export interface Grid {
  units: readonly string[];
  periods: readonly number[];
  /** units x periods: row, or -1 where there is none. */
  rowOf: Int32Array;
  /** Adoption date per unit; NaN = never. */
  dates: Float64Array;
}

/** How the columns are called, for messages. */
export interface PanelNames {
  unit: string;
  time: string;
  adopted: string;
}

/**
 * The grid of units and periods. Throws DID-ROW-DUPLICATE for two rows of one unit and period, and DID-ADOPTION-CONFLICT for a unit with
 * two dates (a date on some rows and none on others counts as two), or POLICY-DUMMY-NOT-DATE where they are 0 and 1.
 */
export function gridOf(rows: LongRows, names: PanelNames): Grid {
  const { unit, unitNames, time, adopted } = rows;
  const { periods, table, low, positions } = periodsOf(time);
  const width = periods.length;
  const rowOf = new Int32Array(unitNames.length * width).fill(-1);
  const dates = new Float64Array(unitNames.length);
  const seen = new Uint8Array(unitNames.length);
  const duplicates: { unit: string; time: number }[] = [];
  const conflicting = new Set<number>();
  for (let row = 0; row < unit.length; row++) {
    const i = unit[row]!;
    const t = time[row]!;
    const place = i * width + (table === null ? positions.get(t)! : table[t - low]!);
    if (rowOf[place] === -1) rowOf[place] = row;
    else if (duplicates.length < 20) duplicates.push({ unit: unitNames[i]!, time: time[row]! });
    const date = adopted[row]!;
    if (seen[i] === 0) {
      seen[i] = 1;
      dates[i] = date;
    } else if (date !== dates[i] && !(Number.isNaN(date) && Number.isNaN(dates[i]))) conflicting.add(i);
  }
  if (duplicates.length > 0) {
    duplicates.sort((a, b) => (a.unit === b.unit ? a.time - b.time : a.unit < b.unit ? -1 : 1));
    throw problem("DID-ROW-DUPLICATE", { unit: names.unit, time: names.time, rows: duplicates });
  }
  if (conflicting.size > 0)
    throw isDummy(rows) ? dummyNotDate(rows, rowOf, periods, names) : adoptionConflict(rows, conflicting, names.adopted);
  return { units: unitNames, periods, rowOf, dates };
}

/** True where the column says on each row whether it is treated. */
function isDummy({ adopted }: LongRows): boolean {
  for (let row = 0; row < adopted.length; row++) if (!(adopted[row] === 0 || adopted[row] === 1)) return false;
  return true;
}

function dummyNotDate({ unitNames, adopted }: LongRows, rowOf: Int32Array, periods: readonly number[], names: PanelNames) {
  const off = unitNames.flatMap((unit, i) => {
    let before = 0;
    for (let t = 0; t < periods.length; t++) {
      const row = rowOf[i * periods.length + t]!;
      if (row < 0) continue;
      if (before === 1 && adopted[row] === 0) return [{ unit, from: periods[t]! }];
      before = adopted[row]!;
    }
    return [];
  });
  return problem("POLICY-DUMMY-NOT-DATE", { adopted: names.adopted, time: names.time, off });
}

/** The distinct periods in ascending order and the position of each: whole numbers close together (years) in a table from `low` on, others in a map. */
function periodsOf(time: ArrayLike<number>): { periods: number[]; table: Int32Array | null; low: number; positions: Map<number, number> } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (let row = 0; row < time.length; row++) {
    const t = time[row]!;
    if (t < low) low = t;
    if (t > high) high = t;
    if (t !== Math.trunc(t)) whole = false;
  }
  if (whole && high - low < 100_000) {
    const table = new Int32Array(high - low + 1);
    for (let row = 0; row < time.length; row++) table[time[row]! - low] = 1;
    const periods: number[] = [];
    for (let t = 0; t < table.length; t++) if (table[t] === 1) table[t] = periods.push(low + t) - 1;
    return { periods, table, low, positions: new Map() };
  }
  const periods = Array.from(new Set(Array.from(time))).sort((a, b) => a - b);
  const positions = new Map(periods.map((t, position) => [t, position] as const));
  return { periods, table: null, low, positions };
}

function adoptionConflict({ unit, unitNames, adopted }: LongRows, conflicting: ReadonlySet<number>, column: string) {
  const dates = new Map<number, Set<number>>();
  unit.forEach((i, row) => {
    if (conflicting.has(i)) dates.set(i, (dates.get(i) ?? new Set()).add(adopted[row]!));
  });
  const text = (date: number) => (Number.isNaN(date) ? "none" : String(date));
  const units = Array.from(dates)
    .sort((a, b) => a[0] - b[0])
    .map(([i, set]) => ({
      unit: unitNames[i]!,
      dates: Array.from(set)
        .sort((a, b) => (a < b || Number.isNaN(b) ? -1 : 1))
        .map(text),
    }));
  return problem("DID-ADOPTION-CONFLICT", { adopted: column, units });
}

/** The grid of a frame. Throws also DATA-COLUMN-UNKNOWN and DATA-COLUMN-TEXT. */
export function readGrid(frame: Frame, names: PanelNames): Grid {
  const unit = categories(frame, names.unit);
  return gridOf(
    { unit: unit.codes, unitNames: unit.labels, time: numbers(frame, names.time), adopted: numbers(frame, names.adopted) },
    names,
  );
}

/** The adoption dates of a grid, ready for `timingOf`. */
export function adoptionDates(grid: Grid, names: PanelNames): AdoptionDates {
  return { adopted: names.adopted, time: names.time, units: grid.units, periods: grid.periods, dates: grid.dates };
}

/** Which units have the outcome in every period. */
export function completeUnits({ units, periods, rowOf }: Grid, outcome: Float64Array): Uint8Array {
  const complete = new Uint8Array(units.length).fill(1);
  for (let i = 0; i < units.length; i++) {
    for (let t = 0; t < periods.length; t++) {
      const row = rowOf[i * periods.length + t]!;
      if (row < 0 || Number.isNaN(outcome[row]!)) complete[i] = 0;
    }
  }
  return complete;
}

/** Which units have the outcome in at least two periods: one says nothing about a change. */
export function presentUnits({ units, periods, rowOf }: Grid, outcome: Float64Array): Uint8Array {
  const width = periods.length;
  return Uint8Array.from(units, (_, i) => {
    let seen = 0;
    for (let t = 0; t < width; t++) {
      const row = rowOf[i * width + t]!;
      if (row >= 0 && !Number.isNaN(outcome[row]!)) seen++;
    }
    return seen >= 2 ? 1 : 0;
  });
}

/** A column constant within units, as one code per unit; -1 where missing. `varying` lists the units in which it is missing or changes. */
export function unitCodes(frame: Frame, grid: Grid, column: string): { codes: Int32Array; labels: readonly string[]; varying: number[] } {
  const { codes, labels } = categories(frame, column);
  const width = grid.periods.length;
  const perUnit = new Int32Array(grid.units.length).fill(-1);
  const varying: number[] = [];
  for (let i = 0; i < grid.units.length; i++) {
    const seen = new Set<number>();
    for (let t = 0; t < width; t++) {
      const row = grid.rowOf[i * width + t]!;
      if (row >= 0) seen.add(codes[row]!);
    }
    perUnit[i] = Math.max(...seen);
    if (seen.size !== 1 || seen.has(-1)) varying.push(i);
  }
  return { codes: perUnit, labels, varying };
}

/** The units an estimate is made of, by group, for one outcome. */
export interface EstimationPanel {
  wide: WidePanel;
  schedule: Schedule;
  /** Cohorts first, then the controls that are untreated throughout. */
  groups: readonly AdoptionGroup[];
  /** Index in the timing of each unit of `wide`, ascending. */
  members: Int32Array;
}

/** Puts the outcome of cohorts and admitted controls into one block, NaN where there is none. `clusterOf` is null where the unit is the cluster. */
export function estimationPanel(
  grid: Grid,
  timing: Timing,
  outcome: Float64Array,
  controlGroup: ControlGroup,
  clusterOf: Int32Array | null,
): EstimationPanel {
  const groups = [...timing.cohorts, ...controlGroupsOf(timing, controlGroup)];
  const groupOf = new Int32Array(grid.units.length).fill(-1);
  groups.forEach((g, k) => {
    for (let j = 0; j < g.units.length; j++) groupOf[g.units[j]!] = k;
  });
  let count = 0;
  for (let i = 0; i < groupOf.length; i++) if (groupOf[i]! >= 0) count++;
  const members = new Int32Array(count);
  for (let i = 0, next = 0; i < groupOf.length; i++) if (groupOf[i]! >= 0) members[next++] = i;

  const width = grid.periods.length;
  const values = wideColumn(grid, members, outcome);
  const group = members.map((i) => groupOf[i]!);
  const { cluster, clusters } = compactClusters(members, clusterOf);
  return {
    wide: { units: count, periods: width, values, group, cluster, clusters },
    schedule: { periods: width, cohorts: timing.cohorts.length, positions: groups.map((g) => g.position) },
    groups,
    members,
  };
}

/** A column unit by unit and period by period for some units of a grid, NaN where there is no row. */
export function wideColumn(grid: Grid, members: Int32Array, column: Float64Array): Float64Array {
  const width = grid.periods.length;
  if (members.length * width === column.length && isInOrder(grid.rowOf)) return column;
  const values = new Float64Array(members.length * width);
  for (let m = 0; m < members.length; m++) {
    const from = members[m]! * width;
    for (let t = 0; t < width; t++) {
      const row = grid.rowOf[from + t]!;
      values[m * width + t] = row < 0 ? Number.NaN : column[row]!;
    }
  }
  return values;
}

/** True where the rows stand unit by unit and period by period already: a column needs no copy. */
function isInOrder(rowOf: Int32Array): boolean {
  for (let c = 0; c < rowOf.length; c++) if (rowOf[c] !== c) return false;
  return true;
}

/** True where some value is missing. */
export function hasHoles(values: Float64Array): boolean {
  for (let c = 0; c < values.length; c++) if (Number.isNaN(values[c]!)) return true;
  return false;
}

/** Cluster numbers 0..C-1 in order of first appearance; none where every unit is its own cluster. */
function compactClusters(members: Int32Array, clusterOf: Int32Array | null): { cluster: Int32Array | null; clusters: number } {
  if (clusterOf === null) return { cluster: null, clusters: members.length };
  const number = new Map<number, number>();
  const cluster = members.map((i) => {
    const code = clusterOf[i]!;
    if (!number.has(code)) number.set(code, number.size);
    return number.get(code)!;
  });
  return { cluster, clusters: number.size };
}
