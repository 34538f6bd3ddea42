import { type ChecklistEvidence, checklistPoint, checklistWhy } from "../../messages/main.js";
import type { PolicyResult } from "../../results/contract.js";
import { fixed, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, textCell } from "../table.js";

/** The eighteen points with their status and why. */
export function checklistTable(r: Reader, name: string, policy: PolicyResult): Table {
  const w = r.words.table;
  const at = `policies.${name}.checklist`;
  const several = Object.keys(r.results.policies).length > 1;
  return {
    id: fileStem("checklist", name),
    title: titled(r, w.checklist(several ? labelOf(r, name) : ""), policy.data),
    columns: [{ align: "number" }, { align: "wide" }, { align: "text" }, { align: "wide" }],
    header: [[textCell(""), textCell(w.point), textCell(w.status), textCell(w.why)]],
    rows: policy.checklist!.map((p, i) => ({
      cells: [
        numberCell(p.id, String, `${at}.${i}.id`),
        textCell(checklistPoint(p.id, r.language)),
        textCell(w.statuses[p.status] ?? p.status),
        textCell(checklistWhy(p.reason, inWords(r, p.evidence), r.language).replaceAll("`", "")),
      ],
    })),
    notes: [],
    about: [at],
  };
}

/** Evidence that holds names of the study file, in the reader's words. */
function inWords(r: Reader, evidence: ChecklistEvidence): ChecklistEvidence {
  const words: Record<string, Record<string, string>> = {
    estimator: r.words.estimator,
    names: r.words.estimator,
    aggregate: r.words.aggregate,
    controlGroup: r.words.controlGroup,
    leaveOut: r.words.table.leaveOutKinds,
  };
  return Object.fromEntries(
    Object.entries(evidence).map(([key, value]) => {
      if (typeof value !== "string") return [key, value];
      if (key === "columns" || key === "cluster")
        return [
          key,
          value
            .split(", ")
            .map((v) => labelOf(r, v))
            .join(r.words.comma),
        ];
      return [
        key,
        value
          .split(", ")
          .map((v) => words[key]?.[v] ?? v)
          .join(r.words.comma),
      ];
    }),
  );
}

/** The two-way estimate with other policies held fixed. */
export function concurrentTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = r.words.table;
  const at = `policies.${name}.outcomes.${outcomeName}.concurrent`;
  const number = (v: number) => fixed(v, 4);
  return {
    id: fileStem("concurrent", name, outcomeName),
    title: titled(r, w.concurrent(labelOf(r, outcomeName)), policy.data),
    columns: [{ align: "wide" }, { align: "number" }, { align: "number" }, { align: "number" }],
    header: [[w.heldFixed, w.estimate, w.stdError, w.pValue].map(textCell)],
    rows: policy.outcomes[outcomeName]!.concurrent!.map(({ columns, row }, i) => ({
      cells: [
        textCell(columns.map((column) => labelOf(r, column)).join(r.words.comma)),
        numberCell(row.estimate, number, `${at}.${i}.row.estimate`),
        numberCell(row.stdError, number, `${at}.${i}.row.stdError`),
        numberCell(row.pValue, probability, `${at}.${i}.row.pValue`),
      ],
    })),
    notes: [],
    about: [at],
  };
}
