import { editDistance } from "../messages/nearest.js";

/** Endings of Chinese administrative names, which one source writes and another leaves out. */
const divisionEnding = /(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|县)$/u;

/** Names of rows that sum over others: whole words, in either language. */
const totalName =
  /^(?:合计|总计|小计|共计|全国|全省|全市|全部|平均|均值|世界|全球|(?:东部|中部|西部|东北|华北|华东|华中|华南|西南|西北|沿海|内陆)(?:地区|合计|小计)?|total|sub-?total|grand total|sum|all|overall|mean|average|world|nationwide|all (?:provinces|countries|regions|firms))$/iu;

/** A name without what usually differs between two spellings of it: blanks, width, case, the ending of a Chinese division. */
export function plainName(name: string): string {
  const tight = name
    .normalize("NFKC")
    .replaceAll(/[\s\u200b-\u200f\u2060\ufeff]/gu, "")
    .toLowerCase();
  const short = tight.replace(divisionEnding, "");
  return short.length >= 2 ? short : tight;
}

/** True where a name says that its row is a sum or mean of other rows. */
export function isTotalName(name: string): boolean {
  return totalName.test(name.normalize("NFKC").trim());
}

/**
 * Groups of two or more names that are one name once blanks, width, case and endings are left out. For unit names inside one table;
 * names of two letters or less are never taken as one.
 */
export function nearDuplicates(names: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const plain = plainName(name);
    groups.set(plain, [...(groups.get(plain) ?? []), name]);
  }
  return Array.from(groups.values()).filter((group) => group.length > 1);
}

/** Pairs of a name that only the left list has and one that only the right list has, near enough to be meant as one. */
export function nearPairs(left: readonly string[], right: readonly string[]): { left: string; right: string }[] {
  const pairs: { left: string; right: string }[] = [];
  for (const a of left.slice(0, 300)) {
    // Codes of two or three letters differ by one letter from half of all codes, so a slip of the pen needs a longer name.
    const slips = Math.min(2, Math.floor(Array.from(a).length / 4));
    const match =
      right.slice(0, 300).find((b) => plainName(a) === plainName(b)) ??
      right.slice(0, 300).find((b) => slips > 0 && editDistance(a, b) <= slips);
    if (match !== undefined) pairs.push({ left: a, right: match });
  }
  return pairs;
}
