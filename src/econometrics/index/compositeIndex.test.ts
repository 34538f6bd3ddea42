import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, takeRows, withLedger } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { compositeIndex } from "./compositeIndex.js";
import type { IndexOptions } from "./options.js";

// The panel and every number here are made by bench/peers/index.R (base R 4.2.2, its own code).
const folder = new URL("../../../test/fixtures/index/", import.meta.url);
const reference = JSON.parse(readFileSync(new URL("reference.json", folder), "utf8"));
const [head, ...lines] = readFileSync(new URL("panel.csv", folder), "utf8").trim().split("\n");
const cells = lines.map((line) => line.split(","));
const names = head!.split(",");
const panel = frame(
  "panel",
  Object.fromEntries(names.map((name, j) => [name, name === "unit" ? cells.map((c) => c[j]!) : cells.map((c) => Number(c[j]))])),
);

const indicators = { rd: "higher", patents: "higher", energy: "lower", schooling: "higher", market: "higher" } as const;
const options = (more: Partial<IndexOptions> = {}): IndexOptions => ({
  name: "np",
  unit: "unit",
  time: "year",
  method: "entropy",
  indicators,
  ...more,
});
const made = (more: Partial<IndexOptions> = {}, on = panel) => compositeIndex(on, options(more));
const weightsOf = (index: ReturnType<typeof compositeIndex>) => index.result.weights.map((w) => w.weight);

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

function codeOf(run: () => unknown): { code: string; evidence: Record<string, unknown> } {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, evidence: error.evidence as Record<string, unknown> };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("values of R", () => {
  for (const method of ["entropy", "critic", "criticEntropyProduct", "criticEntropyMean"] as const)
    it(`${method}: weights and scores`, () => {
      const index = made({ method });
      close(weightsOf(index), reference[method].weights);
      close(index.scores, reference[method].scores);
    });

  it("equal weights", () => close(made({ method: "equal" }).scores, reference.equal.scores));
  it("entropies", () =>
    close(
      made().result.weights.map((w) => w.entropy!),
      reference.entropy.entropies,
    ));
  it("a shift before shares", () => close(weightsOf(made({ entropyShift: 0.0001 })), reference.entropyShift.weights));
  it("CRITIC with |r|", () =>
    close(weightsOf(made({ method: "critic", criticCorrelation: "absolute" })), reference.criticAbsolute.weights));

  it("ln before scaling", () => {
    const index = made({ transform: { rd: "ln", energy: "ln" } });
    close(weightsOf(index), reference.entropyLn.weights);
    close(index.scores, reference.entropyLn.scores);
  });

  it("ranges and weights frozen on early years", () => {
    const index = made({ fit: { where: "year < 2018" } });
    close(weightsOf(index), reference.frozen.weights);
    close(index.scores, reference.frozen.scores);
    expect(index.result.fit).toEqual({ where: "year < 2018", rows: 36 });
    const outside = index.findings.find((f) => f.code === "INDEX-OUTSIDE-RANGE")!.evidence as { indicators: { cells: number }[] };
    expect(outside.indicators.reduce((s, i) => s + i.cells, 0)).toBe(reference.frozen.outside);
  });

  it("ranges of a base year", () => {
    const index = made({ method: "critic", scale: { frame: "baseYear" } });
    close(weightsOf(index), reference.baseYearCritic.weights);
    close(index.scores, reference.baseYearCritic.scores);
    expect(index.result.conventions.basePeriod).toBe(2015);
    expect(made({ method: "critic", scale: { frame: "baseYear", baseYear: 2016 } }).scores).not.toEqual(index.scores);
  });

  it("ranges by year, weights pooled or by year", () => {
    const pooled = made({ scale: { frame: "byYear" } });
    close(weightsOf(pooled), reference.byYear.weights);
    close(pooled.scores, reference.byYear.scores);
    const yearly = made({ scale: { frame: "byYear" }, weightFrame: "byYear" });
    const series = (j: number) => yearly.result.weights[j]!.byTime!.map((t) => t.weight);
    const expected = (j: number) => reference.byYearWeights.weights.map((year: number[]) => year[j]!);
    for (let j = 0; j < 5; j++) close(series(j), expected(j));
    close(yearly.scores, reference.byYearWeights.scores);
  });

  it("z-scores with CRITIC", () => {
    const index = made({ method: "critic", scale: { method: "zScore" } });
    close(weightsOf(index), reference.zCritic.weights);
    close(index.scores, reference.zCritic.scores);
  });

  it("R2 of an outcome on the indicators", () => {
    const found = made({ identityOf: ["outcome"] }).findings.find((f) => f.code === "INDEX-OUTCOME-IDENTITY")!;
    expect((found.evidence as { r2: number }).r2).toBeCloseTo(reference.identityR2, 12);
  });
});

describe("alternatives", () => {
  const index = made({
    transform: { rd: "ln", energy: "ln" },
    alternatives: { method: ["critic", "equal"], transform: ["none"], leaveOneOut: true },
  });

  it("cross methods with the transform and leave each indicator out", () => {
    expect([...index.alternatives.keys()]).toEqual([
      "transform none",
      "critic",
      "critic, transform none",
      "equal",
      "equal, transform none",
      "without rd",
      "without patents",
      "without energy",
      "without schooling",
      "without market",
    ]);
    close(index.alternatives.get("transform none")!, reference.entropy.scores);
    close(index.alternatives.get("critic, transform none")!, reference.critic.scores);
    expect(index.result.alternatives[0]!.spearman).toBeCloseTo(reference.spearmanEntropyLn, 12);
    expect(made({ alternatives: { method: ["critic"] } }).result.alternatives[0]!.spearman).toBeCloseTo(reference.spearmanCritic, 12);
  });

  it("weights of every alternative sum to 1", () => {
    for (const a of index.result.alternatives) expect(Object.values(a.weights!).reduce((s, w) => s + w, 0)).toBeCloseTo(1, 12);
    expect(Object.keys(index.result.alternatives[5]!.weights!)).not.toContain("rd");
  });

  it("leaving an indicator out of manual weights rescales the others", () => {
    const weights = { rd: 0.2, patents: 0.2, energy: 0.2, schooling: 0.2, market: 0.2 };
    const manual = made({ method: "manual", weights, alternatives: { leaveOneOut: true } });
    expect(manual.result.alternatives[0]!.weights!.patents).toBeCloseTo(0.25, 12);
  });
});

describe("the result", () => {
  it("decomposes every score and ranks the last period", () => {
    const index = made();
    const total = new Float64Array(panel.rows);
    for (const part of index.contributions.values()) for (let i = 0; i < total.length; i++) total[i]! += part[i]!;
    close(total, index.scores);
    const { ranking, rankingTime } = index.result;
    expect(rankingTime).toBe(2020);
    expect(ranking.map((r) => r.rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const row of ranking) expect(Object.values(row.contributions).reduce((s, c) => s + c, 0)).toBeCloseTo(row.score, 12);
    const first = ranking.map((r) => r.rankFirst!);
    expect([...first].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("names its conventions", () => {
    const { conventions } = made({ method: "criticEntropyProduct", fit: { where: "year < 2018" } }).result;
    expect(conventions.entropyDenominator).toBe("ln of the number of rows");
    expect(conventions.entropyShift).toBe(0);
    expect(conventions.combination).toBe("product: w1 w2 / sum(w1 w2)");
    expect(conventions.criticCorrelation).toBe("Pearson, conflict 1 - r");
  });

  it("works for a cross-section", () => {
    const rows = Int32Array.from(cells.flatMap((c, i) => (c[1] === "2020" ? [i] : [])));
    const index = compositeIndex(takeRows(panel, rows), { name: "np", unit: "unit", method: "critic", indicators });
    expect(index.result.rankingTime).toBeNull();
    expect(index.result.scores.time).toEqual([]);
    expect(index.result.ranking).toHaveLength(12);
  });

  it("a missing cell makes the score missing and is counted", () => {
    const rd = Float64Array.from(cells, (c, i) => (i === 7 ? Number.NaN : Number(c[2])));
    const holed = { ...panel, columns: new Map([...panel.columns, ["rd", { kind: "number" as const, values: rd }]]) };
    const index = made({ imputedCells: { rd: 3 } }, holed);
    expect(Number.isNaN(index.scores[7])).toBe(true);
    expect(index.scores.filter((s) => Number.isNaN(s))).toHaveLength(1);
    expect(index.result.fit.rows).toBe(71);
    expect(index.findings.find((f) => f.code === "INDEX-MISSING-CELLS")!.evidence).toMatchObject({
      rows: 1,
      of: 72,
      indicators: [{ indicator: "rd", cells: 1 }],
    });
    expect(index.findings.find((f) => f.code === "INDEX-IMPUTED-CELLS")!.evidence).toMatchObject({ cells: 3, of: 360 });
    expect(index.result.weights[0]!.imputedCells).toBe(3);
  });
});

describe("findings", () => {
  it("cells that an interpolate step filled in are counted from the ledger", () => {
    const what = { column: "energy", within: "p" };
    const line = { step: 1, reason: "interpolate", rows: 0, cells: 4, column: "energy", what } as const;
    const index = made({}, withLedger(panel, line));
    expect(index.findings.find((f) => f.code === "INDEX-IMPUTED-CELLS")!.evidence).toMatchObject({
      cells: 4,
      indicators: [{ indicator: "energy", cells: 4 }],
    });
    expect(index.result.weights.map((w) => w.imputedCells)).toEqual([0, 0, 4, 0, 0]);
  });

  it("entropy above 1: the recipe of ln(periods) reverses the order of weights, both are shown", () => {
    const index = made({ entropyDenominator: "periods" });
    close(weightsOf(index), reference.entropyPeriods.weights);
    const found = index.findings.find((f) => f.code === "INDEX-ENTROPY-ABOVE-ONE")!;
    const evidence = found.evidence as { weightSpearman: number; indicators: { weight: number; rightWeight: number; entropy: number }[] };
    expect(found.severity).toBe("serious");
    expect(evidence.weightSpearman).toBe(-1);
    close(
      evidence.indicators.map((i) => i.rightWeight),
      reference.entropy.weights,
    );
    for (const i of evidence.indicators) expect(i.entropy).toBeGreaterThan(1);
  });

  it("the faulty recipe as an alternative is found too", () => {
    const index = made({ alternatives: { entropyDenominator: ["periods"] } });
    expect([...index.alternatives.keys()]).toEqual(["entropyDenominator periods"]);
    close(index.alternatives.get("entropyDenominator periods")!, reference.entropyPeriods.scores);
    expect(index.findings.map((f) => f.code)).toContain("INDEX-ENTROPY-ABOVE-ONE");
    expect(made().findings.map((f) => f.code)).not.toContain("INDEX-ENTROPY-ABOVE-ONE");
  });

  it("one weight above max(0.25, twice its equal share)", () => {
    const found = made().findings.find((f) => f.code === "INDEX-WEIGHT-DOMINANT")!;
    expect(found.evidence).toMatchObject({ indicator: "patents", bar: 0.4, equal: 0.2 });
    expect(made({ method: "equal" }).findings.map((f) => f.code)).not.toContain("INDEX-WEIGHT-DOMINANT");
  });

  it("sizes among ratios, by the declared kinds", () => {
    const found = made({ kinds: { patents: "size", rd: "ratio", market: "share" } }).findings.find(
      (f) => f.code === "INDEX-SIZE-AMONG-RATIOS",
    )!;
    expect(found.evidence).toMatchObject({ sizes: ["patents"], ratios: ["rd", "market"] });
    const own = made({
      indicators: { ...indicators, patents: { direction: "higher", kind: "ratio" } },
      kinds: { patents: "size", rd: "ratio" },
    });
    expect(own.findings.map((f) => f.code)).not.toContain("INDEX-SIZE-AMONG-RATIOS");
  });

  it("an indicator that falls when the index rises", () => {
    const index = made({ indicators: { ...indicators, energy: "higher" } });
    const found = index.findings.find((f) => f.code === "INDEX-INDICATOR-AGAINST")!;
    expect((found.evidence as { indicators: { indicator: string }[] }).indicators.map((i) => i.indicator)).toEqual(["energy"]);
  });

  it("an alternative that orders the rows otherwise", () => {
    const weights = { rd: 0, patents: 0, energy: 0, schooling: 0, market: 1 };
    const index = made({ method: "manual", weights, alternatives: { method: ["entropy"] } });
    expect(index.findings.map((f) => f.code)).toContain("INDEX-CHOICE-SENSITIVE");
  });

  it("series normalised to a base period or a base unit", () => {
    const year = Float64Array.from(cells, (c) => Number(c[1]));
    const unit = cells.map((c) => c[0]!);
    const rd = Float64Array.from(cells, (c) => Number(c[2]));
    const at = (u: string, y: number) => rd[unit.findIndex((name, i) => name === u && year[i] === y)]!;
    const with2018 = rd.map((v, i) => v / at(unit[i]!, 2018));
    const withU03 = rd.map((v, i) => v / at("u03", year[i]!));
    for (const [values, base, by] of [
      [with2018, "2018", "period"],
      [withU03, "u03", "unit"],
    ] as const) {
      const changed = { ...panel, columns: new Map([...panel.columns, ["rd", { kind: "number" as const, values }]]) };
      const found = made({}, changed).findings.find((f) => f.code === "INDEX-NORMALISED-SERIES")!;
      expect(found.evidence).toMatchObject({ indicator: "rd", base, by, value: 1 });
    }
    expect(made().findings.map((f) => f.code)).not.toContain("INDEX-NORMALISED-SERIES");
  });

  it("zeros in the first year are absence, not a base", () => {
    const started = Float64Array.from(cells, (c) => (c[1] === "2015" ? 0 : Number(c[2])));
    const changed = { ...panel, columns: new Map([...panel.columns, ["rd", { kind: "number" as const, values: started }]]) };
    expect(made({}, changed).findings.map((f) => f.code)).not.toContain("INDEX-NORMALISED-SERIES");
  });
});

describe("mistakes", () => {
  const constant = (value: number) => ({
    ...panel,
    columns: new Map([...panel.columns, ["rd", { kind: "number" as const, values: new Float64Array(panel.rows).fill(value) }]]),
  });
  const cases: [string, Partial<IndexOptions>, typeof panel, Record<string, unknown>][] = [
    ["INDEX-EMPTY", { indicators: {} }, panel, { index: "np" }],
    ["INDEX-DIRECTION-MISSING", { indicators: ["rd", "energy"] }, panel, { indicators: ["rd", "energy"] }],
    ["INDEX-DIRECTION-MISSING", { indicators: { rd: "higher", energy: null } }, panel, { indicators: ["energy"] }],
    ["INDEX-NO-VARIATION", {}, constant(3), { indicator: "rd", value: 3, rows: 72, period: null }],
    ["INDEX-NO-VARIATION", { scale: { frame: "byYear" } }, constant(3), { indicator: "rd", period: 2015 }],
    ["INDEX-LN-NONPOSITIVE", { transform: { patents: "ln" } }, panel, { indicator: "patents", value: 0 }],
    ["INDEX-FIT-EMPTY", { fit: { where: "year < 2000" } }, panel, { where: "year < 2000" }],
    ["INDEX-FIT-EMPTY", {}, constant(Number.NaN), { empty: ["rd"] }],
    ["INDEX-FIT-PERIOD", { fit: { where: "year < 2018" }, scale: { frame: "byYear" } }, panel, { periods: [2018, 2019, 2020] }],
    ["INDEX-FIT-PERIOD", { fit: { where: "year < 2018" }, weightFrame: "byYear" }, panel, { option: "weightFrame" }],
    ["INDEX-BASE-YEAR", { scale: { frame: "baseYear", baseYear: 2011 } }, panel, { baseYear: 2011 }],
    ["INDEX-ENTROPY-NEGATIVE", { scale: { method: "zScore" } }, panel, { indicator: "rd", scale: "zScore" }],
    ["INDEX-RULE-UNNAMED", { method: "criticEntropy" }, panel, {}],
    ["INDEX-RULE-UNNAMED", { alternatives: { method: ["criticEntropy"] } }, panel, {}],
    ["INDEX-WEIGHTS-NAMES", { method: "manual", weights: { rd: 1, other: 0 } }, panel, { extra: ["other"] }],
    [
      "INDEX-WEIGHTS-SUM",
      { method: "manual", weights: { rd: 1, patents: 0.1, energy: 0, schooling: 0, market: 0 } },
      panel,
      { negative: [] },
    ],
    [
      "INDEX-WEIGHTS-SUM",
      { method: "manual", weights: { rd: 1.1, patents: -0.1, energy: 0, schooling: 0, market: 0 } },
      panel,
      { negative: ["patents"] },
    ],
    ["INDEX-OPTION-UNUSED", { weights: { rd: 1 } }, panel, { option: "weights" }],
    ["INDEX-OPTION-UNUSED", { method: "equal", entropyShift: 0.1 }, panel, { option: "entropyShift" }],
    ["INDEX-OPTION-UNUSED", { criticCorrelation: "absolute" }, panel, { option: "criticCorrelation" }],
    ["INDEX-OPTION-UNUSED", { scale: { baseYear: 2016 } }, panel, { option: "scale.baseYear" }],
    ["INDEX-OPTION-UNUSED", { transform: { other: "ln" } }, panel, { option: "transform: other" }],
    ["INDEX-OPTION-UNUSED", { entropyDenominator: "periods", fit: { where: "year = 2016" } }, panel, {}],
    ["DATA-COLUMN-UNKNOWN", { indicators: { rdd: "higher" } }, panel, { nearest: "rd" }],
  ];
  for (const [code, more, on, evidence] of cases)
    it(`${code} ${JSON.stringify(more)}`, () => {
      const thrown = codeOf(() => made(more, on));
      expect(thrown.code).toBe(code);
      expect(thrown.evidence).toMatchObject(evidence);
    });

  it("INDEX-NO-CONFLICT for copies of one indicator", () => {
    const rd = Float64Array.from(cells, (c) => Number(c[2]));
    const twin = rd.map((v) => 2 * v + 1);
    const doubled = { ...panel, columns: new Map([...panel.columns, ["twin", { kind: "number" as const, values: twin }]]) };
    expect(codeOf(() => made({ method: "critic", indicators: { rd: "higher", twin: "higher" } }, doubled)).code).toBe("INDEX-NO-CONFLICT");
  });
});

describe("properties over random panels", () => {
  const randomPanel = fc.record({
    units: fc.integer({ min: 3, max: 7 }),
    periods: fc.integer({ min: 2, max: 4 }),
    seed: fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 90, maxLength: 90 }),
  });
  const build = (p: { units: number; periods: number; seed: number[] }, label = (u: number) => `u${u}`) => {
    const n = p.units * p.periods;
    const column = (k: number) =>
      Float64Array.from({ length: n }, (_, i) => p.seed[(i * 3 + k) % 90]! / 1000 + (i % 7) * 0.31 + k * (i % 3));
    return frame("random", {
      unit: Array.from({ length: n }, (_, i) => label(Math.floor(i / p.periods))),
      year: Array.from({ length: n }, (_, i) => 2000 + (i % p.periods)),
      a: column(0),
      b: column(1),
      c: column(2),
    });
  };
  const methods = fc.constantFrom("entropy", "critic", "criticEntropyProduct", "criticEntropyMean", "equal" as const);
  const spec = (method: IndexOptions["method"]): IndexOptions => ({
    unit: "unit",
    time: "year",
    method,
    indicators: { a: "higher", b: "lower", c: "higher" },
  });

  it("weights are shares of one whole; entropies lie in 0..1; scores stay in 0..1", () => {
    fc.assert(
      fc.property(randomPanel, methods, (p, method) => {
        const index = compositeIndex(build(p), spec(method));
        const weights = weightsOf(index);
        expect(weights.reduce((s, w) => s + w, 0)).toBeCloseTo(1, 12);
        for (const w of weights) expect(w).toBeGreaterThanOrEqual(0);
        for (const { entropy } of index.result.weights) if (entropy !== null) expect(entropy).toBeLessThanOrEqual(1);
        for (const s of index.scores) expect(s >= -1e-12 && s <= 1 + 1e-12).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("row order does not change a bit", () => {
    fc.assert(
      fc.property(randomPanel, methods, fc.integer(), (p, method, seed) => {
        const table = build(p);
        const order = Int32Array.from({ length: table.rows }, (_, i) => i).sort(
          (i, j) => ((i * 7919 + seed) % 101) - ((j * 7919 + seed) % 101) || i - j,
        );
        const direct = compositeIndex(table, spec(method));
        const shuffled = compositeIndex(takeRows(table, order), spec(method));
        expect(shuffled.result).toEqual(direct.result);
        expect(shuffled.scores).toEqual(Float64Array.from(order, (row) => direct.scores[row]!));
      }),
      { numRuns: 40 },
    );
  });

  it("relabelled units keep their scores", () => {
    fc.assert(
      fc.property(randomPanel, methods, (p, method) => {
        const direct = compositeIndex(build(p), spec(method));
        const renamed = compositeIndex(
          build(p, (u) => `z${9 - u}`),
          spec(method),
        );
        close(renamed.scores, direct.scores);
      }),
      { numRuns: 40 },
    );
  });

  it("an affine change of units does not matter, a negative one turns the direction", () => {
    fc.assert(
      fc.property(randomPanel, methods, fc.double({ min: 0.1, max: 50, noNaN: true }), (p, method, factor) => {
        const table = build(p);
        const a = table.columns.get("a")!;
        if (a.kind !== "number") throw new Error("a holds numbers");
        const changed = (values: Float64Array) => ({
          ...table,
          columns: new Map([...table.columns, ["a", { kind: "number" as const, values }]]),
        });
        const direct = compositeIndex(table, spec(method));
        close(compositeIndex(changed(a.values.map((v) => 3 + factor * v)), spec(method)).scores, direct.scores, 1e-9);
        const turned = { ...spec(method), indicators: { a: "lower", b: "lower", c: "higher" } as const };
        close(compositeIndex(changed(a.values.map((v) => -factor * v)), turned).scores, direct.scores, 1e-9);
      }),
      { numRuns: 40 },
    );
  });
});
