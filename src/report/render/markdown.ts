import type { Language } from "../../messages/main.js";
import { headingOf, notesOf, printed, type Table } from "../table.js";

/** Text with every character escaped that Markdown or raw HTML would take for markup; code in backquotes stays code. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part.replaceAll("|", "\\|") : part.replace(/[\\*_[\]<>|#~]/g, "\\$&")))
    .join("")
    .replace(/[\r\n]+/g, " ");
}

/** A table as a GitHub Markdown table with its caption above and its notes below. */
export function tableMarkdown(table: Table, numbered: string, language: Language): string {
  const heading = table.columns.map((_, column) => headingOf(table, column));
  const line = (cells: string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const rule = `| ${table.columns.map((c) => (c.align === "number" ? "---:" : "---")).join(" | ")} |`;
  const body = table.rows.map((row) => line(table.columns.map((_, i) => (row.cells[i] === undefined ? "" : printed(row.cells[i]!)))));
  const below = notesOf(table, language);
  const notes = below === null ? [] : ["", `${below.label}${escapeMarkdown(below.text)}`];
  return [`**${numbered}** ${escapeMarkdown(table.title)}`, "", line(heading), rule, ...body, ...notes].join("\n");
}
