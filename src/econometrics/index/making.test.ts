import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, takeRows } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { compositeIndex } from "./compositeIndex.js";
import type { IndexOptions } from "./options.js";
import { kurtosis, skewness } from "./treat.js";

// The panel and the numbers of R are made by bench/peers/index.R (base R 4.2.2, its own code).
const folder = new URL("../../../test/fixtures/index/", import.meta.url);
const reference = JSON.parse(readFileSync(new URL("reference.json", folder), "utf8"));
const [head, ...lines] = readFileSync(new URL("panel.csv", folder), "utf8").trim().split("\n");
const cells = lines.map((line) => line.split(","));
const panel = frame(
  "panel",
  Object.fromEntries(head!.split(",").map((name, j) => [name, name === "unit" ? cells.map((c) => c[j]!) : cells.map((c) => Number(c[j]))])),
);
const indicators = { rd: "higher", patents: "higher", energy: "lower", schooling: "higher", market: "higher" } as const;
const made = (more: Partial<IndexOptions> = {}) =>
  compositeIndex(panel, { name: "np", unit: "unit", time: "year", method: "entropy", indicators, ...more });

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("aggregations and weights, values of R", () => {
  it("harmonic mean", () => close(made({ aggregate: "harmonic", scale: { range: [0.01, 1] } }).scores, reference.harmonic.scores));
  it("grey relation", () => close(made({ aggregate: "greyRelation" }).scores, reference.greyRelation.scores));
  it("Mazziotta-Pareto", () =>
    close(made({ aggregate: "mazziottaPareto", scale: { range: [70, 130] } }).scores, reference.mazziottaPareto.scores, 1e-10));
  it("the penalty turns round where a high score is bad", () => {
    const lower = made({ aggregate: "mazziottaPareto", scale: { range: [70, 130] } });
    const higher = made({ aggregate: "mazziottaPareto", scale: { range: [70, 130] }, penalty: "higher" });
    const mean = made({ scale: { range: [70, 130] } });
    for (let i = 0; i < panel.rows; i++) expect(lower.scores[i]! + higher.scores[i]!).toBeCloseTo(2 * mean.scores[i]!, 9);
  });
  it("entropy in the contrast of CRITIC", () =>
    close(
      made({ method: "criticEntropyContrast" }).result.weights.map((w) => w.weight),
      reference.criticEntropyContrast.weights,
    ));
  it("z-scores with mean 100 and deviation 10", () =>
    close(made({ method: "equal", scale: { method: "zScore", centre: 100, spread: 10 } }).scores, reference.zHundred.scores, 1e-10));
  it("weights of the base year", () =>
    close(
      made({ method: "critic", weightFrame: "baseYear", scale: { baseYear: 2015 } }).result.weights.map((w) => w.weight),
      reference.baseYearWeights.weights,
    ));
});

describe("a hierarchy", () => {
  const groups = {
    both: { of: ["inputs", "rest"] },
    inputs: { of: ["rd", "patents"] },
    rest: { of: ["energy", "schooling"] },
  };
  const index = made({ groups });

  it("three levels with an indicator at the top, values of R", () => {
    close(index.groups.get("inputs")!, reference.hierarchy.inputs);
    close(index.groups.get("both")!, reference.hierarchy.both);
    close(index.scores, reference.hierarchy.scores);
    expect(index.result.groups!.map((g) => g.name)).toEqual(["inputs", "rest", "both", null]);
    close(
      index.result.groups!.at(-1)!.members.map((m) => m.weight),
      reference.hierarchy.weights,
    );
  });

  it("weights of the indicators are products on the way up: they sum to 1 and give the score", () => {
    expect(index.result.weights.reduce((s, w) => s + w.weight, 0)).toBeCloseTo(1, 12);
    for (let i = 0; i < panel.rows; i++)
      expect([...index.contributions.values()].reduce((s, c) => s + c[i]!, 0)).toBeCloseTo(index.scores[i]!, 12);
    expect(index.result.weights[0]).toMatchObject({ dimension: "both", group: "inputs" });
  });

  it("a single group of everything is the flat index", () =>
    close(made({ groups: { all: { of: Object.keys(indicators) } } }).scores, made().scores, 1e-14));

  it("a group may weigh and aggregate in its own way, and an alternative leaves it so", () => {
    const own = { ...groups, inputs: { of: ["rd", "patents"], weights: { rd: 0.25, patents: 0.75 }, aggregate: "harmonic" as const } };
    const index = made({ groups: own, scale: { range: [0.1, 1] }, alternatives: { method: ["equal"], leaveOneOut: true } });
    expect(index.result.groups![0]).toMatchObject({
      method: "manual",
      aggregate: "harmonic",
      members: [{ weight: 0.25 }, { weight: 0.75 }],
    });
    expect(index.contributions.size).toBe(0);
    expect(index.alternatives.size).toBe(6);
    const left = index.result.alternatives.find((a) => a.name === "without patents")!;
    expect(Object.keys(left.weights!)).toEqual(["rd", "energy", "schooling", "market"]);
  });

  it("loops, unknown members, members of two groups and shared names are errors", () => {
    expect(codeOf(() => made({ groups: { a: { of: ["b"] }, b: { of: ["a"] } } }))).toBe("INDEX-GROUP-LOOP");
    expect(codeOf(() => made({ groups: { a: { of: ["a", "rd"] } } }))).toBe("INDEX-GROUP-LOOP");
    expect(codeOf(() => made({ groups: { a: { of: ["rdd"] } } }))).toBe("INDEX-GROUP-MEMBER");
    expect(codeOf(() => made({ groups: { a: { of: ["rd"] }, b: { of: ["rd"] } } }))).toBe("INDEX-GROUP-MEMBER");
    expect(codeOf(() => made({ groups: { rd: { of: ["patents"] } } }))).toBe("INDEX-GROUP-MEMBER");
    expect(codeOf(() => made({ groups: { a: { of: ["rd", "patents"], weights: { rd: 0.5, patents: 0.6 } } } }))).toBe("INDEX-WEIGHTS-SUM");
  });

  it("coupling takes the groups under the index as systems", () => {
    const two = { inputs: { of: ["rd", "patents"] }, rest: { of: ["energy", "schooling", "market"] } };
    const index = made({ groups: two, coupling: { definition: "classic" } });
    const [first] = index.result.coupling!.units;
    const row = index.result.ranking.find((r) => r.unit === first!.unit)!;
    expect(first!.systems).toEqual([row.groups!["inputs"], row.groups!["rest"]]);
    expect(codeOf(() => made({ groups: { inputs: two.inputs }, coupling: { definition: "classic" } }))).toBe("INDEX-DIMENSIONS-MISSING");
  });
});

describe("imputation", () => {
  const NONE = Number.NaN;
  const gaps = frame("gaps", {
    unit: ["A", "A", "A", "A", "B", "B", "B", "B", "C", "C", "C", "C"],
    year: [1, 2, 4, 5, 1, 2, 4, 5, 1, 2, 4, 5],
    region: ["e", "e", "e", "e", "w", "w", "w", "w", "e", "e", "e", "e"],
    x: [1, NONE, 7, NONE, 2, 4, 9, 6, 3, 8, NONE, 10],
  });
  const filled = (impute: NonNullable<IndexOptions["impute"]>) =>
    compositeIndex(gaps, { unit: "unit", time: "year", method: "equal", indicators: { x: "higher" }, impute }).result.filled!.map((c) => [
      c.unit,
      c.time,
      c.value,
    ]);

  it("mean and median of the period, within groups, along the unit's series, and the latest value", () => {
    expect(filled({ method: "mean" })).toEqual([
      ["A", 2, 6],
      ["A", 5, 8],
      ["C", 4, 8],
    ]);
    expect(filled({ method: "groupMean", by: ["region"] })).toEqual([
      ["A", 2, 8],
      ["A", 5, 10],
      ["C", 4, 7],
    ]);
    expect(filled({ method: "groupMedian", by: ["region"] })).toEqual(filled({ method: "groupMean", by: ["region"] }));
    expect(filled({ method: "interpolate" })).toEqual([
      ["A", 2, 3],
      ["C", 4, 8 + (2 / 3) * 2],
    ]);
    expect(filled({ method: "interpolate", ends: "nearest" })).toContainEqual(["A", 5, 7]);
    expect(filled({ method: "latest" })).toEqual([
      ["A", 2, 1],
      ["A", 5, 7],
      ["C", 4, 8],
    ]);
  });

  it("a row with too few observed indicators gets no score, and the finding names it", () => {
    const two = frame("two", { unit: ["A", "B", "C", "D"], x: [1, 2, 3, NONE], y: [4, NONE, 5, 7], z: [1, NONE, 2, 4] });
    const indicators = { x: "higher", y: "higher", z: "higher" } as const;
    const index = compositeIndex(two, { unit: "unit", method: "equal", indicators, impute: { method: "mean" }, coverage: 0.5 });
    expect(Number.isNaN(index.scores[1])).toBe(true);
    expect(Number.isNaN(index.scores[3])).toBe(false);
    expect(index.result.filled).toEqual([{ indicator: "x", unit: "D", time: null, value: 2 }]);
    expect(index.findings.find((f) => f.code === "INDEX-COVERAGE-LOW")!.evidence).toMatchObject({ isDropped: true, rows: 1 });
    const warned = compositeIndex(two, { unit: "unit", method: "equal", indicators, impute: { method: "mean" } });
    expect(warned.findings.find((f) => f.code === "INDEX-COVERAGE-LOW")!.evidence).toMatchObject({ isDropped: false, rows: 1 });
  });
});

describe("scales and directions", () => {
  const one = (x: number[], more: Partial<IndexOptions> & Pick<IndexOptions, "indicators">) => {
    const table = frame("t", { unit: x.map((_, i) => `u${i}`), x, size: x.map(() => 2) });
    return Array.from(compositeIndex(table, { unit: "unit", method: "equal", ...more }).scores);
  };

  it("middle-best: 1 - |x - best| / max |x - best|; interval: 1 inside, falling outside", () => {
    expect(one([10, 50, 60, 90], { indicators: { x: { direction: "middle", best: 50 } } })).toEqual([0, 1, 0.75, 0]);
    expect(one([10, 42, 60, 80], { indicators: { x: { direction: "interval", best: [40, 60] } } })).toEqual([0, 1, 1, 10 / 30]);
  });
  it("goalposts cut off, for either direction", () => {
    expect(
      one([10, 20, 50, 90], { indicators: { x: { direction: "higher", goalposts: [20, 85] } }, scale: { method: "goalposts" } }),
    ).toEqual([0, 0, 30 / 65, 1]);
    expect(
      one([0, 5, 10], { indicators: { x: { direction: "lower", goalposts: [10, 0] } }, scale: { method: "goalposts", range: [0, 100] } }),
    ).toEqual([100, 50, 0]);
  });
  it("distances to a reference and a target, fractions of the maximum", () => {
    expect(one([2, 4, 6], { indicators: { x: "higher" }, scale: { method: "distanceToReference", reference: "u1" } })).toEqual([0, 1, 2]);
    expect(one([2, 4, 6], { indicators: { x: "higher" }, scale: { method: "distanceToReference", reference: "u1", cap: true } })).toEqual([
      0, 1, 1,
    ]);
    expect(one([2, 4, 6], { indicators: { x: { direction: "lower", target: 1 } }, scale: { method: "distanceToTarget" } })).toEqual([
      4 / 5,
      2 / 5,
      0,
    ]);
    expect(one([2, 4, 8], { indicators: { x: "lower" }, scale: { method: "fractionOfMax" } })).toEqual([1, 0.5, 0.25]);
  });
  it("a denominator divides before anything else", () =>
    expect(one([2, 4, 6], { indicators: { x: "higher" }, denominators: { x: "size" }, scale: { method: "none" } })).toEqual([1, 2, 3]));

  it("scales that ask for more than they get are errors", () => {
    const bad = (more: Partial<IndexOptions> & Pick<IndexOptions, "indicators">) => codeOf(() => one([2, 4, 6], more));
    expect(bad({ indicators: { x: "higher" }, scale: { method: "goalposts" } })).toBe("INDEX-SCALE-NEEDS");
    expect(bad({ indicators: { x: "higher" }, scale: { method: "distanceToReference" } })).toBe("INDEX-SCALE-NEEDS");
    expect(bad({ indicators: { x: "higher" }, scale: { method: "distanceToReference", reference: "u9" } })).toBe("INDEX-REFERENCE");
    expect(bad({ indicators: { x: { direction: "higher", target: 2 } }, scale: { method: "distanceToTarget" } })).toBe(
      "INDEX-SCALE-UNDEFINED",
    );
    expect(bad({ indicators: { x: { direction: "middle" } } })).toBe("INDEX-BEST-VALUE");
    expect(bad({ indicators: { x: "higher" }, denominators: { y: "size" } })).toBe("INDEX-OPTION-UNUSED");
    expect(codeOf(() => one([2, -4, 6], { indicators: { x: "higher" }, scale: { method: "fractionOfMax" } }))).toBe(
      "INDEX-SCALE-UNDEFINED",
    );
    expect(codeOf(() => one([2, -4, 6], { indicators: { x: "higher", size: "higher" }, denominators: { size: "x" } }))).toBe(
      "INDEX-DENOMINATOR",
    );
  });
});

describe("outliers", () => {
  it("after treatment an indicator passes, or a finding says that it does not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 12, maxLength: 30 }),
        fc.integer({ min: 0, max: 4 }),
        (x, winsorise) => {
          const values = [...x, 5000, 0.05];
          const table = frame("t", { unit: values.map((_, i) => `u${i}`), x: values });
          const index = compositeIndex(table, {
            unit: "unit",
            method: "equal",
            indicators: { x: "higher" },
            treat: { winsorise, otherwise: "none" },
          });
          const { treatment } = index.result.weights[0]!;
          const scores = Float64Array.from(index.scores);
          const fails = Math.abs(skewness(scores)) > 2 && kurtosis(scores) > 3.5;
          expect(index.findings.some((f) => f.code === "INDEX-OUTLIERS-REMAIN")).toBe(fails);
          expect(treatment!.high + treatment!.low).toBeLessThanOrEqual(winsorise);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("treatment does not see the order of rows, and keeps the order of values", () => {
    const x = [1, 2, 2, 3, 4, 5, 6, 7, 100, 250];
    const table = frame("t", { unit: x.map((_, i) => `u${i}`), x });
    const options: IndexOptions = { unit: "unit", method: "equal", indicators: { x: "higher" }, treat: {} };
    const scores = compositeIndex(table, options).scores;
    const turned = compositeIndex(takeRows(table, Int32Array.from([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])), options).scores;
    expect([...turned].reverse()).toEqual([...scores]);
    for (let i = 1; i < x.length; i++) expect(scores[i]!).toBeGreaterThanOrEqual(scores[i - 1]!);
    expect(compositeIndex(table, options).findings.map((f) => f.code)).toContain("INDEX-TREATED");
  });
});
