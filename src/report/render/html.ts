import type { Language } from "../../messages/main.js";
import { type Cell, type Column, notesOf, printed, type Table, type TableRow } from "../table.js";

/** Text as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A sentence as the value of an attribute, without the marks of code. */
export function plainHtml(text: string): string {
  return escapeHtml(text.replaceAll("`", ""));
}

/** A sentence as HTML: what stands in backquotes becomes code. */
export function inlineHtml(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join("");
}

/** Tables with more columns are set smaller. */
const DENSE = 7;

/** A three-line table: caption above, rules at top, under the header and at the bottom, notes below. */
export function tableHtml(table: Table, numbered: string, language: Language): string {
  const lines = [
    `<figure class="table" id="${escapeHtml(table.id)}">`,
    `<div class="scroll" role="region" aria-label="${plainHtml(`${numbered} ${table.title}`)}" tabindex="0">`,
    `<table${classesOf(table)}>`,
    `<caption><b>${escapeHtml(numbered)}</b> ${inlineHtml(table.title)}</caption>`,
    "<thead>",
    ...table.header.map((cells, h) => `<tr>${headerCells(cells, table.columns, h === table.header.length - 1)}</tr>`),
    "</thead>",
    "<tbody>",
    ...table.rows.map((row) => rowHtml(row, table.columns)),
    "</tbody>",
    "</table>",
    "</div>",
  ];
  const notes = notesOf(table, language);
  if (notes !== null) lines.push(`<p class="notes"><b>${escapeHtml(notes.label)}</b>${inlineHtml(notes.text)}</p>`);
  lines.push("</figure>");
  return lines.join("\n");
}

/** `dense` with many columns; `flush` where nothing hangs right of the numbers, so that they need no room for it. */
function classesOf(table: Table): string {
  const classes = [
    ...(table.columns.length > DENSE ? ["dense"] : []),
    ...(table.rows.every((row) => row.cells.every((cell) => cell.hang === undefined)) ? ["flush"] : []),
  ];
  return classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
}

function headerCells(cells: Cell[], columns: Column[], last: boolean): string {
  let column = 0;
  return cells
    .map((cell) => {
      const span = cell.span ?? 1;
      const spanner = span > 1 || !last;
      const align = spanner && cell.text !== "" ? "spanner" : columns[column]!.align;
      column += span;
      // An empty heading names nothing: a plain cell, so that a screen reader does not announce it.
      if (cell.text === "") return `<td class="${align}"></td>`;
      const scope = span > 1 ? `scope="colgroup" colspan="${span}"` : 'scope="col"';
      return `<th class="${align}" ${scope}>${inlineHtml(cell.text)}</th>`;
    })
    .join("");
}

function rowHtml(row: TableRow, columns: Column[]): string {
  const open = row.ruleAbove === true ? '<tr class="rule">' : "<tr>";
  if (row.group === true)
    return `${open}<th class="group" scope="rowgroup" colspan="${columns.length}">${inlineHtml(row.cells[0]!.text)}</th></tr>`;
  const cells = row.cells.map((cell, i) => {
    const attributes = `class="${columns[i]!.align}"${cell.path === undefined ? "" : ` data-path="${escapeHtml(cell.path)}"`}`;
    const hang = cell.hang === undefined ? "" : `<span class="hang">${escapeHtml(cell.hang)}</span>`;
    return i === 0 && printed(cell) !== ""
      ? `<th scope="row" ${attributes}>${inlineHtml(cell.text)}${hang}</th>`
      : `<td ${attributes}>${inlineHtml(cell.text)}${hang}</td>`;
  });
  return `${open}${cells.join("")}</tr>`;
}
