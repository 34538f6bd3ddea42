import { type Frame, sourceRow } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { FormulaColumns } from "../columns.js";
import type { Formula } from "../formula.js";
import type { SampleMask } from "../sample.js";

/** Levels of an effect in which the outcome is always zero. */
export interface AllZero {
  effect: string;
  levels: string[];
  rows: number;
}

/**
 * Drops rows of levels in which the outcome is zero throughout: their effect runs to minus infinity, they are fitted exactly and say nothing about
 * the slopes. Counted as `allZero`; what left is added to `found` by effect.
 * @throws PPML-NOTHING-POSITIVE where nothing else is left
 */
export function dropAllZero(sample: SampleMask, columns: FormulaColumns, formula: Formula, found: AllZero[]): void {
  const before = sample.left;
  for (const { name, levels, intercept } of columns.effects) {
    if (!intercept) continue;
    const total = new Float64Array(levels.count);
    const rows = new Int32Array(levels.count);
    for (let row = 0; row < sample.out.length; row++) {
      if (sample.out[row] === 1) continue;
      total[levels.codes[row]!]! += columns.outcome[row]!;
      rows[levels.codes[row]!]!++;
    }
    const gone = Array.from(total.keys()).filter((g) => rows[g]! > 0 && total[g] === 0);
    if (gone.length === 0) continue;
    const isGone = new Uint8Array(levels.count);
    for (const g of gone) isGone[g] = 1;
    sample.drop("allZero", (row) => isGone[levels.codes[row]!] === 1);
    const known = found.find((f) => f.effect === name);
    const names = gone.map((g) => levels.labels[g]!);
    const count = gone.reduce((sum, g) => sum + rows[g]!, 0);
    if (known === undefined) found.push({ effect: name, levels: names, rows: count });
    else {
      known.levels.push(...names);
      known.rows += count;
    }
  }
  if (before > 0 && sample.left === 0)
    throw problem("PPML-NOTHING-POSITIVE", { outcome: formula.outcome.name, effects: columns.effects.map((e) => e.name), rows: before });
}

/** Throws PPML-OUTCOME-NEGATIVE where an outcome of the sample is below zero. */
export function refuseNegative(sample: SampleMask, outcome: Float64Array, source: Frame, formula: Formula): void {
  let rows = 0;
  let least = -1;
  for (let row = 0; row < outcome.length; row++) {
    if (sample.out[row] === 1 || outcome[row]! >= 0) continue;
    rows++;
    if (least === -1 || outcome[row]! < outcome[least]!) least = row;
  }
  if (rows > 0)
    throw problem("PPML-OUTCOME-NEGATIVE", {
      outcome: formula.outcome.name,
      rows,
      value: outcome[least]!,
      row: sourceRow(source, least),
    });
}
