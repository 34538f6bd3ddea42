import { differencesWords } from "../../messages/differencesWords.js";
import type { DifferencesResult, Row } from "../../results/contract.js";
import { alike, count, decimalsFor, fixed, plain, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, type TableRow, textCell } from "../table.js";
import { periodText } from "./inequality.js";
import { starsOf } from "./regression.js";

type Density = NonNullable<DifferencesResult["density"]>;
type Sigma = NonNullable<DifferencesResult["sigma"]>;
type Beta = NonNullable<DifferencesResult["beta"]>;
type Estimate = Beta["estimates"][number];

const STARS = [
  { symbol: "***", below: 0.01 },
  { symbol: "**", below: 0.05 },
  { symbol: "*", below: 0.1 },
];
const four = (v: number) => fixed(v, 4);

/** p as it stands after the letter p in a sentence. */
export const pText = (p: number | null): string => (p === null ? "–" : p < 0.001 ? "< 0.001" : `= ${probability(p)}`);

/** The bandwidth in words, with what holds for all periods. */
export function bandwidthWords(r: Reader, density: Density): string {
  const w = differencesWords[r.language];
  const rule =
    typeof density.bandwidth === "number"
      ? w.bandwidthNumber(plain(density.bandwidth))
      : (w.bandwidthRule[density.bandwidth] ?? density.bandwidth);
  return rule + (density.frame === "pooled" && typeof density.bandwidth !== "number" ? w.pooledBandwidth : "");
}

/** What the densities look like, one row a period. */
export function densityTable(r: Reader, name: string, result: DifferencesResult, density: Density): Table {
  const w = differencesWords[r.language];
  const tested = density.byTime.find((p) => p.onePeak !== undefined)?.onePeak;
  const header = [
    w.period,
    w.units,
    w.mainPeak,
    w.height,
    w.peaks,
    w.bandwidth,
    w.skewness,
    w.polarisation,
    ...(tested === undefined ? [] : [w.onePeak]),
  ];
  const three = (v: number) => fixed(v, 3);
  const peaks = density.byTime.flatMap((p) => p.peaks);
  const at = alike(
    peaks.map((p) => p.at),
    3,
  );
  const height = alike(
    peaks.map((p) => p.density),
    3,
  );
  const bandwidth = alike(
    density.byTime.map((p) => p.bandwidth),
    3,
  );
  return {
    id: fileStem("density", name),
    title: titled(r, w.densityTitle(labelOf(r, result.variable)), result.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: density.byTime.map((period, t) => {
      const path = `differences.${name}.density.byTime.${t}`;
      const highest = period.peaks.reduce((best, peak, k) => (best < 0 || peak.density > period.peaks[best]!.density ? k : best), -1);
      const peak = period.peaks[highest];
      return {
        cells: [
          textCell(periodText(r, period.time)),
          numberCell(period.units, String, `${path}.units`),
          numberCell(peak?.at, at, `${path}.peaks.${highest}.at`),
          numberCell(peak?.density, height, `${path}.peaks.${highest}.density`),
          textCell(String(period.peaks.length)),
          numberCell(period.bandwidth, bandwidth, `${path}.bandwidth`),
          numberCell(period.skewness, three, `${path}.skewness`),
          numberCell(period.polarisation, three, `${path}.polarisation`),
          ...(tested === undefined ? [] : [numberCell(period.onePeak?.pValue, probability, `${path}.onePeak.pValue`)]),
        ],
      };
    }),
    notes: [w.densityNote(bandwidthWords(r, density), true), ...(tested === undefined ? [] : [w.onePeakNote(count(tested.draws))])],
    about: [`differences.${name}.density`],
  };
}

/** Dispersion by period, its trend, and the first period against the last. */
export function sigmaTable(r: Reader, name: string, result: DifferencesResult, sigma: Sigma): Table {
  const w = differencesWords[r.language];
  const at = `differences.${name}.sigma`;
  const { trend, equalVariances: test } = sigma;
  const header = [w.period, w.units, w.mean, w.cv, w.sdLog];
  const empty = textCell("");
  const mean = alike(
    sigma.byTime.map((p) => p.mean),
    4,
  );
  return {
    id: fileStem("sigma", name),
    title: titled(r, w.sigmaTitle(labelOf(r, result.variable)), result.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: [
      ...sigma.byTime.map((period, t) => ({
        cells: [
          textCell(String(period.time)),
          numberCell(period.units, String, `${at}.byTime.${t}.units`),
          numberCell(period.mean, mean, `${at}.byTime.${t}.mean`),
          numberCell(period.coefficientOfVariation, four, `${at}.byTime.${t}.coefficientOfVariation`),
          numberCell(period.sdLog, four, `${at}.byTime.${t}.sdLog`),
        ],
      })),
      {
        ruleAbove: true,
        cells: [
          textCell(w.trend),
          empty,
          empty,
          { ...numberCell(trend.estimate, four, `${at}.trend.estimate`), hang: starsOf(trend, { stars: STARS }) },
          empty,
        ],
      },
      { cells: [empty, empty, empty, parenthesis(trend.stdError, `${at}.trend.stdError`), empty] },
      {
        cells: [
          textCell(w.firstLast),
          empty,
          empty,
          numberCell(test.statistic, (v) => fixed(v, 2), `${at}.equalVariances.statistic`),
          test.pValue === null
            ? textCell("–")
            : { text: `p ${pText(test.pValue)}`, value: test.pValue, path: `${at}.equalVariances.pValue` },
        ],
      },
    ],
    notes: [
      w.sigmaNote(sigma.units === "complete", String(lagsOf(sigma))),
      w.firstLastNote(sigma.comparedAs === "logarithms"),
      starNote(r),
    ],
    about: [at],
  };
}

/** Newey-West lags of the trend: the whole part of the fourth root of the periods. */
function lagsOf(sigma: Sigma): number {
  let lags = 1;
  while (((lags + 1) ** 2) ** 2 <= sigma.byTime.length) lags++;
  return lags;
}

const parenthesis = (value: number | null, path: string): Cell =>
  value === null ? { text: "–", value: null, path } : { text: `(${significant(value)}`, hang: ")", value, path };

/** Four decimals, more where the number is small. */
const significant = (v: number): string => fixed(v, Math.max(4, decimalsFor(v, 3)));

function starNote(r: Reader): string {
  return `${STARS.map(({ symbol, below }) => r.words.table.starsAt(symbol, plain(below))).join(r.words.clause)}${r.words.stop}`;
}

/** What the table calls a regression: its label, else a word for a usual name. */
function nameOf(r: Reader, name: string): string {
  const label = labelOf(r, name);
  return label === name ? (differencesWords[r.language].betaName[name] ?? name) : label;
}

/** Regressions of growth on the starting level, one column each, with speed and half-life. */
export function betaTable(r: Reader, name: string, result: DifferencesResult, beta: Beta): Table {
  const w = differencesWords[r.language];
  const at = `differences.${name}.beta`;
  const { estimates } = beta;
  const controls = [...new Set(estimates.flatMap((e) => e.controls.map((row) => row.term)))];
  const line = (label: string, cell: (e: Estimate, path: string) => Cell, ruleAbove = false): TableRow => ({
    ruleAbove,
    cells: [textCell(label), ...estimates.map((e, k) => cell(e, `${at}.estimates.${k}`))],
  });
  const pair = (label: string, rowOf: (e: Estimate) => Row | undefined, key: (e: Estimate) => string): TableRow[] => [
    line(label, (e, path) => {
      const row = rowOf(e);
      return row === undefined
        ? textCell("")
        : { ...numberCell(row.estimate, significant, `${path}.${key(e)}.estimate`), hang: starsOf(row, { stars: STARS }) };
    }),
    line("", (e, path) => {
      const row = rowOf(e);
      return row === undefined ? textCell("") : parenthesis(row.stdError, `${path}.${key(e)}.stdError`);
    }),
  ];
  const interval = (e: Estimate, path: string): Cell => {
    const { confLow, confHigh, estimate } = e.halfLife;
    if (estimate === null) return textCell("");
    const end = (v: number | null) => (v === null ? "∞" : fixed(v, 1));
    return { text: `[${end(confLow)}, ${end(confHigh)}]`, value: `[${confLow}, ${confHigh}]`, path: `${path}.halfLife` };
  };
  const groups = estimates.some((e) => e.group !== null);
  return {
    id: fileStem("beta", name),
    title: titled(r, w.betaTitle(labelOf(r, result.variable)), result.data),
    columns: ["", ...estimates].map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [
      [textCell(""), ...estimates.map((e) => textCell(nameOf(r, e.name)))],
      ...(groups ? [[textCell(w.group), ...estimates.map((e) => textCell(e.group ?? w.everybody))]] : []),
    ],
    rows: [
      ...pair(
        w.initial,
        (e) => e.initial,
        () => "initial",
      ),
      ...controls.flatMap((term) => {
        const position = (e: Estimate) => e.controls.findIndex((row) => row.term === term);
        return pair(
          labelOf(r, term),
          (e) => e.controls[position(e)],
          (e) => `controls.${position(e)}`,
        );
      }),
      ...pair(
        w.speed,
        (e) => e.speed,
        () => "speed",
      ).map((row, k) => ({ ...row, ruleAbove: k === 0 })),
      line(w.halfLife, (e, path) => numberCell(e.halfLife.estimate, (v) => fixed(v, 1), `${path}.halfLife.estimate`)),
      line("", (e, path) =>
        e.halfLife.estimate === null
          ? textCell("")
          : { ...parenthesis(e.halfLife.stdError, `${path}.halfLife.stdError`), text: `(${fixed(e.halfLife.stdError!, 1)}` },
      ),
      line("", interval),
      line(w.effects, (e) => textCell(w.effectsOf[e.effects] ?? e.effects), true),
      line(w.span, (e, path) => numberCell(e.span, String, `${path}.span`)),
      line(w.errors, (e) => textCell(w.errorsOf[e.vcov.type] ?? e.vcov.type)),
      line(w.observations, (e, path) => numberCell(e.nobs, count, `${path}.nobs`)),
      line(w.units, (e, path) => numberCell(e.units, count, `${path}.units`)),
      line(w.r2, (e, path) => numberCell(e.r2, (v) => fixed(v, 3), `${path}.r2`)),
    ],
    notes: [
      w.betaNote,
      starNote(r),
      ...beta.tests.flatMap(({ name: of, test }) => {
        if (test.statistic === null) return [];
        const df = /\((\d+)\)/.exec(test.distribution ?? "")![1]!;
        return [w.equalSlopes(nameOf(r, of), fixed(test.statistic, 2), df, pText(test.pValue))];
      }),
    ],
    about: estimates.map((e) => `${at}.${e.name}`).filter((path, k, all) => all.indexOf(path) === k),
    parts: [...new Set(estimates.map((e) => e.name))].map((own) => nameOf(r, own)),
  };
}
