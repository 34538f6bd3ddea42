import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { maximise } from "../../numerics/linearProgram.js";
import { agreement } from "./agreement.js";
import { priorities } from "./ahp.js";
import { compositeIndex } from "./compositeIndex.js";
import { correlation } from "./critic.js";
import { blankForm } from "./experts.js";
import type { IndexOptions } from "./options.js";
import { targetWeights } from "./targetImportance.js";

// The panel and the numbers of R are made by bench/peers/index.R (base R 4.2.2, lpSolve 5.6.18).
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
  compositeIndex(panel, { name: "np", unit: "unit", time: "year", method: "equal", indicators, ...more });
const weightsOf = (index: ReturnType<typeof compositeIndex>) => index.result.weights.map((w) => w.weight);

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

function errorOf(run: () => unknown): { code: string; evidence: Record<string, unknown> } {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, evidence: error.evidence as Record<string, unknown> };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("AHP", () => {
  const matrix = [
    [1, 3, 5],
    [1 / 3, 1, 2],
    [1 / 5, 1 / 2, 1],
  ];
  it("weights, largest eigenvalue and consistency ratio of R's eigen", () => {
    const found = priorities(matrix);
    close(found.weights, reference.ahp.weights);
    expect(found.largest).toBeCloseTo(reference.ahp.largest, 12);
    expect(found.ratio).toBeCloseTo(reference.ahp.ratio, 12);
  });

  it("a consistent matrix gives back its weights, with a ratio of zero", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 }), (raw) => {
        const total = raw.reduce((s, v) => s + v, 0);
        const { weights, ratio } = priorities(raw.map((a) => raw.map((b) => a / b)));
        close(
          weights,
          raw.map((v) => v / total),
          1e-12,
        );
        expect(ratio).toBeLessThan(1e-12);
      }),
    );
  });

  const five = (upper: (i: number, j: number) => number) =>
    Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (_, j) => (i === j ? 1 : i < j ? upper(i, j) : 1 / upper(j, i))));

  it("a matrix that contradicts itself is a finding with its worst judgement; one that is not reciprocal an error", () => {
    const bad = made({ method: "ahp", comparisons: five((i, j) => (i === 0 && j === 4 ? 1 / 9 : 3)) });
    const { evidence } = bad.findings.find((f) => f.code === "INDEX-AHP-INCONSISTENT")!;
    expect(evidence).toMatchObject({ worst: { row: "market", column: "rd", judged: 9 } });
    const crooked = five(() => 3);
    crooked[4]![0] = 3;
    expect(errorOf(() => made({ method: "ahp", comparisons: crooked }))).toMatchObject({
      code: "INDEX-AHP-MATRIX",
      evidence: { fault: "reciprocal", row: "rd", column: "market" },
    });
    expect(errorOf(() => made({ method: "ahp", comparisons: matrix })).evidence["fault"]).toBe("size");
    expect(errorOf(() => made({ method: "ahp" })).code).toBe("INDEX-OPTION-UNUSED");
  });

  it("fractions may be written as text", () => {
    const two = {
      inputs: {
        of: ["rd", "patents"],
        method: "ahp" as const,
        comparisons: [
          [1, "3"],
          ["1/3", 1],
        ],
      },
    };
    expect(made({ groups: two }).result.groups![0]!.members.map((m) => m.weight)).toEqual([0.75, 0.25]);
  });
});

describe("an experts' form", () => {
  const filled = (rows: string[][], values: (row: string[]) => string) => {
    const [header, ...body] = rows;
    return frame(
      "experts",
      Object.fromEntries(header!.map((name, j) => [name, body.map((row) => (j === header!.length - 1 ? values(row) : row[j]!))])),
    );
  };
  const options: IndexOptions = { name: "np", unit: "unit", time: "year", method: "equal", indicators };

  it("of budgets is written and read back: weights are the mean shares, concordance that of R's friedman.test", () => {
    const four = { rd: "higher", patents: "higher", energy: "lower", schooling: "higher" } as const;
    const opinions: Record<string, number[]> = { E1: [40, 30, 20, 10], E2: [35, 35, 20, 10], E3: [10, 50, 20, 20] };
    const form = blankForm({ ...options, indicators: four, method: "budget" }, "budget", 3);
    expect(form[1]).toEqual(["E1", "np", "rd", ""]);
    const index = made({
      indicators: four,
      method: "budget",
      expertForm: filled(form, (row) => String(opinions[row[0]!]![Object.keys(four).indexOf(row[2]!)])),
    });
    close(weightsOf(index), [85 / 300, 115 / 300, 60 / 300, 40 / 300]);
    const { judgement } = index.result.groups!.at(-1)!;
    expect(judgement!.agreement!.kendallW).toBeCloseTo(reference.agreement.kendallW, 12);
    expect(judgement!.agreement!.chi2).toBeCloseTo(reference.agreement.chi2, 12);
    expect(judgement!.agreement!.pValue).toBeCloseTo(reference.agreement.pValue, 12);
    expect(index.findings.map((f) => f.code)).toContain("INDEX-EXPERTS-DISAGREE");
  });

  it("of comparisons is written and read back by group; experts are put together by geometric means", () => {
    const groups = { inputs: { of: ["rd", "patents"], method: "ahp" as const } };
    const form = blankForm({ ...options, groups }, "ahp", 2);
    expect(form).toEqual([
      ["expert", "group", "left", "right", "value"],
      ["E1", "inputs", "rd", "patents", ""],
      ["E2", "inputs", "rd", "patents", ""],
    ]);
    const index = made({ groups, expertForm: filled(form, (row) => (row[0] === "E1" ? "9" : "1/4")) });
    const group = index.result.groups!.find((g) => g.name === "inputs")!;
    // sqrt(9 / 4) = 3 / 2
    close(
      group.members.map((m) => m.weight),
      [0.6, 0.4],
    );
    expect(group.judgement!.experts.map((e) => e.weights["rd"])).toEqual([0.9, 0.2]);
  });

  it("says which expert left what out", () => {
    const form = blankForm({ ...options, method: "budget" }, "budget", 1);
    const fault = (values: (row: string[]) => string, rows = form) =>
      errorOf(() => made({ method: "budget", expertForm: filled(rows, values) })).evidence;
    expect(fault(() => "20", form.slice(0, 4))).toMatchObject({ fault: "missing", expert: "E1", member: "schooling" });
    expect(fault(() => "10")).toMatchObject({ fault: "sum", text: "50" });
    expect(fault(() => "many")).toMatchObject({ fault: "value", text: "many" });
    expect(fault(() => "20", [...form, form[1]!])).toMatchObject({ fault: "twice", member: "rd" });
    expect(errorOf(() => made({ method: "budget", expertForm: frame("experts", { expert: ["E1"] }) })).evidence).toMatchObject({
      fault: "column",
    });
  });
});

describe("Kendall's W", () => {
  it("is 1 where all agree, near 0 where orders cancel", () => {
    expect(
      agreement([
        [3, 2, 1],
        [30, 20, 10],
      ]).kendallW,
    ).toBe(1);
    expect(
      agreement([
        [3, 2, 1],
        [1, 2, 3],
      ]).kendallW,
    ).toBe(0);
  });
});

describe("benefit of the doubt", () => {
  it("scores of lpSolve, without and with limits on the shares", () => {
    close(made({ method: "benefitOfTheDoubt" }).scores, reference.benefitOfTheDoubt.scores, 1e-9);
    close(made({ method: "benefitOfTheDoubt", shares: [0.1, 0.6] }).scores, reference.benefitOfTheDoubt.bounded, 1e-9);
  });

  it("contributions keep to the limits and add up; no row exceeds 1, some reach it", () => {
    const index = made({ method: "benefitOfTheDoubt", shares: [0.1, 0.6] });
    let best = 0;
    for (let i = 0; i < panel.rows; i++) {
      const parts = [...index.contributions.values()].map((c) => c[i]!);
      const score = index.scores[i]!;
      expect(parts.reduce((s, v) => s + v, 0)).toBeCloseTo(score, 12);
      best = Math.max(best, score);
      for (const part of parts) {
        expect(part).toBeGreaterThanOrEqual(0.1 * score - 1e-10);
        expect(part).toBeLessThanOrEqual(0.6 * score + 1e-10);
      }
    }
    expect(best).toBeCloseTo(1, 12);
    expect(weightsOf(index).reduce((s, v) => s + v, 0)).toBeCloseTo(1, 10);
  });

  it("refuses negative values", () => {
    expect(errorOf(() => made({ method: "benefitOfTheDoubt", scale: { method: "zScore" } })).code).toBe("INDEX-DOUBT-NEGATIVE");
  });
});

describe("the simplex", () => {
  it("a textbook program: 3x + 5y under x <= 4, 2y <= 12, 3x + 2y <= 18 is 36 at (2, 6)", () => {
    const found = maximise(
      [3, 5],
      [
        [1, 0],
        [0, 2],
        [3, 2],
      ],
      [4, 12, 18],
    )!;
    close(found.x, [2, 6]);
    expect(found.value).toBeCloseTo(36, 12);
    close(found.y, [0, 1.5, 1]);
  });
  it("unbounded is null; degenerate programs end (Beale's cycle)", () => {
    expect(maximise([1, 1], [[1, -1]], [1])).toBeNull();
    const beale = maximise(
      [0.75, -150, 0.02, -6],
      [
        [0.25, -60, -0.04, 9],
        [0.5, -90, -0.02, 3],
        [0, 0, 1, 0],
      ],
      [0, 0, 1],
    )!;
    expect(beale.value).toBeCloseTo(0.05, 12);
  });
  it("the dual proves the optimum of random programs", () => {
    const positive = fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(positive, { minLength: 200, maxLength: 200 }),
        (n, m, raw) => {
          const rows = Array.from({ length: m }, (_, i) => raw.slice(i * n, i * n + n));
          const c = raw.slice(150, 150 + n);
          const found = maximise(
            c,
            rows,
            rows.map(() => 1),
          );
          if (found === null) return;
          rows.forEach((row) => {
            expect(row.reduce((s, a, j) => s + a * found.x[j]!, 0)).toBeLessThanOrEqual(1 + 1e-9);
          });
          c.forEach((value, j) => {
            expect(rows.reduce((s, row, i) => s + row[j]! * found.y[i]!, 0)).toBeGreaterThanOrEqual(value - 1e-9);
          });
        },
      ),
    );
  });
});

describe("weights for target importance", () => {
  const shares = (index: ReturnType<typeof compositeIndex>, raw: readonly string[]) => {
    const r = raw.map((name) => {
      const contribution = index.contributions.get(name)!;
      return correlation(contribution, index.scores);
    });
    const total = r.reduce((s, v) => s + v, 0);
    return r.map((v) => v / total);
  };
  it("reach equal and unequal shares of the correlations", () => {
    const three = { rd: "higher", energy: "lower", schooling: "higher" } as const;
    close(shares(made({ indicators: three, method: "targetImportance" }), Object.keys(three)), [1 / 3, 1 / 3, 1 / 3], 1e-9);
    close(
      shares(
        made({ indicators: three, method: "targetImportance", importance: { rd: 34, energy: 33, schooling: 33 } }),
        Object.keys(three),
      ),
      [0.34, 0.33, 0.33],
      1e-9,
    );
  });
  it("what cannot be reached is a finding", () => {
    const three = { rd: "higher", energy: "lower", schooling: "higher" } as const;
    const asked = { rd: 10, energy: 1, schooling: 1 };
    expect(made({ indicators: three, method: "targetImportance", importance: asked }).findings.map((f) => f.code)).toContain(
      "INDEX-IMPORTANCE-MISSED",
    );
  });
  it("do not depend on the order of the members", () => {
    const a = Float64Array.from([1, 2, 3, 5, 4]);
    const b = Float64Array.from([2, 1, 4, 3, 6]);
    const c = Float64Array.from([5, 3, 4, 8, 9]);
    const first = targetWeights([a, b, c], [0.2, 0.3, 0.5]).weights;
    const second = targetWeights([c, a, b], [0.5, 0.2, 0.3]).weights;
    close([second[1]!, second[2]!, second[0]!], first, 1e-9);
  });
});
