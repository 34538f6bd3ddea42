import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shippedPackages } from "../scripts/docs/licences.js";
import { csv, panelRows, study } from "./mistakes/panel.js";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "xinzhi-package-"));
const pack = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: Record<string, unknown>; version: string };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isWindows = process.platform === "win32";
const npm = (args: string[], cwd: string) => spawnSync(isWindows ? "npm.cmd" : "npm", args, { cwd, encoding: "utf8", shell: isWindows });

let tarball = "";
beforeAll(() => {
  const { stdout, stderr, status } = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root);
  expect(status, stderr).toBe(0);
  tarball = join(folder, (JSON.parse(stdout) as { filename: string }[])[0]!.filename);
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "empty/package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  install(join(folder, "empty"));
}, 240_000);

/** As a user would; without a registry in reach, the tarball is unpacked and only what it would be installed with is put beside it. */
function install(target: string): void {
  const installed = npm(
    ["install", tarball, "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0"],
    target,
  );
  if (installed.status === 0) return;
  console.warn(
    `package test: npm install did not reach a registry; dependencies are linked from this clone instead (${installed.stderr.split("\n")[0]})`,
  );
  rmSync(join(target, "node_modules"), { recursive: true, force: true });
  mkdirSync(join(target, "node_modules/.bin"), { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", join(target, "node_modules")]);
  cpSync(join(target, "node_modules/package"), join(target, "node_modules/xinzhi"), { recursive: true });
  rmSync(join(target, "node_modules/package"), { recursive: true });
  for (const { path } of shippedPackages() as { path: string }[]) {
    const name = path.replace(/^node_modules\//, "");
    if (name.includes("node_modules/") || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(target, "node_modules", name)), { recursive: true });
    cpSync(join(root, path), join(target, "node_modules", name), { recursive: true, dereference: true });
  }
  symlinkSync("../xinzhi/dist/cli/main.js", join(target, "node_modules/.bin/xinzhi"));
}

function project(name: string): string {
  const path = join(folder, "empty", name);
  mkdirSync(join(path, "data"), { recursive: true });
  writeFileSync(join(path, "study.yaml"), study());
  writeFileSync(join(path, "data/provinces.csv"), csv(panelRows()));
  return path;
}

test("the tarball holds what a user needs and nothing else", () => {
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  for (const needed of [
    "dist/cli/main.js",
    "dist/study.schema.json",
    "dist/results.schema.json",
    "LICENSE",
    "THIRD-PARTY-LICENSES.txt",
    "README.md",
    "README.zh.md",
  ])
    expect(files).toContain(`package/${needed}`);
  expect(files.filter((file) => /\.test\.|\.stamp|node_modules|\.xinzhi|\/src\//.test(file))).toEqual([]);
});

test("npx --no-install xinzhi runs a study in an empty folder", () => {
  project("zones");
  const { status, stdout, stderr } = spawnSync(isWindows ? "npx.cmd" : "npx", ["--no-install", "xinzhi", "run", "zones"], {
    cwd: join(folder, "empty"),
    encoding: "utf8",
    shell: isWindows,
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("report: ");
  expect(readdirSync(join(folder, "empty/zones/report"))).toContain("index.html");
});

test("every subpath of exports can be imported", () => {
  const subpaths = Object.keys(pack.exports).map((key) => `xinzhi${key.slice(1)}`);
  const script = `
    const counts = {};
    for (const path of ${JSON.stringify(subpaths)}) {
      const module = path.endsWith(".json") ? (await import(path, { with: { type: "json" } })).default : await import(path);
      counts[path] = Object.keys(module).length;
    }
    console.log(JSON.stringify(counts));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--no-warnings", "--input-type=module", "-e", script], {
    cwd: join(folder, "empty"),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const counts = JSON.parse(stdout) as Record<string, number>;
  expect(Object.keys(counts)).toEqual(subpaths);
  for (const [path, count] of Object.entries(counts)) expect(count, path).toBeGreaterThan(0);
});

test("the version is the package's", () => {
  const main = join(folder, "empty/node_modules/xinzhi/dist/cli/main.js");
  expect(execFileSync(process.execPath, [main, "--version"], { encoding: "utf8" }).trim()).toBe(pack.version);
});
