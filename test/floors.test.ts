import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** From the ground up: a folder imports from lower floors only. */
const FLOORS = ["messages", "numerics", "frame", "results", "econometrics", "lake", "report", "study", "park", "server", "cli"];
/** Floors that know no file, network, clock, Node or DOM. */
const PURE = new Set(FLOORS.slice(0, 5));
/** Floors whose numbers go into results: only functions with equal bits in every engine. */
const NUMBERS = new Set(FLOORS.slice(0, 8));
const UNEQUAL =
  /\bMath\.(exp|log|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|expm1|log1p|log10|log2|cbrt|hypot|random)\b/;
/** Texts and numbers must not depend on where the program runs. */
const LOCAL = /\.localeCompare\(|\.toLocale\w*\(|new Intl\.Collator|\bDate\.now\(|\bnew Date\(\)/;
/** The few places whose task is a clock or a locale, and none of whose output enters results. */
const MAY_KNOW_TIME = new Set(["study/cache.ts"]);

interface Import {
  file: string;
  from: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.name.endsWith(".ts") ? [join(folder, entry.name)] : [],
  );
}

const sources = filesBelow(join(root, "src"))
  .filter((file) => !file.endsWith(".test.ts") && !file.endsWith(".generated.ts"))
  .map((file) => ({ file: relative(join(root, "src"), file).replaceAll("\\", "/"), text: readFileSync(file, "utf8") }));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;"']*?\sfrom\s+["']([^"']+)["']|(?:^|\n)\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;
const imports: Import[] = sources.flatMap(({ file, text }) =>
  Array.from(text.matchAll(IMPORT), (match) => ({ file, from: (match[1] ?? match[2] ?? match[3])! })),
);

const floorOf = (file: string): string => file.split("/")[0]!;

test("the imports are read", () => {
  expect(sources.length).toBeGreaterThan(30);
  expect(imports.length).toBeGreaterThan(sources.length);
  for (const { file } of sources) expect(FLOORS, file).toContain(floorOf(file));
});

test("a folder imports only from lower floors, never sideways, types included", () => {
  const wrong = imports.flatMap(({ file, from }) => {
    if (!from.startsWith(".")) return [];
    const target = floorOf(join(dirname(file), from).replaceAll("\\", "/"));
    if (target === floorOf(file)) return [];
    return FLOORS.indexOf(target) < FLOORS.indexOf(floorOf(file)) ? [] : [`${file} imports ${from}`];
  });
  expect(wrong).toEqual([]);
});

test("relative imports name the compiled file", () => {
  expect(imports.filter(({ from }) => from.startsWith(".") && !from.endsWith(".js")).map(({ file, from }) => `${file}: ${from}`)).toEqual(
    [],
  );
});

test("floors 1-5 import nothing from outside, zod in options.ts and the seam of threads apart", () => {
  const wrong = imports.filter(({ file, from }) => {
    if (!PURE.has(floorOf(file)) || from.startsWith(".")) return false;
    if (file.startsWith("numerics/") && from === "#threads") return false;
    if (file === "numerics/threads.node.ts" && from === "node:worker_threads") return false;
    return !(from === "zod" && file.endsWith("/options.ts"));
  });
  expect(wrong).toEqual([]);
});

test("an estimator imports only the type of its options, so no schema code enters a browser bundle", () => {
  const wrong = sources.flatMap(({ file, text }) => {
    if (!PURE.has(floorOf(file)) || file.endsWith("/options.ts")) return [];
    const values = Array.from(text.matchAll(/(?:^|\n)\s*(import|export)\s+(?!type\b)([^;"']*?)\sfrom\s+["'][^"']*\/options\.js["']/g));
    return values.filter((match) => !everyNameIsType(match[2]!)).map(() => file);
  });
  expect(wrong).toEqual([]);
});

/** `{ type A, type B }` */
function everyNameIsType(clause: string): boolean {
  return clause
    .replace(/^[{\s]+|[}\s]+$/g, "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .every((part) => part.trim().startsWith("type "));
}

test("numbers come from functions with equal bits in every engine", () => {
  const wrong = sources.flatMap(({ file, text }) => {
    if (!NUMBERS.has(floorOf(file)) || file.startsWith("numerics/elementary")) return [];
    return text.split("\n").flatMap((line, i) => (UNEQUAL.test(withoutComment(line)) ? [`${file}:${i + 1} ${line.trim()}`] : []));
  });
  expect(wrong).toEqual([]);
});

test("nothing depends on locale or clock", () => {
  const wrong = sources.flatMap(({ file, text }) => {
    if (!NUMBERS.has(floorOf(file)) || MAY_KNOW_TIME.has(file)) return [];
    return text.split("\n").flatMap((line, i) => (LOCAL.test(withoutComment(line)) ? [`${file}:${i + 1} ${line.trim()}`] : []));
  });
  expect(wrong).toEqual([]);
});

const withoutComment = (line: string): string => (/^\s*(\*|\/\/|\/\*)/.test(line) ? "" : line.replace(/\s\/\/ .*$/, ""));

test("no folder is named after nothing in particular", () => {
  const folders = new Set(sources.flatMap(({ file }) => file.split("/").slice(0, -1)));
  for (const name of ["utils", "helpers", "common", "core", "manager"]) expect(folders.has(name), name).toBe(false);
});
