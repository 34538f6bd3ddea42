import type { PolicyResult } from "../../results/contract.js";
import { count, fixed, percent, plain, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, textCell } from "../table.js";
import { estimatorLabel } from "./policy.js";

const number = (v: number): string => fixed(v, 4);

/** Synthetic comparisons side by side: effect, error, placebos, misfits, and how exactly the weights were solved. */
export function syntheticTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = r.words.synthetic;
  const list = policy.outcomes[outcomeName]!.synthetic!;
  const at = (i: number) => `policies.${name}.outcomes.${outcomeName}.synthetic.${i}`;
  const line = (label: string, cell: (i: number) => Cell) => ({ cells: [textCell(label), ...list.map((_, i) => cell(i))] });
  return {
    id: fileStem("synthetic", name, outcomeName),
    title: titled(r, w.title(labelOf(r, outcomeName)), policy.data),
    columns: [{ align: "text" }, ...list.map(() => ({ align: "number" as const }))],
    header: [[textCell(""), ...list.map((s) => textCell(estimatorLabel(r, { estimator: s.method })))]],
    rows: [
      line(r.words.table.estimate, (i) => numberCell(list[i]!.row.estimate, number, `${at(i)}.row.estimate`)),
      line(r.words.table.stdError, (i) => numberCell(list[i]!.row.stdError, number, `${at(i)}.row.stdError`)),
      line(w.placeboP, (i) => numberCell(list[i]!.placeboP, probability, `${at(i)}.placeboP`)),
      line(w.placebos, (i) => numberCell(list[i]!.placebos?.count, count, `${at(i)}.placebos.count`)),
      line(w.ratio, (i) => numberCell(list[i]!.rmspeRatio, (v) => fixed(v, 2), `${at(i)}.rmspeRatio`)),
      line(w.gap, (i) => numberCell(list[i]!.optimalityGap, (v) => (v < 1e-9 ? "<10^−9" : plain(v, 2)), `${at(i)}.optimalityGap`)),
    ],
    notes: [w.note(list.some((s) => s.row.method === "jackknife"))],
    about: list.map((_, i) => at(i)),
  };
}

/** Which controls and periods carry the weight, cohort by cohort. */
export function syntheticWeightsTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = r.words.synthetic;
  const list = policy.outcomes[outcomeName]!.synthetic!;
  const share = (weight: number) => (weight < 0.005 ? null : percent(weight));
  const named = (entries: { name: string; weight: number }[]) =>
    entries.flatMap((e) => (share(e.weight) === null ? [] : [`${e.name} ${share(e.weight)}`])).join(r.words.comma);
  return {
    id: fileStem("synthetic-weights", name, outcomeName),
    title: titled(r, w.weights(labelOf(r, outcomeName)), policy.data),
    columns: [{ align: "text" }, { align: "number" }, { align: "wide" }, { align: "wide" }],
    header: [[textCell(w.method), textCell(r.words.table.adopted), textCell(w.controls), textCell(w.periods)]],
    rows: list.flatMap((s, i) =>
      s.cohorts.map((c, k) => ({
        ruleAbove: k === 0 && i > 0,
        cells: [
          textCell(k === 0 ? estimatorLabel(r, { estimator: s.method }) : ""),
          numberCell(c.adopted, String, `policies.${name}.outcomes.${outcomeName}.synthetic.${i}.cohorts.${k}.adopted`),
          textCell(named(c.controls.map((u) => ({ name: u.unit, weight: u.weight })))),
          textCell(named(c.times.map((t) => ({ name: String(t.time), weight: t.weight })))),
        ],
      })),
    ),
    notes: [w.weightsNote],
    about: [],
  };
}
