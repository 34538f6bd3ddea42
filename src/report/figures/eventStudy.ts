import type { EventPoint, PolicyResult } from "../../results/contract.js";
import { count, percent, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { estimatorLabel, eventTimeLabel } from "../tables/policy.js";
import { COLOR, type Figure, intervalText, labelsFrom, legendColumns, padded, SERIES, type Spec, WIDTH, yTitle } from "./figure.js";

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
        words: `${eventTimeLabel(r, p)}${r.words.colon}${p.reference ? w.reference : plain(estimate, 4) + intervalText(p.row)}`,
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
          legend: {
            labelExpr: labelsFrom(new Map(estimators.map((e) => [e, estimatorLabel(r, { estimator: e })]))),
            symbolType: "circle",
            columns: legendColumns(estimators.map((e) => estimatorLabel(r, { estimator: e }))),
            offset: 36,
          },
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
    ...(["solid", "hollow", "reference"] as const).map((kind) => ({
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
