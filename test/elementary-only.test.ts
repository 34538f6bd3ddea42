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

/** The code without comments, strings and the text of templates; what a template computes stays. */
function codeOnly(text: string): string {
  let code = "";
  /** For every template that is open: how many braces are open inside of its current expression. */
  const templates: number[] = [];
  const rest = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[`{}]|[^/"'`{}]+|[/"']/gy;
  const pattern = /\/(?![/*])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
  const templateText = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(\$\{|`)/gy;
  let at = 0;
  const skipTemplateText = (): void => {
    templateText.lastIndex = at;
    const opened = templateText.exec(text)![1] === "${";
    at = templateText.lastIndex;
    if (opened) templates.push(0);
    code += opened ? ";" : "";
  };
  while (at < text.length) {
    pattern.lastIndex = at;
    // A slash begins a pattern where a value is expected, that is after an operator, an opening bracket or `return`.
    if (text[at] === "/" && /(?:[=(,:[!&|?{};+>]|\breturn)\s*$/.test(code) && pattern.test(text)) {
      code += '""';
      at = pattern.lastIndex;
      continue;
    }
    rest.lastIndex = at;
    const token = rest.exec(text)![0];
    at = rest.lastIndex;
    const inside = templates.length - 1;
    if (token === "`") skipTemplateText();
    else if (token === "}" && templates[inside] === 0) {
      templates.pop();
      skipTemplateText();
    } else if (/^(?:\/\*|\/\/|"|').+/s.test(token)) code += '""';
    else {
      if (token === "{" && inside >= 0) templates[inside]!++;
      if (token === "}" && inside >= 0) templates[inside]!--;
      code += token;
    }
  }
  return code;
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
  expect(offences("const r = /[`'] ** /g, b = a / 2 ** c / d ** 3;")).toEqual(["**"]);
  expect(
    offences("x ** 2; 2 ** 53; Math.sqrt(x); Math.abs(y); exp(x); // Math.log(x)\n/* Math.sin */ const s = 'Math.cos(1) ** 3';"),
  ).toEqual([]);
  const [open, template] = ["${", "`"];
  expect(
    offences(`${template}**b** Math.exp ${open}Math.log(f({}))} ${open}x${template}**y**${template}} **c**${template}; a ** b`),
  ).toEqual(["Math.log", "**"]);
});
