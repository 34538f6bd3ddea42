/** Numbers, one per row; NaN is missing. */
export interface NumberColumn {
  kind: "number";
  values: Float64Array;
}

/** Categories: one code per row into `labels`, -1 is missing. Labels are in code-point order. Text and dates (ISO, `2017-03` or `2017-03-01`) come as categories. */
export interface CategoryColumn {
  kind: "category";
  codes: Int32Array;
  labels: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

/** Rows that left (or cells that were changed), counted by reason. `rows` is what left; 0 where only cells changed. */
export interface LedgerLine {
  /** Position of the step in the study file, 1-based; 0 for reading. */
  step: number;
  /** `filter`, `join`, `balance`, `missing`, `singleton`, ... */
  reason: string;
  rows: number;
  /** What the step said, as written in the study. */
  detail?: string;
  /** Names of the units that left entirely or are concerned, in code-point order. */
  units?: readonly string[];
  /** Cells changed (interpolated, winsorised), where that is what the step does. */
  cells?: number;
}

/** Named columns of equal length and the ledger of every row that ever left. Columns are never changed in place. */
export interface Frame {
  name: string;
  rows: number;
  columns: ReadonlyMap<string, Column>;
  ledger: readonly LedgerLine[];
}
