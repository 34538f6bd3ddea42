import { lookWords } from "../../messages/lookWords.js";
import type { FigureSpec, IndexResult } from "../../results/contract.js";
import { count } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, labelsFrom } from "./figure.js";
import { groupYardsticks, indicatorYardsticks, places } from "./standing.js";
import { textWidth } from "./textWidth.js";

/** More units than this and the figure shows both ends of the ranking. */
const SHOWN = 40;

/** Below this many columns a cell has room for the unit's place in it. */
const ROOMY = 15;

/** Width of all columns together, beside labels of units. */
const WIDE = 520;

/**
 * Units by rank, indicators (or groups) side by side; the colour is the unit's place among all ranked units on each. Null with fewer than
 * two columns or without values.
 */
export function heatMapFigure(r: Reader, name: string, index: IndexResult, spec: FigureSpec): Figure | null {
  const w = lookWords[r.language];
  const yardsticks = spec.of === "groups" ? groupYardsticks(r, index) : indicatorYardsticks(r, index);
  if (yardsticks.length < 2 || yardsticks.every(({ values }) => values.every((v) => v === null))) return null;
  const all = index.ranking.map((_, i) => i);
  const shown = all.length <= SHOWN ? all : [...all.slice(0, SHOWN / 2), ...all.slice(all.length - SHOWN / 2)];
  const isRoomy = yardsticks.length < ROOMY;
  const cells = yardsticks.flatMap(({ name: column, label, values }) => {
    const place = places(values);
    const there = values.filter((v) => v !== null).length;
    return shown.map((i) => {
      const at = place[i]!;
      const share = at === null || there < 2 ? null : (there - at) / (there - 1);
      const unit = index.ranking[i]!.unit;
      return {
        unit,
        column,
        share,
        text: isRoomy && at !== null ? String(at) : "",
        ink: share !== null && share > 0.55 ? "white" : COLOR.ink,
        words: `${unit}, ${label}${r.words.colon}${at === null ? "–" : w.placeOf(String(at), count(there))}`,
      };
    });
  });
  const units = shown.map((i) => index.ranking[i]!.unit);
  const step = Math.max(16, Math.min(64, Math.floor((WIDE + 80 - Math.max(...units.map((u) => textWidth(u, 11)))) / yardsticks.length)));
  const x = {
    field: "column",
    type: "nominal",
    scale: { domain: yardsticks.map((y) => y.name), paddingInner: 0.04 },
    axis: {
      title: null,
      orient: "top",
      labelExpr: labelsFrom(new Map(yardsticks.map((y) => [y.name, y.label]))),
      labelAngle: -60,
      labelAlign: "left",
      labelFontSize: 10.5,
      labelColor: COLOR.ink,
      ticks: false,
      domain: false,
    },
  };
  const y = {
    field: "unit",
    type: "nominal",
    scale: { domain: units, paddingInner: 0.04 },
    axis: { title: null, labelColor: COLOR.ink, labelFontSize: 11 },
  };
  return {
    id: fileStem("heat-map", name, spec.of ?? "indicators"),
    title: titled(r, w.heatMapTitle(labelOf(r, name), index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    subtitle: "",
    note: w.heatMapNote(shown.length, all.length, isRoomy),
    alt: cells.map((cell) => cell.words).join(r.words.semicolon),
    spec: {
      width: { step },
      height: { step: 17 },
      data: { values: cells },
      // The ink of the places has no scale.
      resolve: { scale: { color: "independent" } },
      layer: [
        {
          mark: { type: "rect", invalid: "show" },
          encoding: {
            x,
            y,
            color: {
              condition: { test: "datum.share === null", value: "#e4e7ea" },
              field: "share",
              type: "quantitative",
              scale: { domain: [0, 1], range: ["#f7efe6", "#dbe6f0", "#7fb0d6", "#1f5f99", "#123a63"] },
              legend: {
                title: w.heatMapLegend,
                orient: "bottom",
                gradientLength: 220,
                gradientThickness: 10,
                values: [0, 0.5, 1],
                labelExpr: labelsFrom(new Map([0, 0.5, 1].map((v, i) => [v, w.heatMapEnds[i]!]))),
                titleFontWeight: "normal",
              },
            },
            description: { field: "words" },
          },
        },
        ...(isRoomy
          ? [
              {
                mark: { type: "text", fontSize: 10, aria: false },
                encoding: { x, y, text: { field: "text" }, color: { field: "ink", type: "nominal", scale: null } },
              },
            ]
          : []),
      ],
    },
    about: [`indices.${name}.heatMap`],
  };
}
