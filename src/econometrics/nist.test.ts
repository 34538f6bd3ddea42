import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { frame } from "../frame/main.js";
import { INTERCEPT, rowOf } from "./fit.js";
import { regress } from "./panel/ols.js";

interface NistSet {
  y: number[];
  columns: number[][];
  powers: number[] | null;
  coefficients: number[];
  stdErrors: number[];
  residualSd: number;
}

// NIST StRD, checked to the last certified digit in exact rational arithmetic: test/fixtures/nist/make.py.
const sets: Record<string, NistSet> = JSON.parse(readFileSync(new URL("../../test/fixtures/nist/nist.json", import.meta.url), "utf8"));

/** McCullough's log relative error, 15 at most; where the certified value is zero, -log10 of the value itself. */
function digits(value: number, certified: number): number {
  const error = certified === 0 ? Math.abs(value) : Math.abs(value / certified - 1);
  return error === 0 ? 15 : Math.min(15, -Math.log10(error));
}

/** The terms a user would write: powers of x, or the columns by name; the constant is the formula's own. */
function termsOf({ powers, columns }: NistSet): string[] {
  if (powers === null) return columns.map((_, j) => `x${j + 1}`);
  return powers.filter((power) => power > 0).map((power) => (power === 1 ? "x1" : `x1 ^ ${power}`));
}

// Digits of the worst coefficient, of the worst standard error and of the residual's standard deviation.
const floors: Record<string, [number, number, number]> = {
  Norris: [13, 13.5, 13.5],
  Pontius: [13, 13.5, 13.5],
  NoInt1: [14, 14, 14],
  NoInt2: [14, 14, 14],
  Filip: [13.5, 13.5, 13.5],
  Longley: [13.5, 13.5, 13.5],
  Wampler1: [14.5, 10, 10],
  Wampler2: [13, 14, 13.5],
  Wampler3: [14.5, 13.5, 13.5],
  Wampler4: [14.5, 13.5, 13.5],
  Wampler5: [14.5, 13.5, 13.5],
};

describe("NIST's linear regressions through a formula", () => {
  test.each(Object.entries(sets))("%s", (name, set) => {
    const data = frame(name, { y: set.y, ...Object.fromEntries(set.columns.map((values, j) => [`x${j + 1}`, values])) });
    const terms = termsOf(set);
    const constant = set.powers === null || set.powers.includes(0);
    const fit = regress(data, `y ~ ${terms.join(" + ")}${constant ? "" : " - 1"}`);
    const names = constant ? [INTERCEPT, ...terms] : terms;
    expect(fit.coefficients.map((row) => row.term)).toEqual(names);
    const worst = (value: (term: string) => number, certified: number[]): number =>
      Math.min(...certified.map((wanted, k) => digits(value(names[k]!), wanted)));
    const [coefficients, errors, sd] = floors[name]!;
    expect(worst((term) => rowOf(fit, term).estimate!, set.coefficients)).toBeGreaterThanOrEqual(coefficients);
    expect(worst((term) => rowOf(fit, term).stdError ?? 0, set.stdErrors)).toBeGreaterThanOrEqual(errors);
    if (name === "Longley") expect(digits(fit.statistics.r2!, 0.995479004577296)).toBeGreaterThanOrEqual(14.5);
    const free = set.y.length - names.length;
    expect(digits(Math.sqrt((fit.statistics.rmse! ** 2 * set.y.length) / free), set.residualSd)).toBeGreaterThanOrEqual(sd);
  });
});
