import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compositeIndex, type IndexOptions } from "../dist/econometrics/index/main.js";
import { type Frame, frame } from "../dist/frame/main.js";

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
