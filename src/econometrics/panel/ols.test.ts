import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { coefficient, stdError } from "../fit.js";
import { inference } from "../inference.js";
import type { Correction } from "../vcov.js";
import { regress } from "./ols.js";

/** A committed CSV of plain numbers as a frame. */
function fixture(name: string): Frame {
  const text = readFileSync(new URL(`../../../test/fixtures/${name}.csv`, import.meta.url), "utf8");
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return frame(name, Object.fromEntries(header!.map((column, j) => [column, lines.map((line) => Number(line[j]))])));
}

function expectRelative(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance);
}

const grunfeld = fixture("grunfeld");

// plm 2.6-2 and sandwich 3.0-2 on R 4.2.2 (script: bench/peers/grunfeld.R), the firm + year row also fixest 0.14.2 and Stata's 0.06328129.
describe("the ten-firm Grunfeld panel", () => {
  test("pooled least squares", () => {
    const fit = regress(grunfeld, "inv ~ value + capital");
    expectRelative(coefficient(fit, "(Intercept)"), -42.71436943656, 1e-12);
    expectRelative(coefficient(fit, "value"), 0.1155621563606, 1e-12);
    expectRelative(coefficient(fit, "capital"), 0.230678488732, 1e-11);
    const iid = [9.511676031424, 0.005835709557221, 0.02547580147651];
    const hc1 = [11.5747011171, 0.006810954456872, 0.04886553953434];
    const firm = [20.42520292847, 0.01589433668706, 0.08496711263554];
    const own = [19.7166806838, 0.01639514945011, 0.07954318928748];
    fit.coefficients.forEach((row, j) => {
      expectRelative(row.stdError!, iid[j]!);
      expectRelative(stdError(inference(fit, "HC1"), row.term), hc1[j]!);
      expectRelative(stdError(inference(fit, { cluster: "firm" }), row.term), firm[j]!);
      expectRelative(stdError(inference(fit, { cluster: ["firm", "year"], twoWay: "own" }), row.term), own[j]!);
    });
  });

  test("firm effects", () => {
    const fit = regress(grunfeld, "inv ~ value + capital | firm");
    expectRelative(coefficient(fit, "value"), 0.1101238041207, 1e-11);
    expectRelative(coefficient(fit, "capital"), 0.3100653413001, 1e-11);
    const iid = inference(fit, "iid");
    expectRelative(stdError(iid, "value"), 0.01185669421404);
    expectRelative(stdError(iid, "capital"), 0.01735450277555);
    const plm = inference(fit, { cluster: "firm", correction: "plm" });
    expectRelative(stdError(plm, "value"), 0.01434214371235);
    expectRelative(stdError(plm, "capital"), 0.04979260872377);
    const fixest = inference(fit, { cluster: "firm" });
    expectRelative(stdError(fixest, "value"), 0.01519449394, 1e-8);
    expectRelative(stdError(fixest, "capital"), 0.05275177176, 1e-8);
  });

  test("two-way clusters without correction, and firm and year effects", () => {
    const firm = regress(grunfeld, "inv ~ value + capital | firm", { cluster: ["firm", "year"], correction: "plm" });
    expectRelative(stdError(firm, "value"), 0.01105422855159);
    expectRelative(stdError(firm, "capital"), 0.04114476583979);
    const both = regress(grunfeld, "inv ~ value + capital | firm + year", { vcov: "iid" });
    expectRelative(coefficient(both, "value"), 0.1177158550826, 1e-11);
    expectRelative(coefficient(both, "capital"), 0.3579162730734, 1e-11);
    expectRelative(stdError(both, "value"), 0.01375128300365);
    expectRelative(stdError(both, "capital"), 0.02271901088257);
    const arellano = inference(both, { cluster: "firm", correction: "none" });
    expectRelative(stdError(arellano, "value"), 0.009712023686835);
    expectRelative(stdError(arellano, "capital"), 0.04293110893997);
    expectRelative(stdError(regress(grunfeld, "inv ~ capital | firm + year", { vcov: "HC1" }), "capital"), 0.0723707031629);
  });

  test.each<[Correction, number, number]>([
    ["fixest", 0.0632812940898, 21],
    ["areg", 0.0649347849552, 30],
    ["plmSss", 0.0600171, 1],
    ["plm", 0.0569372626, 0],
    ["none", 0.0569372626, 0],
    ["stata", 0.0632812940898, 21],
  ])("firm and year effects under %s", (correction, expected, parameters) => {
    const fit = regress(grunfeld, "inv ~ capital | firm + year", { cluster: "firm", correction });
    expectRelative(stdError(fit, "capital"), expected, 10 ** -(String(expected).length - 3));
    expect(fit.vcov.df).toBe(9);
    if (parameters > 1) expect(fit.conventions["parametersCounted"]).toBe(parameters);
  });
});
