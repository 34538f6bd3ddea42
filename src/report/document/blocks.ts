import type { Language } from "../../messages/main.js";
import type { Figure } from "../figures/figure.js";
import type { Table } from "../table.js";

/** A finding in words, with the place of the number it qualifies. */
export interface FindingView {
  code: string;
  severity: "serious" | "warning" | "note";
  /** The path in results.json. */
  where: string;
  message: string;
  why: string;
  remedy: string;
  /** Anchor of its entry in the list of findings. */
  anchor: string;
  /** The exhibit it stands beside, once that is known. */
  beside: { anchor: string; numbered: string } | null;
}

/** A finding beside its exhibit, once for all the parts (columns of a table) it says the same of; no parts where it holds for all of them. */
export interface FindingHere {
  finding: FindingView;
  parts: string[];
}

/** The verdict on one outcome. */
export interface VerdictView {
  outcome: string;
  grade: string;
  gradeWords: string;
  /** The grade as a plain sentence. */
  sentence: string;
  /** The reasons that hold, each with its number. */
  reasons: string;
  numbers: { term: string; text: string }[];
  caveats: string[];
}

/** A document is sections of blocks; HTML and Markdown are two ways to write the same blocks. Text in backquotes is code. */
export type Block =
  | { kind: "paragraph"; text: string; tone?: "lead" | "quiet" | "alarm" }
  | { kind: "list"; items: string[] }
  | { kind: "facts"; rows: { term: string; text: string }[] }
  | { kind: "verdicts"; items: VerdictView[] }
  | { kind: "allFindings"; groups: { severity: FindingView["severity"]; meaning: string; codes: FindingView[][] }[] }
  | { kind: "findingsHere"; items: FindingHere[]; more: number }
  | { kind: "table"; table: Table; numbered: string; folded: boolean }
  | { kind: "figure"; figure: Figure; numbered: string }
  | { kind: "code"; text: string };

export interface Section {
  id: string;
  title: string;
  level: 2 | 3;
  blocks: Block[];
}

export interface ReportDocument {
  language: Language;
  title: string;
  sections: Section[];
}

export function tableBlock(table: Table): Block {
  return { kind: "table", table, numbered: "", folded: false };
}

/** The numbers behind a figure: a table that opens on request. */
export function foldedTable(table: Table): Block {
  return { kind: "table", table, numbered: "", folded: true };
}

export function figureBlock(figure: Figure): Block {
  return { kind: "figure", figure, numbered: "" };
}
