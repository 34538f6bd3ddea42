import type { Language } from "../messages/main.js";
import { type ReportWords, reportWords } from "../messages/words.js";
import type { ModelResult, Results, Text } from "../results/contract.js";

/** The results as one language reads them: every renderer takes its words and labels from here. */
export interface Reader {
  results: Results;
  language: Language;
  words: ReportWords;
}

export function reader(results: Results, language: Language): Reader {
  return { results, language, words: reportWords[language] };
}

/** A user's text in the reader's language; English stands in where the study has no Chinese. */
export function textOf(r: Reader, text: Text): string {
  if (typeof text === "string") return text;
  return r.language === "zh" ? (text.zh ?? text.en) : text.en;
}

/** Label of a variable or term: the study's label where there is one, products and lags put together from their parts, else the name itself. */
export function labelOf(r: Reader, name: string): string {
  const variable = Object.hasOwn(r.results.variables, name) ? r.results.variables[name] : undefined;
  if (variable !== undefined) return textOf(r, variable.label);
  if (name === "(Intercept)") return r.words.table.constant;
  const shift = /^(l|f|d)\((.+?)(?:,\s*(-?\d+))?\)$/.exec(name);
  if (shift !== null) return r.words.table.shifted(shift[1] as "l" | "f" | "d", labelOf(r, shift[2]!), Number(shift[3] ?? 1));
  const parts = name.split(/(?<!:):(?!:)/);
  if (parts.length > 1 && !name.includes("(")) return parts.map((part) => labelOf(r, part)).join(" × ");
  // A category of a variable, as `year::1936`.
  const level = /^([^:]+)::(.+)$/.exec(name);
  if (level !== null) return `${labelOf(r, level[1]!)} = ${level[2]}`;
  const effect = name.includes("^") ? name.split("^") : [];
  if (effect.length > 1) return effect.map((part) => labelOf(r, part)).join(" × ");
  return name;
}

/** The outcome of a model: as stated by the results, else the left side of its formula. */
export function outcomeOf(model: ModelResult): string {
  return model.outcome ?? model.formula.split("~")[0]!.trim();
}

/**
 * Marks a title when the numbers under it were generated and never observed. Without a named data table the whole study decides,
 * so that a number whose origin is unknown is never passed off as observed.
 */
export function titled(r: Reader, title: string, data: string | undefined): string {
  const known = data !== undefined && Object.hasOwn(r.results.data, data) ? [r.results.data[data]!] : Object.values(r.results.data);
  return known.some((d) => d.simulated === true) ? r.words.simulatedTitle(title) : title;
}
