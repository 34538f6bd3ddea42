import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as designs from "../bench/factors/designs.js";
import * as econometrics from "../dist/econometrics/main.js";
import * as frame from "../dist/frame/main.js";
import * as numerics from "../dist/numerics/main.js";
import { threadBits } from "./fixtures/threadBits.js";

const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const root = join(import.meta.dirname, "..");
const importMap = '<script type="importmap">{"imports":{"#threads":"/dist/numerics/threads.web.js"}}</script>';
const inNode = threadBits({ econometrics, frame, numerics, designs });
let server: Server;

beforeAll(async () => {
  if (browserPath === undefined) console.warn("no Chromium found: threads in a browser are NOT tested");
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url!, "http://localhost").pathname);
    // Pages share memory with threads only where they are isolated from others; `/plain` is not.
    if (path !== "/plain") {
      response.setHeader("cross-origin-opener-policy", "same-origin").setHeader("cross-origin-embedder-policy", "require-corp");
      response.setHeader("cross-origin-resource-policy", "same-origin");
    }
    if (path === "/" || path === "/plain")
      return response.setHeader("content-type", "text/html").end(`<!doctype html><title>threads</title>${importMap}`);
    if (!/^\/(?:dist|bench|test\/fixtures)\/.*\.js$/.test(path) || !existsSync(join(root, path))) return response.writeHead(404).end();
    return response.setHeader("content-type", "text/javascript").end(readFileSync(join(root, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
});

test("one thread or two, rows in order or shuffled: not one bit", { timeout: 300_000 }, async () => {
  const { one, two, shuffled, thread } = await inNode;
  expect(thread).toBe("serving");
  expect(two).toBe(one);
  expect(shuffled).toBe(one);
});

test.skipIf(browserPath === undefined).each([
  ["/", "serving"],
  ["/plain", "none"],
])("the same in Chromium, with the second thread where the page may have one (%s: %s)", { timeout: 300_000 }, async (path, thread) => {
  const browser = await chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    // As text, so that no tool rewrites the imports on the way to the page.
    const inBrowser = (await page.evaluate(`(async () => {
      const [econometrics, frame, numerics, designs, { threadBits }] = await Promise.all(
        ["/dist/econometrics/main.js", "/dist/frame/main.js", "/dist/numerics/main.js", "/bench/factors/designs.js", "/test/fixtures/threadBits.js"]
          .map((file) => import(file)));
      return threadBits({ econometrics, frame, numerics, designs });
    })()`)) as Awaited<typeof inNode>;
    expect(problems).toEqual([]);
    const { one } = await inNode;
    expect(inBrowser.thread).toBe(thread);
    expect(inBrowser.one).toBe(one);
    expect(inBrowser.two).toBe(one);
    expect(inBrowser.shuffled).toBe(one);
  } finally {
    await browser.close();
  }
});
