import type { PolicyResult } from "../../results/contract.js";
import { count, fixed, plain, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, padded, WIDTH, yTitle } from "./figure.js";

/** Histogram of the studentised estimate under shuffled adoption dates, with the true one. Null where the results keep no histogram. */
export function randomizationFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure | null {
  const w = r.words.figure;
  const label = labelOf(r, outcomeName);
  const draws = policy.outcomes[outcomeName]!.randomization.find((d) => d.histogram !== undefined);
  if (draws?.histogram === undefined) return null;
  const { from, to, counts } = draws.histogram;
  const width = (to - from) / counts.length;
  const bars = counts.map((n, i) => ({ low: from + i * width, high: from + (i + 1) * width, n }));
  const far = Math.abs(draws.statistic);
  const rows = bars.map((b) => ({
    ...b,
    extreme: Math.abs((b.low + b.high) / 2) >= far,
    words: `${plain(b.low)} – ${plain(b.high)}: ${count(b.n)}`,
  }));
  const top = Math.max(...counts);
  const domain = padded([from, to, draws.statistic], 0.02);
  const text = w.observed(fixed(draws.statistic, 2), probability(draws.pValue));
  const right = draws.statistic > (domain[0] + domain[1]) / 2;
  const x = {
    field: "low",
    type: "quantitative",
    scale: { domain, nice: false, zero: false },
    axis: { title: w.randomizationAxis, tickCount: 8 },
  };
  const y = {
    field: "n",
    type: "quantitative",
    scale: { domain: [0, top * 1.18], nice: false },
    axis: { ...yTitle(w.draws), tickCount: 4, tickMinStep: 1 },
  };
  return {
    id: fileStem("randomization", name, outcomeName),
    title: titled(r, w.randomization(label), policy.data),
    subtitle: "",
    note: w.randomizationNote(count(draws.draws), draws.strata === null ? "" : labelOf(r, draws.strata)),
    alt: text,
    spec: {
      width: WIDTH,
      height: 220,
      data: { values: rows },
      layer: [
        {
          mark: { type: "bar", stroke: "white", strokeWidth: 1 },
          encoding: {
            x,
            x2: { field: "high" },
            y,
            y2: { datum: 0 },
            color: { condition: { test: "datum.extreme", value: COLOR.main }, value: "#c9d3dd" },
            description: { field: "words" },
          },
        },
        {
          data: { values: [{ low: draws.statistic, text }] },
          layer: [
            { mark: { type: "rule", color: COLOR.against, strokeWidth: 2, aria: false }, encoding: { x } },
            {
              mark: {
                type: "text",
                align: right ? "right" : "left",
                dx: right ? -7 : 7,
                baseline: "top",
                color: COLOR.against,
                fontWeight: "bold",
              },
              encoding: { x, y: { value: 2 }, text: { field: "text" } },
            },
          ],
        },
      ],
    },
    about: [`policies.${name}.outcomes.${outcomeName}.randomization`],
  };
}
