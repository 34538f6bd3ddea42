import { problem } from "../../messages/main.js";
import type { DifferencesResult } from "../../results/contract.js";
import { dagumGini } from "../inequality/dagum.js";
import { gini } from "../inequality/gini.js";
import { theil } from "../inequality/theil.js";
import type { DifferencesOptions } from "./options.js";
import { cellOf, type DifferencesPanel, type Slice } from "./panel.js";

type Inequality = NonNullable<DifferencesResult["inequality"]>;
type Period = Inequality["byTime"][number];

/** Gini and Theil of every period with their parts. Throws DIFF-NEGATIVE. */
export function inequalityByTime(panel: DifferencesPanel, parts: readonly Slice[], options: DifferencesOptions): Inequality {
  requireNonNegative(panel, parts, "inequality");
  const measures = options.inequality?.measures ?? ["gini", "theilT", "theilL"];
  let largestGap = 0;
  const byTime = parts.map((slice): Period => {
    const period: Period = { time: slice.time, units: slice.values.length, mean: meanOf(slice) };
    if (measures.includes("gini")) {
      if (slice.groups.length === 0) period.gini = gini(slice.values, slice.weights);
      else {
        const made = dagumGini(slice.values, slice.groups[0]!, slice.weights);
        const { labels } = panel.groupings[0]!;
        largestGap = Math.max(largestGap, made.gap);
        period.gini = made.gini;
        period.dagum = {
          within: made.within,
          between: made.between,
          transvariation: made.transvariation,
          groups: made.groups.map(({ group, units, populationShare, incomeShare, mean, gini }) => ({
            group: labels[group]!,
            units,
            populationShare,
            valueShare: incomeShare,
            mean,
            gini,
          })),
          pairs: made.pairs.map(({ higher, lower, gini, affluence }) => ({
            higher: labels[higher]!,
            lower: labels[lower]!,
            gini,
            affluence,
          })),
        };
      }
    }
    for (const index of ["theilT", "theilL"] as const) {
      if (!measures.includes(index)) continue;
      const made = theil(slice.values, index, slice.groups, slice.weights);
      period[index] =
        made === null
          ? null
          : {
              total: made.total,
              components: made.components,
              groups: made.groups.map(({ group, share, index: own, within }) => ({
                group: panel.groupings[0]!.labels[group]!,
                share,
                index: own,
                within,
              })),
            };
      largestGap = Math.max(largestGap, made?.gap ?? 0);
    }
    return period;
  });
  return { byTime, largestGap };
}

const meanOf = ({ values, weights }: Slice): number =>
  values.reduce((s, v, i) => s + v * weights[i]!, 0) / weights.reduce((s, w) => s + w, 0);

/** Throws DIFF-NEGATIVE where a value is negative or all values of a period are zero: shares of the total then mean nothing. */
export function requireNonNegative(panel: DifferencesPanel, parts: readonly Slice[], part: "inequality" | "sigma"): void {
  const row = panel.values.findIndex((v) => v < 0);
  const evidence = { name: panel.name, variable: panel.variable, part };
  const place = { path: `differences.${panel.name}.${part}` };
  if (row >= 0) {
    const cells = panel.values.filter((v) => v < 0).length;
    throw problem(
      "DIFF-NEGATIVE",
      { ...evidence, cells, of: panel.values.length, value: panel.values[row]!, ...cellOf(panel, row) },
      place,
    );
  }
  const empty = parts.find((slice) => slice.values.every((v) => v === 0));
  if (empty !== undefined)
    throw problem("DIFF-NEGATIVE", { ...evidence, cells: 0, of: panel.values.length, value: 0, ...cellOf(panel, empty.rows[0]!) }, place);
}
