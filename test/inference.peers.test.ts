import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Fit, inference, regress, rowOf, stdError, type VcovOption } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { threeFactors } from "./fixtures/panel/threeFactors.js";

type Numbers = Record<string, number>;
interface ByCluster {
  CR1: Numbers;
  CR2: { se: Numbers; df: Numbers };
  jackknife: { sum: Numbers; first: Numbers };
}
interface Errors {
  HC0?: Numbers;
  HC2: Numbers;
  HC3: Numbers;
  byFirm?: ByCluster;
  byProvince?: ByCluster;
}
// sandwich 3.0-2, clubSandwich 0.7.0 and fixest 0.14.2 on R 4.2.2, effects written as dummies for the first two; script: bench/peers/inference.R.
const peers = JSON.parse(readFileSync(new URL("./fixtures/inference/peers.json", import.meta.url), "utf8")) as {
  lm: Record<string, Errors>;
  weighted: Record<string, Errors>;
  slopes: Errors;
  fixest: Record<string, Record<"NW2" | "DK2" | "DK" | "conley300" | "conley800", Numbers>>;
};

const columns = threeFactors() as Record<string, number[]>;
const panel = frame("threeFactors", {
  ...columns,
  lat: columns["firm"]!.map((firm) => 20 + ((firm * 7) % 30) + firm / 100),
  lon: columns["firm"]!.map((firm) => 100 + ((firm * 11) % 25) + firm / 200),
});
const options = { unit: "firm", time: "year", vcov: "iid", keepSingletons: true } as const;

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected) / Math.abs(expected), `${what}: ${actual} against ${expected}`).toBeLessThan(1e-10);
}

function expectErrors(fit: Fit, option: VcovOption, expected: Numbers): Fit {
  const chosen = inference(fit, option);
  for (const [term, value] of Object.entries(expected)) expectClose(stdError(chosen, term), value, `${JSON.stringify(option)} ${term}`);
  return chosen;
}

const formulas: Record<string, string> = {
  pooled: "y ~ x1 + x2",
  firm: "y ~ x1 + x2 | firm",
  two: "y ~ x1 + x2 | firm + year",
  three: "y ~ x1 + x2 | firm + occupation + year",
};
const models = [
  ...Object.entries(peers.lm).map(([name, errors]) => ({ name, formula: formulas[name]!, weights: undefined, errors })),
  ...Object.entries(peers.weighted).map(([name, errors]) => ({
    name: `${name}, weighted`,
    formula: formulas[name]!,
    weights: "w",
    errors,
  })),
  { name: "slopes", formula: "y ~ x1 | firm[x2] + year", weights: undefined, errors: peers.slopes },
];

describe.each(models)("the unbalanced, disconnected panel, $name", ({ formula, weights, errors }) => {
  const fit = regress(panel, formula, { ...options, weights });

  test("HC0, HC2 and HC3 equal sandwich with dummies", () => {
    for (const type of ["HC0", "HC2", "HC3"] as const) if (errors[type] !== undefined) expectErrors(fit, type, errors[type]);
  });

  const clusterings = [
    ["firm", errors.byFirm],
    ["province", errors.byProvince],
  ] as const;
  test.each(clusterings.filter(([, by]) => by !== undefined))(
    "clustered by %s: CR1, CR2 with its degrees of freedom, the jackknife",
    (cluster, by) => {
      expectErrors(fit, { cluster, correction: "CR1" }, by!.CR1);
      const cr2 = expectErrors(fit, { cluster, correction: "CR2" }, by!.CR2.se);
      for (const [term, df] of Object.entries(by!.CR2.df)) expect(rowOf(cr2, term).distribution).toBe(`t(${Math.round(df * 100) / 100})`);
      const groups = new Set(columns[cluster]).size;
      const shrunk = Object.fromEntries(
        Object.entries(by!.jackknife.sum).map(([term, value]) => [term, value * Math.sqrt((groups - 1) / groups)]),
      );
      expect(expectErrors(fit, { cluster, correction: "CR3" }, shrunk).vcov.factor).toBe((groups - 1) / groups);
    },
  );
});

test.each(Object.entries(peers.fixest))("Newey-West, Driscoll-Kraay and Conley equal fixest, %s", (name, errors) => {
  const fit = regress(panel, formulas[name]!, options);
  expectErrors(fit, { method: "neweyWest", lags: 2 }, errors.NW2);
  expectErrors(fit, { method: "driscollKraay", lags: 2 }, errors.DK2);
  expectErrors(fit, { method: "driscollKraay" }, errors.DK);
  expectErrors(fit, { method: "conley", lat: "lat", lon: "lon", cutoff: 300 }, errors.conley300);
  expectErrors(fit, { method: "conley", lat: "lat", lon: "lon", cutoff: 800 }, errors.conley800);
});
