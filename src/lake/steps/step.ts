import { categories, compareText, type Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";

/** One step of a table, as a study file writes it: exactly one key. */
export type Step =
  | { filter: string }
  | { derive: Readonly<Record<string, string | number>> }
  | { interpolate: InterpolateOptions }
  | { winsorize: WinsorizeOptions }
  | { lag: LagOptions }
  | { groupMean: GroupMeanOptions }
  | { join: JoinOptions }
  | { balance: BalanceOptions }
  | { atTime: AtTimeOptions }
  | { cut: CutOptions };

export interface InterpolateOptions {
  columns: readonly string[];
  /** The column whose values make the series: the unit. */
  within: string;
}

export interface WinsorizeOptions {
  columns: readonly string[];
  /** Lower and upper share, as [0.01, 0.99]. */
  at: readonly number[];
  /** A column, to take the quantiles in each of its groups; `none` takes them over all rows. */
  within: string;
}

export interface LagOptions {
  columns: readonly string[];
  /** Periods back; a negative number leads. */
  by: number;
}

export interface GroupMeanOptions {
  columns: readonly string[];
  by: readonly string[];
  /** `unit` leaves the rows of the row's own unit out of its mean. */
  leaveOut?: "unit" | "none" | undefined;
  /** Name of the new column; with several columns it becomes a prefix (`as_column`). */
  as: string;
}

export interface JoinOptions {
  with: string;
  on: readonly string[];
  how: "left" | "inner";
}

export interface BalanceOptions {
  columns: readonly string[];
  from: number;
  to: number;
}

export interface AtTimeOptions {
  columns: readonly string[];
  /** The time whose value is carried along the unit. */
  time: number;
}

export interface CutOptions {
  column: string;
  /** How many groups of equal size. */
  groups: number;
  as: string;
}

/** What a step may need to know beyond its own options. */
export interface StepContext {
  /** Position of the step, 1-based. */
  step: number;
  unit: string | null;
  time: string | null;
  /** The other tables, for joins. */
  tables: ReadonlyMap<string, Frame>;
}

/** Unit and time of the table, for a step that cannot do without. Throws DATA-STEP-KEYS. */
export function panelKeys(source: Frame, context: StepContext, step: string): { unit: string; time: string } {
  const { unit, time } = context;
  if (unit === null || time === null) {
    const missing = [unit === null ? "unit" : null, time === null ? "time" : null].filter((key) => key !== null);
    throw problem("DATA-STEP-KEYS", { table: source.name, step, missing });
  }
  return { unit, time };
}

/** Units that have rows in the first frame and none in the second, in code-point order. */
export function unitsLost(before: Frame, after: Frame, unit: string | null): string[] {
  if (unit === null || !before.columns.has(unit) || !after.columns.has(unit)) return [];
  const left = new Set(usedLabels(after, unit));
  return usedLabels(before, unit).filter((name) => !left.has(name));
}

/** The units of some rows, each once, in code-point order. */
export function unitsOf(source: Frame, rows: Iterable<number>, unit: string | null): string[] {
  if (unit === null || !source.columns.has(unit)) return [];
  const { codes, labels } = categories(source, unit);
  const names = new Set<string>();
  for (const row of rows) if (codes[row]! >= 0) names.add(labels[codes[row]!]!);
  return Array.from(names).sort(compareText);
}

function usedLabels(source: Frame, unit: string): string[] {
  return Array.from(categories(source, unit).labels).sort(compareText);
}

/** Refuses a new column whose name is taken. Throws DATA-COLUMN-EXISTS. */
export function refuseTaken(source: Frame, column: string, step: string): void {
  if (source.columns.has(column)) throw problem("DATA-COLUMN-EXISTS", { table: source.name, column, step });
}
