/** What an expression gives per row. A condition is 1, 0 or missing and may stand where a number is wanted. */
export type ValueKind = "number" | "text" | "condition";

/** What a function takes and gives. `same` stands for one kind, number or text, that all `same` arguments and the result share. */
export interface FunctionRule {
  takes: readonly ("number" | "text" | "condition" | "same" | "any" | "date")[];
  /** True where the last argument may repeat. */
  more?: boolean;
  gives: ValueKind | "same";
}

/** The functions of the language. `log` is the natural logarithm, as in R and Stata. */
export const functionRules: ReadonlyMap<string, FunctionRule> = new Map<string, FunctionRule>([
  ["ln", { takes: ["number"], gives: "number" }],
  ["log", { takes: ["number"], gives: "number" }],
  ["log10", { takes: ["number"], gives: "number" }],
  ["exp", { takes: ["number"], gives: "number" }],
  ["sqrt", { takes: ["number"], gives: "number" }],
  ["abs", { takes: ["number"], gives: "number" }],
  ["round", { takes: ["number"], gives: "number" }],
  ["floor", { takes: ["number"], gives: "number" }],
  ["min", { takes: ["number", "number"], more: true, gives: "number" }],
  ["max", { takes: ["number", "number"], more: true, gives: "number" }],
  ["if", { takes: ["condition", "same", "same"], gives: "same" }],
  ["coalesce", { takes: ["same", "same"], more: true, gives: "same" }],
  ["missing", { takes: ["any"], gives: "condition" }],
  ["year", { takes: ["date"], gives: "number" }],
  ["month", { takes: ["date"], gives: "number" }],
]);

/** Year and month of an ISO date as `2017`, `2017-03`, `2017-03-01` or with a time behind it; null where the text is no such date. A month that is not written is NaN. */
export function readDate(text: string): { year: number; month: number } | null {
  const match = /^\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?\s*$/.exec(text);
  if (match === null) return null;
  const month = match[2] === undefined ? Number.NaN : Number(match[2]);
  const day = match[3] === undefined ? 1 : Number(match[3]);
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return { year: Number(match[1]), month };
}
