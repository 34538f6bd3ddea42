import type { PolicyResult } from "../../results/contract.js";
import { plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, padded, SERIES, spread, WIDTH, yTitle } from "./figure.js";

/** Mean outcome by cohort and time before any model, each line named at its end. */
export function pathsFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure {
  const w = r.words.figure;
  const label = labelOf(r, outcomeName);
  const paths = policy.outcomes[outcomeName]!.paths;
  const adopted = new Set(policy.cohorts.map((c) => String(c.adopted)));
  const cohorts = [...new Set(paths.map((p) => p.cohort))];
  const treated = cohorts.filter((c) => adopted.has(c));
  const colorOf = (cohort: string) => (treated.includes(cohort) ? SERIES[treated.indexOf(cohort) % SERIES.length]! : COLOR.grey);
  const rows = paths.flatMap((p) =>
    p.mean === null ? [] : [{ cohort: p.cohort, time: p.time, mean: p.mean, words: `${p.cohort}, ${p.time}: ${plain(p.mean, 4)}` }],
  );
  const times = rows.map((d) => d.time);
  const [low, high] = padded(rows.map((d) => d.mean));
  const height = 300;
  const ends = cohorts.flatMap((cohort) => {
    const own = rows.filter((d) => d.cohort === cohort);
    const last = own.reduce<(typeof own)[number] | undefined>(
      (best, d) => (best === undefined || d.time > best.time ? d : best),
      undefined,
    );
    const units = Math.max(...paths.filter((p) => p.cohort === cohort).map((p) => p.units));
    return last === undefined ? [] : [{ cohort, time: last.time, mean: last.mean, text: w.cohort(w.cohortNames[cohort] ?? cohort, units) }];
  });
  const places = spread(
    ends.map((d) => d.mean),
    ((high - low) * 15) / height,
  );
  const starts = rows.filter((d) => adopted.has(d.cohort) && d.time === Number(d.cohort));
  const color = { field: "cohort", type: "nominal", scale: { domain: cohorts, range: cohorts.map(colorOf) }, legend: null };
  const first = Math.min(...times);
  const last = Math.max(...times);
  const x = {
    field: "time",
    type: "quantitative",
    scale: { domain: [first, last], nice: false },
    axis: { format: "d", title: null, tickCount: Math.min(8, last - first + 1), tickMinStep: 1 },
  };
  const y = {
    field: "mean",
    type: "quantitative",
    scale: { domain: [low, high], nice: false, zero: false },
    axis: { ...yTitle(label), tickCount: 6 },
  };
  return {
    id: fileStem("paths", name, outcomeName),
    title: titled(r, w.paths(label), policy.data),
    subtitle: "",
    note: w.pathsNote,
    alt: ends.map((d) => `${d.text}${r.words.colon}${plain(d.mean, 4)}`).join(r.words.semicolon),
    spec: {
      width: WIDTH - 70,
      height,
      data: { values: rows },
      layer: [
        {
          mark: { type: "line", strokeWidth: 2, aria: false },
          encoding: {
            x,
            y,
            color,
            strokeDash: {
              field: "cohort",
              type: "nominal",
              scale: { domain: cohorts, range: cohorts.map((c) => (treated.includes(c) ? [1, 0] : [5, 4])) },
              legend: null,
            },
          },
        },
        {
          data: { values: starts },
          mark: { type: "point", filled: false, fill: "white", size: 70, strokeWidth: 2 },
          encoding: { x, y, color, description: { field: "words" } },
        },
        {
          data: { values: ends.map((d, i) => ({ ...d, place: places[i] })) },
          mark: { type: "text", align: "left", dx: 8, fontSize: 12, aria: false },
          encoding: { x, y: { ...y, field: "place" }, text: { field: "text" }, color },
        },
      ],
    },
    about: [`policies.${name}.outcomes.${outcomeName}.paths`],
  };
}
