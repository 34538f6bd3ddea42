import type { PolicyOutcome, PolicyResult, Row } from "../../results/contract.js";
import { plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, labelsFrom, padded, widthBeside } from "./figure.js";

/** Effects of all outcomes on one scale: each divided by its own smallest effect that matters. Null where the study names none. */
export function headlineFigure(r: Reader, name: string, policy: PolicyResult): Figure | null {
  const w = r.words.figure;
  const rows = Object.entries(policy.outcomes).flatMap(([outcomeName, o]) => {
    const row = headlineRow(o);
    const unit = o.smallestEffect;
    if (row?.estimate === undefined || row.estimate === null || unit === null || unit <= 0) return [];
    const estimate = row.estimate / unit;
    return [
      {
        outcome: outcomeName,
        estimate,
        low: row.confLow === null ? estimate : row.confLow / unit,
        high: row.confHigh === null ? estimate : row.confHigh / unit,
        detectable: o.minimumDetectable === null ? null : o.minimumDetectable / unit,
        solid: row.stars,
        words: `${labelOf(r, outcomeName)}${r.words.colon}${plain(estimate, 4)} [${plain((row.confLow ?? row.estimate) / unit, 4)}, ${plain((row.confHigh ?? row.estimate) / unit, 4)}]`,
      },
    ];
  });
  if (rows.length === 0) return null;
  const ticks = rows.flatMap((d) =>
    d.detectable === null ? [] : [-1, 1].map((side) => ({ outcome: d.outcome, at: side * d.detectable! })),
  );
  const domain = padded([-1.4, 1.4, ...rows.flatMap((d) => [d.low, d.high]), ...ticks.map((t) => t.at)]);
  const x = { type: "quantitative", scale: { domain, nice: true, zero: false }, axis: { title: w.headlineAxis, grid: true, tickCount: 9 } };
  const y = {
    field: "outcome",
    type: "nominal",
    scale: { domain: rows.map((d) => d.outcome), padding: 0.6 },
    axis: {
      title: null,
      labelExpr: labelsFrom(new Map(rows.map((d) => [d.outcome, labelOf(r, d.outcome)]))),
      labelFontSize: 13,
      labelColor: COLOR.ink,
    },
  };
  return {
    id: fileStem("headline", name),
    title: titled(r, w.headline, policy.data),
    subtitle: "",
    note: w.headlineNote,
    alt: rows.map((d) => d.words).join(r.words.semicolon),
    spec: {
      width: widthBeside(
        rows.map((d) => labelOf(r, d.outcome)),
        13,
      ),
      height: { step: 46 },
      data: { values: rows },
      layer: [
        {
          data: { values: [{ low: -1, high: 1 }] },
          mark: { type: "rect", color: COLOR.faint, aria: false },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
        },
        {
          data: { values: [{ at: 0, text: w.headlineBand }] },
          layer: [
            { mark: { type: "rule", color: COLOR.muted, aria: false }, encoding: { x: { ...x, field: "at" } } },
            {
              mark: { type: "text", baseline: "bottom", dy: -5, color: COLOR.muted, fontSize: 11 },
              encoding: { x: { ...x, field: "at" }, y: { value: 0 }, text: { field: "text" } },
            },
          ],
        },
        {
          data: { values: ticks },
          mark: { type: "tick", color: COLOR.against, thickness: 2, size: 18, aria: false },
          encoding: { x: { ...x, field: "at" }, y },
        },
        {
          data: { values: ticks.filter((t) => t.at > 0).slice(0, 1) },
          mark: { type: "text", dy: -17, fontSize: 11, color: COLOR.against, text: w.detectable, aria: false },
          encoding: { x: { ...x, field: "at" }, y },
        },
        {
          mark: { type: "rule", strokeWidth: 2.5, color: COLOR.main, aria: false },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
        },
        {
          mark: { type: "point", size: 110, strokeWidth: 2, opacity: 1, color: COLOR.main },
          encoding: {
            x: { ...x, field: "estimate" },
            y,
            fill: { condition: { test: "datum.solid", value: COLOR.main }, value: "white" },
            description: { field: "words" },
          },
        },
      ],
    },
    about: [],
  };
}

/** The estimate a verdict speaks of: as the results name it, else that of the estimator that was randomised, else the first. */
export function headlineRow(outcome: PolicyOutcome): Row | undefined {
  return (
    outcome.headline ?? outcome.aggregates.find((row) => row.estimator === outcome.randomization[0]?.estimator) ?? outcome.aggregates[0]
  );
}
