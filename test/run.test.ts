import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Results, Row } from "../dist/results/main.js";
import { readStudy, resultsJsonSchema, resultsOf, runStudy, studyJsonSchema } from "../dist/study/main.js";
import { inFolder } from "./mistakes/make.js";
import { csv, panelRows, study } from "./mistakes/panel.js";

const root = join(import.meta.dirname, "..");

type Change = [string, string];
const withFiles = (changes: Change[], files: Record<string, string> = {}) => ({
  "study.yaml": study(...changes) as string,
  "data/provinces.csv": csv(panelRows()) as string,
  ...files,
});

/** The results of the small study with pieces of its text replaced. */
async function results(...changes: Change[]): Promise<Results> {
  return inFolder(withFiles(changes), (folder: string) => resultsOf(readStudy(join(folder, "study.yaml")))) as Promise<Results>;
}

const balanced: Change = [
  "      - derive: {",
  "      - balance: { columns: [output, rd, energy], from: 2012, to: 2017 }\n      - derive: {",
];
const alternatives: Change = [
  "indicators: { rd: higher, energy: lower }",
  "indicators: { rd: higher, energy: lower }\n    alternatives: { method: [critic, equal] }",
];
const onIndex: Change = ["outcome: [lnOutput]", "outcome: [tech]"];
const headlineOf = (r: Results): Row => r.policies["zones"]!.outcomes["tech"]!.headline!;

describe("variants", () => {
  test("each is the headline of the study that declares it, also with other data steps and a refitted index", async () => {
    const curve = await results(balanced, alternatives, onIndex, [
      "    smallestEffect: 0.01",
      "    variants: { controlGroup: [never, notYet], index: all, start: [2013], estimator: [twoWay] }\n    smallestEffect: 0.01",
    ]);
    const { variants, verdict } = curve.policies["zones"]!.outcomes["tech"]!;
    // (declared, never) x (entropy, critic, equal) x (2012, 2013) x (groupTime, twoWay), without the headline itself
    expect(variants).toHaveLength(2 * 3 * 2 * 2 - 1);
    expect(new Set(variants!.map((v) => v.name)).size).toBe(variants!.length);
    expect(verdict.evidence["variants"]).toBe(variants!.filter((v) => v.row.estimate !== null).length);

    const declared = await results([balanced[0], balanced[1].replace("2012", "2013")], ["method: entropy", "method: critic"], onIndex, [
      "controlGroup: notYet",
      "controlGroup: never",
    ]);
    const named = variants!.find((v) => v.name === "controlGroup=never, index=critic, start=2013")!;
    expect(named.row.estimate).not.toBeNull();
    expect(named.row.estimate).toBe(headlineOf(declared).estimate);
    expect(named.row.stdError).toBe(headlineOf(declared).stdError);
    expect(named.randomizationP).toBe(declared.policies["zones"]!.outcomes["tech"]!.randomization[0]!.pValue);
  });

  test("one that cannot be estimated stays in the list with its reason", async () => {
    const curve = await results(
      ["    smallestEffect: 0.01", "    variants: { coding: [later] }\n    smallestEffect: 0.01"],
      ["- derive: { lnOutput: ln(output) }", "- derive: { lnOutput: ln(output), later: adopted + 100 }"],
    );
    const { variants, verdict } = curve.policies["zones"]!.outcomes["lnOutput"]!;
    expect(variants!.map((v) => v.name)).toEqual(["coding=later"]);
    expect(variants![0]!.row).toMatchObject({ estimate: null, stars: false });
    expect(variants![0]!.row.reason).toMatch(/^DID-NO-TREATED: /);
    expect(verdict.evidence["variants"]).toBeUndefined();
  });
});

describe("leaving one out", () => {
  test("with the index fitted again, each is the headline of the study without the unit", async () => {
    const all = await results(alternatives, onIndex, ["    smallestEffect: 0.01", "    leaveOut: [unit]\n    smallestEffect: 0.01"]);
    const { leaveOut } = all.policies["zones"]!.outcomes["tech"]!;
    const fixed = leaveOut!.find((l) => l.what === "unit" && l.name === "Gansu")!;
    const refitted = leaveOut!.find((l) => l.what === "unitRefitted" && l.name === "Gansu")!;
    const without = await results(onIndex, ["filter: year >= 2012", "filter: year >= 2012 and province != 'Gansu'"]);
    expect(refitted.row.estimate).toBe(headlineOf(without).estimate);
    expect(fixed.row.estimate).not.toBe(refitted.row.estimate);
  });
});

describe("samples", () => {
  test("`sample: common` keeps the rows all such models can use", async () => {
    const rows = panelRows().map((row: Record<string, unknown>, i: number) =>
      i === 5 ? { ...row, rd: "" } : i === 9 ? { ...row, energy: "" } : row,
    );
    const models: Change = [
      "policies:\n",
      "  a: { data: provinces, estimator: ols, formula: lnOutput ~ rd, sample: common }\n  b: { data: provinces, estimator: ols, formula: lnOutput ~ energy, sample: common }\n  c: { data: provinces, estimator: ols, formula: lnOutput ~ energy }\npolicies:\n",
    ];
    const made = (await inFolder(withFiles([models], { "data/provinces.csv": csv(rows) }), (folder: string) =>
      resultsOf(readStudy(folder)),
    )) as Results;
    expect(["a", "b", "c"].map((name) => made.models[name]!.nobs)).toEqual([46, 46, 47]);
    expect(made.models["a"]!.sample.hash).toBe(made.models["b"]!.sample.hash);
  });
});

describe("derived tables", () => {
  test("groups of another table may average its index", async () => {
    const made = await results(
      [
        "indices:\n",
        "  regions: { from: provinces, by: [region, year], aggregate: { tech: mean, output: sum }, unit: region, time: year }\nindices:\n",
      ],
      ["policies:\n", "  byRegion: { data: regions, estimator: ols, formula: tech ~ output }\npolicies:\n"],
    );
    expect(made.data["regions"]).toMatchObject({ rows: 12, units: 2, periods: 6, unitNames: ["east", "west"] });
    expect(made.models["byRegion"]!.nobs).toBe(12);
  });

  test("a query reads the tables as their files are", async () => {
    const made = await results([
      "indices:\n",
      "  big: { query: 'SELECT province, avg(output) AS output FROM provinces GROUP BY province', unit: province }\nindices:\n",
    ]);
    expect(made.data["big"]).toMatchObject({ rows: 8, units: 8, periods: null });
  });
});

describe("what is written", () => {
  test("results and studies fit the schemas that ship", async () => {
    const made = await results(balanced, alternatives, onIndex, [
      "    smallestEffect: 0.01",
      "    variants: { index: all }\n    leaveOut: [unit, cohort]\n    smallestEffect: 0.01",
    ]);
    const schema = z.fromJSONSchema(resultsJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    expect(schema.safeParse(made).error?.issues ?? []).toEqual([]);
    const broken = { ...made, models: { fe: { ...made.models["fe"], nobs: "many" } } };
    expect(schema.safeParse(broken).success).toBe(false);
    const studies = z.fromJSONSchema(studyJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    const { source } = (await inFolder(withFiles([]), (folder: string) => readStudy(folder))) as { source: { value: unknown } };
    expect(studies.safeParse(source.value).error?.issues ?? []).toEqual([]);
    expect(studies.safeParse({ title: "x" }).success).toBe(false);
  });

  test("a run that fails, or is killed half-way, leaves the last good report and no half-written file", async () => {
    await inFolder(withFiles([]), async (folder: string) => {
      const { reportFolder, resultsFile } = (await runStudy(folder)) as { reportFolder: string; resultsFile: string };
      const page = readFileSync(join(reportFolder, "index.html"), "utf8");
      const numbers = readFileSync(resultsFile, "utf8");
      writeFileSync(join(folder, "study.yaml"), study(["~ treated", "~ treatd"]));
      await expect(runStudy(folder)).rejects.toThrow();
      writeFileSync(join(folder, "study.yaml"), study(["Zones and output", "Another title"]));
      for (const delay of [300, 700, 1100, 1500]) {
        const child = spawn(process.execPath, [join(root, "dist/cli/main.js"), "run", folder], { stdio: "ignore" });
        const ended = new Promise((resolve) => child.on("exit", resolve));
        await new Promise((resolve) => setTimeout(resolve, delay));
        child.kill("SIGKILL");
        await ended;
        const now = readFileSync(join(reportFolder, "index.html"), "utf8");
        // Either the old report, whole, or the new one, whole.
        if (now !== page) expect(now).toContain("Another title");
        expect(now.trimEnd().endsWith("</html>")).toBe(true);
        expect(() => JSON.parse(readFileSync(resultsFile, "utf8"))).not.toThrow();
      }
      writeFileSync(join(folder, "study.yaml"), study());
      await runStudy(folder);
      expect(readFileSync(join(reportFolder, "index.html"), "utf8")).toBe(page);
      expect(readFileSync(resultsFile, "utf8")).toBe(numbers);
      expect(readdirSync(folder).filter((name) => name.startsWith(".") && name !== ".xinzhi")).toEqual([]);
    });
  });

  test("without a report only the results are written, and they are the same", async () => {
    await inFolder(withFiles([]), async (folder: string) => {
      const { reportFolder, resultsFile } = await runStudy(folder, { report: false });
      const numbers = readFileSync(resultsFile, "utf8");
      expect(reportFolder).toBeNull();
      expect(readdirSync(folder)).not.toContain("report");
      await runStudy(folder);
      expect(readFileSync(resultsFile, "utf8")).toBe(numbers);
    });
  });

  test("a broken or foreign entry in the cache is made again", async () => {
    await inFolder(withFiles([]), async (folder: string) => {
      const { results: before } = await runStudy(folder);
      const cache = join(folder, ".xinzhi/results");
      for (const name of readdirSync(cache)) writeFileSync(join(cache, name), "{ broken");
      const { results: after } = await runStudy(folder);
      expect(after).toEqual(before);
      rmSync(join(folder, ".xinzhi"), { recursive: true });
      expect((await runStudy(folder)).results).toEqual(before);
      expect(existsSync(cache)).toBe(true);
    });
  });
});
