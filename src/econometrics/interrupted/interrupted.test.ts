import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { coefficient, stdError } from "../fit.js";
import { inference } from "../inference.js";
import { regress } from "../panel/ols.js";
import { type InterruptedOptions, interruptedTimeSeries } from "./interruptedTimeSeries.js";

const fixture = (name: string): string => readFileSync(new URL(`../../../test/fixtures/interrupted/${name}`, import.meta.url), "utf8");
const [head, ...lines] = fixture("series.csv")
  .trim()
  .split("\n")
  .map((line) => line.split(","));
const series = Object.fromEntries(head!.map((name, j) => [name, lines.map((line) => Number(line[j]))])) as Record<
  "year" | "y" | "x",
  number[]
>;
const table = (change: Record<string, (number | string)[]> = {}): Frame => frame("series", { ...series, ...change } as never);
const options: InterruptedOptions = { time: "year", interruption: 2006 };
const TERMS = ["(Intercept)", "time trend", "level change", "slope change", "x"];

interface Peer {
  rho: number;
  coefficients: number[];
  errors: number[];
  effects: [number, number, number][];
  durbinWatson: number;
  ljungBox: [number, number];
  ols: { coefficients: number[]; lag2: number[]; lag5: number[]; durbinWatson: number; ljungBox: [number, number] };
}
// Prais-Winsten written out in R, nlme 3.1-162 (gls, corAR1), sandwich 3.0-2 on R 4.2.2; script: bench/peers/interrupted.R.
const peers = Object.entries(JSON.parse(fixture("peers.json")).models as Record<string, Peer>);

const close = (got: number, wanted: number, tolerance: number): void => {
  expect(Math.abs(got - wanted), `${got} for ${wanted}`).toBeLessThanOrEqual(tolerance * Math.abs(wanted));
};

describe.each(peers)("%s", (formula, peer) => {
  test("Prais-Winsten is generalised least squares at the autocorrelation it arrives at", () => {
    const fit = interruptedTimeSeries(table(), formula, options);
    close(fit.conventions["rho"] as number, peer.rho, 1e-10);
    peer.coefficients.forEach((wanted, j) => {
      close(coefficient(fit, TERMS[j]!), wanted, 1e-9);
    });
    peer.errors.forEach((wanted, j) => {
      close(stdError(fit, TERMS[j]!), wanted, 1e-9);
    });
    for (const [h, estimate, error] of peer.effects) {
      const row = fit.effects!.find((r) => r.term === String(2006 + h))!;
      close(row.estimate!, estimate, 1e-9);
      close(row.stdError!, error, 1e-9);
    }
    const [durbinWatson, ljungBox] = ["durbinWatson", "ljungBox"].map((name) => fit.tests.find((t) => t.name === name)!);
    close(durbinWatson!.statistic!, peer.durbinWatson, 1e-9);
    close(ljungBox!.statistic!, peer.ljungBox[0], 1e-9);
    close(ljungBox!.pValue!, peer.ljungBox[1], 1e-9);
  });

  test("Newey-West errors are those of sandwich on lm, the default bandwidth the fourth root of 40", () => {
    const fit = interruptedTimeSeries(table(), formula, { ...options, serial: "neweyWest" });
    const wide = interruptedTimeSeries(table(), formula, { ...options, serial: "neweyWest", bandwidth: 5 });
    expect(fit.vcov.lags).toBe(2);
    peer.ols.coefficients.forEach((wanted, j) => {
      close(coefficient(fit, TERMS[j]!), wanted, 1e-10);
    });
    peer.ols.lag2.forEach((wanted, j) => {
      close(stdError(fit, TERMS[j]!), wanted, 1e-9);
    });
    peer.ols.lag5.forEach((wanted, j) => {
      close(stdError(wide, TERMS[j]!), wanted, 1e-9);
    });
    close(fit.tests.find((t) => t.name === "durbinWatson")!.statistic!, peer.ols.durbinWatson, 1e-9);
    close(fit.tests.find((t) => t.name === "ljungBox")!.statistic!, peer.ols.ljungBox[0], 1e-9);
  });
});

describe("whatever the table looks like", () => {
  const fit = interruptedTimeSeries(table(), "y ~ x", options);

  test("row order does not change a bit", () => {
    const order = series.year.map((_, i) => (i * 7 + 3) % 40);
    const shuffled = table(Object.fromEntries(Object.entries(series).map(([name, values]) => [name, order.map((i) => values[i]!)])));
    expect(JSON.stringify(interruptedTimeSeries(shuffled, "y ~ x", options))).toBe(JSON.stringify(fit));
  });

  test("the outcome times c gives effects times c and the same autocorrelation", () => {
    const scaled = interruptedTimeSeries(table({ y: series.y.map((y) => 1000 * y) }), "y ~ x", options);
    close(scaled.conventions["rho"] as number, fit.conventions["rho"] as number, 1e-10);
    fit.effects!.forEach((row, h) => {
      close(scaled.effects![h]!.estimate!, 1000 * row.estimate!, 1e-9);
      close(scaled.effects![h]!.stdError!, 1000 * row.stdError!, 1e-9);
    });
  });

  test("years told as months or in steps of five give the same effects", () => {
    const months = series.year.map((_, t) => `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`);
    const monthly = interruptedTimeSeries(table({ year: months }), "y ~ x", { ...options, interruption: months[25]! });
    const fifth = interruptedTimeSeries(table({ year: series.year.map((_, t) => 5 * t) }), "y ~ x", { ...options, interruption: 123 });
    for (const other of [monthly, fifth])
      fit.effects!.forEach((row, h) => {
        expect(other.effects![h]!.estimate).toBe(row.estimate);
        expect(other.effects![h]!.stdError).toBe(row.stdError);
      });
  });

  test("the path without the interruption is the fit less the effect", () => {
    const from = fit.counterfactual!.findIndex((point) => point.time === "2006");
    fit.counterfactual!.forEach((point, t) => {
      const effect = t < from ? 0 : fit.effects![t - from]!.estimate!;
      expect(Math.abs(point.fitted - point.withoutInterruption - effect)).toBeLessThan(1e-12);
    });
  });

  test("without autocorrelation it is least squares on the segments", () => {
    const whole = table({
      t: series.year.map((year) => year - 1981),
      after: series.year.map((year) => (year >= 2006 ? 1 : 0)),
      since: series.year.map((year) => Math.max(0, year - 2006)),
    });
    const plain = regress(whole, "y ~ t + after + since + x", { vcov: "iid" });
    const segmented = inference(interruptedTimeSeries(table(), "y ~ x", { ...options, serial: "neweyWest" }), "iid");
    close(coefficient(segmented, "level change"), coefficient(plain, "after"), 1e-11);
    close(stdError(segmented, "slope change"), stdError(plain, "since"), 1e-11);
  });
});

describe("what is wrong is said by name", () => {
  const codeOf = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Problem) return error.code as string;
      throw error;
    }
    return "none";
  };
  const only = (keep: (year: number) => boolean): Frame => {
    const rows = series.year.flatMap((year, i) => (keep(year) ? [i] : []));
    return frame("series", Object.fromEntries(Object.entries(series).map(([name, values]) => [name, rows.map((i) => values[i]!)])));
  };
  const its = (source: Frame, change: Partial<InterruptedOptions> = {}, formula = "y ~ x") =>
    interruptedTimeSeries(source, formula, { ...options, ...change });

  test.each<[string, () => unknown]>([
    ["ITS-INTERRUPTION-OUTSIDE", () => its(table(), { interruption: 2031 })],
    ["ITS-INTERRUPTION-OUTSIDE", () => its(table(), { interruption: 1981 })],
    ["ITS-INTERRUPTION-OUTSIDE", () => its(table(), { interruption: "soon" })],
    ["ITS-FEW-POINTS", () => its(table(), { interruption: 2019 })],
    ["ITS-FEW-POINTS", () => its(table(), { interruption: 1983 })],
    ["ITS-SEVERAL-SERIES", () => its(table({ city: series.year.map((year) => (year < 2000 ? "A" : "B")) }), { unit: "city" })],
    ["ITS-GAP", () => its(only((year) => year !== 1999))],
    ["FORMULA-LAG-DUPLICATE", () => its(table({ year: series.year.map((year) => (year === 1999 ? 1998 : year)) }))],
    ["ITS-UNIT-ROOT", () => its(table({ y: series.year.map((_, t) => 2 ** t) }), {}, "y ~ 1")],
    ["PANEL-UNIT-NEEDED", () => its(table(), { time: null })],
    ["PANEL-EFFECTS-WRITTEN", () => its(table(), {}, "y ~ x | year")],
    ["MODEL-OUTCOME-CONSTANT", () => its(table({ y: series.y.map(() => 3) }), {}, "y ~ 1")],
    ["MODEL-LAGS-MANY", () => its(table(), { serial: "neweyWest", bandwidth: 40 })],
  ])("%s", (code, work) => {
    expect(codeOf(work)).toBe(code);
  });

  test("short series, seasons and autocorrelation that is left are findings; a long yearly series has none", () => {
    const found = (source: Frame, change: Partial<InterruptedOptions>, formula?: string) =>
      its(source, change, formula).findings.map((f) => f.code);
    expect(found(table(), {})).toEqual([]);
    expect(found(table(), { interruption: 2014 })).toContain("ITS-SHORT");
    const quarters = series.year.map((_, t) => `${2000 + Math.floor(t / 4)}Q${(t % 4) + 1}`);
    expect(found(table({ year: quarters }), { interruption: quarters[25]! }, "y ~ 1")).toContain("ITS-SEASON");
    expect(found(table({ year: quarters }), { interruption: quarters[25]! })).not.toContain("ITS-SEASON");
    const wave = table({ y: series.y.map((y, t) => y + [4, 0, -4, 0][t % 4]!) });
    expect(found(wave, {})).toContain("ITS-AUTOCORRELATION");
  });
});
