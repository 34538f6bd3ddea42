import { differencesWords } from "../../messages/differencesWords.js";
import type { DifferencesResult } from "../../results/contract.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { bandwidthWords } from "../tables/convergence.js";
import { periodText, shownPeriods } from "../tables/inequality.js";
import { COLOR, type Figure, padded, quoted, WIDTH, yTitle } from "./figure.js";

/** A legend above the name of the vertical axis. */
const ABOVE = { offset: 30 };

const PARTS = ["within", "between", "transvariation"] as const;
const PART_COLORS = [COLOR.main, "#e0a458", "#a9c6e0"];

/** Dagum's parts of the Gini coefficient as stacked shares by period, the coefficient above; a line of the coefficient without groups. Null without Gini. */
export function inequalityFigure(r: Reader, name: string, result: DifferencesResult): Figure | null {
  const byTime = result.inequality?.byTime;
  if (byTime?.[0]?.gini === undefined) return null;
  const w = differencesWords[r.language];
  const id = fileStem("inequality", name);
  const title = titled(r, w.inequalityFigure(labelOf(r, result.variable)), result.data);
  const about = [`differences.${name}.inequality`];
  const periods = byTime.map((p) => periodText(r, p.time));
  const words = (p: (typeof byTime)[number]) => `${periodText(r, p.time)}${r.words.colon}${fixed(p.gini!, 4)}`;
  const x = {
    field: "period",
    type: "ordinal",
    scale: { domain: periods },
    axis: { title: null, labelAngle: 0, labelOverlap: periods.length > 16 },
  };
  const alt = byTime.map(words).join(r.words.semicolon);
  if (result.groups.length === 0)
    return {
      id,
      title,
      subtitle: "",
      note: w.inequalityPlainFigureNote,
      alt,
      spec: {
        width: WIDTH,
        height: 260,
        data: { values: byTime.map((p) => ({ period: periodText(r, p.time), gini: p.gini, words: words(p) })) },
        mark: { type: "line", point: { filled: true, size: 50 }, color: COLOR.main, strokeWidth: 2 },
        encoding: {
          x,
          y: {
            field: "gini",
            type: "quantitative",
            scale: { domain: padded(byTime.map((p) => p.gini!)), zero: false, nice: true },
            axis: { ...yTitle(w.gini), tickCount: 5 },
          },
          description: { field: "words" },
        },
      },
      about,
    };
  const bars = byTime.flatMap((p) => {
    let from = 0;
    return PARTS.map((part) => {
      const share = p.gini === 0 ? 0 : (100 * p.dagum![part]) / p.gini!;
      const bar = {
        period: periodText(r, p.time),
        part: w[part],
        from,
        to: from + share,
        words: `${words(p)}, ${w[part]} ${fixed(share, 1)}%`,
      };
      from += share;
      return { ...bar, middle: (bar.from + bar.to) / 2, text: share >= 7 ? fixed(share, 0) : "" };
    });
  });
  const y = (field: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [0, 108], nice: false },
    axis: { ...yTitle("%"), values: [0, 25, 50, 75, 100] },
  });
  const names = PARTS.map((part) => w[part]);
  return {
    id,
    title,
    subtitle: "",
    note: w.inequalityFigureNote(labelOf(r, result.groups[0]!)),
    alt,
    spec: {
      width: WIDTH,
      height: 280,
      data: { values: bars },
      layer: [
        {
          mark: { type: "bar", width: { band: 0.78 } },
          encoding: {
            x,
            y: y("from"),
            y2: { field: "to" },
            color: { field: "part", type: "nominal", scale: { domain: names, range: PART_COLORS }, legend: ABOVE },
            description: { field: "words" },
          },
        },
        ...(periods.length > 16
          ? []
          : [
              {
                mark: { type: "text", fontSize: 11, aria: false },
                encoding: {
                  x,
                  y: y("middle"),
                  text: { field: "text" },
                  color: { condition: { test: `datum.part === ${quoted(names[0]!)}`, value: "white" }, value: COLOR.ink },
                },
              },
            ]),
        ...(periods.length > 12
          ? []
          : [
              {
                data: { values: byTime.map((p) => ({ period: periodText(r, p.time), at: 100, text: fixed(p.gini!, 3) })) },
                mark: { type: "text", dy: -9, fontSize: 11.5, aria: false },
                encoding: { x, y: y("at"), text: { field: "text" } },
              },
            ]),
      ],
    },
    about,
  };
}

/** Shades from light to dark for periods in order. */
const SHADES = ["#b9d3ea", "#86b3da", "#5591c4", "#2c6ba5", "#174a7c", "#0b2a4d"];

/** Densities of up to six periods, peaks dotted. Null where no period has a density. */
export function densityFigure(r: Reader, name: string, result: DifferencesResult): Figure | null {
  const { density } = result;
  const usable = (density?.byTime ?? []).filter((p) => p.curve.length > 0);
  if (density === undefined || usable.length === 0) return null;
  const w = differencesWords[r.language];
  const shown = shownPeriods(usable.length, SHADES.length).map((t) => usable[t]!);
  const names = shown.map((p) => periodText(r, p.time));
  const range =
    shown.length === 1 ? [SHADES[3]!] : shown.map((_, k) => SHADES[Math.round((k * (SHADES.length - 1)) / (shown.length - 1))]!);
  const lines = shown.flatMap((p) => p.curve.map((value, k) => ({ period: periodText(r, p.time), x: p.points[k]!, density: value })));
  const peaks = shown.flatMap((p) =>
    p.peaks.map(({ at, density: height }) => ({
      period: periodText(r, p.time),
      x: at,
      density: height,
      words: `${periodText(r, p.time)}${r.words.colon}${w.peaks} ${plain(at, 3)}`,
    })),
  );
  const color = {
    field: "period",
    type: "ordinal",
    scale: { domain: names, range },
    legend: shown.length === 1 ? null : { ...ABOVE, symbolType: "stroke", symbolStrokeWidth: 3 },
  };
  const x = {
    field: "x",
    type: "quantitative",
    scale: { domain: [Math.min(...lines.map((d) => d.x)), Math.max(...lines.map((d) => d.x))], nice: false, zero: false },
    axis: { title: labelOf(r, result.variable), tickCount: 7 },
  };
  const y = { field: "density", type: "quantitative", scale: { zero: true, nice: true }, axis: { ...yTitle(w.density), tickCount: 5 } };
  return {
    id: fileStem("density", name),
    title: titled(r, w.densityTitle(labelOf(r, result.variable)), result.data),
    subtitle: "",
    note: w.densityFigureNote(bandwidthWords(r, density)),
    alt: peaks.map((d) => d.words).join(r.words.semicolon),
    spec: {
      width: WIDTH,
      height: 300,
      layer: [
        { data: { values: lines }, mark: { type: "line", strokeWidth: 2, aria: false }, encoding: { x, y, color } },
        {
          data: { values: peaks },
          mark: { type: "point", filled: true, size: 42, opacity: 1 },
          encoding: { x, y, color, description: { field: "words" } },
        },
      ],
    },
    about: [`differences.${name}.density`],
  };
}

/** Transition tables as heat maps: all moves, and with a matrix one for each class of the neighbours. Null without a chain. */
export function transitionsFigure(r: Reader, name: string, result: DifferencesResult): Figure | null {
  const { markov } = result;
  if (markov === undefined) return null;
  const w = differencesWords[r.language];
  const k = markov.classes;
  const panels = [
    { title: w.everybody, chain: markov.chain },
    ...(markov.spatial?.chains ?? []).map((chain, m) => ({ title: w.neighboursIn(m + 1, markov.spatial!.classes), chain })),
  ];
  const cellsOf = ({ title, chain }: (typeof panels)[number]) =>
    chain.probabilities.flatMap((row, i) =>
      Array.from({ length: k }, (_, j) => ({
        from: i + 1,
        to: j + 1,
        share: row === null ? 0 : row[j]!,
        text: row === null ? "–" : fixed(100 * row[j]!, 0),
        words: `${title}, ${i + 1} → ${j + 1}${r.words.colon}${row === null ? "–" : `${fixed(100 * row[j]!, 1)}%`}`,
      })),
    );
  const classes = Array.from({ length: k }, (_, j) => j + 1);
  const columns = panels.length === 4 || k > 5 ? Math.min(2, panels.length) : Math.min(3, panels.length);
  const axis = (title: string) => ({ title, labelAngle: 0, ticks: false, domain: false, titlePadding: 6 });
  const x = { field: "to", type: "ordinal", scale: { domain: classes, padding: 0.04 }, axis: axis(w.nextClass) };
  const y = { field: "from", type: "ordinal", scale: { domain: classes, padding: 0.04 }, axis: axis(w.classFrom) };
  return {
    id: fileStem("transitions", name),
    title: titled(r, w.markovFigure(labelOf(r, result.variable)), result.data),
    subtitle: "",
    note: w.markovFigureNote,
    alt: panels
      .flatMap(cellsOf)
      .filter((d) => d.from === d.to)
      .map((d) => d.words)
      .join(r.words.semicolon),
    spec: {
      columns,
      spacing: 22,
      concat: panels.map((panel) => ({
        title: { text: panel.title, fontSize: 12.5, anchor: "start", frame: "group", offset: 8 },
        width: Math.min((columns < 3 ? 60 : 46) * k, Math.floor(WIDTH / columns) - 70),
        height: 32 * k,
        data: { values: cellsOf(panel) },
        layer: [
          {
            mark: { type: "rect", cornerRadius: 2 },
            encoding: {
              x,
              y,
              color: { field: "share", type: "quantitative", scale: { domain: [0, 1], range: ["#f4f7fa", COLOR.main] }, legend: null },
              description: { field: "words" },
            },
          },
          {
            mark: { type: "text", fontSize: 12, aria: false },
            encoding: {
              x,
              y,
              text: { field: "text" },
              color: { condition: { test: "datum.share > 0.5", value: "white" }, value: COLOR.ink },
            },
          },
        ],
      })),
    },
    about: [`differences.${name}.markov`],
  };
}
