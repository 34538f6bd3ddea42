import { type Frame, sourceRow } from "../../frame/main.js";
import { type Finding, finding } from "../../messages/main.js";
import { isLog } from "../describe.js";
import type { Design } from "../design.js";
import type { Moments } from "../fit.js";
import type { Formula } from "../formula.js";
import type { VcovOption } from "../vcov.js";
import type { Outliers } from "./ppml.js";

/** A dispersion beyond these is not that of a Poisson variable. */
const EQUAL_VARIANCE: [number, number] = [0.8, 1.25];
/** Most rows and levels named in a finding. */
const NAMED = 8;

/** Rows that left because no finite estimate could keep them, by name. */
export function sampleFindings(source: Frame, design: Design, out: Outliers, path: string): Finding[] {
  const allZero = out.allZero.map(({ effect, levels, rows }) =>
    finding("PPML-ALL-ZERO", path, { effect, count: levels.length, levels: levels.slice(0, NAMED), rows }),
  );
  const separated = out.separated.map(({ rows, terms }) =>
    finding("PPML-SEPARATED", path, {
      rows: rows.length,
      of: design.rows.length + rows.length,
      named: rows.slice(0, NAMED).map((row) => sourceRow(source, row)),
      terms,
      effects: design.effects.map((e) => e.name),
    }),
  );
  return [...allZero, ...separated];
}

/** What an outcome that is not a count, or is a logarithm, means here. */
export function outcomeFindings(design: Design, path: string): Finding[] {
  const { formula, outcome } = design;
  const { name, expression } = formula.outcome;
  if (isLog(expression)) return [finding("PPML-OUTCOME-LOGGED", path, { outcome: name })];
  const whole = outcome.every((y) => Number.isInteger(y));
  return whole ? [] : [finding("PPML-NOT-COUNT", path, { outcome: name })];
}

/** Pearson's statistic over its degrees of freedom: one where the variance is the mean. */
export function dispersionOf(moments: Moments): number {
  return moments.rss / (moments.rows - moments.parameters);
}

/** What the errors take for granted: those called iid here, that the variance is the mean. */
export function varianceFindings(moments: Moments, option: VcovOption, path: string): Finding[] {
  const dispersion = dispersionOf(moments);
  const [least, most] = EQUAL_VARIANCE;
  if (dispersion >= least && dispersion <= most) return [];
  return [
    finding(option === "iid" ? "PPML-IID-ERRORS" : "PPML-DISPERSION", path, { dispersion, outcome: moments.design.formula.outcome.name }),
  ];
}

/** True where a term is a logarithm: its coefficient is an elasticity already. */
export function isLogged(formula: Formula, term: string): boolean {
  const found = formula.terms.find((t) => t.name === term);
  if (found === undefined || found.parts.length !== 1) return false;
  const [part] = found.parts;
  return part!.kind === "value" && isLog(part!.expression);
}
