/**
 * What the words of other tools are called here: an edit distance alone would send `lag(x)` to `log(x)`, and Stata's `L.x` to `x`.
 * Lags and differences belong to formulas, where the unit and time of the table are known.
 */
const functions = new Map<string, string>([
  ["lag", "l(x, 1)"],
  ["L", "l(x, 1)"],
  ["lead", "f(x, 1)"],
  ["F", "f(x, 1)"],
  ["diff", "d(x, 1)"],
  ["D", "d(x, 1)"],
  ["delta", "d(x, 1)"],
  ["factor", "i(x)"],
  ["ifelse", "if(condition, value, otherwise)"],
  ["cond", "if(condition, value, otherwise)"],
  ["iif", "if(condition, value, otherwise)"],
  ["isna", "missing(x)"],
  ["int", "floor(x)"],
  ["pow", "x^2"],
]);

/** Our spelling of a function of another tool; null where none is known. */
export function functionHere(name: string): string | null {
  return functions.get(name) ?? null;
}

/** Our spelling of a Stata operator on a column, as `L2.gdp` or `i.year`; null for anything else. */
export function operatorHere(column: string, columns: readonly string[]): string | null {
  const match = /^([LFDicb])(\d*)\.(.+)$/i.exec(column);
  if (match === null || !columns.includes(match[3]!)) return null;
  const [kind, by, name] = [match[1]!.toLowerCase(), match[2] === "" ? "1" : match[2]!, match[3]!];
  if (kind === "l" || kind === "f" || kind === "d") return `${kind}(${name}, ${by})`;
  return kind === "c" ? name : `i(${name})`;
}

/** A sentence for spellings that stand in formulas alone. */
export const inFormulas = {
  en: (ours: string): string => (/^[lfdi]\(/.test(ours) ? " It stands in formulas." : ""),
  zh: (ours: string): string => (/^[lfdi]\(/.test(ours) ? "它只用于公式中。" : ""),
};
