import { compareText, type Frame } from "../frame/main.js";
import { type Finding, finding } from "../messages/main.js";
import { isTotalName, nearDuplicates } from "./names.js";
import { type PanelRows, panelRows } from "./panelRows.js";

/**
 * Looks at a table as a panel of `unit` and `time`. What makes it no panel is an error (see `panelRows`); what a reader of the results should
 * know is a finding: gaps, units seen once, units whose names look like one unit or like a sum over units, variables that never vary in time.
 */
export function checkPanel(source: Frame, unit: string, time: string): Finding[] {
  const panel = panelRows(source, unit, time);
  const where = `data.${source.name}`;
  const findings: Finding[] = [];
  const gaps = gapsOf(panel);
  if (gaps.length > 0) findings.push(finding("DATA-GAPS", where, { table: source.name, units: gaps }));
  const single = panel.units.filter((_, k) => panel.starts[k + 1]! - panel.starts[k]! === 1);
  if (single.length > 0) findings.push(finding("DATA-SINGLE-PERIOD", where, { table: source.name, units: single, of: panel.units.length }));
  for (const names of nearDuplicates(panel.units))
    findings.push(finding("DATA-UNIT-NEAR-DUPLICATE", where, { table: source.name, column: unit, names }));
  const totals = panel.units.filter(isTotalName);
  if (totals.length > 0) findings.push(finding("DATA-UNIT-TOTAL", where, { table: source.name, column: unit, names: totals }));
  return [...findings, ...constants(source, panel, unit, time, where)];
}

/** Times between a unit's first and last that it lacks although some other unit has them. */
function gapsOf(panel: PanelRows): { unit: string; missing: number[] }[] {
  const known = Array.from(new Set(panel.times)).sort((a, b) => a - b);
  const gaps: { unit: string; missing: number[] }[] = [];
  panel.units.forEach((unit, k) => {
    const own = Array.from(panel.order.subarray(panel.starts[k]!, panel.starts[k + 1]!), (row) => panel.times[row]!);
    const have = new Set(own);
    const missing = known.filter((t) => t > own[0]! && t < own.at(-1)! && !have.has(t));
    if (missing.length > 0) gaps.push({ unit, missing });
  });
  return gaps;
}

/**
 * Variables without variation: over all rows (nothing can be learnt from them), over time in every unit (unit effects absorb them), or over
 * time in a few units only, which often is one value copied down.
 */
function constants(source: Frame, panel: PanelRows, unit: string, time: string, where: string): Finding[] {
  const findings: Finding[] = [];
  const everywhere: string[] = [];
  const inEvery: string[] = [];
  for (const [name, column] of source.columns) {
    if (name === unit || name === time || column.kind !== "number") continue;
    const distinct = new Set(column.values.filter((v) => !Number.isNaN(v)));
    if (distinct.size === 1 && source.rows > 1) everywhere.push(name);
    if (distinct.size < 3) continue;
    const { constant, several } = constantUnits(panel, column.values);
    if (several > 0 && constant.length === several) inEvery.push(name);
    // A copied value stands out where nearly all other units move.
    else if (constant.length > 0 && constant.length * 5 <= several)
      findings.push(finding("DATA-UNIT-CONSTANT", where, { table: source.name, column: name, units: constant, of: several }));
  }
  if (everywhere.length > 0)
    findings.push(finding("DATA-COLUMN-CONSTANT", where, { table: source.name, columns: everywhere.sort(compareText) }));
  if (inEvery.length > 0) findings.push(finding("DATA-TIME-INVARIANT", where, { table: source.name, columns: inEvery.sort(compareText) }));
  return findings;
}

/** Units that have at least four values of a variable (`several` of them), and those in which all are one. */
function constantUnits(panel: PanelRows, values: Float64Array): { constant: string[]; several: number } {
  const constant: string[] = [];
  let several = 0;
  panel.units.forEach((unit, k) => {
    const own = Array.from(panel.order.subarray(panel.starts[k]!, panel.starts[k + 1]!), (row) => values[row]!).filter(
      (v) => !Number.isNaN(v),
    );
    if (own.length < 4) return;
    several++;
    if (own.every((v) => v === own[0])) constant.push(unit);
  });
  return { constant, several };
}
