import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  correlatedRandomEffects,
  dynamicPanel,
  type Fit,
  interruptedTimeSeries,
  ivRegress,
  randomEffects,
  regress,
} from "../dist/econometrics/main.js";
import { frame, numberColumn } from "../dist/frame/main.js";
import { testName, testPhrase } from "../dist/messages/testWords.js";

const [names, ...lines] = readFileSync(new URL("./fixtures/grunfeld.csv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split(","));
const column = (j: number): Float64Array => Float64Array.from(lines, (line) => Number(line[j]));
const firms = frame("firms", new Map(names!.map((name, j) => [name, numberColumn(column(j))])));
const panel = { unit: "firm", time: "year" };

const fits: [string, () => Fit][] = [
  ["least squares", () => regress(firms, "inv ~ value + capital | firm", { ...panel, vcov: { cluster: "firm" } })],
  ["random effects", () => randomEffects(firms, "inv ~ value + capital", panel)],
  [
    "random effects of what does not vary",
    () => randomEffects(firms, "inv ~ i(firm, ref = 1)", { ...panel, components: "wallaceHussain" }),
  ],
  ["correlated random effects", () => correlatedRandomEffects(firms, "inv ~ value + capital", panel)],
  ["instruments, iid", () => ivRegress(firms, "inv ~ 1 | firm | value ~ l(value) + l(capital)", { ...panel, vcov: "iid" })],
  [
    "instruments, exactly identified",
    () => ivRegress(firms, "inv ~ capital | firm | value ~ l(value)", { ...panel, vcov: { cluster: "firm" } }),
  ],
  [
    "an interrupted series",
    () => interruptedTimeSeries(firms, "inv ~ value", { time: "year", unit: "firm", where: "firm = 1", interruption: 1946 }),
  ],
  [
    "two endogenous",
    () => ivRegress(firms, "inv ~ 1 | firm | value + capital ~ l(value) + l(capital) + l(value, 2)", { ...panel, vcov: "HC1" }),
  ],
  [
    "difference GMM, more moments than firms",
    () =>
      dynamicPanel(firms, "inv ~ l(inv) + capital | firm", {
        ...panel,
        instruments: [{ kind: "endogenous", columns: ["inv"], lastLag: 3 }],
      }),
  ],
  [
    "system GMM",
    () =>
      dynamicPanel(firms, "inv ~ l(inv) | firm", {
        ...panel,
        equations: ["difference", "level"],
        instruments: [
          { kind: "endogenous", columns: ["inv"], lastLag: 3, collapse: true },
          { kind: "predetermined", columns: ["value"], lastLag: 2, collapse: true },
        ],
      }),
  ],
  [
    "difference GMM, exactly identified",
    () =>
      dynamicPanel(firms, "inv ~ l(inv) | firm", {
        ...panel,
        instruments: [{ kind: "gmm", columns: ["inv"], lags: [2, 2], collapse: true }],
      }),
  ],
];

describe.each(fits)("the tests of %s", (_, make) => {
  test("have a name, a null and a reason in both languages", () => {
    const fit = make();
    const tests = [...fit.tests, ...(fit.firstStages ?? []).flatMap((stage) => stage.tests)];
    expect(tests.length).toBeGreaterThan(0);
    for (const t of tests) {
      for (const language of ["en", "zh"] as const) expect(testName(t.name, language), t.name).not.toBe(t.name);
      for (const phrase of [t.null, ...(t.reason === null ? [] : [t.reason]), ...(t.criticalValues ?? []).map((c) => c.name)]) {
        expect(testPhrase(phrase, "en")).toBe(phrase);
        expect(testPhrase(phrase, "zh"), phrase).toMatch(/\p{Script=Han}/u);
      }
    }
  });
});
