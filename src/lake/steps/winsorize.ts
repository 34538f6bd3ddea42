import { categories, type Frame, numbers, withColumn, withLedger } from "../../frame/main.js";
import { quantileOfSorted } from "../../numerics/quantile.js";
import { type StepContext, unitsOf, type WinsorizeOptions } from "./step.js";

/**
 * Pulls values beyond two quantiles in to them, over all rows or within groups. Quantiles are of type 7 (linear between order statistics,
 * the default of R and NumPy; Hyndman and Fan 1996). One ledger line per column. Throws DATA-COLUMN-*.
 */
export function winsorize(source: Frame, options: WinsorizeOptions, context: StepContext): Frame {
  const [lower, upper] = options.at as [number, number];
  const groups = options.within === "none" ? [allRows(source)] : rowsByGroup(source, options.within);
  let result = source;
  for (const name of options.columns) {
    const values = numbers(source, name).slice();
    const cells: number[] = [];
    let limits: [number, number] | null = null;
    for (const rows of groups) {
      const there = Float64Array.from(rows.filter((row) => !Number.isNaN(values[row]!)).map((row) => values[row]!)).sort();
      if (there.length === 0) continue;
      const [low, high] = [quantileOfSorted(there, lower), quantileOfSorted(there, upper)];
      if (groups.length === 1) limits = [plain(low), plain(high)];
      for (const row of rows) {
        const value = values[row]!;
        if (value >= low && value <= high) continue;
        if (Number.isNaN(value)) continue;
        values[row] = value < low ? low : high;
        cells.push(row);
      }
    }
    result = withLedger(withColumn(result, name, { kind: "number", values }), {
      step: context.step,
      reason: "winsorize",
      rows: 0,
      what: { column: name, at: [lower, upper], within: options.within === "none" ? null : options.within, limits },
      units: unitsOf(source, cells, context.unit),
      cells: cells.length,
    });
  }
  return result;
}

function allRows(source: Frame): number[] {
  return Array.from({ length: source.rows }, (_, row) => row);
}

function rowsByGroup(source: Frame, column: string): number[][] {
  const { codes, labels } = categories(source, column);
  const groups = labels.map((): number[] => []);
  codes.forEach((code, row) => {
    if (code >= 0) groups[code]!.push(row);
  });
  return groups;
}

function plain(value: number): number {
  return Number(value.toPrecision(6));
}
