// Pictures of the main study's report for docs/report.md: both languages, a desk and a phone. Needs the system's Chromium.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const report = pathToFileURL(join(root, "studies/national-ai-strategies/report/index.html")).href;
const folder = join(root, "docs/images");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
  ],
});
const views = [
  { name: "report-en", language: "English", width: 1100, height: 1500 },
  { name: "report-zh", language: "中文", width: 1100, height: 1500 },
  { name: "report-phone-zh", language: "中文", width: 390, height: 1500 },
];
for (const view of views) {
  const page = await browser.newPage({ viewport: { width: view.width, height: 900 } });
  await page.goto(report);
  await page.getByText(view.language, { exact: true }).first().click();
  await page.evaluate(() => scrollTo(0, 0));
  const path = join(folder, `${view.name}.png`);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: view.width, height: view.height } });
  await page.close();
}
await browser.close();
