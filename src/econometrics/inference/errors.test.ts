import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ColumnInput, type Frame, frame } from "../../frame/main.js";
import { type Code, Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import { type Fit, rowOf, stdError } from "../fit.js";
import { inference, withErrors } from "../inference.js";
import { regress } from "../panel/ols.js";
import type { VcovOption } from "../vcov.js";

function grunfeld(): Frame {
  const text = readFileSync(new URL("../../../test/fixtures/grunfeld.csv", import.meta.url), "utf8");
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return frame("grunfeld", Object.fromEntries(header!.map((column, j) => [column, lines.map((line) => Number(line[j]))])));
}

function expectRelative(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance);
}

// plm 2.6-2 and sandwich 3.0-2 on R 4.2.2; script: bench/peers/grunfeld.R.
describe("the ten-firm Grunfeld panel", () => {
  const data = grunfeld();
  const panel = { unit: "firm", time: "year", vcov: "iid" } as const;
  const values = (fit: Fit, option: VcovOption) => {
    const chosen = inference(fit, option);
    return ["value", "capital"].map((term) => stdError(chosen, term));
  };

  test("HC2 and HC3, pooled", () => {
    const fit = regress(data, "inv ~ value + capital", { vcov: "HC2" });
    const hc2 = [12.66787429442, 0.006955025801305, 0.05316505383106];
    const hc3 = [14.01349546659, 0.00716266624438, 0.05850986620531];
    fit.coefficients.forEach((row, j) => {
      expectRelative(row.stdError!, hc2[j]!);
      expectRelative(stdError(inference(fit, "HC3"), row.term), hc3[j]!);
    });
  });

  test("HC1, HC2 and HC3 with firm and year effects equal lm with dummies", () => {
    const fit = regress(data, "inv ~ capital | firm + year", { vcov: "HC1" });
    expectRelative(stdError(fit, "capital"), 0.0723707031629);
    expectRelative(stdError(inference(fit, "HC2"), "capital"), 0.0830034787332);
    expectRelative(stdError(inference(fit, "HC3"), "capital"), 0.103965407881);
  });

  test("Driscoll-Kraay and Newey-West without a factor equal plm's vcovSCC and vcovNW", () => {
    const fit = regress(data, "inv ~ value + capital | firm", panel);
    const [scc, nw] = [
      values(fit, { method: "driscollKraay", correction: "none" }),
      values(fit, { method: "neweyWest", correction: "none" }),
    ];
    expectRelative(scc[0]!, 0.01768603271807);
    expectRelative(scc[1]!, 0.03482014687378);
    expectRelative(nw[0]!, 0.02145650490398);
    expectRelative(nw[1]!, 0.04909856098433);
    const both = values(regress(data, "inv ~ value + capital | firm + year", panel), { method: "driscollKraay", correction: "none" });
    expectRelative(both[0]!, 0.02043632294801);
    expectRelative(both[1]!, 0.0558105306258);
  });
});

/** Thirty units in fifteen places, eight periods with a gap. */
function places(): Frame {
  const s = stream(5, 0);
  const columns: Record<string, number[]> = { unit: [], year: [], y: [], x: [], lat: [], lon: [], w: [], block: [] };
  for (let unit = 0; unit < 30; unit++) {
    for (const year of [2001, 2002, 2003, 2006, 2007, 2008, 2009, 2010]) {
      const x = s.normal();
      const row = {
        unit,
        year,
        x,
        y: x + s.normal(),
        lat: 30 + (unit % 15),
        lon: 110 + ((unit * 7) % 15),
        w: 0.5 + s.uniform(),
        block: unit % 6,
      };
      for (const [name, value] of Object.entries(row)) columns[name]!.push(value);
    }
  }
  return frame("places", columns);
}

describe("errors against their definition, row by row", () => {
  const data = places();
  const fit = regress(data, "y ~ x | unit + year", { unit: "unit", time: "year", vcov: "iid" });
  const column = (name: string) =>
    Array.from(fit.moments.design.rows, (row) => (data.columns.get(name) as { values: Float64Array }).values[row]!);
  const scores = fit.moments.scores.data;
  const bread = fit.moments.bread.data[0]!;

  test("Conley with a falling kernel", () => {
    const [lat, lon] = [column("lat"), column("lon")].map((degrees) => degrees.map((d) => (d * Math.PI) / 180));
    let meat = 0;
    for (let i = 0; i < scores.length; i++)
      for (let j = 0; j < scores.length; j++) {
        const cosine = Math.sin(lat![i]!) * Math.sin(lat![j]!) + Math.cos(lat![i]!) * Math.cos(lat![j]!) * Math.cos(lon![i]! - lon![j]!);
        const km = 6371.01 * Math.acos(Math.min(1, cosine));
        meat += Math.max(0, 1 - km / 500) * scores[i]! * scores[j]!;
      }
    const option = { method: "conley", lat: "lat", lon: "lon", cutoff: 500, kernel: "bartlett", correction: "none" } as const;
    expectRelative(stdError(inference(fit, option), "x"), Math.sqrt(bread * meat * bread), 1e-7);
  });

  test("Newey-West counts years, not rows, across a gap", () => {
    const [unit, year] = [column("unit"), column("year")];
    let meat = 0;
    for (let i = 0; i < scores.length; i++)
      for (let j = 0; j < scores.length; j++)
        if (unit[i] === unit[j]) meat += Math.max(0, 1 - Math.abs(year[i]! - year[j]!) / 4) * scores[i]! * scores[j]!;
    const chosen = inference(fit, { method: "neweyWest", lags: 3, correction: "none" });
    expectRelative(stdError(chosen, "x"), Math.sqrt(bread * meat * bread));
    expect(chosen.vcov).toMatchObject({ type: "neweyWest", lags: 3, correction: "none" });
  });

  test.each(["CR2", "CR3"] as const)("%s with weights does not depend on the scale of weights or columns", (correction) => {
    const run = (scale: number) => {
      const scaled = frame("scaled", {
        ...Object.fromEntries(
          ["unit", "year", "y", "block"].map((name) => [name, (data.columns.get(name) as { values: Float64Array }).values]),
        ),
        x: (data.columns.get("x") as { values: Float64Array }).values.map((v) => v * scale),
        w: (data.columns.get("w") as { values: Float64Array }).values.map((v) => v * scale),
      });
      return rowOf(regress(scaled, "y ~ x | unit + year", { weights: "w", vcov: { cluster: "block", correction } }), "x");
    };
    const [one, big] = [run(1), run(1024)];
    expectRelative(big.stdError! * 1024, one.stdError!, 1e-11);
    expectRelative(big.pValue!, one.pValue!, 1e-9);
    expect(big.distribution).toBe(one.distribution);
  });
});

describe("errors that are refused", () => {
  const refusal = (run: () => unknown): Problem => {
    try {
      run();
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error("accepted");
  };
  const base = places();
  const with1 = (extra: Record<string, ColumnInput>) => frame("more", { ...Object.fromEntries(base.columns), ...extra });
  const only = Array.from({ length: 240 }, (_, i) => (i < 8 ? i % 3 : 0));
  const single = Array.from({ length: 240 }, (_, i) => (i === 17 ? 1 : 0));
  const odd = Array.from({ length: 240 }, (_, i) => (i === 4 ? null : 30));
  const panel = { unit: "unit", time: "year" };
  const place = { method: "conley", lat: "lat", lon: "lon", cutoff: 100 } as const;
  test.each<[Code, () => unknown]>([
    ["MODEL-ERRORS-ONE-WAY", () => regress(base, "y ~ x", { vcov: { cluster: ["unit", "year"], correction: "CR2" } })],
    ["MODEL-ERRORS-PANEL", () => regress(base, "y ~ x", { vcov: { method: "driscollKraay" } })],
    ["MODEL-ERRORS-PANEL", () => regress(base, "y ~ x", { time: "year", vcov: { method: "neweyWest" } })],
    ["MODEL-LAGS-MANY", () => regress(base, "y ~ x", { ...panel, vcov: { method: "neweyWest", lags: 8 } })],
    ["MODEL-CLUSTER-IDENTIFIES", () => regress(with1({ only }), "y ~ x + only", { vcov: { cluster: "unit", correction: "CR3" } })],
    ["MODEL-LEVERAGE-ONE", () => regress(with1({ single }), "y ~ x + single", { vcov: "HC3" })],
    ["MODEL-PLACE-MISSING", () => regress(with1({ lat: odd }), "y ~ x", { vcov: place })],
    ["MODEL-PLACE-RANGE", () => regress(base, "y ~ x", { vcov: { ...place, lat: "lon" } })],
    ["DATA-COLUMN-UNKNOWN", () => regress(base, "y ~ x", { vcov: { ...place, lat: "latt" } })],
    [
      "MODEL-ERRORS-OLS-ONLY",
      () => {
        const { estimated } = regress(base, "y ~ x");
        withErrors({ ...estimated, model: { ...estimated.model, estimator: "iv" } }, "HC3");
      },
    ],
  ])("%s", (code, run) => {
    expect(refusal(run).code).toBe(code);
  });

  test("leverage and clusters with thousands of effects that have no direct solution", () => {
    const n = 4400;
    const s = stream(8, 0);
    const made = frame("many", {
      a: Array.from({ length: n }, (_, i) => i % 1100),
      b: Array.from({ length: n }, () => s.integer(1100)),
      t: Array.from({ length: n }, (_, i) => Math.floor(i / 1100)),
      x: Array.from({ length: n }, () => s.normal()),
      y: Array.from({ length: n }, () => s.normal()),
    });
    const fit = regress(made, "y ~ x | a + b", { vcov: "iid" });
    expect(refusal(() => inference(fit, "HC2"))).toMatchObject({
      code: "MODEL-ERRORS-EFFECTS-MANY",
      evidence: { errors: "HC2", limit: 1000 },
    });
    expect(refusal(() => inference(fit, { cluster: "t", correction: "CR2" })).code).toBe("MODEL-ERRORS-EFFECTS-MANY");
  });

  test("a row that an effect of its own fits counts nothing", () => {
    const alone = with1({ firm: Array.from({ length: 240 }, (_, i) => (i === 17 ? 99 : i % 30)) });
    const kept = inference(regress(alone, "y ~ x | firm", { vcov: "iid", keepSingletons: true }), "HC3");
    const dropped = inference(regress(alone, "y ~ x | firm", { vcov: "iid" }), "HC3");
    expectRelative(stdError(kept, "x"), stdError(dropped, "x"), 1e-12);
    expect(kept.conventions["saturatedRows"]).toBe(1);
  });
});
