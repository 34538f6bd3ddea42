import { lookWords } from "../../messages/lookWords.js";
import { cos, sin } from "../../numerics/elementary.js";
import type { FigureSpec, IndexResult } from "../../results/contract.js";
import { fixed } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, type Spec } from "./figure.js";
import { groupYardsticks, indicatorYardsticks, type Yardstick } from "./standing.js";
import { textWidth, wrapText } from "./textWidth.js";

/** Units shown where the study names none. */
const FIRST = 4;

const RADIUS = 88;
/** A panel with its labels around; two stand side by side. */
const PANEL = { width: 316, height: 268 };

/** Units against the median unit, one panel each, one spoke for every group of the index (or indicator). Null with fewer than three spokes. */
export function radarFigure(r: Reader, name: string, index: IndexResult, spec: FigureSpec): Figure | null {
  const w = lookWords[r.language];
  const groups = spec.of === "indicators" ? [] : groupYardsticks(r, index);
  const spokes = (groups.length > 0 ? groups : indicatorYardsticks(r, index)).map(onUnit);
  if (spokes.length < 3 || spokes.some(({ values }) => values.some((v) => v === null))) return null;
  const asked = spec.units ?? index.ranking.slice(0, FIRST).map((row) => row.unit);
  const rows = asked.flatMap((unit) => {
    const at = index.ranking.findIndex((row) => row.unit === unit);
    return at < 0 ? [] : [at];
  });
  const medians = spokes.map(({ values }) => median(values.map((v) => v!)));
  const drawn = rows.map((at, k) => panel(r, index, at, k, spokes, medians));
  const columns = Math.min(2, rows.length);
  const size = { width: PANEL.width * columns, height: PANEL.height * Math.ceil(rows.length / 2) };
  const place = (x: string, y: string): Spec => ({
    x: { field: x, type: "quantitative", scale: { domain: [0, size.width], nice: false, zero: false }, axis: null },
    y: { field: y, type: "quantitative", scale: { domain: [0, size.height], nice: false, zero: false, reverse: true }, axis: null },
  });
  const polygon = (values: unknown[], mark: Spec): Spec => ({
    data: { values },
    mark: { type: "line", interpolate: "linear-closed", aria: false, ...mark },
    encoding: { ...place("x", "y"), detail: { field: "polygon", type: "nominal" }, order: { field: "order", type: "quantitative" } },
  });
  return {
    id: fileStem("radar", name),
    title: titled(r, w.radarTitle(labelOf(r, name), index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    subtitle: "",
    note: w.radarNote,
    alt: drawn.map((p) => p.words).join(r.words.semicolon),
    spec: {
      ...size,
      layer: [
        polygon(
          drawn.flatMap((p) => p.rings),
          { stroke: COLOR.rule, strokeWidth: 1 },
        ),
        {
          data: { values: drawn.flatMap((p) => p.axes) },
          mark: { type: "rule", color: COLOR.rule, aria: false },
          encoding: { ...place("x", "y"), x2: { field: "x2" }, y2: { field: "y2" } },
        },
        polygon(
          drawn.flatMap((p) => p.median),
          { stroke: COLOR.grey, strokeWidth: 1.5, strokeDash: [4, 3] },
        ),
        polygon(
          drawn.flatMap((p) => p.own),
          { stroke: COLOR.main, strokeWidth: 2, fill: COLOR.main, fillOpacity: 0.18 },
        ),
        {
          data: { values: drawn.flatMap((p) => p.own) },
          mark: { type: "point", filled: true, size: 26, color: COLOR.main, opacity: 1 },
          encoding: { ...place("x", "y"), description: { field: "words" } },
        },
        ...(["left", "center", "right"] as const).map((align) => ({
          data: { values: drawn.flatMap((p) => p.labels.filter((label) => label.align === align)) },
          mark: { type: "text", align, baseline: "middle", fontSize: 10.5, lineHeight: 12, color: COLOR.muted, aria: false },
          encoding: { ...place("x", "y"), text: { field: "text" } },
        })),
        {
          data: { values: drawn.map((p) => p.heading) },
          mark: { type: "text", align: "center", fontSize: 12.5, fontWeight: "bold", aria: false },
          encoding: { ...place("x", "y"), text: { field: "text" } },
        },
      ],
    },
    about: [`indices.${name}.radar`],
  };
}

/** Values on 0 (the lowest among the units) to 1 (the highest). */
function onUnit(yardstick: Yardstick): Yardstick {
  const there = yardstick.values.flatMap((v) => v ?? []);
  const [low, high] = [Math.min(...there), Math.max(...there)];
  return { ...yardstick, values: yardstick.values.map((v) => (v === null ? null : high > low ? (v - low) / (high - low) : 0.5)) };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function panel(r: Reader, index: IndexResult, at: number, k: number, spokes: readonly Yardstick[], medians: readonly number[]) {
  const row = index.ranking[at]!;
  const centre = { x: PANEL.width * ((k % 2) + 0.5), y: PANEL.height * Math.floor(k / 2) + PANEL.height / 2 + 12 };
  const angle = (j: number) => (2 * Math.PI * j) / spokes.length;
  const point = (j: number, share: number) => ({
    x: centre.x + RADIUS * share * sin(angle(j)),
    y: centre.y - RADIUS * share * cos(angle(j)),
  });
  const outline = (polygon: string, shareOf: (j: number) => number) =>
    spokes.map(({ label }, j) => {
      const share = shareOf(j);
      return { polygon, order: j, ...point(j, share), words: `${row.unit}, ${label}${r.words.colon}${fixed(share, 2)}` };
    });
  const heading = `${row.rank}. ${row.unit}`;
  const own = outline(`own ${k}`, (j) => spokes[j]!.values[at]!);
  return {
    rings: [0.25, 0.5, 0.75, 1].flatMap((share) => outline(`ring ${k} ${share}`, () => share)),
    axes: spokes.map((_, j) => ({ ...point(j, 0), x2: point(j, 1).x, y2: point(j, 1).y })),
    median: outline(`median ${k}`, (j) => medians[j]!),
    own,
    labels: spokes.map(({ label }, j) => {
      const side = sin(angle(j));
      const align = side > 0.2 ? ("left" as const) : side < -0.2 ? ("right" as const) : ("center" as const);
      const room = align === "center" ? PANEL.width / 2 : PANEL.width / 2 - 1.1 * RADIUS * Math.abs(side) - 4;
      const text = wrapText(label, room, 10.5);
      const { x, y } = point(j, 1.1);
      // Lines grow downwards from the first: the block is moved so that its middle stands at the spoke, or clear of it above and below.
      const lift = align === "center" ? (y < centre.y ? text.length - 0.5 : 0) : (text.length - 1) / 2;
      return { x, y: y - 12 * lift, align, text };
    }),
    heading: {
      x: centre.x,
      y: PANEL.height * Math.floor(k / 2) + 12,
      text: textWidth(heading, 12.5, true) > PANEL.width ? row.unit : heading,
    },
    words: own.map((p) => p.words).join(r.words.semicolon),
  };
}
