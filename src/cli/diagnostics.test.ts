import { expect, test } from "vitest";
import { Problem } from "../messages/main.js";
import { displayWidth, problemJson, renderProblem } from "./diagnostics.js";

const excerpt = "    formula: 新质 ~ treated + edcation | 省份 + 年份";
const column = excerpt.indexOf("edcation") + 1;
const sample = new Problem(
  "DATA-COLUMN-UNKNOWN",
  { table: "provinces", column: "edcation", nearest: "education", columns: ["education"] },
  { file: "study.yaml", line: 14, column, length: 8, excerpt },
);

test("carets stand under the word, also behind Chinese characters", () => {
  const [head, line, carets, message, fix] = renderProblem(sample, "en").split("\n");
  expect(head).toBe(`error DATA-COLUMN-UNKNOWN  study.yaml:14:${column}`);
  expect(line!.startsWith("  14 |     formula")).toBe(true);
  expect(displayWidth(carets!.slice(0, carets!.indexOf("^")))).toBe(displayWidth(line!.slice(0, line!.indexOf("edcation"))));
  expect(carets!.trim().replace("| ", "").trim()).toBe("^^^^^^^^");
  expect(message).toBe("  The table `provinces` has no column `edcation`. Nearest: `education`.");
  expect(fix).toBe("  Fix: Write `education`.");
});

test("the Chinese text has the same parts", () => {
  const text = renderProblem(sample, "zh");
  expect(text.split("\n")).toHaveLength(5);
  expect(text).toContain("错误 DATA-COLUMN-UNKNOWN");
  expect(text).toContain("改法：请改写为 `education`。");
});

test("a very long line is shown around the place", () => {
  const long = `${"x".repeat(500)}edcation${"y".repeat(500)}`;
  const p = new Problem(sample.code, sample.evidence, { file: "s", line: 1, column: 501, length: 8, excerpt: long });
  const [, line, carets] = renderProblem(p as Problem, "en").split("\n");
  expect(line!.length).toBeLessThan(140);
  expect(line!.slice(carets!.indexOf("^"), carets!.lastIndexOf("^") + 1)).toBe("edcation");
});

test("a machine gets the same fields", () => {
  expect(problemJson(sample as Problem, "en")).toMatchObject({
    code: "DATA-COLUMN-UNKNOWN",
    severity: "error",
    file: "study.yaml",
    line: 14,
    message: "The table `provinces` has no column `edcation`. Nearest: `education`.",
    remedy: "Write `education`.",
  });
});
