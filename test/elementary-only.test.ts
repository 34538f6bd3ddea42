import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/**
 * JavaScript leaves the last bits of these to the engine, so results must not pass through them: numerics/elementary has
 * functions with equal bits everywhere. Of powers only squares and powers of two are the same in every engine.
 */
const floors = ["messages", "numerics", "frame", "results", "econometrics", "lake", "report", "study"];
const forbidden =
  /\bMath\s*\.\s*(?:exp|expm1|log|log1p|log10|log2|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|random)\b|\bMath\s*\[|(?<!\b2 )\*\*=?(?! 2\b(?!\.))/g;

const source = join(import.meta.dirname, "../src");

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.ts$/.test(path) && !/\.(test|generated)\.ts$/.test(path) ? [path] : [];
  });
}

/** The code without comments, strings and the text of templates (what stands between `${` and `}` stays). */
function codeOnly(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/(^|[^:])\/\/.*$/gm, "$1")
    .replace(/`(?:[^`\\]|\\.)*`/g, (template) => [...template.matchAll(/\$\{([^`]*?)\}/g)].map((match) => `(${match[1]})`).join(";"));
}

function offences(text: string): string[] {
  return [...codeOnly(text).matchAll(forbidden)].map((match) => match[0]);
}

test("no transcendental function of the engine is used on the floors that make results", () => {
  const found = floors
    .flatMap((floor) => filesBelow(join(source, floor)))
    .filter((path) => !path.endsWith("numerics/elementary.ts"))
    .flatMap((path) => offences(readFileSync(path, "utf8")).map((what) => `${path.slice(source.length + 1)}: ${what}`));
  expect(found).toEqual([]);
});

test("the rule sees what it should and nothing else", () => {
  expect(offences("const a = Math.exp(x) + Math . log1p(y);")).toHaveLength(2);
  expect(offences("x ** 0.5; x ** n; 10 ** -3; x ** 2.5; x **= 3; Math['log'](2)")).toHaveLength(6);
  expect(
    offences("x ** 2; 2 ** 53; Math.sqrt(x); Math.abs(y); exp(x); // Math.log(x)\n/* Math.sin */ const s = 'Math.cos(1) ** 3';"),
  ).toEqual([]);
  expect(offences("`**bold** Math.exp ${Math.log(3)} ${x}`")).toEqual(["Math.log"]);
});
