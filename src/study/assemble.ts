import { categories, compareText, type Frame } from "../frame/main.js";
import { type Finding, ledgerText, wordsOf } from "../messages/main.js";
import type { DataResult, FindingResult, LedgerResult, VariableResult } from "../results/main.js";
import { catalogueVariables } from "./catalogues.js";
import type { Study } from "./schema/study.js";

/** What the study says of its variables, and of the rest what its catalogues say, as results carry it. */
export function variableResults(study: Study): Record<string, VariableResult> {
  const listed = catalogueVariables(study);
  const own = Object.entries(study.variables ?? {}).map(
    ([name, variable]) => [name, { ...(listed[name] ?? { label: name }), ...variable }] as const,
  );
  return { ...listed, ...Object.fromEntries(own) };
}

/** What a table turned out to hold, after its steps. */
export function dataResult(study: Study, name: string, frame: Frame): DataResult {
  const block = study.data[name]!;
  const units = block.unit === undefined ? null : categories(frame, block.unit).labels;
  const times = block.time === undefined ? null : periodsOf(frame, block.time);
  return {
    source: block.file ?? block.query ?? `from ${block.from}`,
    unit: block.unit ?? null,
    time: block.time ?? null,
    rows: frame.rows,
    units: units?.length ?? null,
    periods: times?.length ?? null,
    from: times?.[0] ?? null,
    to: times?.at(-1) ?? null,
    unitNames: units === null ? [] : [...units].sort(compareText),
    citation: block.citation,
    licence: block.licence,
    simulated: block.simulated,
  };
}

function periodsOf(frame: Frame, time: string): number[] {
  const column = frame.columns.get(time);
  if (column?.kind !== "number") return [];
  return [...new Set(column.values.filter((v) => !Number.isNaN(v)))].sort((a, b) => a - b);
}

/** Every ledger line of every table, in the order of the study. */
export function ledgerResults(tables: ReadonlyMap<string, Frame>): LedgerResult[] {
  return Array.from(tables).flatMap(([data, frame]) =>
    frame.ledger.map(({ step, reason, rows, what, units, cells }) => ({
      data,
      step,
      reason,
      rows,
      detail: ledgerText(reason, what, "en"),
      evidence: { ...what },
      units: units && [...units],
      cells,
    })),
  );
}

const RANK: Record<string, number> = { serious: 0, warning: 1, note: 2 };

/** Findings with their English words, the gravest first, each once. */
export function findingResults(findings: readonly Finding[]): FindingResult[] {
  const made = findings.map((f): FindingResult => {
    const { message, remedy } = wordsOf(f.code, f.evidence, "en");
    return {
      code: f.code,
      severity: f.severity,
      where: f.where,
      evidence: f.evidence as unknown as Record<string, unknown>,
      message,
      remedy,
    };
  });
  const seen = new Set<string>();
  return made
    .filter((f) => {
      const key = `${f.code}\0${f.where}\0${f.message}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .map((f, i) => ({ f, i }))
    .sort((a, b) => RANK[a.f.severity]! - RANK[b.f.severity]! || a.i - b.i)
    .map(({ f }) => f);
}
