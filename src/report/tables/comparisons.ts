import { policyWords } from "../../messages/policyWords.js";
import type { PolicyOutcome, PolicyResult } from "../../results/contract.js";
import { count, fixed, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, type TableRow, textCell } from "../table.js";

const number = (v: number): string => fixed(v, 4);

/** Kinds of comparisons in the order they are printed. */
export const comparisonKinds = ["treatedVsUntreated", "earlierVsLater", "laterVsEarlier"] as const;

/** The comparisons behind the two-way estimate by kind: how many, their weight, their average, and the estimate they sum to. */
export function comparisonsTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = policyWords[r.language];
  const { decomposition } = policy.outcomes[outcomeName]!;
  const at = `policies.${name}.comparisons`;
  const all = policy.comparisons!.map((c, i) => ({ ...c, estimate: decomposition!.estimates[i]! }));
  const rows = comparisonKinds.flatMap((kind): TableRow[] => {
    const own = all.filter((c) => c.type === kind);
    if (own.length === 0) return [];
    const weight = own.reduce((sum, c) => sum + c.weight, 0);
    const average = own.reduce((sum, c) => sum + c.weight * c.estimate, 0) / weight;
    return [
      {
        cells: [
          textCell(w.kinds[kind]!),
          { text: count(own.length), value: own.length },
          { text: number(weight), value: weight },
          { text: weight > 0 ? number(average) : "–", value: weight > 0 ? average : null },
        ],
      },
    ];
  });
  rows.push({
    ruleAbove: true,
    cells: [
      textCell(w.together),
      { text: count(all.length), value: all.length },
      { text: number(1), value: 1 },
      numberCell(decomposition!.sum, number, `policies.${name}.outcomes.${outcomeName}.decomposition.sum`),
    ],
  });
  return {
    id: fileStem("comparisons", name, outcomeName),
    title: titled(r, w.comparisons(labelOf(r, outcomeName)), policy.data),
    columns: [{ align: "wide" }, { align: "number" }, { align: "number" }, { align: "number" }],
    header: [[w.comparison, w.count, w.weight, w.average].map(textCell)],
    rows,
    notes: [w.comparisonsNote],
    about: [at, `policies.${name}.outcomes.${outcomeName}.decomposition`],
  };
}

/** Weight of every cohort in every treated period, the sum of the negative ones, and how little effects must differ for the estimate to mislead. */
export function cellWeightsTable(r: Reader, name: string, policy: PolicyResult): Table {
  const w = policyWords[r.language];
  const at = `policies.${name}.twoWayWeights`;
  const cells = policy.twoWayWeights!;
  const cohorts = [...new Set(cells.map((c) => c.cohort))];
  const times = [...new Set(cells.map((c) => c.time))].sort((a, b) => a - b);
  const rows: TableRow[] = cohorts.map((cohort) => ({
    cells: [
      textCell(String(cohort)),
      ...times.map((time) => {
        const i = cells.findIndex((c) => c.cohort === cohort && c.time === time);
        return i < 0 ? textCell("") : numberCell(cells[i]!.weight, number, `${at}.${i}.weight`);
      }),
    ],
  }));
  const last = (label: string, value: number | null | undefined, path: string, ruleAbove: boolean): TableRow => ({
    ruleAbove,
    cells: [textCell(label), ...times.slice(1).map(() => textCell("")), numberCell(value, number, path)],
  });
  rows.push(last(w.negativeShare, policy.negativeWeightShare, `policies.${name}.negativeWeightShare`, true));
  const outcomes = Object.entries(policy.outcomes);
  const named = (label: string, outcome: string) => (outcomes.length === 1 ? label : label + r.words.bracket(labelOf(r, outcome)));
  for (const [outcome, { heterogeneityNeeded }] of outcomes) {
    if (heterogeneityNeeded === undefined) continue;
    const path = `policies.${name}.outcomes.${outcome}.heterogeneityNeeded`;
    rows.push(last(named(w.toZero, outcome), heterogeneityNeeded.toZero, `${path}.toZero`, false));
    if (heterogeneityNeeded.toOtherSign !== null)
      rows.push(last(named(w.toOtherSign, outcome), heterogeneityNeeded.toOtherSign, `${path}.toOtherSign`, false));
  }
  return {
    id: fileStem("cell-weights", name),
    title: titled(r, w.cells(Object.keys(r.results.policies).length > 1 ? labelOf(r, name) : ""), policy.data),
    columns: [{ align: "text" }, ...times.map(() => ({ align: "number" as const }))],
    header: [[w.cohort, ...times.map(String)].map(textCell)],
    rows,
    notes: [w.cellsNote, w.heterogeneityNote],
    about: [at, `policies.${name}.negativeWeightShare`],
  };
}

/** Placebos in time, and the permuted dates as placebos in space. */
export function placebosTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = policyWords[r.language];
  const t = r.words.table;
  const outcome: PolicyOutcome = policy.outcomes[outcomeName]!;
  const at = `policies.${name}.outcomes.${outcomeName}`;
  const names = [w.placebo, t.estimate, t.stdError, t.pValue, t.randomizationAny];
  const inTime = (outcome.placebos ?? []).map(
    ({ back, to, row, randomizationP }, i): TableRow => ({
      cells: [
        textCell(w.inTime(back, to)),
        numberCell(row.estimate, number, `${at}.placebos.${i}.row.estimate`),
        numberCell(row.stdError, number, `${at}.placebos.${i}.row.stdError`),
        numberCell(row.pValue, probability, `${at}.placebos.${i}.row.pValue`),
        numberCell(randomizationP, probability, `${at}.placebos.${i}.randomizationP`),
      ],
    }),
  );
  const inSpace = outcome.randomization.flatMap((drawn, i): TableRow[] =>
    drawn.estimator === outcome.headline?.estimator
      ? [
          {
            cells: [
              textCell(w.inSpace(drawn.strata === null ? "" : labelOf(r, drawn.strata))),
              textCell("–"),
              numberCell(drawn.sd, number, `${at}.randomization.${i}.sd`),
              textCell(""),
              numberCell(drawn.pValue, probability, `${at}.randomization.${i}.pValue`),
            ],
          },
        ]
      : [],
  );
  return {
    id: fileStem("placebos", name, outcomeName),
    title: titled(r, w.placebos(labelOf(r, outcomeName)), policy.data),
    columns: names.map((_, i) => ({ align: i === 0 ? "wide" : "number" })),
    header: [names.map(textCell)],
    rows: [...inTime, ...inSpace],
    notes: [w.placebosNote],
    about: [`${at}.placebos`],
  };
}
