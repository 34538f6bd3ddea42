import type { EventPoint, PolicyOutcome, PolicyResult, Row } from "../../results/contract.js";
import { count, fixed, percent, plain, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { estimatorLabel, eventTimeLabel } from "../tables/policy.js";
import { COLOR, type Figure, labelsFrom, padded, SERIES, type Spec, spread, WIDTH } from "./figure.js";

/** A horizontal axis title read from left to right, above the axis it names. */
const yTitle = (title: string): Spec => ({
  title,
  titleAngle: 0,
  titleAlign: "left",
  titleAnchor: "end",
  titleX: -34,
  titleY: -14,
  titleBaseline: "bottom",
});

const interval = (row: Row): string =>
  row.confLow === null || row.confHigh === null ? "" : ` [${plain(row.confLow)}, ${plain(row.confHigh)}]`;

/** Event study: points with intervals (and uniform bands), the treated units behind every point below the axis. */
export function eventStudyFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure {
  const w = r.words.figure;
  const label = labelOf(r, outcomeName);
  const points = policy.outcomes[outcomeName]!.eventStudy;
  const estimators = [...new Set(points.map((p) => p.estimator))];
  const times = [...new Set(points.map((p) => p.time))].sort((a, b) => a - b);
  const step = estimators.length > 1 ? Math.min(0.16, 0.6 / estimators.length) : 0;
  const value = (p: EventPoint) => p.row.estimate ?? (p.reference ? 0 : null);
  const rows = points.flatMap((p) => {
    const estimate = value(p);
    if (estimate === null) return [];
    return [
      {
        time: p.time,
        x: p.time + step * (estimators.indexOf(p.estimator) - (estimators.length - 1) / 2),
        estimator: p.estimator,
        estimate,
        low: p.row.confLow ?? estimate,
        high: p.row.confHigh ?? estimate,
        bandLow: p.bandLow ?? estimate,
        bandHigh: p.bandHigh ?? estimate,
        kind: p.reference ? "reference" : p.row.stars ? "solid" : "hollow",
        words: `${eventTimeLabel(r, p)}${r.words.colon}${p.reference ? w.reference : plain(estimate, 4) + interval(p.row)}`,
      },
    ];
  });
  const labels = new Map(times.map((time) => [time, [eventTimeLabel(r, points.find((p) => p.time === time)!), supportAt(points, time)]]));
  const reference = points.find((p) => p.reference)?.time ?? -1;
  const withBand = points.some((p) => p.bandLow !== null);
  const extent = padded([0, ...rows.flatMap((d) => (withBand ? [d.bandLow, d.bandHigh, d.low, d.high] : [d.low, d.high]))]);
  const x = {
    field: "x",
    type: "quantitative",
    scale: { domain: [times[0]! - 0.6, times[times.length - 1]! + 0.6], nice: false },
    axis: { values: times, labelExpr: labelsFrom(labels), title: w.eventAxis, grid: false, domain: false, ticks: false },
  };
  const color =
    estimators.length === 1
      ? { value: COLOR.main }
      : {
          field: "estimator",
          type: "nominal",
          scale: { domain: estimators, range: SERIES.slice(0, estimators.length) },
          legend: { labelExpr: labelsFrom(new Map(estimators.map((e) => [e, estimatorLabel(r, { estimator: e })]))), symbolType: "circle" },
        };
  const y = {
    field: "estimate",
    type: "quantitative",
    scale: { domain: extent, nice: true, zero: false },
    axis: { ...yTitle(w.effectOn(label)), tickCount: 6 },
  };
  const layer: Spec[] = [
    {
      data: { values: [{ y: 0 }] },
      mark: { type: "rule", color: COLOR.muted, strokeWidth: 1, aria: false },
      encoding: { y: { field: "y", type: "quantitative" } },
    },
    {
      data: { values: [{ x: reference + 0.5 }] },
      mark: { type: "rule", color: COLOR.grey, strokeDash: [3, 3], aria: false },
      encoding: { x: { field: "x", type: "quantitative" } },
    },
    {
      data: { values: [{ x: reference + 0.5, text: w.adoption }] },
      mark: { type: "text", align: "left", dx: 5, baseline: "top", color: COLOR.muted, aria: false },
      encoding: { x: { field: "x", type: "quantitative" }, y: { value: 0 }, text: { field: "text" } },
    },
  ];
  if (withBand)
    layer.push({
      mark: { type: "rule", strokeWidth: 9, opacity: 0.2, aria: false },
      encoding: { x, y: { ...y, field: "bandLow" }, y2: { field: "bandHigh" }, color },
    });
  layer.push(
    {
      mark: { type: "rule", strokeWidth: 2, aria: false },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    ...(["solid", "hollow", "reference"] as const).map((kind, i) => ({
      transform: [{ filter: `datum.kind === '${kind}'` }],
      mark: {
        type: "point",
        shape: kind === "reference" ? "diamond" : "circle",
        size: kind === "reference" ? 90 : 75,
        filled: kind === "solid",
        fill: kind === "solid" ? undefined : "white",
        strokeWidth: 2,
        opacity: 1,
      },
      encoding: { x, y, color, description: { field: "words" } },
    })),
  );
  return {
    id: fileStem("event-study", name, outcomeName),
    title: titled(r, w.eventStudy(label), policy.data),
    subtitle: "",
    note: [w.eventNote(percent(points[0]?.row.level ?? 0.95)), ...(withBand ? [w.eventBand] : [])].join(r.language === "zh" ? "" : " "),
    alt: rows.map((d) => d.words).join(r.words.semicolon),
    spec: { width: WIDTH, height: 280, data: { values: rows }, layer },
    about: [`policies.${name}.outcomes.${outcomeName}.eventStudy`, `policies.${name}.outcomes.${outcomeName}.pretrend`],
  };
}

/** Treated units behind a time, over the estimators that show it. */
function supportAt(points: EventPoint[], time: number): string {
  const units = points.flatMap((p) =>
    p.time === time && p.row.support?.["treatedUnits"] !== undefined ? [p.row.support["treatedUnits"]!] : [],
  );
  if (units.length === 0) return "–";
  const low = Math.min(...units);
  const high = Math.max(...units);
  return low === high ? count(low) : `${count(low)}–${count(high)}`;
}

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

/** Choices written in a variant's name, as `controlGroup=never, index=critic`. */
function choicesOf(name: string): Map<string, string> {
  const pairs = name.split(/,\s*/).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? ([part, ""] as const) : ([part.slice(0, at).trim(), part.slice(at + 1).trim()] as const);
  });
  return new Map(pairs);
}

/** Every variant sorted by its estimate, with the choices behind each below. Null without variants. */
export function curveFigure(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Figure | null {
  const w = r.words.figure;
  const label = labelOf(r, outcomeName);
  const outcome = policy.outcomes[outcomeName]!;
  const variants = (outcome.variants ?? []).filter((v) => v.row.estimate !== null);
  if (variants.length === 0) return null;
  const parsed = variants
    .map((v) => ({ ...v, choices: choicesOf(v.name) }))
    .sort((a, b) => a.row.estimate! - b.row.estimate! || (a.name < b.name ? -1 : 1));
  const kinds = [...new Set(parsed.flatMap((v) => [...v.choices.keys()]))];
  const significant = (row: Row) => row.pValue !== null && row.pValue < 0.05;
  const rows = parsed.map((v, i) => ({
    i: i + 1,
    estimate: v.row.estimate!,
    low: v.row.confLow ?? v.row.estimate!,
    high: v.row.confHigh ?? v.row.estimate!,
    sign: v.row.estimate! >= 0 ? "positive" : "negative",
    solid: significant(v.row),
    words: `${v.name}${r.words.colon}${plain(v.row.estimate!, 4)}${interval(v.row)}`,
  }));
  // One line per choice; a kind of choice that some variants leave alone has a line for the baseline too.
  const lines = kinds.flatMap((kind) => {
    const values = [...new Set(parsed.map((v) => v.choices.get(kind) ?? ""))].sort((a, b) => (a < b ? -1 : 1));
    return values.map((value) => ({
      kind,
      value,
      id: `${kind}=${value}`,
      text: value === "" ? `${kind}${r.words.colon}${w.baseline}` : `${kind}${r.words.colon}${value}`,
    }));
  });
  const marks = parsed.flatMap((v, i) =>
    kinds.map((kind) => ({ i: i + 1, id: `${kind}=${v.choices.get(kind) ?? ""}`, kind: kinds.indexOf(kind) % 2 })),
  );
  const share = (n: number) => percent(n / rows.length);
  const positive = rows.filter((d) => d.sign === "positive").length;
  const x = { field: "i", type: "quantitative", scale: { domain: [0.2, rows.length + 0.8], nice: false }, axis: null };
  const y = {
    field: "estimate",
    type: "quantitative",
    scale: { domain: padded([0, ...rows.flatMap((d) => [d.low, d.high])]), zero: false, nice: true },
    axis: { ...yTitle(w.effectOn(label)), tickCount: 5 },
  };
  const color = {
    field: "sign",
    type: "nominal",
    scale: { domain: ["positive", "negative"], range: [COLOR.main, COLOR.against] },
    legend: null,
  };
  const dot = Math.max(12, Math.min(60, 2400 / rows.length));
  const subtitle = w.curveSubtitle(rows.length, share(positive), share(rows.length - positive), share(rows.filter((d) => d.solid).length));
  return {
    id: fileStem("specification-curve", name, outcomeName),
    title: titled(r, w.specificationCurve(label), policy.data),
    subtitle,
    note: w.curveNote,
    alt: subtitle,
    spec: {
      vconcat: [
        {
          width: WIDTH - 40,
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
            {
              mark: { type: "point", size: dot, strokeWidth: 1.5, opacity: 1 },
              encoding: {
                x,
                y,
                color,
                fill: {
                  condition: { test: "!datum.solid", value: "white" },
                  field: "sign",
                  type: "nominal",
                  scale: color.scale,
                  legend: null,
                },
                description: { field: "words" },
              },
            },
          ],
        },
        {
          width: WIDTH - 40,
          height: { step: 17 },
          data: { values: marks },
          mark: { type: "point", shape: "square", filled: true, size: dot * 0.8, opacity: 1, aria: false },
          encoding: {
            x,
            y: {
              field: "id",
              type: "nominal",
              scale: { domain: lines.map((l) => l.id) },
              axis: { title: null, grid: true, labelExpr: labelsFrom(new Map(lines.map((l) => [l.id, l.text]))), labelFontSize: 11 },
            },
            color: { condition: { test: "datum.kind === 0", value: COLOR.ink }, value: COLOR.grey },
          },
        },
      ],
      spacing: 14,
      resolve: { scale: { color: "independent" } },
    },
    about: [`policies.${name}.outcomes.${outcomeName}.variants`],
  };
}

/** Effects of all outcomes on one scale: each divided by its own smallest effect that matters. Null where the study names none. */
export function headlineFigure(r: Reader, name: string, policy: PolicyResult): Figure | null {
  const w = r.words.figure;
  const rows = Object.entries(policy.outcomes).flatMap(([outcomeName, o]) => {
    const row = headlineRow(policy, o);
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
      width: WIDTH - 60,
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
    about: [`policies.${name}`],
  };
}

/** The estimate a verdict speaks of: as the results name it, else the estimator that was randomised, else the first. */
export function headlineRow(policy: PolicyResult, outcome: PolicyOutcome): Row | undefined {
  const wanted = policy.headline ?? { estimator: outcome.randomization[0]?.estimator, aggregate: undefined };
  return (
    outcome.aggregates.find(
      (row) => row.estimator === wanted.estimator && (wanted.aggregate === undefined || row.aggregate === wanted.aggregate),
    ) ?? outcome.aggregates[0]
  );
}
