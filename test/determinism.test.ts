import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { csv, panelRows, study } from "./mistakes/panel.js";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "xinzhi-determinism-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = study(
  ["title: Zones and output", "title: { en: Zones and output, zh: 试验区与产出 }\nlanguage: [en, zh]"],
  ["outcome: [lnOutput]", "outcome: [lnOutput, tech]"],
  ["    smallestEffect: 0.01", "    variants: { controlGroup: [never], index: all }\n    leaveOut: [unit]\n    smallestEffect: 0.01"],
  ["indicators: { rd: higher, energy: lower }", "indicators: { rd: higher, energy: lower }\n    alternatives: { method: [critic, equal] }"],
);

/** Another order of the same rows. */
function shuffled<T>(rows: T[]): T[] {
  return rows
    .map((row, i) => ({ row, key: (i * 7919 + 13) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

/** Runs the study as a program of its own; every file it wrote, by its path. */
function outputOf(name: string, data: string, env: Record<string, string>): Map<string, Buffer> {
  const project = join(folder, name);
  mkdirSync(join(project, "data"), { recursive: true });
  writeFileSync(join(project, "study.yaml"), text);
  writeFileSync(join(project, "data/provinces.csv"), data);
  const { status, stderr } = spawnSync(process.execPath, [join(root, "dist/cli/main.js"), "run", project], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const files = new Map<string, Buffer>();
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) walk(join(path, entry.name));
      else files.set(relative(project, join(path, entry.name)), readFileSync(join(path, entry.name)));
    }
  };
  walk(join(project, "report"));
  files.set("results.json", readFileSync(join(project, "results.json")));
  return files;
}

const rows = panelRows();
let first: Map<string, Buffer>;
beforeAll(() => {
  first = outputOf("first", csv(rows), { TZ: "UTC", LANG: "C", LC_ALL: "C" });
});

function expectSame(other: Map<string, Buffer>): void {
  expect([...other.keys()].sort()).toEqual([...first.keys()].sort());
  expect([...other].filter(([path, bytes]) => !bytes.equals(first.get(path)!)).map(([path]) => path)).toEqual([]);
}

test("a run writes results, tables and figures in both languages", () => {
  const paths = [...first.keys()];
  for (const ending of [".json", ".tex", ".docx", ".csv", ".svg", ".html", ".zh.md"])
    expect(
      paths.some((path) => path.endsWith(ending)),
      ending,
    ).toBe(true);
});

test("a second run of the same project gives the same bytes from its cache", () => {
  expectSame(outputOf("first", csv(rows), {}));
});

test("another time zone, another locale and shuffled rows give the same bytes", () => {
  expectSame(outputOf("second", csv(shuffled(rows)), { TZ: "Asia/Shanghai", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }));
});

test("a changed cell changes the hash", () => {
  const changed = rows.map((row, i) => (i === 17 ? { ...row, rd: "9.9999" } : row));
  const results = (files: Map<string, Buffer>): { hash: string } => JSON.parse(files.get("results.json")!.toString());
  expect(results(outputOf("third", csv(changed), {})).hash).not.toBe(results(first).hash);
});

test("nothing of the machine stands in the output", () => {
  const texts = [...first].filter(([path]) => /\.(json|tex|csv|svg|html|md)$/.test(path));
  for (const [path, bytes] of texts) {
    const content = bytes.toString();
    expect(content.includes(folder), path).toBe(false);
    expect(/\b20[2-9]\d-\d\d-\d\dT\d\d:/.test(content), path).toBe(false);
  }
});
