import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeReport } from "../dist/report/main.js";
import type { Results } from "../dist/results/main.js";
import { runStudy } from "../dist/study/main.js";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const found = existsSync(executablePath);
if (!found)
  console.warn(`SKIPPED: the report was not opened in a browser, because there is no Chromium at ${executablePath} (set CHROMIUM).`);

const sample: Results = JSON.parse(readFileSync(new URL("./fixtures/results-sample.json", import.meta.url), "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The sample with everything an attacker or a careless user could write as a label. */
function hostile(): Results {
  const results = structuredClone(sample);
  const evil = `"><img src=x onerror="alert(1)"><script>alert(2)</script>]]></title>`;
  results.study = evil;
  for (const variable of Object.values(results.variables)) Object.assign(variable, { label: `${variable.label}${evil}`, caveat: evil });
  results.indices["nqp"]!.ranking[0]!.unit = evil;
  results.data["countries"]!.citation = evil;
  return results;
}

const folder = mkdtempSync(join(tmpdir(), "xinzhi-browser-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The main study, run once for all tests below. */
let main: Results;
beforeAll(async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  main = (await runStudy("studies/national-ai-strategies", { out: join(folder, "study"), workingFolder: root })).results;
}, 300_000);

test("the Chinese report of the main study holds no untranslated sentence", () => {
  const leaves = (value: unknown): string[] =>
    typeof value === "string" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];
  // Names of units, citations, licences and what findings and steps quote from the study are repeated as the user wrote them.
  const repeated = [
    ...Object.values(main.data).flatMap((d) => [...d.unitNames, ...leaves(d.citation), ...leaves(d.licence)]),
    ...main.ledger.flatMap((line) => [...(line.units ?? []), ...leaves(line.evidence)]),
    ...main.findings.flatMap((f) => leaves(f.evidence)),
  ]
    .filter((s) => s.length > 3)
    .sort((a, b) => b.length - a.length);
  const untranslated = (text: string): string[] => {
    let left = text;
    for (const name of repeated) left = left.replaceAll(name, "§");
    return left.match(/[A-Za-z][A-Za-z'’-]*(?:[ ,;:]+[A-Za-z][A-Za-z'’-]*){3,}/g) ?? [];
  };
  const page = readFileSync(join(folder, "study", "report", "index.html"), "utf8").split('<article lang="zh-CN"')[1]!;
  const visible = page
    .split("</article>")[0]!
    .replace(/<code>.*?<\/code>|<pre>.*?<\/pre>/gs, " § ")
    .replace(/\baria-label="([^"]*)"/g, ">\n$1\n<")
    .replace(/<[^>]*>/g, "\n")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(visible.length).toBeGreaterThan(10_000);
  expect(untranslated(visible)).toEqual([]);
  const markdown = readFileSync(join(folder, "study", "report", "report.zh.md"), "utf8");
  expect(untranslated(markdown.replace(/`[^`]*`/g, "§").replaceAll("\\", ""))).toEqual([]);
});

describe.skipIf(!found)("the page in a browser", { timeout: 180_000 }, () => {
  const address = (name: string) => pathToFileURL(join(folder, name === "main" ? "study/report" : name, "index.html")).href;
  let browser: Browser;
  const trouble: string[] = [];

  beforeAll(async () => {
    await writeReport(sample, join(folder, "sample"), { languages: ["en", "zh"] });
    await writeReport(hostile(), join(folder, "hostile"), { languages: ["en", "zh"] });
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** A page of its own that notes every console message, failure, dialog and request beyond the file itself. */
  async function open(name: string, width: number, language: "en" | "zh", scripts = true): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
    const page = await context.newPage();
    const note = (text: string) => trouble.push(`${name} ${width} ${language}: ${text}`);
    page.on("console", (m) => note(m.text()));
    page.on("pageerror", (e) => note(e.message));
    page.on("dialog", (d) => {
      note(`dialog ${d.message()}`);
      void d.dismiss();
    });
    page.on("request", (q) => {
      if (q.url() !== address(name) && !q.url().startsWith("data:")) note(`request ${q.url()}`);
    });
    await page.goto(address(name));
    if (language === "zh") await page.click("label[for=language-zh]");
    return page;
  }

  test.each([
    ["main", 360, "en"],
    ["main", 360, "zh"],
    ["main", 1440, "en"],
    ["main", 1440, "zh"],
    ["sample", 1440, "zh"],
    ["hostile", 1440, "en"],
    ["hostile", 360, "zh"],
  ] as const)(
    "%s at %i px in %s: nothing fetched, nothing logged, nothing wider than the page, no text outside its figure",
    async (name, width, language) => {
      const page = await open(name, width, language);
      const report = await page.evaluate(() => {
        const shown = document.querySelector<HTMLElement>(`article[lang="${document.documentElement.lang}"]`)!;
        const outside: string[] = [];
        const colliding: string[] = [];
        for (const svg of shown.querySelectorAll("svg")) {
          const frame = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll("text")]
            .filter((t) => t.textContent !== "")
            .map((t) => ({ text: t.textContent!, box: t.getBoundingClientRect() }));
          for (const { text, box } of texts)
            if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
              outside.push(`${svg.id || svg.querySelector("title")?.textContent}: ${text}`);
          for (const [i, a] of texts.entries())
            for (const b of texts.slice(i + 1)) {
              const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
              const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
              const smaller = Math.min(a.box.width * a.box.height, b.box.width * b.box.height);
              if (across > 0 && down > 0 && across * down > 0.3 * smaller)
                colliding.push(`${svg.querySelector("title")?.textContent}: ${a.text} / ${b.text}`);
            }
        }
        return {
          lang: document.documentElement.lang,
          overflow: document.documentElement.scrollWidth - window.innerWidth,
          articles: [...document.querySelectorAll("article")].filter((a) => getComputedStyle(a).display !== "none").map((a) => a.lang),
          figures: shown.querySelectorAll("svg").length,
          twice: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
          dead: [...document.querySelectorAll('a[href^="#"]')]
            .map((a) => decodeURIComponent(a.getAttribute("href")!.slice(1)))
            .filter((id) => document.getElementById(id) === null),
          outside,
          colliding,
        };
      });
      expect(report.lang).toBe(language === "zh" ? "zh-CN" : "en");
      expect(report.articles).toEqual([report.lang]);
      expect(report.overflow).toBeLessThanOrEqual(0);
      expect(report.figures).toBeGreaterThan(10);
      expect(report.twice).toEqual([]);
      expect(report.dead).toEqual([]);
      expect(report.outside).toEqual([]);
      if (name !== "hostile") expect(report.colliding).toEqual([]);
      expect(trouble).toEqual([]);
      await page.context().close();
    },
  );

  test.each(["en", "zh"] as const)("axe finds nothing to mend in %s", async (language) => {
    const page = await open("main", 1440, language);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const result = await (
        window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      ).axe.run();
      return result.violations.map(
        (v) =>
          `${v.id}: ${v.nodes
            .map((n) => n.html.slice(0, 160))
            .slice(0, 3)
            .join(" | ")}`,
      );
    });
    expect(violations).toEqual([]);
    await page.context().close();
  });

  test("the language switch works without scripts", async () => {
    const page = await open("sample", 1440, "zh", false);
    expect(await page.locator('article[lang="zh-CN"]').isVisible()).toBe(true);
    expect(await page.locator('article[lang="en"]').isVisible()).toBe(false);
    await page.context().close();
  });

  test("a link into the other language opens it", async () => {
    const page = await open("sample", 1440, "en");
    await page.goto(`${address("sample")}#zh.verdict`);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
    expect(await page.title()).toMatch(/[\u4e00-\u9fff]/);
    await page.context().close();
  });
});
