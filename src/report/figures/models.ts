import type { Row } from "../../results/contract.js";
import { percent, plain } from "../number.js";
import { labelOf, outcomeOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, labelsFrom, padded, widthBeside } from "./figure.js";

/** One term over several models: a dot and an interval per model, each named by its outcome and its own name. */
export function coefficientsFigure(r: Reader, names: string[], term: string): Figure | null {
  const w = r.words.figure;
  const rows = names.flatMap((name) => {
    const model = r.results.models[name]!;
    const row: Row | undefined = model.coefficients.find((c) => c.term === term);
    if (row?.estimate === undefined || row.estimate === null) return [];
    return [
      {
        model: name,
        label: [labelOf(r, outcomeOf(model)), name],
        estimate: row.estimate,
        low: row.confLow ?? row.estimate,
        high: row.confHigh ?? row.estimate,
        level: row.level,
        solid: row.stars,
        words: `${name}${r.words.colon}${plain(row.estimate, 4)}${row.confLow === null || row.confHigh === null ? "" : ` [${plain(row.confLow, 4)}, ${plain(row.confHigh, 4)}]`}`,
      },
    ];
  });
  if (rows.length === 0) return null;
  const data = new Set(names.map((name) => r.results.models[name]!.data ?? ""));
  const domain = padded([0, ...rows.flatMap((d) => [d.low, d.high])]);
  const x = {
    field: "estimate",
    type: "quantitative",
    scale: { domain, nice: true, zero: false },
    axis: { title: labelOf(r, term), grid: true, tickCount: 7 },
  };
  const y = {
    field: "model",
    type: "nominal",
    scale: { domain: rows.map((d) => d.model), padding: 0.5 },
    axis: { title: null, labelExpr: labelsFrom(new Map(rows.map((d) => [d.model, d.label]))), labelColor: COLOR.ink },
  };
  return {
    id: fileStem("coefficients", term),
    title: titled(r, w.coefficients(labelOf(r, term)), data.size === 1 && !data.has("") ? [...data][0] : undefined),
    subtitle: "",
    note: w.coefficientsNote(percent(rows[0]!.level)),
    alt: rows.map((d) => d.words).join(r.words.semicolon),
    spec: {
      width: widthBeside(
        rows.flatMap((d) => d.label),
        12,
      ),
      height: { step: 42 },
      data: { values: rows },
      layer: [
        {
          data: { values: [{ at: 0 }] },
          mark: { type: "rule", color: COLOR.muted, aria: false },
          encoding: { x: { field: "at", type: "quantitative" } },
        },
        {
          mark: { type: "rule", strokeWidth: 2.5, color: COLOR.main, aria: false },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
        },
        {
          mark: { type: "point", size: 100, strokeWidth: 2, opacity: 1, color: COLOR.main },
          encoding: {
            x,
            y,
            fill: { condition: { test: "datum.solid", value: COLOR.main }, value: "white" },
            description: { field: "words" },
          },
        },
      ],
    },
    about: names.map((name) => `models.${name}`),
  };
}
