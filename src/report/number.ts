/** The minus sign of printed numbers (U+2212): it is as wide as a plus, and no spreadsheet takes a cell that starts with it for a formula. */
export const MINUS = "−";

const withMinus = (text: string): string => (text.startsWith("-") ? MINUS + text.slice(1) : text);

/** Thousands separated where the whole part is long; four digits stand alone, because they are mostly years. */
function grouped(text: string, from = 5): string {
  const [whole, rest] = text.split(".") as [string, string?];
  const spaced = whole.replace("-", "").length >= from ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") : whole;
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}

/**
 * A number with a fixed count of decimals; thousands are separated from `groupFrom` digits on. A negative number that rounds to zero keeps
 * its sign, as R and Stata print it.
 */
export function fixed(value: number, digits: number, groupFrom = 5): string {
  return withMinus(grouped(value.toFixed(digits), groupFrom));
}

/** A count with thousands separated, the same in every language and locale. */
export function count(value: number): string {
  return withMinus(String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ","));
}

/** Power of ten of the leading digit (0 for zero), read from the exact decimal form so that no logarithm decides it. */
export function magnitude(value: number): number {
  return value === 0 ? 0 : Number(value.toExponential().split("e")[1]);
}

/** Decimals that show a number with this many significant digits, between none and `most`. */
export function decimalsFor(value: number, significant: number, most = 6): number {
  return Math.min(most, Math.max(0, significant - 1 - magnitude(value)));
}

/** Prints a column of numbers with the same decimals: as many as show the largest with so many significant digits. */
export function alike(values: readonly (number | null)[], significant: number): (value: number) => string {
  const largest = values.reduce<number>((most, v) => Math.max(most, Math.abs(v ?? 0)), 0);
  return (value) => fixed(value, decimalsFor(largest, significant));
}

/** A number for running text: three significant digits (whole numbers whole), trailing zeros gone, very small or large ones as powers of ten. */
export function plain(value: number, significant = 3): string {
  const power = magnitude(value);
  if (power < -5 || power > 14)
    return withMinus(value.toExponential(significant - 1)).replace(/e([+-]\d+)/, (_, e: string) => `×10^${withMinus(String(Number(e)))}`);
  if (Number.isInteger(value)) return count(value);
  const text = value.toFixed(decimalsFor(value, significant, significant + 5));
  return withMinus(grouped(text.includes(".") ? text.replace(/\.?0+$/, "") : text));
}

/** A p-value with three decimals; below one thousandth it says so. */
export function probability(value: number): string {
  return value < 0.001 ? "<0.001" : fixed(value, 3);
}

/** A share as a whole percentage. */
export function percent(share: number): string {
  return `${fixed(100 * share, 0)}%`;
}

/** A sentence of a message with true minus signs before its numbers; code in backquotes stays as it is. */
export function withTrueMinus(sentence: string): string {
  return sentence
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/(^|[\s(（[,，:：]|\.\.)-(?=\d)/g, `$1${MINUS}`)))
    .join("");
}
