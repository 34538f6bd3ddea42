import type { Language } from "../../messages/main.js";
import { type Cell, type Column, notesOf, printed, type Table, type TableRow } from "../table.js";

const SPECIAL: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  "−": "$-$",
  "×": "$\\times$",
  "²": "$^2$",
  "†": "$^\\dagger$",
  "≤": "$\\le$",
  "≥": "$\\ge$",
  Δ: "$\\Delta$",
  "–": "--",
  "…": "\\ldots{}",
  "≈": "$\\approx$",
};

/** Any text as LaTeX text: nothing in it can start a command. */
export function escapeLatex(text: string): string {
  return text.replace(/[\\{}$&#%_^~<>|"−×²†≤≥Δ–…≈]/g, (c) => SPECIAL[c]!).replace(/[\r\n]+/g, " ");
}

function inlineLatex(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? `\\texttt{${escapeLatex(part)}}` : escapeLatex(part)))
    .join("");
}

/**
 * A table as a LaTeX fragment for `\input`: booktabs rules, threeparttable notes. Numbers are set flush right and stars hang out with
 * `\rlap`, so that decimals align without a further package.
 */
export function tableLatex(table: Table, language: Language): string {
  const packages =
    language === "zh" ? "booktabs, threeparttable, textcomp; ctex (XeLaTeX or LuaLaTeX)" : "booktabs, threeparttable, textcomp";
  const spec = table.columns
    .map((c) => (c.align === "number" ? "r@{\\hspace{1.6em}}" : c.align === "wide" ? "p{0.3\\linewidth}" : "l"))
    .join("");
  const lines = [
    `% Packages: ${packages}.`,
    "\\begin{table}[htbp]",
    "\\centering",
    "\\begin{threeparttable}",
    `\\caption{${inlineLatex(table.title)}}`,
    `\\label{tab:${table.id.replace(/[^\p{L}\p{N}-]/gu, "-")}}`,
    `\\begin{tabular}{${spec}}`,
    "\\toprule",
    ...table.header.flatMap((cells, h) => headerLatex(cells, table.columns, h === table.header.length - 1)),
    "\\midrule",
    ...table.rows.flatMap((row) => rowLatex(row, table.columns)),
    "\\bottomrule",
    "\\end{tabular}",
  ];
  const notes = notesOf(table, language);
  if (notes !== null) {
    lines.push("\\begin{tablenotes}[flushleft]\\footnotesize");
    lines.push(`\\item ${escapeLatex(notes.label)}${inlineLatex(notes.text)}`);
    lines.push("\\end{tablenotes}");
  }
  lines.push("\\end{threeparttable}", "\\end{table}");
  return `${lines.join("\n")}\n`;
}

function headerLatex(cells: Cell[], columns: Column[], last: boolean): string[] {
  let at = 0;
  const rules: string[] = [];
  const texts = cells.map((cell) => {
    const span = cell.span ?? 1;
    const column = columns[at]!;
    if (!last && cell.text !== "") rules.push(`\\cmidrule(lr){${at + 1}-${at + span}}`);
    at += span;
    if (span === 1 && column.align !== "number") return inlineLatex(cell.text);
    return cell.text === "" ? "" : `\\multicolumn{${span}}{c}{${inlineLatex(cell.text)}}`;
  });
  return [`${texts.join(" & ")} \\\\`, ...(rules.length > 0 ? [rules.join(" ")] : [])];
}

function rowLatex(row: TableRow, columns: Column[]): string[] {
  const rule = row.ruleAbove === true ? ["\\midrule"] : [];
  if (row.group === true) return [...rule, `\\multicolumn{${columns.length}}{l}{\\textit{${inlineLatex(row.cells[0]!.text)}}} \\\\`];
  const cells = row.cells.map((cell) =>
    cell.hang === undefined ? inlineLatex(printed(cell)) : `${inlineLatex(cell.text)}\\rlap{${hangLatex(cell.hang)}}`,
  );
  const line = cells.join(" & ");
  // After the line break of the row before, an opening bracket or a star would be read as its argument.
  return [...rule, `${/^[[*]/.test(line) ? "{}" : ""}${line} \\\\`];
}

function hangLatex(hang: string): string {
  return /^\*+$/.test(hang) ? `$^{${hang}}$` : escapeLatex(hang);
}
