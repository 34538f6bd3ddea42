import { indexWords } from "../../messages/indexWords.js";
import type { IndexResult } from "../../results/contract.js";
import { count } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { choicesDrawn } from "../tables/indexUncertainty.js";
import { COLOR, type Figure, widthBeside } from "./figure.js";

/** More units than this and the figure shows the first ones; the table has all. */
const SHOWN = 60;

/** Units by rank, each with the middle 90 percent of its ranks over replicates. Null without uncertainty. */
export function rankIntervalsFigure(r: Reader, name: string, index: IndexResult): Figure | null {
  const { uncertainty } = index;
  if (uncertainty === undefined) return null;
  const w = indexWords[r.language];
  const units = uncertainty.units.slice(0, SHOWN).map((unit) => ({
    ...unit,
    words: `${unit.unit}${r.words.colon}${unit.rank} [${unit.low}, ${unit.high}]`,
  }));
  const most = Math.max(...units.map((unit) => Math.max(unit.high, unit.rank)));
  const y = {
    field: "unit",
    type: "nominal",
    scale: { domain: units.map((unit) => unit.unit), padding: 0.3 },
    axis: { title: null, labelColor: COLOR.ink, labelFontSize: 11 },
  };
  const x = (field: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [0.5, most + 0.5], nice: false, zero: false },
    axis: { title: w.intervalsAxis, grid: true, orient: "top", tickMinStep: 1, tickCount: 8 },
  });
  return {
    id: fileStem("rank-intervals", name),
    title: titled(r, w.intervalsTitle(labelOf(r, name)), index.data),
    subtitle: "",
    note: w.intervalsNote(count(uncertainty.draws), choicesDrawn(r, uncertainty)),
    alt: units.map((unit) => unit.words).join(r.words.semicolon),
    spec: {
      width: widthBeside(
        units.map((unit) => unit.unit),
        11,
      ),
      height: { step: 17 },
      data: { values: units },
      layer: [
        {
          mark: { type: "bar", color: "#a9c6e0", height: { band: 0.55 }, cornerRadius: 2, aria: false },
          encoding: { x: x("low"), x2: { field: "high" }, y },
        },
        {
          mark: { type: "tick", color: COLOR.main, thickness: 2, aria: false },
          encoding: { x: x("median"), y },
        },
        {
          mark: { type: "point", filled: true, size: 46, color: COLOR.ink, opacity: 1 },
          encoding: { x: x("rank"), y, description: { field: "words" } },
        },
      ],
    },
    about: [`indices.${name}.uncertainty`],
  };
}
