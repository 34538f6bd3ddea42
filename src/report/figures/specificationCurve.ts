import type { PolicyResult, Row } from "../../results/contract.js";
import { choiceKind, choicesOf, choiceValue, variantWords } from "../choices.js";
import { percent, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, intervalText, labelsFrom, padded, widthBeside, yTitle } from "./figure.js";

/** Labels of the choices below the curve. */
const CHOICE_SIZE = 11;

/** What a choice is where a variant leaves it alone; null where the results do not say. */
function baselineOf(r: Reader, policy: PolicyResult, outcomeName: string, kind: string): string | null {
  if (kind === "controlGroup") return policy.controlGroup;
  if (kind === "coding") return policy.adopted;
  if (kind === "index") return Object.hasOwn(r.results.indices, outcomeName) ? r.results.indices[outcomeName]!.method : null;
  if (kind === "start") return String(r.results.data[policy.data]?.from ?? "") || null;
  return null;
}

/** Every variant sorted by its estimate with the headline among them, and the choices behind each below. Null without variants. */
export function curveFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure | null {
  const w = r.words.figure;
  const label = labelOf(r, outcomeName);
  const outcome = policy.outcomes[outcomeName]!;
  const variants = (outcome.variants ?? []).filter((v) => v.row.estimate !== null);
  if (variants.length === 0) return null;
  const headline = outcome.headline;
  const all = [
    ...variants.map((v) => ({ name: v.name, row: v.row, choices: choicesOf(v.name), headline: false })),
    ...(headline === undefined || headline.estimate === null
      ? []
      : [{ name: "", row: headline, choices: new Map<string, string>(), headline: true }]),
  ].sort((a, b) => a.row.estimate! - b.row.estimate! || (a.name < b.name ? -1 : 1));
  const kinds = [...new Set(variants.flatMap((v) => [...choicesOf(v.name).keys()]))];
  const rows = all.map((v, i) => ({
    i: i + 1,
    estimate: v.row.estimate!,
    low: v.row.confLow ?? v.row.estimate!,
    high: v.row.confHigh ?? v.row.estimate!,
    sign: v.headline ? "headline" : v.row.estimate! >= 0 ? "positive" : "negative",
    solid: v.headline || significant(v.row),
    words: `${v.headline ? w.headlineRow : variantWords(r, v.name)}${r.words.colon}${plain(v.row.estimate!, 4)}${intervalText(v.row)}`,
  }));
  const lines = kinds.flatMap((kind) =>
    choiceLines(
      r,
      policy,
      outcomeName,
      kind,
      all.map((v) => v.choices.get(kind) ?? ""),
    ),
  );
  const marks = all.flatMap((v, i) =>
    kinds.map((kind, k) => ({ i: i + 1, id: `${kind}=${v.choices.get(kind) ?? ""}`, shade: v.headline ? 2 : k % 2 })),
  );
  const share = (n: number) => percent(n / variants.length);
  const positive = variants.filter((v) => v.row.estimate! >= 0).length;
  const subtitle = w.curveSubtitle(
    variants.length,
    share(positive),
    share(variants.length - positive),
    share(variants.filter((v) => significant(v.row)).length),
  );
  const x = { field: "i", type: "quantitative", scale: { domain: [0.2, rows.length + 0.8], nice: false }, axis: null };
  const y = {
    field: "estimate",
    type: "quantitative",
    scale: { domain: padded([0, ...rows.flatMap((d) => [d.low, d.high])]), zero: false, nice: true },
    axis: { ...yTitle(w.effectOn(label)), tickCount: 5 },
  };
  const signs = { domain: ["positive", "negative", "headline"], range: [COLOR.main, COLOR.against, COLOR.ink] };
  const color = { field: "sign", type: "nominal", scale: signs, legend: null };
  const dot = Math.max(12, Math.min(60, 2400 / rows.length));
  const width = widthBeside(
    lines.map((line) => line.text),
    CHOICE_SIZE,
  );
  return {
    id: fileStem("specification-curve", name, outcomeName),
    title: titled(r, w.specificationCurve(label), policy.data),
    subtitle,
    note: w.curveNote,
    alt: subtitle,
    spec: {
      vconcat: [
        {
          width,
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
            ...[false, true].map((isHeadline) => ({
              transform: [{ filter: `${isHeadline ? "" : "!"}(datum.sign === 'headline')` }],
              mark: {
                type: "point",
                shape: isHeadline ? "diamond" : "circle",
                size: isHeadline ? Math.max(dot * 1.6, 60) : dot,
                strokeWidth: 1.5,
                opacity: 1,
              },
              encoding: {
                x,
                y,
                color,
                fill: { condition: { test: "!datum.solid", value: "white" }, ...color },
                description: { field: "words" },
              },
            })),
          ],
        },
        {
          width,
          height: { step: 17 },
          data: { values: marks },
          mark: { type: "point", shape: "square", filled: true, size: dot * 0.8, opacity: 1, aria: false },
          encoding: {
            x,
            y: {
              field: "id",
              type: "nominal",
              scale: { domain: lines.map((line) => line.id) },
              axis: {
                title: null,
                grid: true,
                labelExpr: labelsFrom(new Map(lines.map((line) => [line.id, line.text]))),
                labelFontSize: CHOICE_SIZE,
              },
            },
            color: {
              condition: [
                { test: "datum.shade === 0", value: COLOR.main },
                { test: "datum.shade === 1", value: COLOR.grey },
              ],
              value: COLOR.ink,
            },
          },
        },
      ],
      spacing: 14,
      resolve: { scale: { color: "independent" } },
    },
    about: [`policies.${name}.outcomes.${outcomeName}.variants`],
  };
}

const significant = (row: Row): boolean => row.pValue !== null && row.pValue < 0.05;

/** One line per value of a choice, the baseline first. */
function choiceLines(r: Reader, policy: PolicyResult, outcomeName: string, kind: string, values: string[]): { id: string; text: string }[] {
  const distinct = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  return distinct.map((value) => {
    const baseline = value === "" ? baselineOf(r, policy, outcomeName, kind) : null;
    const text = baseline === null ? choiceValue(r, kind, value) : r.words.figure.baselineIs(choiceValue(r, kind, baseline));
    return { id: `${kind}=${value}`, text: choiceKind(r, kind) + r.words.colon + text };
  });
}
