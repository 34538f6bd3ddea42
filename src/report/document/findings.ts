import { type Code, codes, wordsOf } from "../../messages/main.js";
import type { FindingResult } from "../../results/contract.js";
import { withTrueMinus } from "../number.js";
import type { Reader } from "../reader.js";
import { fileStem, type Table } from "../table.js";
import type { FindingHere, FindingView } from "./blocks.js";

const SEVERITIES = ["serious", "warning", "note"] as const;

/** Findings in the reader's language, serious ones first, otherwise in the order of the results. */
export function findingViews(r: Reader): FindingView[] {
  const views = r.results.findings.map((f, i): FindingView => {
    const words = wordsFor(r, f);
    const severity = SEVERITIES.find((s) => s === f.severity) ?? "note";
    return { code: f.code, severity, where: f.where, ...words, anchor: `finding-${i + 1}-${fileStem(f.code)}`, beside: null };
  });
  return SEVERITIES.flatMap((severity) => views.filter((v) => v.severity === severity));
}

/** Words come from the code and its evidence; results of a newer version with codes unknown here keep the English words they carry. */
function wordsFor(r: Reader, f: FindingResult): { message: string; why: string; remedy: string } {
  if (!Object.hasOwn(codes, f.code)) return { message: f.message, why: "", remedy: f.remedy };
  const words = wordsOf(f.code as Code, f.evidence, r.language);
  return { message: withTrueMinus(words.message), why: withTrueMinus(words.why ?? ""), remedy: withTrueMinus(words.remedy) };
}

/** Whether a path is another one or lies below it. */
function below(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}

/** Findings about one exhibit: those that say the same of several of its parts together, each with the parts it means. */
export function mergedFindings(findings: readonly FindingView[], table: Pick<Table, "about" | "parts"> | null): FindingHere[] {
  const merged = new Map<string, FindingHere>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.message}`;
    const here = merged.get(key) ?? { finding, parts: [] };
    merged.set(key, here);
    const at = table?.parts === undefined ? -1 : table.about.findIndex((path) => below(finding.where, path));
    if (at !== -1 && !here.parts.includes(table!.parts![at]!)) here.parts.push(table!.parts![at]!);
  }
  return [...merged.values()].map((here) => (here.parts.length === table?.parts?.length ? { ...here, parts: [] } : here));
}

/**
 * The exhibit a finding belongs to: one about exactly its place, else the first about a part of it, else the one about the closest part
 * above it. Null where no exhibit is about it.
 */
export function exhibitFor<E extends { about: readonly string[] }>(where: string, exhibits: readonly E[]): E | null {
  const exact = exhibits.find((e) => e.about.includes(where));
  if (exact !== undefined) return exact;
  const part = exhibits.find((e) => e.about.some((path) => below(path, where)));
  if (part !== undefined) return part;
  let best: E | null = null;
  let length = 0;
  for (const e of exhibits)
    for (const path of e.about) {
      if (below(where, path) && path.length > length) {
        best = e;
        length = path.length;
      }
    }
  return best;
}
