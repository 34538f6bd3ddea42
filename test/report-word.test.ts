import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeReport } from "../dist/report/main.js";
import type { Results } from "../dist/results/main.js";

const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const found = has("soffice") && has("pdftotext");
if (!found) console.warn("SKIPPED: Word files were not opened in LibreOffice, because soffice or pdftotext is absent.");

const sample: Results = JSON.parse(readFileSync(new URL("./fixtures/results-sample.json", import.meta.url), "utf8"));

test.skipIf(!found)(
  "LibreOffice shows the Word tables as they are: one page, every number, Chinese in one line",
  { timeout: 240_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "xinzhi-word-"));
    try {
      await writeReport(sample, join(folder, "report"), { languages: ["en", "zh"] });
      const tables = join(folder, "report", "tables");
      const files = ["main.docx", "main.zh.docx", "cohorts-strategy.zh.docx"].map((f) => join(tables, f));
      // A profile of its own, so that no running office is disturbed.
      execFileSync(
        "soffice",
        [`-env:UserInstallation=file://${join(folder, "profile")}`, "--headless", "--convert-to", "pdf", "--outdir", folder, ...files],
        { stdio: "ignore" },
      );
      expect(readdirSync(folder).filter((f) => f.endsWith(".pdf"))).toHaveLength(3);
      const text = (name: string) => execFileSync("pdftotext", ["-layout", join(folder, name), "-"], { encoding: "utf8" });
      const english = text("main.pdf");
      expect(english.split("\f").filter((page) => page.trim() !== "")).toHaveLength(1);
      for (const model of Object.values(sample.models))
        for (const row of model.coefficients) expect(english).toContain(row.estimate!.toFixed(4).replace("-", "−"));
      expect(text("main.zh.pdf")).toMatch(/括号内为标准误，聚类于国家/);
      expect(text("main.zh.pdf")).toContain("新质生产力指数");
      expect(text("cohorts-strategy.zh.pdf")).toContain("Canada、China、Japan");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
