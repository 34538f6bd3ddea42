import { columnNamed, evaluateCondition, type Frame, parseExpression, sourceRow } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { column, fromColumns, type Matrix, sum } from "../../numerics/main.js";
import { type Cluster, clusterOf, type Design, type DesignOptions } from "../design.js";
import { clusterNames } from "../inference.js";
import { levelsAt, levelsOf, namedLevels } from "../levels.js";
import { periodNumber } from "../shift.js";
import type { VcovOption } from "../vcov.js";

/** Rows an error names. */
const NAMED_ROWS = 10;

/** The rows of a design as a panel: units one after another, each in order of time. */
export interface Panel {
  /** First row of each unit, and the end. */
  starts: Int32Array;
  /** Whole-numbered period of each row; null where no time is named. */
  periods: Float64Array | null;
  /** Every unit has a row in every period (as many rows each, where no time is named). */
  balanced: boolean;
}

/**
 * The design options of an estimator that needs units.
 * @throws PANEL-UNIT-NEEDED, DATA-UNIT-TIME-MISSING
 */
export function panelDesignOptions(
  source: Frame,
  options: DesignOptions,
  vcov: VcovOption,
  estimator: string,
  needsTime: boolean,
): DesignOptions {
  const { unit, time } = options;
  if (unit === undefined || unit === null) throw problem("PANEL-UNIT-NEEDED", { estimator, needs: "unit" });
  if (needsTime && (time === undefined || time === null)) throw problem("PANEL-UNIT-NEEDED", { estimator, needs: "time" });
  refuseUnplaced(source, options);
  const panel = time === undefined || time === null ? [unit] : [unit, time];
  return { ...options, clusters: [...new Set([...clusterNames(vcov), ...panel])] };
}

/** Refuses rows (of those that `where` lets in) without the unit or the time that options name: they have no place in the panel. */
export function refuseUnplaced(source: Frame, { unit, time, where }: DesignOptions): void {
  for (const [role, column] of [
    ["unit", unit],
    ["time", time],
  ] as const) {
    if (column === undefined || column === null) continue;
    const { codes } = levelsOf(columnNamed(source, column));
    if (!codes.includes(-1)) continue;
    const holds = where === undefined || where === null ? null : evaluateCondition(parseExpression(where), source);
    const rows = Array.from(codes.keys()).filter((row) => codes[row] === -1 && (holds === null || holds[row] === 1));
    if (rows.length > 0)
      throw problem("DATA-UNIT-TIME-MISSING", {
        table: source.name,
        column,
        role,
        count: rows.length,
        rows: rows.slice(0, NAMED_ROWS).map((row) => sourceRow(source, row)),
      });
  }
}

/**
 * The panel of a design whose unit is complete.
 * @throws FORMULA-LAG-DUPLICATE where a unit has two rows in a period, FORMULA-LAG-TIME where a period is no whole number, year, quarter, month or day
 */
export function panelOf(design: Design, estimator: string): Panel {
  const units = design.units!;
  const starts: number[] = [];
  for (let row = 0; row < units.codes.length; row++) if (row === 0 || units.codes[row] !== units.codes[row - 1]) starts.push(row);
  starts.push(units.codes.length);
  const periods = design.times === null ? null : wholePeriods(design, estimator);
  if (periods !== null) {
    for (let row = 1; row < periods.length; row++) {
      if (units.codes[row] === units.codes[row - 1] && periods[row] === periods[row - 1])
        throw problem("FORMULA-LAG-DUPLICATE", {
          call: estimator,
          unit: units.labels[units.codes[row]!]!,
          time: design.times!.labels[design.times!.codes[row]!]!,
        });
    }
  }
  const longest = design.times === null ? starts[1]! - starts[0]! : design.times.count;
  const balanced = starts.slice(1).every((end, k) => end - starts[k]! === longest);
  return { starts: Int32Array.from(starts), periods, balanced };
}

function wholePeriods(design: Design, estimator: string): Float64Array {
  const { codes, labels } = design.times!;
  const values = labels.map((label) => {
    const plain = Number(label);
    const value = Number.isInteger(plain) ? plain : periodNumber(label);
    if (value === null) throw problem("FORMULA-LAG-TIME", { call: estimator, time: "time", value: label });
    return value;
  });
  return Float64Array.from(codes, (code) => values[code]!);
}

/** Rows of each unit. */
export function unitSizes({ starts }: Panel): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, k) => starts[k + 1]! - starts[k]!);
}

/** Mean of a column by unit. */
export function unitMeans({ starts }: Panel, values: Float64Array): Float64Array {
  return Float64Array.from(
    { length: starts.length - 1 },
    (_, k) => sum(values, starts[k]!, starts[k + 1]!) / (starts[k + 1]! - starts[k]!),
  );
}

/** A column less a share of its unit's mean: x_it - share_i mean_i; a share of one is the within transformation. */
export function lessMeans(panel: Panel, values: Float64Array, shares: Float64Array | 1): Float64Array {
  const means = unitMeans(panel, values);
  const out = Float64Array.from(values);
  for (let k = 0; k < means.length; k++) {
    const taken = means[k]! * (shares === 1 ? 1 : shares[k]!);
    for (let row = panel.starts[k]!; row < panel.starts[k + 1]!; row++) out[row]! -= taken;
  }
  return out;
}

/** The value of each unit on all its rows. */
export function spread({ starts }: Panel, byUnit: Float64Array): Float64Array {
  const out = new Float64Array(starts[starts.length - 1]!);
  for (let k = 0; k < byUnit.length; k++) out.fill(byUnit[k]!, starts[k]!, starts[k + 1]!);
  return out;
}

/** Columns of a matrix transformed one by one. */
export function mapColumns(a: Matrix, change: (values: Float64Array) => Float64Array): Matrix {
  return fromColumns(
    Array.from({ length: a.cols }, (_, j) => change(column(a, j))),
    a.rows,
  );
}

/**
 * A design on other rows: `rows` are positions in the old design whose identity (clusters, unit, time) each new row takes.
 * @param outcome and regressors, already on the new rows
 */
export function onRows(design: Design, rows: Int32Array, outcome: Float64Array, regressors: Design["regressors"]): Design {
  const clusters: Cluster[] = design.clusters.map((cluster) => {
    const codes = Int32Array.from(rows, (row) => cluster.codes[row]!);
    const order = [...new Set(codes)].sort((a, b) => a - b);
    const fresh = new Map(order.map((code, k) => [code, k] as const));
    return clusterOf(
      cluster.name,
      namedLevels(
        codes.map((code) => fresh.get(code)!),
        order.map((code) => cluster.labels[code]!),
      ),
    );
  });
  return {
    ...design,
    rows: Int32Array.from(rows, (row) => design.rows[row]!),
    outcome,
    regressors,
    clusters,
    units: design.units === null ? null : levelsAt(design.units, rows),
    times: design.times === null ? null : levelsAt(design.times, rows),
  };
}
