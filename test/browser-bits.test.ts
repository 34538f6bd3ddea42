import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as numerics from "../dist/numerics/main.js";
import { fingerprint } from "./fixtures/fingerprint.js";

const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const root = join(import.meta.dirname, "..");
const importMap = '<script type="importmap">{"imports":{"#threads":"/dist/numerics/threads.web.js"}}</script>';
let server: Server;

beforeAll(async () => {
  if (browserPath === undefined) console.warn("no Chromium found: equal bits in Node and in a browser are NOT tested");
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url!, "http://localhost").pathname);
    if (path === "/") return response.setHeader("content-type", "text/html").end(`<!doctype html><title>bits</title>${importMap}`);
    if (!/^\/(?:dist|test\/fixtures)\/.*\.js$/.test(path) || !existsSync(join(root, path))) return response.writeHead(404).end();
    return response.setHeader("content-type", "text/javascript").end(readFileSync(join(root, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
});

test.skipIf(browserPath === undefined)("Node and Chromium give equal bits in every part of the numerics floor", async () => {
  const browser = await chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // As text, so that no tool rewrites the imports on the way to the page.
    const inBrowser = await page.evaluate(`(async () => {
      const [numerics, { fingerprint }] = await Promise.all([import("/dist/numerics/main.js"), import("/test/fixtures/fingerprint.js")]);
      return fingerprint(numerics);
    })()`);
    expect(problems).toEqual([]);
    expect(inBrowser).toEqual(fingerprint(numerics));
  } finally {
    await browser.close();
  }
});
