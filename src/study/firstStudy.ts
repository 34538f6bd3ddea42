import { stringify } from "yaml";
import { type Column, compareText, type Frame } from "../frame/main.js";

/** A first study of a data file: text to edit, and what was guessed. */
export interface FirstStudy {
  text: string;
  unit: string | null;
  time: string | null;
}

/**
 * Writes a study that runs as it stands (it describes the data) and holds, commented, what comes next: an index, a model, a policy, with
 * this file's own columns. The panel is guessed: the column that looks like years, and the column with which it names every row once.
 */
export function firstStudy(frame: Frame, options: { file: string }): FirstStudy {
  const time = guessTime(frame);
  const unit = guessUnit(frame, time);
  const numbers = Array.from(frame.columns).flatMap(([name, column]) =>
    column.kind === "number" && name !== unit && name !== time && varies(column) ? [name] : [],
  );
  return { text: studyText(frame, options.file, unit, time, numbers), unit, time };
}

const YEAR_NAME = /year|time|period|date|quarter|month|年|时间|月|季/i;
const UNIT_NAME = /country|province|firm|company|city|region|unit|name|code|^id|id$|iso|省|市|企业|公司|国|地区|代码|名称/i;

/** Whole numbers between 1500 and 2200, a telling name first; failing that, whole numbers under a telling name. */
function guessTime(frame: Frame): string | null {
  const whole = Array.from(frame.columns).flatMap(([name, column]) => {
    if (column.kind !== "number" || !column.values.every((v) => Number.isNaN(v) || Number.isInteger(v))) return [];
    const present = column.values.filter((v) => !Number.isNaN(v));
    const isYears = present.length > 0 && present.every((v) => v >= 1500 && v <= 2200);
    return isYears || YEAR_NAME.test(name) ? [{ name, isYears, isNamed: YEAR_NAME.test(name) }] : [];
  });
  whole.sort((a, b) => Number(b.isYears) - Number(a.isYears) || Number(b.isNamed) - Number(a.isNamed));
  return whole[0]?.name ?? null;
}

/** The column with which the time names every row once; among several, one with a telling name, then text, then the first. */
function guessUnit(frame: Frame, time: string | null): string | null {
  const candidates = Array.from(frame.columns).flatMap(([name, column]) => {
    if (name === time || !isKey(column) || !namesRowsOnce(frame, column, time)) return [];
    return [{ name, isNamed: UNIT_NAME.test(name), isText: column.kind === "category" }];
  });
  candidates.sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || Number(b.isText) - Number(a.isText));
  return candidates[0]?.name ?? null;
}

const isKey = (column: Column): boolean =>
  column.kind === "category" ? column.codes.every((code) => code >= 0) : column.values.every((v) => Number.isInteger(v));

function namesRowsOnce(frame: Frame, column: Column, time: string | null): boolean {
  const times = time === null ? undefined : frame.columns.get(time);
  const seen = new Set<string>();
  const keyOf = (c: Column, row: number): number => (c.kind === "number" ? c.values[row]! : c.codes[row]!);
  for (let row = 0; row < frame.rows; row++) seen.add(`${keyOf(column, row)} ${times === undefined ? "" : keyOf(times, row)}`);
  return seen.size === frame.rows;
}

function varies(column: Column): boolean {
  return column.kind === "number" && new Set(column.values.filter((v) => !Number.isNaN(v))).size > 1;
}

/** A name as it stands in a formula: in backquotes where it needs them. */
const inFormula = (name: string): string => (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `\`${name}\``);
const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

function studyText(frame: Frame, file: string, unit: string | null, time: string | null, numbers: string[]): string {
  const [y = "outcome", x1 = "x1", x2 = "x2"] = numbers;
  const table = "main";
  const effects = [unit, time].filter((name) => name !== null).map(inFormula);
  const formula = `${inFormula(y)} ~ ${inFormula(x1)} + ${inFormula(x2)}${effects.length > 0 ? ` | ${effects.join(" + ")}` : ""}`;
  const text = Array.from(frame.columns)
    .flatMap(([name, column]) => (column.kind === "category" && name !== unit ? [name] : []))
    .sort(compareText);
  const lines = [
    "# A study: data, what to measure, what to estimate, what to print. Every key: docs/study-file.md",
    "# Run it:   xinzhi run study.yaml          Check it: xinzhi check study.yaml",
    `title: ${yaml(`A first look at ${file}`)}`,
    "language: [en]                 # or [zh], or [en, zh]",
    "",
    "data:",
    `  ${table}:`,
    `    file: ${yaml(file)}`,
    unit === null
      ? "    # unit: COLUMN             # no column names every row once: which one is the unit?"
      : `    unit: ${yaml(unit)}                # guessed`,
    time === null
      ? "    # time: COLUMN             # no column looks like years: is there one?"
      : `    time: ${yaml(time)}                # guessed`,
    "    # steps:                   # done in order, each leaves a line in the ledger",
    ...(time === null ? [] : [`    #   - filter: ${inFormula(time)} >= 2005`]),
    `    #   - derive: { logged: ln(${inFormula(y)}) }`,
    "",
    "variables:                     # labels, units and definitions, for tables and figures",
    ...numbers.slice(0, 40).map((name) => `  ${yaml({ [name]: null }).replace(/: null$/, "")}: { label: ${yaml(name)} }`),
    ...(text.length > 0 ? [`# columns of text: ${text.join(", ")}`] : []),
    "",
    "# models:                      # remove the leading # to estimate",
    "#   first:",
    `#     data: ${table}`,
    "#     estimator: ols",
    `#     formula: ${yaml(formula)}`,
    unit === null ? "#     vcov: HC1" : `#     vcov: { cluster: ${yaml(unit)} }`,
    "",
    "# indices:",
    "#   score:",
    `#     data: ${table}`,
    "#     method: entropy",
    `#     indicators: { ${yaml(x1)}: higher, ${yaml(x2)}: higher }   # which way is better`,
    "",
  ];
  if (numbers.length === 0)
    lines.splice(lines.indexOf("variables:                     # labels, units and definitions, for tables and figures"), 1);
  return `${lines.join("\n")}`;
}
