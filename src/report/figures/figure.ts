import type { Row } from "../../results/contract.js";
import { plain } from "../number.js";
import { textWidth } from "./textWidth.js";

/** Plain JSON of a Vega-Lite specification. */
export type Spec = { [key: string]: unknown };

/** A figure before it is drawn: a Vega-Lite specification with its data inside, and its words. */
export interface Figure {
  /** File stem and anchor, unique in the report. */
  id: string;
  title: string;
  /** What the picture shows in one line; empty where the title says it all. */
  subtitle: string;
  /** How to read points, bars and lines. */
  note: string;
  /** The picture in words, for those who cannot see it. */
  alt: string;
  /** Layers or concatenations; title, fonts and colours are added when it is drawn. */
  spec: Spec;
  /** Paths of the results this figure shows: findings about them are printed beside it. */
  about: string[];
}

/**
 * One look for all figures. The colours keep apart under the common colour-vision deficiencies (after Okabe and Ito, darkened to at least
 * 3:1 on white); meaning never hangs on colour alone.
 */
export const COLOR = {
  ink: "#1b1f24",
  muted: "#57606a",
  rule: "#d4d9df",
  faint: "#eef1f4",
  main: "#1f5f99",
  against: "#b8491b",
  good: "#14786a",
  amber: "#96690a",
  violet: "#76489c",
  grey: "#7d8792",
};

/** Colours of series in the order they are given. */
export const SERIES = [COLOR.main, COLOR.against, COLOR.good, COLOR.violet, COLOR.amber, "#3d8fc4", COLOR.grey, "#8c2d62"];

/** Width of the plotting area in pixels; with axis and margins a figure is about as wide as a text column. */
export const WIDTH = 600;

/** Width of the plotting area beside labels of this size, so that every figure ends up equally wide and none is set smaller than the others. */
export function widthBeside(labels: readonly string[], size: number, right = 0): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, size)));
  return Math.max(240, Math.round(WIDTH + 34 - widest - right));
}

/** Columns a legend above the plot is set in, so that it is never wider than the figure. */
export function legendColumns(labels: readonly string[]): number {
  const widest = Math.max(...labels.map((label) => textWidth(label, 12)));
  return Math.max(1, Math.min(labels.length, Math.floor(WIDTH / (widest + 34))));
}

/** A string inside a Vega expression. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => (c === "\u2028" ? "\\u2028" : "\\u2029"));
}

/** An axis label expression that turns each value into its own text (several lines where the text is an array). */
export function labelsFrom(labels: ReadonlyMap<string | number, string | string[]>): string {
  const entries = [...labels].map(
    ([value, text]) => `${quoted(String(value))}: ${Array.isArray(text) ? `[${text.map(quoted).join(", ")}]` : quoted(text)}`,
  );
  return `({${entries.join(", ")}})[datum.value]`;
}

/** A vertical axis named in reading direction above its top end. */
export function yTitle(title: string): Spec {
  return { title, titleAngle: 0, titleAlign: "left", titleAnchor: "end", titleX: -34, titleY: -14, titleBaseline: "bottom" };
}

/** The interval of a row in brackets, for descriptions; empty where there is none. */
export function intervalText(row: Pick<Row, "confLow" | "confHigh">): string {
  return row.confLow === null || row.confHigh === null ? "" : ` [${plain(row.confLow, 4)}, ${plain(row.confHigh, 4)}]`;
}

/** Round limits around values with a small margin: the ticks inside are Vega's. */
export function padded(values: readonly number[], share = 0.06): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = high > low ? share * (high - low) : Math.abs(high) > 0 ? 0.1 * Math.abs(high) : 1;
  return [low - margin, high + margin];
}

/** Positions for labels at least `gap` apart, as near as possible to where they belong; order is kept. */
export function spread(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  // Neighbours that touch become one block centred on the mean of what its members want.
  const blocks: { members: number[]; start: number }[] = [];
  for (const i of order) {
    blocks.push({ members: [i], start: wanted[i]! });
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1]!;
      const before = blocks[blocks.length - 2]!;
      if (before.start + before.members.length * gap <= last.start) break;
      const members = [...before.members, ...last.members];
      const mean = members.reduce((sum, m, k) => sum + wanted[m]! - k * gap, 0) / members.length;
      blocks.splice(blocks.length - 2, 2, { members, start: mean });
    }
  }
  const placed = new Array<number>(wanted.length);
  for (const block of blocks) for (const [k, m] of block.members.entries()) placed[m] = block.start + k * gap;
  return placed;
}
