import type { PolicyResult, Row } from "../../results/contract.js";
import { choiceKind, choicesOf, choiceValue, variantWords } from "../choices.js";
import { percent, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, intervalText, labelsFrom, padded, WIDTH, yTitle } from "./figure.js";

/** Every variant sorted by its estimate, with the choices behind each below. Null without variants. */
export function curveFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure | null {
  const w = r.words.figure;
  const label = labelOf(r, outcomeName);
  const outcome = policy.outcomes[outcomeName]!;
  const variants = (outcome.variants ?? []).filter((v) => v.row.estimate !== null);
  if (variants.length === 0) return null;
  const parsed = variants
    .map((v) => ({ ...v, choices: choicesOf(v.name) }))
    .sort((a, b) => a.row.estimate! - b.row.estimate! || (a.name < b.name ? -1 : 1));
  const kinds = [...new Set(parsed.flatMap((v) => [...v.choices.keys()]))];
  const significant = (row: Row) => row.pValue !== null && row.pValue < 0.05;
  const rows = parsed.map((v, i) => ({
    i: i + 1,
    estimate: v.row.estimate!,
    low: v.row.confLow ?? v.row.estimate!,
    high: v.row.confHigh ?? v.row.estimate!,
    sign: v.row.estimate! >= 0 ? "positive" : "negative",
    solid: significant(v.row),
    words: `${variantWords(r, v.name)}${r.words.colon}${plain(v.row.estimate!, 4)}${intervalText(v.row)}`,
  }));
  // One line per choice; a kind of choice that some variants leave alone has a line for the baseline too.
  const lines = kinds.flatMap((kind) => {
    const values = [...new Set(parsed.map((v) => v.choices.get(kind) ?? ""))].sort((a, b) => (a < b ? -1 : 1));
    return values.map((value) => ({
      kind,
      value,
      id: `${kind}=${value}`,
      text: choiceKind(r, kind) + r.words.colon + choiceValue(r, kind, value),
    }));
  });
  const marks = parsed.flatMap((v, i) =>
    kinds.map((kind) => ({ i: i + 1, id: `${kind}=${v.choices.get(kind) ?? ""}`, kind: kinds.indexOf(kind) % 2 })),
  );
  const share = (n: number) => percent(n / rows.length);
  const positive = rows.filter((d) => d.sign === "positive").length;
  const x = { field: "i", type: "quantitative", scale: { domain: [0.2, rows.length + 0.8], nice: false }, axis: null };
  const y = {
    field: "estimate",
    type: "quantitative",
    scale: { domain: padded([0, ...rows.flatMap((d) => [d.low, d.high])]), zero: false, nice: true },
    axis: { ...yTitle(w.effectOn(label)), tickCount: 5 },
  };
  const color = {
    field: "sign",
    type: "nominal",
    scale: { domain: ["positive", "negative"], range: [COLOR.main, COLOR.against] },
    legend: null,
  };
  const dot = Math.max(12, Math.min(60, 2400 / rows.length));
  const subtitle = w.curveSubtitle(rows.length, share(positive), share(rows.length - positive), share(rows.filter((d) => d.solid).length));
  return {
    id: fileStem("specification-curve", name, outcomeName),
    title: titled(r, w.specificationCurve(label), policy.data),
    subtitle,
    note: w.curveNote,
    alt: subtitle,
    spec: {
      vconcat: [
        {
          width: WIDTH - 40,
          height: 220,
          data: { values: rows },
          layer: [
            {
              data: { values: [{ y: 0 }] },
              mark: { type: "rule", color: COLOR.muted, aria: false },
              encoding: { y: { field: "y", type: "quantitative" } },
            },
            {
              mark: { type: "rule", strokeWidth: 1.4, opacity: 0.55, aria: false },
              encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
            },
            {
              mark: { type: "point", size: dot, strokeWidth: 1.5, opacity: 1 },
              encoding: {
                x,
                y,
                color,
                fill: {
                  condition: { test: "!datum.solid", value: "white" },
                  field: "sign",
                  type: "nominal",
                  scale: color.scale,
                  legend: null,
                },
                description: { field: "words" },
              },
            },
          ],
        },
        {
          width: WIDTH - 40,
          height: { step: 17 },
          data: { values: marks },
          mark: { type: "point", shape: "square", filled: true, size: dot * 0.8, opacity: 1, aria: false },
          encoding: {
            x,
            y: {
              field: "id",
              type: "nominal",
              scale: { domain: lines.map((l) => l.id) },
              axis: { title: null, grid: true, labelExpr: labelsFrom(new Map(lines.map((l) => [l.id, l.text]))), labelFontSize: 11 },
            },
            color: { condition: { test: "datum.kind === 0", value: COLOR.ink }, value: COLOR.grey },
          },
        },
      ],
      spacing: 14,
      resolve: { scale: { color: "independent" } },
    },
    about: [`policies.${name}.outcomes.${outcomeName}.variants`],
  };
}
