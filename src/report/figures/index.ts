import type { IndexResult } from "../../results/contract.js";
import { recipeWords } from "../choices.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, labelsFrom, legendColumns, padded, SERIES, type Spec, widthBeside } from "./figure.js";

/** More units than this and the figure shows both ends of the ranking; the table always has all. */
const SHOWN = 40;

/** The line between the two ends of a ranking that is not shown whole. */
const GAP = "\u2026";

/** Units by score in the last period; bars built from contributions where the index adds up and they are few enough to tell apart. */
export function rankingFigure(r: Reader, name: string, index: IndexResult): Figure {
  const w = r.words.figure;
  const label = labelOf(r, name);
  const all = index.ranking;
  const whole = all.length <= SHOWN;
  const shown = whole ? all : [...all.slice(0, SHOWN / 2), ...all.slice(all.length - SHOWN / 2)];
  const units = shown.map((row) => row.unit);
  const lines = whole ? units : [...units.slice(0, SHOWN / 2), GAP, ...units.slice(SHOWN / 2)];
  const groups = shown.some((row) => Object.keys(row.contributions).length > 0) ? contributionGroups(r, index) : null;
  const parts = groups === null ? [] : shown.flatMap((row) => stackedParts(r, row, groups));
  const ends = shown.map((row) => ({
    unit: row.unit,
    score: row.score,
    // Room for the label starts where the bars of the unit end.
    end: Math.max(row.score, ...parts.filter((part) => part.unit === row.unit).map((part) => part.to)),
    text: `${fixed(row.score, 2)}${change(row.rank, row.rankFirst)}`,
    words: `${row.rank}. ${row.unit}${r.words.colon}${plain(row.score, 4)}`,
  }));
  const values = [...ends.flatMap((d) => [d.score, d.end]), ...parts.flatMap((part) => [part.from, part.to])];
  const domain = parts.length > 0 ? [Math.min(0, ...values), Math.max(...values) * 1.02] : padded(values);
  const y = {
    field: "unit",
    type: "nominal",
    scale: { domain: lines, padding: 0.25 },
    axis: { title: null, labelColor: COLOR.ink, labelFontSize: 11.5 },
  };
  const x = {
    field: "score",
    type: "quantitative",
    scale: { domain, nice: false, zero: false },
    axis: { title: w.score, grid: true, orient: "top", tickCount: 6 },
  };
  const layer: Spec[] = [];
  if (groups !== null)
    layer.push({
      data: { values: parts },
      mark: { type: "bar", height: { band: 0.78 } },
      encoding: {
        x: { ...x, field: "from" },
        x2: { field: "to" },
        y,
        color: {
          field: "group",
          type: "nominal",
          scale: { domain: groups.map((g) => g.name), range: SERIES.slice(0, groups.length) },
          legend: {
            labelExpr: labelsFrom(new Map(groups.map((g) => [g.name, g.label]))),
            symbolType: "square",
            columns: legendColumns(groups.map((g) => g.label)),
          },
        },
        description: { field: "words" },
      },
    });
  const stacked = parts.some((part) => part.from < 0);
  if (groups === null || stacked)
    layer.push({
      ...(groups === null ? {} : { data: { values: ends.filter((d) => parts.some((part) => part.unit === d.unit && part.from < 0)) } }),
      mark: { type: "point", filled: true, size: groups === null ? 70 : 36, color: groups === null ? COLOR.main : COLOR.ink, opacity: 1 },
      encoding: { x, y, description: { field: "words" } },
    });
  layer.push({
    mark: { type: "text", align: "left", dx: 6, fontSize: 11, color: COLOR.muted },
    encoding: { x: { ...x, field: "end" }, y, text: { field: "text" } },
  });
  return {
    id: fileStem("ranking", name),
    title: titled(r, w.ranking(label, index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    subtitle: "",
    note: w.rankingNote(shown.length, all.length, stacked),
    alt: ends.map((d) => d.words).join(r.words.semicolon),
    spec: { width: widthBeside(units, 11.5, 60), height: { step: 17 }, data: { values: ends }, layer },
    about: [`indices.${name}`],
  };
}

/** A unit's bar: parts that raise the score to the right of zero, parts that lower it to the left. */
function stackedParts(r: Reader, row: IndexResult["ranking"][number], groups: Group[]) {
  let right = 0;
  let left = 0;
  return groups.map((group) => {
    const size = group.indicators.reduce((sum, key) => sum + (row.contributions[key] ?? 0), 0);
    const from = size >= 0 ? right : left + size;
    const to = from + Math.abs(size);
    if (size >= 0) right = to;
    else left = from;
    return { unit: row.unit, group: group.name, from, to, words: `${row.unit}, ${group.label}${r.words.colon}${plain(size, 4)}` };
  });
}

function change(rank: number, first: number | null): string {
  if (first === null || first === rank) return "";
  return first > rank ? `  ▲${first - rank}` : `  ▼${rank - first}`;
}

interface Group {
  name: string;
  label: string;
  indicators: string[];
}

/** The parts a bar is built from: indicators while there are few, else dimensions; null where both are too many to tell apart. */
function contributionGroups(r: Reader, index: IndexResult): Group[] | null {
  if (index.weights.length <= 6)
    return index.weights.map((row) => ({ name: row.indicator, label: labelOf(r, row.indicator), indicators: [row.indicator] }));
  const dimensions = [...new Set(index.weights.map((row) => row.dimension ?? ""))];
  if (dimensions.length > SERIES.length || dimensions.length < 2) return null;
  return dimensions.map((d) => ({
    name: d,
    label: d === "" ? "–" : labelOf(r, d),
    indicators: index.weights.filter((row) => (row.dimension ?? "") === d).map((row) => row.indicator),
  }));
}

/** Weights of the baseline recipe, those of the other recipes beside them, and the equal share. */
export function weightsFigure(r: Reader, name: string, index: IndexResult): Figure {
  const w = r.words.figure;
  const sorted = [...index.weights].sort((a, b) => b.weight - a.weight || (a.indicator < b.indicator ? -1 : 1));
  const rows = sorted.map((row) => ({
    indicator: row.indicator,
    weight: row.weight,
    words: `${labelOf(r, row.indicator)}${r.words.colon}${plain(row.weight, 4)}`,
  }));
  const equal = 1 / sorted.length;
  // Equal weights are the dashed line; recipes over other indicators (one left out, levels of the same) that change no weight add no mark.
  const others = index.alternatives
    .filter((a) => a.weights !== undefined && Object.keys(a.weights).length === sorted.length)
    // A recipe that does not work out (a principal component with weights that explode) has no weights to show.
    .filter((a) => Object.values(a.weights!).every((weight) => weight !== null))
    .filter((a) => Object.values(a.weights!).some((weight) => Math.abs(weight - equal) > 1e-12))
    .flatMap((a) =>
      Object.entries(a.weights!).flatMap(([indicator, weight]) =>
        sorted.some((row) => row.indicator === indicator)
          ? [
              {
                indicator,
                weight,
                recipe: a.name,
                words: `${recipeWords(r, a.name)}, ${labelOf(r, indicator)}${r.words.colon}${plain(weight, 4)}`,
              },
            ]
          : [],
      ),
    );
  const recipes = [...new Set(others.map((o) => o.recipe))];
  const domain = [0, Math.max(...rows.map((d) => d.weight), ...others.map((d) => d.weight), equal) * 1.06];
  const x = { field: "weight", type: "quantitative", scale: { domain, nice: false }, axis: { title: w.weight, grid: true, tickCount: 6 } };
  const y = {
    field: "indicator",
    type: "nominal",
    scale: { domain: rows.map((d) => d.indicator), padding: 0.3 },
    axis: { title: null, labelColor: COLOR.ink, labelExpr: labelsFrom(new Map(rows.map((d) => [d.indicator, labelOf(r, d.indicator)]))) },
  };
  const shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];
  const legendOf = {
    labelExpr: labelsFrom(new Map(recipes.map((name) => [name, recipeWords(r, name)]))),
    symbolFillColor: "white",
    columns: legendColumns(recipes.map((name) => recipeWords(r, name))),
    // The name of the dashed line stands between legend and plot.
    offset: 26,
  };
  return {
    id: fileStem("weights", name),
    title: titled(r, w.weights(labelOf(r, name)), index.data),
    subtitle: "",
    note: w.weightsNote(others.length > 0),
    alt: rows.map((d) => d.words).join(r.words.semicolon),
    spec: {
      width: widthBeside(
        rows.map((d) => labelOf(r, d.indicator)),
        12,
      ),
      height: { step: sorted.length > 12 ? 20 : 30 },
      data: { values: rows },
      layer: [
        { mark: { type: "bar", color: "#bcd0e3", height: { band: 0.6 } }, encoding: { x, y, description: { field: "words" } } },
        {
          data: { values: [{ weight: equal, text: w.equalShare }] },
          layer: [
            { mark: { type: "rule", strokeDash: [3, 3], color: COLOR.muted, aria: false }, encoding: { x } },
            {
              mark: { type: "text", baseline: "bottom", dy: -4, fontSize: 11, color: COLOR.muted },
              encoding: { x, y: { value: 0 }, text: { field: "text" } },
            },
          ],
        },
        ...(others.length === 0
          ? []
          : [
              {
                data: { values: others },
                mark: { type: "point", size: 60, strokeWidth: 1.8, opacity: 1 },
                encoding: {
                  x,
                  y,
                  shape: {
                    field: "recipe",
                    type: "nominal",
                    scale: { domain: recipes, range: recipes.map((_, i) => shapes[i % shapes.length]) },
                    legend: legendOf,
                  },
                  color: {
                    field: "recipe",
                    type: "nominal",
                    scale: { domain: recipes, range: recipes.map((_, i) => SERIES[(i + 1) % SERIES.length]) },
                    legend: legendOf,
                  },
                  description: { field: "words" },
                },
              },
            ]),
      ],
    },
    about: [`indices.${name}`],
  };
}
