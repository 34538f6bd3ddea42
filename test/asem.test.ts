import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Results } from "../dist/results/main.js";
import { runStudy } from "../dist/study/main.js";

const root = join(import.meta.dirname, "..");
const golden = JSON.parse(readFileSync(join(root, "test/fixtures/index/asem.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "xinzhi-asem-"));
let results: Results;

beforeAll(async () => {
  results = (await runStudy(join(root, "studies/asem-connectivity"), { out: folder })).results;
}, 120_000);

test("the study's index orders the 51 countries as COINr's does, and is its min-max put onto 1..100", () => {
  const { ranking } = results.indices["connectivity"]!;
  const names = new Map<string, string>(
    readFileSync(join(root, "studies/asem-connectivity/data/asem.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => [line.split(",")[1]!, line.split(",")[0]!]),
  );
  expect(ranking).toHaveLength(51);
  golden.aggregates.uCode.forEach((code: string, k: number) => {
    const row = ranking.find((r) => r.unit === names.get(code))!;
    expect(row.score).toBeCloseTo(1 + 0.99 * golden.aggregates.Index[k], 8);
    expect(row.groups!["Conn"]!).toBeCloseTo(1 + 0.99 * golden.aggregates.Conn[k], 8);
  });
});

test("every country has an interval of ranks, and the choices their Sobol indices", () => {
  const { uncertainty } = results.indices["connectivity"]!;
  expect(uncertainty!.units).toHaveLength(51);
  expect(uncertainty!.units.filter((u) => u.low <= u.rank && u.rank <= u.high).length).toBeGreaterThan(45);
  expect(uncertainty!.sobol!.runs).toBe(6144);
  expect(uncertainty!.sobol!.factors.map((f) => f.factor)).toEqual(["winsorise", "scale", "aggregate", "weights"]);
});

test("the report shows intervals, the hierarchy and every filled cell, in both languages", () => {
  const page = readFileSync(join(folder, "report/index.html"), "utf8");
  for (const text of ["How sure the ranks are", "排名有多确定", "Hierarchy of", "填补而非观测的单元格", "Which choices move the ranks"])
    expect(page).toContain(text);
  expect(results.findings.map((f) => f.code)).toEqual(expect.arrayContaining(["INDEX-TREATED", "INDEX-IMPUTED-CELLS"]));
});
