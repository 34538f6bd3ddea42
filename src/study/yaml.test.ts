import { describe, expect, test } from "vitest";
import { Problem, Problems } from "../messages/main.js";
import { parseStudyText } from "./yaml.js";

function problemsOf(text: string): Problem[] {
  try {
    parseStudyText(text, "study.yaml");
  } catch (error) {
    if (error instanceof Problem) return [error];
    if (error instanceof Problems) return [...error.list];
    throw error;
  }
  return [];
}

const codeAt = (text: string): string => {
  const p = problemsOf(text)[0];
  return p === undefined ? "none" : `${p.code} ${p.place.line}:${p.place.column}`;
};

describe("places", () => {
  const text = [
    "title: 研究",
    "models:",
    "  fe:",
    "    formula: np ~ treated + edcation | province + year",
    "    note: >-",
    "      np ~ treated +",
    "      edcation",
    "    quoted: 'np ~ edcation'",
    "    vcov: { cluster: province }",
    "  list: [a, b]",
  ].join("\n");
  const source = parseStudyText(text, "study.yaml");

  test("keys, values and parts of values", () => {
    expect(source.place(["models", "fe", "formula"], "key")).toMatchObject({ line: 4, column: 5, length: 7 });
    expect(source.place(["models", "fe", "formula"])).toMatchObject({ line: 4, column: 14, path: "models.fe.formula" });
    expect(source.place(["models", "fe", "formula"], "value", { from: 15, to: 23 })).toMatchObject({ line: 4, column: 29, length: 8 });
    expect(source.place(["models", "list", 1])).toMatchObject({ line: 10, column: 13, length: 1 });
    expect(source.place(["models", "fe", "vcov"])).toMatchObject({ line: 9, column: 5, length: 4 });
  });

  test("a part of a quoted or folded value is found in the file", () => {
    const folded = "np ~ treated + edcation".indexOf("edcation");
    expect(source.place(["models", "fe", "note"], "value", { from: folded, to: folded + 8 })).toMatchObject({
      line: 7,
      column: 7,
      length: 8,
    });
    expect(source.place(["models", "fe", "quoted"], "value", { from: 5, to: 13 })).toMatchObject({ line: 8, column: 19, length: 8 });
  });

  test("a path that is not there points to its nearest parent", () => {
    expect(source.place(["models", "fe", "nothing"])).toMatchObject({ line: 3, column: 3 });
  });
});

describe("refused", () => {
  test.each([
    ["a: 1\n  b: 2\n", "STUDY-YAML-INDENT 2:3"],
    ["data:\n  x: 1\n y: 2\n", "STUDY-YAML-INDENT 3:2"],
    ["a:\n\tb: 1\n", "STUDY-YAML-SYNTAX 2:1"],
    ["a: [1, 2\nb: 3\n", "STUDY-YAML-SYNTAX 2:1"],
    ["{a: 1", "STUDY-YAML-SYNTAX 1:6"],
    ["a: 'x\n", "STUDY-YAML-SYNTAX 1:6"],
    ["a: b: c\n", "STUDY-YAML-SYNTAX 1:4"],
    ["a: @x\n", "STUDY-YAML-SYNTAX 1:4"],
    ['a: "\\q"\n', "STUDY-YAML-SYNTAX 1:5"],
    ["a: 1\n---\nb: 2\n", "STUDY-YAML-SYNTAX 2:1"],
    ["a: - b\n", "STUDY-YAML-SYNTAX 1:4"],
    ["年 : 1\n全角： 2\n", "STUDY-YAML-SYNTAX 2:1"],
    ["a: !foo 1\n", "STUDY-YAML-SYNTAX 1:4"],
    ["a: *x\n", "STUDY-YAML-SYNTAX 1:4"],
    ['a: { b: "if(x, 1, 0)" }\n', "none"],
    ["? [a]\n: 1\n", "STUDY-YAML-SYNTAX 1:3"],
    ["a: 1\nb: 2\na: 3\n", "STUDY-KEY-TWICE 3:1"],
    ["a: 1\n__proto__: { x: 1 }\n", "STUDY-KEY-RESERVED 2:1"],
    ["a: 1\nb: \0\n", "STUDY-FILE-BYTES 2:4"],
    ["# nothing\n", "STUDY-FILE-EMPTY undefined:undefined"],
    ["- 1\na: 2\n", "STUDY-YAML-INDENT 2:1"],
  ])("%j", (text, expected) => expect(codeAt(text)).toBe(expected));

  test("deep nesting of every kind is refused at once, before the parser sees it", () => {
    const started = performance.now();
    const deep = [
      "[".repeat(20_000),
      `${"- ".repeat(20_000)}x`,
      "{a: ".repeat(5_000),
      "? ".repeat(5_000),
      Array.from({ length: 900 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    ];
    for (const text of deep) expect(codeAt(text)).toMatch(/^STUDY-YAML-DEPTH/);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("an alias bomb is refused, honest aliases are not, a circle is", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
      .split("")
      .map((k, i) => `${k}: &${k} [${Array(10).fill(`*${"abcdefg"[i]}`).join(",")}]`)
      .join("\n")}\n`;
    expect(codeAt(bomb)).toMatch(/^STUDY-YAML-ALIASES/);
    expect(parseStudyText("a: &v { cluster: x }\nb: *v\n", "s").value).toEqual({ a: { cluster: "x" }, b: { cluster: "x" } });
    expect(codeAt("a: &x [*x]\n")).toMatch(/^STUDY-YAML-SYNTAX/);
  });

  test("a study as deep as the contract allows is not too deep", () => {
    const text =
      "models:\n  a:\n    vcov: { cluster: [x, y] }\n    list:\n      - b: { c: [ { d: [1] } ] }\n        e: 1\n      - f: 2\n  g: 1\n";
    expect(problemsOf(text)).toEqual([]);
  });
});

test("values are YAML 1.2: no, on and dates stay text", () => {
  expect(parseStudyText("a: no\nb: on\nc: 2017-03-01\nd: 1e3\ne: ~\nf: true\n", "s").value).toEqual({
    a: "no",
    b: "on",
    c: "2017-03-01",
    d: 1000,
    e: null,
    f: true,
  });
});
