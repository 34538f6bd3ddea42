import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { evaluatePolicy } from "../dist/econometrics/did/main.js";
import { bandFindings, compositeIndex, type IndexOptions, indexBand } from "../dist/econometrics/index/main.js";
import { inference, regress, stdError } from "../dist/econometrics/main.js";
import { type Frame, frame, numberColumn, numbers, withColumn } from "../dist/frame/main.js";
import { readCatalogue } from "../dist/study/catalogues.js";
import { readStudy, resultsOf } from "../dist/study/main.js";

// The real provincial panel may be run here but not carried (third-party data, ../shared/data/README.md). Where it is missing the test says so.
const root = fileURLToPath(new URL("..", import.meta.url));
const shared = [process.env.XINZHI_SHARED, join(root, "../shared"), join(root, "../../shared")].find(
  (path) => path !== undefined && existsSync(join(path, "data/provinces")),
);
if (shared === undefined)
  console.warn("SKIPPED test/provinces.test.ts: the real provincial panel is not beside this checkout (../shared/data/provinces).");

const ratios: [string, string][] = [
  ["rd_intensity_pct", ""],
  ["rd_researcher_fte", "rd_fte"],
  ["rd_basic_10k", "rd_internal_10k"],
  ["pat_grant_inv", "gdp_implied_100m"],
  ["pat_valid_inv", "gdp_implied_100m"],
  ["tech_out_10k", "gdp_implied_100m"],
  ["hitech_revenue_100m", "gdp_implied_100m"],
  ["fiscal_sci_100m", "fiscal_exp_100m"],
  ["fiscal_edu_100m", "fiscal_exp_100m"],
  ["rd_fte", "gdp_implied_100m"],
];

/** 30 provinces without Tibet, 2012-2022: the ten ratios of the open system, their one gap (high-tech revenue in 2017) filled linearly. */
function provinces(folder: string): Frame {
  const [head, ...lines] = readFileSync(join(folder, "data/provinces/china-province-sti-2010-2023.csv"), "utf8")
    .trim()
    .replaceAll('"', "")
    .split("\n");
  const names = head!.split(",");
  const rows = lines
    .map((line) => Object.fromEntries(line.split(",").map((cell, j) => [names[j]!, cell])))
    .filter((row) => row["province"] !== "Tibet" && Number(row["year"]) >= 2012 && Number(row["year"]) <= 2022);
  const value = (row: Record<string, string>, name: string) => (name === "" ? 1 : row[name] === "" ? Number.NaN : Number(row[name]));
  const columns = ratios.map(([over, under]) => {
    const ratio = rows.map((row) => value(row, over) / value(row, under));
    // Rows stand by province and year, and no gap is longer than one year or at an end.
    return ratio.map((r, i) => (Number.isNaN(r) ? (ratio[i - 1]! + ratio[i + 1]!) / 2 : r));
  });
  return frame("provinces", {
    province: rows.map((row) => row["province"]!),
    year: rows.map((row) => Number(row["year"])),
    pilot: rows.map((row) => (Number(row["ai_pilot_first_year"]) > 0 ? Number(row["ai_pilot_first_year"]) : null)),
    ...Object.fromEntries(columns.map((column, j) => [`x${j + 1}`, column])),
  });
}

describe.skipIf(shared === undefined)("the real provincial panel", () => {
  const golden = shared === undefined ? null : JSON.parse(readFileSync(join(shared, "data/provinces/golden-weights.json"), "utf8")).weights;
  const panel = shared === undefined ? null : provinces(shared);
  const indicators = Object.fromEntries(Array.from({ length: 10 }, (_, j) => [`x${j + 1}`, "higher" as const]));
  const weights = (more: Partial<IndexOptions>) =>
    compositeIndex(panel!, { name: "np", unit: "province", time: "year", method: "entropy", indicators, ...more }).result.weights.map(
      (w) => w.weight,
    );

  it("has 330 complete rows", () => {
    const index = compositeIndex(panel!, { unit: "province", time: "year", method: "entropy", indicators });
    expect(index.result.fit.rows).toBe(330);
  });

  // R 4.2.2, recorded to 11 digits in golden-weights.json.
  const cases: [string, Partial<IndexOptions>][] = [
    ["entropy_pooled_lnNT", {}],
    ["entropy_lnT_bug", { entropyDenominator: "periods" }],
    ["entropy_shift_0.0001", { entropyShift: 0.0001 }],
    ["entropy_shift_0.01", { entropyShift: 0.01 }],
    ["critic_sampleSD", { method: "critic" }],
    ["critic_entropy_product", { method: "criticEntropyProduct" }],
  ];
  for (const [name, more] of cases)
    it(`weights equal ${name}`, () => {
      const found = weights(more);
      for (const [j, expected] of golden[name].entries()) expect(Math.abs(found[j]! - expected)).toBeLessThanOrEqual(1e-10);
    });
});

describe.skipIf(shared === undefined)("the pilot zones on the real provincial panel", () => {
  const indicators = Object.fromEntries(Array.from({ length: 10 }, (_, j) => [`x${j + 1}`, "higher" as const]));
  const panel = shared === undefined ? null : provinces(shared);
  const scores = panel === null ? null : compositeIndex(panel, { unit: "province", time: "year", method: "entropy", indicators }).scores;
  const data = panel === null ? null : withColumn(panel, "np", numberColumn(scores!));
  const treated = (source: Frame) => {
    const pilot = numbers(source, "pilot");
    return numbers(source, "year").map((year, row) => (year >= pilot[row]! ? 1 : 0));
  };

  it("treats 41 of 330 cells: mean .1242, sd .3304, as the paper prints", () => {
    const cells = treated(data!);
    const mean = cells.reduce((a, b) => a + b) / 330;
    expect(cells.reduce((a, b) => a + b)).toBe(41);
    expect(mean).toBeCloseTo(0.1242, 4);
    expect(Math.sqrt(cells.reduce((a, b) => a + (b - mean) ** 2, 0) / 329)).toBeCloseTo(0.3304, 4);
  });

  // R: feols, plm with vcovHC(type = "sss"), areg-like factor on the same panel.
  it("two-way estimate 0.0474 with the error of every correction", () => {
    const fit = regress(withColumn(data!, "treated", numberColumn(treated(data!))), "np ~ treated | province + year", {
      cluster: "province",
    });
    expect(fit.coefficients[0]!.estimate).toBeCloseTo(0.0474, 4);
    expect(stdError(fit, "treated")).toBeCloseTo(0.00982, 5);
    for (const [correction, error] of [
      ["plmSss", 0.00965],
      ["areg", 0.0103],
    ] as const) {
      expect(stdError(inference(fit, { cluster: "province", correction }), "treated")).toBeCloseTo(error, 5);
    }
  });

  it("leads, joint pre-trend test and headline row through the policies block", () => {
    const { result } = evaluatePolicy(data!, {
      name: "pilot",
      data: "provinces",
      unit: "province",
      time: "year",
      outcome: "np",
      adopted: "pilot",
      window: { from: -5, to: 3 },
      headline: { estimator: "twoWay" },
      randomization: { draws: 499, seed: 1 },
    });
    const outcome = result.outcomes["np"]!;
    expect(outcome.headline).toMatchObject({ estimator: "twoWay", distribution: "t(29)", support: { treatedUnits: 16, treatedRows: 41 } });
    expect(outcome.headline!.estimate).toBeCloseTo(0.0474, 4);
    expect(outcome.headline!.stdError).toBeCloseTo(0.00982, 5);
    const leads = outcome.eventStudy.filter((p) => p.estimator === "twoWay" && p.time <= -2).map((p) => p.row.estimate!);
    for (const [j, lead] of [-0.0281, -0.0226, -0.0225, -0.014].entries()) expect(leads[j]).toBeCloseTo(lead, 4);
    expect(outcome.pretrend).toMatchObject({ distribution: "F(4,29)", null: "leads -5..-2 are zero" });
    expect(outcome.pretrend!.waldChi2).toBeCloseTo(19.52, 2);
    expect(outcome.pretrend!.pValue).toBeCloseTo(0.0039, 4);
    expect(outcome.pretrend!.waldChi2PValue).toBeCloseTo(0.0006, 4);
    expect(result.cohorts.map((c) => [c.adopted, c.units.length])).toEqual([
      [2019, 2],
      [2020, 8],
      [2021, 3],
      [2022, 3],
    ]);
    expect(outcome.verdict).toMatchObject({ grade: "cannotTell", reasons: expect.arrayContaining(["PRETREND"]) });
  });

  it("says plainly that parallel trends fail, with the breakdown value and the randomisation p, from data, outcome and date alone", () => {
    const { result, findings } = evaluatePolicy(data!, {
      name: "pilot",
      data: "provinces",
      unit: "province",
      time: "year",
      outcome: "np",
      adopted: "pilot",
    });
    const { verdict, breakdown, randomization, placebos } = result.outcomes["np"]!;
    expect(verdict.grade).toBe("cannotTell");
    expect(verdict.reasons).toContain("PRETREND");
    expect(verdict.text).toContain("The paths differed already before adoption: the joint test of the leads gives p = 0.00392.");
    expect(verdict.text).toContain("Re-assigning the adoption dates 999 times gives p = 0.001.");
    expect(verdict.text).toContain("The breakdown value is 0.72:");
    expect(verdict.evidence).toMatchObject({ breakdown, pValue: randomization[0]!.pValue });
    expect(typeof breakdown).toBe("number");
    expect(randomization[0]).toMatchObject({ estimator: "groupTime", draws: 999 });
    expect(placebos).toHaveLength(1);
    expect(findings.some((f) => f.code === "DID-PRETREND")).toBe(true);
    console.info(`real provincial panel: ${verdict.text} Breakdown ${breakdown}, randomisation p ${randomization[0]!.pValue}.`);
  });

  it("carries the index into the estimate: entropy 0.047, CRITIC-entropy product 0.039, the ln(T) recipe named as a fault with its 0.035", () => {
    const index = compositeIndex(panel!, {
      name: "np",
      unit: "province",
      time: "year",
      method: "entropy",
      indicators,
      alternatives: { method: ["criticEntropyProduct"], entropyDenominator: ["periods"] },
    });
    const estimate = (scores: Float64Array) =>
      regress(
        withColumn(withColumn(panel!, "np", numberColumn(scores)), "treated", numberColumn(treated(panel!))),
        "np ~ treated | province + year",
        { cluster: "province" },
      ).coefficients;
    const recipes = [...index.alternatives].map(([name, scores]) => ({ name, rows: estimate(scores) }));
    const band = indexBand("np", estimate(index.scores), recipes);
    expect(band.terms[0]!.high).toBeCloseTo(0.0474, 4);
    expect(band.terms[0]).toMatchObject({ highBy: null, lowBy: "criticEntropyProduct" });
    expect(band.terms[0]!.low).toBeCloseTo(0.039, 4);
    const [finding] = bandFindings(band, "models.fe");
    expect(finding).toMatchObject({ code: "INDEX-BAND-FAULTY" });
    expect((finding!.evidence as { faulty: number }).faulty).toBeCloseTo(0.0346, 4);
  });

  it("the same by words alone: the open catalogue, its indicators under their own columns, and `index: all`", async () => {
    const folder = mkdtempSync(join(tmpdir(), "xinzhi-provinces-"));
    const names = ["province", "year", "pilot", ...Object.keys(indicators)];
    const columns = names.map((name) => {
      const column = panel!.columns.get(name)!;
      return column.kind === "number" ? Array.from(column.values, String) : Array.from(column.codes, (code) => column.labels[code]!);
    });
    const rows = Array.from({ length: 330 }, (_, i) => columns.map((column) => column[i]!.replace("NaN", "")).join(","));
    writeFileSync(join(folder, "provinces.csv"), `${names.join(",")}\n${rows.join("\n")}\n`);
    const open = readCatalogue("nqp-open").indicators.map((i) => i.id);
    // Columns in the order of `ratios`, which is that of the system as it was first written down.
    const order = [0, 1, 2, 4, 5, 6, 7, 8, 9, 3];
    writeFileSync(
      join(folder, "study.yaml"),
      `title: Zones on the real panel
data:
  provinces:
    { file: provinces.csv, unit: province, time: year, steps: [{ derive: { treated: "if(coalesce(pilot, 9999) <= year, 1, 0)" } }] }
indices:
  np:
    data: provinces
    catalogue: nqp-open
    indicators: { ${order.map((k, j) => `x${j + 1}: { as: ${open[k]} }`).join(", ")} }
    method: entropy
    alternatives: { method: [criticEntropyProduct], entropyDenominator: [periods] }
models:
  fe: { data: provinces, estimator: ols, formula: np ~ treated | province + year, vcov: { cluster: province }, index: all }
`,
    );
    const results = await resultsOf(readStudy(folder));
    const band = results.models["fe"]!.indexBand!.terms[0]!;
    expect(band).toMatchObject({ term: "treated", lowBy: "criticEntropyProduct", highBy: null });
    expect([band.high, band.low].map((v) => Number(v.toFixed(3)))).toEqual([0.047, 0.039]);
    const found = (code: string) => results.findings.find((f) => f.code === code)!;
    expect((found("INDEX-BAND-FAULTY").evidence["faulty"] as number).toFixed(3)).toBe("0.035");
    expect(found("INDEX-ENTROPY-ABOVE-ONE").evidence["weightSpearman"]).toBeCloseTo(-1, 10);
    expect(found("INDEX-CATALOGUE").evidence).toMatchObject({ taken: 10, of: 10, left: [] });
  });
});
