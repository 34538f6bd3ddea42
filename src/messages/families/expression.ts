import { errorEntry } from "../define.js";
import { functionHere, inFormulas } from "../otherTools.js";

type Kind = "number" | "text" | "condition";
const kindEn: Record<Kind, string> = { number: "a number", text: "text", condition: "a condition" };
const kindZh: Record<Kind, string> = { number: "数值", text: "文本", condition: "条件" };

/** What the parsers expect, in Chinese; an expectation without an entry is left out of the Chinese text. */
const expectedZh: Record<string, string> = {
  "an operator or the end": "运算符或结尾",
  "an operator, a comma or )": "运算符、逗号或 )",
  "a name, a number, a text in quotes or (": "列名、数字、带引号的文本或 (",
  "a number or a text in quotes": "数字或带引号的文本",
  "a number below 1.8e308": "小于 1.8e308 的数",
  "(": "(",
  "a regressor": "解释变量",
  "an operator or )": "运算符或 )",
  ", or )": "逗号或 )",
  ", or ]": "逗号或 ]",
  "the name of a set": "变量集的名称",
  "+, -, *, :, | or the end": "+、-、*、:、| 或结尾",
};

/** Remedies for an unexpected word of another program; empty where nothing better is known. */
function otherSpelling(found: string): string | null {
  const lower = found.toLowerCase();
  return ["and", "or", "not", "in"].includes(lower) && lower !== found ? lower : null;
}

export const expressionMessages = {
  "EXPR-EMPTY": errorEntry<Record<string, never>>({
    example: {},
    en: () => ({
      message: "The expression is empty.",
      remedy: "Write a condition (`year >= 2012`) or a value (`ln(patents + 1)`), or delete the step.",
    }),
    zh: () => ({ message: "表达式为空。", remedy: "请写出条件（如 `year >= 2012`）或数值（如 `ln(patents + 1)`），或删去这一步。" }),
  }),
  "EXPR-CHARACTER": errorEntry<{ expression: string; character: string; instead: string | null }>({
    example: { expression: "year >= 2012 && treated = 1", character: "&&", instead: "and" },
    en: (e) => ({
      message: `\`${e.character}\` has no meaning in an expression.`,
      remedy:
        e.instead === null
          ? "Put a name with such characters in backquotes (`` `GDP (bn)` ``) and a text in double quotes."
          : `Write \`${e.instead}\` instead of \`${e.character}\`.`,
    }),
    zh: (e) => ({
      message: `表达式中不能使用 \`${e.character}\`。`,
      remedy:
        e.instead === null
          ? "含有这类字符的列名请放在反引号内（`` `GDP (bn)` ``），文本请放在双引号内。"
          : `请将 \`${e.character}\` 改写为 \`${e.instead}\`。`,
    }),
  }),
  "EXPR-UNCLOSED": errorEntry<{ expression: string; opened: string; closes: string }>({
    example: { expression: "ln(patents + 1", opened: "(", closes: ")" },
    en: (e) => ({ message: `What opens here with \`${e.opened}\` is never closed.`, remedy: `Add the closing \`${e.closes}\`.` }),
    zh: (e) => ({ message: `此处的 \`${e.opened}\` 没有配对的结束符号。`, remedy: `请补上 \`${e.closes}\`。` }),
  }),
  "EXPR-UNEXPECTED": errorEntry<{ expression: string; found: string; expected: string }>({
    example: { expression: "year >= 2012 AND treated", found: "AND", expected: "an operator or the end" },
    en: (e) => ({
      message:
        e.found === ""
          ? `The expression ends where ${e.expected} should follow.`
          : `\`${e.found}\` stands where ${e.expected} should follow.`,
      remedy:
        otherSpelling(e.found) === null
          ? "Complete or correct this place; a name with blanks stands in backquotes, a text in double quotes."
          : `Write \`${otherSpelling(e.found)}\` in small letters.`,
    }),
    zh: (e) => ({
      message: `${e.found === "" ? "表达式在此处不完整" : `此处不应出现 \`${e.found}\``}${expectedZh[e.expected] === undefined ? "" : `，应为${expectedZh[e.expected]}`}。`,
      remedy:
        otherSpelling(e.found) === null
          ? "请补全或改正此处；含空格的列名放在反引号内，文本放在双引号内。"
          : `请用小写 \`${otherSpelling(e.found)}\`。`,
    }),
  }),
  "EXPR-CHAINED": errorEntry<{ expression: string }>({
    example: { expression: "2012 <= year <= 2022" },
    en: () => ({
      message: "Two comparisons are chained.",
      why: "Read from left to right this would compare the outcome of the first comparison (1 or 0) with the next number, which is almost never meant.",
      remedy: "Join them with `and`: `2012 <= year and year <= 2022`.",
    }),
    zh: () => ({
      message: "两个比较被连写。",
      why: "从左到右计算时，会拿第一个比较的结果（1 或 0）与下一个数比较，这几乎从来不是本意。",
      remedy: "请用 `and` 连接：`2012 <= year and year <= 2022`。",
    }),
  }),
  "EXPR-TOO-LARGE": errorEntry<{ what: "characters" | "depth" | "parts"; limit: number }>({
    example: { what: "depth", limit: 100 },
    en: (e) => ({
      message: `The expression is too ${e.what === "depth" ? "deeply nested" : "long"}: more than ${e.limit} ${e.what === "depth" ? "levels" : e.what}.`,
      remedy: "Split it over several `derive` steps.",
    }),
    zh: (e) => ({
      message: `表达式${e.what === "depth" ? "嵌套过深" : "过长"}：超过 ${e.limit} ${e.what === "depth" ? "层" : e.what === "parts" ? "个部分" : "个字符"}。`,
      remedy: "请拆成多个 `derive` 步骤。",
    }),
  }),
  "EXPR-FUNCTION-UNKNOWN": errorEntry<{ name: string; nearest: string | null; functions: string[] }>({
    example: { name: "sqr", nearest: "sqrt", functions: ["ln", "log", "exp", "sqrt"] },
    en: (e) => {
      const ours = functionHere(e.name);
      if (ours !== null)
        return {
          message: `There is no function \`${e.name}\`; here it is \`${ours}\`.`,
          remedy: `Write \`${ours}\`.${inFormulas.en(ours)}`,
        };
      return {
        message: `There is no function \`${e.name}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
        remedy: e.nearest === null ? `Use one of: ${e.functions.join(", ")}.` : `Write \`${e.nearest}(...)\`.`,
      };
    },
    zh: (e) => {
      const ours = functionHere(e.name);
      if (ours !== null)
        return { message: `没有名为 \`${e.name}\` 的函数，这里写作 \`${ours}\`。`, remedy: `请写 \`${ours}\`。${inFormulas.zh(ours)}` };
      return {
        message: `没有名为 \`${e.name}\` 的函数。${e.nearest === null ? "" : `最接近的函数：\`${e.nearest}\`。`}`,
        remedy: e.nearest === null ? `可用的函数：${e.functions.join("、")}。` : `请写 \`${e.nearest}(...)\`。`,
      };
    },
  }),
  "EXPR-ARGUMENTS": errorEntry<{ name: string; expected: number; orMore: boolean; found: number }>({
    example: { name: "if", expected: 3, orMore: false, found: 2 },
    en: (e) => ({
      message: `\`${e.name}\` takes ${e.expected}${e.orMore ? " or more" : ""} argument${e.expected === 1 ? "" : "s"}; ${e.found} ${e.found === 1 ? "is" : "are"} given.`,
      remedy:
        e.name === "if" ? "Write `if(condition, value, otherwise)`; `missing` may stand as a value." : "Separate arguments by commas.",
    }),
    zh: (e) => ({
      message: `\`${e.name}\` 需要 ${e.expected} 个${e.orMore ? "或更多" : ""}参数，这里给了 ${e.found} 个。`,
      remedy: e.name === "if" ? "写法：`if(条件, 值, 否则)`；值可以写 `missing`（缺失）。" : "参数之间用逗号分隔。",
    }),
  }),
  "EXPR-TYPES": errorEntry<{
    expression: string;
    operation: string;
    expected: Kind;
    found: Kind;
    examples: readonly string[];
    against: string | null;
  }>({
    example: { expression: "11", operation: "=", expected: "text", found: "number", examples: ["Beijing", "Tianjin"], against: "province" },
    en: (e) => ({
      message:
        e.against === null
          ? `\`${e.operation}\` needs ${kindEn[e.expected]}, but \`${e.expression}\` is ${kindEn[e.found]}${shown(e.examples, "en")}.`
          : `\`${e.against}\` holds text${shown(e.examples, "en")}, but it meets \`${e.expression}\`, ${kindEn[e.found]}.`,
      remedy: e.against === null ? "Use a column or a value of the right kind." : `Put the value in double quotes: \`"${e.expression}"\`.`,
    }),
    zh: (e) => ({
      message:
        e.against === null
          ? `\`${e.operation}\` 需要${kindZh[e.expected]}，但 \`${e.expression}\` 是${kindZh[e.found]}${shown(e.examples, "zh")}。`
          : `\`${e.against}\` 是文本${shown(e.examples, "zh")}，却与${kindZh[e.found]} \`${e.expression}\` 比较。`,
      remedy: e.against === null ? "请使用类型相符的列或值。" : `请给该值加双引号：\`"${e.expression}"\`。`,
    }),
  }),
  "EXPR-NOT-CONDITION": errorEntry<{ expression: string; value: string; row: number | null }>({
    example: { expression: "year", value: "2012", row: 1 },
    en: (e) => ({
      message: `\`${e.expression}\` is used as a condition, but it is ${e.row === null ? "text" : `${e.value} in row ${e.row}; a condition is 1, 0 or missing`}.`,
      remedy: `Compare it with something, as \`${e.expression} > 0\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.expression}\` 被当作条件使用，但${e.row === null ? "它是文本" : `第 ${e.row} 行的值是 ${e.value}；条件只能是 1、0 或缺失`}。`,
      remedy: `请写成比较，例如 \`${e.expression} > 0\`。`,
    }),
  }),
  "EXPR-COMPARE-MISSING": errorEntry<{ expression: string }>({
    example: { expression: "adopted" },
    en: (e) => ({
      message: "A comparison with `missing` is missing in every row.",
      why: "Nothing is known to equal a value that is not known, so such a filter would drop every row.",
      remedy: `Write \`missing(${e.expression})\`, or \`not missing(${e.expression})\`.`,
    }),
    zh: (e) => ({
      message: "与 `missing`（缺失）比较，结果在每一行都是缺失。",
      why: "未知的值不能判断是否相等，这样的筛选会删去所有行。",
      remedy: `请写 \`missing(${e.expression})\` 或 \`not missing(${e.expression})\`。`,
    }),
  }),
};

function shown(examples: readonly string[], language: "en" | "zh"): string {
  if (examples.length === 0) return "";
  return language === "en" ? ` (${examples.join(", ")})` : `（${examples.join("、")}）`;
}
