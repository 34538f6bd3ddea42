import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Hash of every file of the sample report, made in a process of its own. */
const script = `
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
const { reportFiles } = await import(process.argv[1]);
const results = JSON.parse(readFileSync(process.argv[2], "utf8"));
const files = await reportFiles(results, ["en", "zh"]);
for (const [path, content] of [...files].sort((a, b) => (a[0] < b[0] ? -1 : 1))) console.log(createHash("sha256").update(content).digest("hex"), path);
`;
const main = new URL("../dist/report/main.js", import.meta.url).href;
const sample = fileURLToPath(new URL("./fixtures/results-sample.json", import.meta.url));
const hashes = (env: Record<string, string>) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", script, main, sample], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });

test("a report has the same bytes in every run, time zone and language of the machine", { timeout: 240_000 }, () => {
  const first = hashes({ TZ: "UTC", LANG: "C", LC_ALL: "C" });
  expect(first.split("\n").length).toBeGreaterThan(100);
  expect(first).toContain("tables/main.zh.docx");
  expect(hashes({ TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8", LC_ALL: "zh_CN.UTF-8" })).toBe(first);
  expect(hashes({ TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" })).toBe(first);
});
