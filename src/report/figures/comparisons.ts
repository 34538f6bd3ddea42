import { policyWords } from "../../messages/policyWords.js";
import type { PolicyResult } from "../../results/contract.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { comparisonKinds } from "../tables/comparisons.js";
import { COLOR, type Figure, labelsFrom, padded, WIDTH, yTitle } from "./figure.js";

/** Every two-by-two comparison by its weight and its estimate, with the two-way estimate they average to. Null without a decomposition. */
export function comparisonsFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure | null {
  const w = policyWords[r.language];
  const { decomposition } = policy.outcomes[outcomeName]!;
  if (policy.comparisons === undefined || decomposition === undefined) return null;
  const never = r.words.figure.cohortNames["never"] ?? "";
  const rows = policy.comparisons.map((c, i) => ({
    weight: c.weight,
    estimate: decomposition.estimates[i]!,
    kind: c.type,
    words: `${c.treated} – ${c.control ?? never}${r.words.colon}${plain(c.weight, 4)}, ${plain(decomposition.estimates[i]!, 4)}`,
  }));
  const kinds = comparisonKinds.filter((kind) => rows.some((row) => row.kind === kind));
  const shapes = { treatedVsUntreated: "circle", earlierVsLater: "triangle-up", laterVsEarlier: "cross" };
  const colors = { treatedVsUntreated: COLOR.main, earlierVsLater: COLOR.good, laterVsEarlier: COLOR.against };
  const legend = { labelExpr: labelsFrom(new Map(kinds.map((kind) => [kind, w.kinds[kind]!]))), columns: 1, offset: 36 };
  const y = {
    field: "estimate",
    type: "quantitative",
    scale: { domain: padded([0, ...rows.map((row) => row.estimate)]), nice: true, zero: false },
    axis: { ...yTitle(w.estimateAxis), tickCount: 6 },
  };
  return {
    id: fileStem("comparisons", name, outcomeName),
    title: titled(r, w.figure(labelOf(r, outcomeName)), policy.data),
    subtitle: "",
    note: w.figureNote(fixed(decomposition.sum, 4)),
    alt: rows.map((row) => row.words).join(r.words.semicolon),
    spec: {
      width: WIDTH,
      height: 240,
      data: { values: rows },
      layer: [
        {
          data: { values: [{ y: 0 }] },
          mark: { type: "rule", color: COLOR.muted, aria: false },
          encoding: { y: { field: "y", type: "quantitative" } },
        },
        {
          data: { values: [{ y: decomposition.sum }] },
          mark: { type: "rule", color: COLOR.ink, strokeDash: [4, 3], aria: false },
          encoding: { y: { field: "y", type: "quantitative" } },
        },
        {
          mark: { type: "point", size: 85, strokeWidth: 2, filled: false, opacity: 1 },
          encoding: {
            x: {
              field: "weight",
              type: "quantitative",
              scale: { domain: [0, Math.max(...rows.map((row) => row.weight)) * 1.08], nice: false },
              axis: { title: w.weightAxis, tickCount: 6 },
            },
            y,
            shape: { field: "kind", type: "nominal", scale: { domain: kinds, range: kinds.map((k) => shapes[k]) }, legend },
            color: { field: "kind", type: "nominal", scale: { domain: kinds, range: kinds.map((k) => colors[k]) }, legend },
            description: { field: "words" },
          },
        },
      ],
    },
    about: [`policies.${name}.comparisons`, `policies.${name}.outcomes.${outcomeName}.decomposition`],
  };
}
