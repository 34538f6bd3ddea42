import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Results } from "../results/contract.js";
import { writeReport } from "./write.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../test/fixtures/results-sample.json", import.meta.url), "utf8"));
const root = mkdtempSync(join(tmpdir(), "xinzhi-report-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a written report", () => {
  test("holds the page, a text per language, and every table and figure in all its formats", async () => {
    const folder = join(root, "whole", "report");
    const files = await writeReport(sample, folder, { languages: ["en", "zh"] });
    expect(files).toContain("index.html");
    expect(files).toContain("report.md");
    expect(files).toContain("report.zh.md");
    for (const ending of ["tex", "csv", "docx", "zh.tex", "zh.csv", "zh.docx"]) expect(files).toContain(`tables/main.${ending}`);
    for (const ending of ["svg", "vl.json", "zh.svg", "zh.vl.json"])
      expect(files).toContain(`figures/event-study-strategy-lnTfp.${ending}`);
    for (const file of files) expect(existsSync(join(folder, file)), file).toBe(true);
    expect(readdirSync(join(root, "whole"))).toEqual(["report"]);
  });

  test("replaces the old one whole and leaves what is not ours", async () => {
    const folder = join(root, "replaced", "report");
    mkdirSync(join(folder, "tables"), { recursive: true });
    writeFileSync(join(folder, "tables", "gone.tex"), "of an older study");
    writeFileSync(join(folder, "my-notes.txt"), "mine");
    await writeReport(sample, folder, { languages: ["zh"] });
    expect(existsSync(join(folder, "tables", "gone.tex"))).toBe(false);
    expect(readFileSync(join(folder, "my-notes.txt"), "utf8")).toBe("mine");
    expect(readdirSync(join(root, "replaced"))).toEqual(["report"]);
  });

  test("leaves the last good one in place when the new one cannot be made", async () => {
    const folder = join(root, "kept", "report");
    await writeReport(sample, folder, { languages: ["en"] });
    const before = readFileSync(join(folder, "index.html"), "utf8");
    const broken = structuredClone(sample);
    broken.tables["main"]!.models = ["absent"];
    await expect(writeReport(broken, folder, { languages: ["en"] })).rejects.toThrow();
    expect(readFileSync(join(folder, "index.html"), "utf8")).toBe(before);
    expect(readdirSync(join(root, "kept"))).toEqual(["report"]);
  });

  test("is brought back when a run died between the two renames", async () => {
    const folder = join(root, "died", "report");
    mkdirSync(join(root, "died", ".report-abc123-old"), { recursive: true });
    writeFileSync(join(root, "died", ".report-abc123-old", "my-notes.txt"), "mine");
    await writeReport(sample, folder, { languages: ["en"] });
    expect(readFileSync(join(folder, "my-notes.txt"), "utf8")).toBe("mine");
    expect(readdirSync(join(root, "died"))).toEqual(["report"]);
  });
});
