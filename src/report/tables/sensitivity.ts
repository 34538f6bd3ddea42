import type { PolicyOutcome, PolicyResult } from "../../results/contract.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, type TableRow, textCell } from "../table.js";
import { estimatorLabel } from "./policy.js";

type Outcome = Required<Pick<PolicyOutcome, "sensitivity" | "sensitivityOf">> & PolicyOutcome;

/** Robust confidence sets of the headline, one bound a row, with the bounds at which they reach zero; then what the look at the leads lets through. */
export function sensitivityTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = r.words.sensitivity;
  const outcome = policy.outcomes[outcomeName]! as Outcome;
  const at = `policies.${name}.outcomes.${outcomeName}`;
  const number = (v: number) => fixed(v, 4);
  const rows: TableRow[] = [];
  const group = (label: string): void => {
    rows.push({ cells: [textCell(label)], group: true, ruleAbove: rows.length > 0 });
  };
  for (const method of ["relativeMagnitudes", "smoothness"] as const) {
    if (!outcome.sensitivity.some((set) => set.method === method)) continue;
    group(w.methods[method]);
    outcome.sensitivity.forEach((set, i) => {
      if (set.method === method) rows.push({ cells: setCells(r, set, `${at}.sensitivity.${i}`) });
    });
    const key = method === "relativeMagnitudes" ? "breakdown" : "breakdownSmoothness";
    const value = outcome[key];
    const beyond = value === null || value === undefined;
    rows.push({
      cells: [
        textCell(w.breakdown),
        beyond ? textCell(method === "relativeMagnitudes" ? w.beyond : "–") : numberCell(value, (v) => plain(v), `${at}.${key}`),
        textCell(""),
      ],
    });
  }
  const pretest = outcome.pretest ?? [];
  if (pretest.length > 0) {
    group(w.pretest);
    pretest.forEach((p, i) => {
      const cell = (key: "slope" | "biasAfterPassing") => numberCell(p[key], number, `${at}.pretest.${i}.${key}`);
      rows.push({ cells: [textCell(w.slope(fixed(100 * p.power, 0))), cell("slope"), textCell("")] });
      rows.push({ cells: [textCell(w.bias), cell("biasAfterPassing"), textCell("")] });
    });
  }
  const { estimate, leads, lags, reference, estimator } = outcome.sensitivityOf;
  const times = (list: readonly number[]) => list.map((t) => fixed(t, 0)).join(r.words.comma);
  return {
    id: fileStem("sensitivity", name, outcomeName),
    title: titled(r, w.title(labelOf(r, outcomeName)), policy.data),
    columns: [{ align: "text" }, { align: "number" }, { align: "number" }],
    header: [[textCell(w.bound), textCell(w.set), textCell(w.excludesZero)]],
    rows,
    notes: [
      ...(estimate === null
        ? []
        : [w.about(estimatorLabel(r, { estimator }), number(estimate), times(leads), times(lags.map((l) => l.time)), fixed(reference, 0))]),
      w.note,
      ...(pretest.length > 0 ? [w.pretestNote] : []),
    ],
    about: [`${at}.sensitivity`, `${at}.breakdown`, `${at}.pretest`],
  };
}

function setCells(r: Reader, set: Outcome["sensitivity"][number], at: string): Cell[] {
  const number = (v: number) => fixed(v, 4);
  const text = set.intervals.map(([low, high]) => `[${number(low)}, ${number(high)}]`).join(r.words.sensitivity.and);
  const whole = set.intervals.map(([low, high]) => `[${low}, ${high}]`).join(" ");
  const excludes = set.intervals.length > 0 && set.intervals.every(([low, high]) => low > 0 || high < 0);
  const bound: Cell = { text: plain(set.m), value: set.m, path: `${at}.m` };
  const cell: Cell =
    set.intervals.length === 0 ? { text: "–", value: null, path: `${at}.intervals` } : { text, value: whole, path: `${at}.intervals` };
  return [bound, cell, textCell(set.intervals.length === 0 ? "–" : excludes ? r.words.yes : r.words.no)];
}
