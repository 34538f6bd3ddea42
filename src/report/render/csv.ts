import { headingOf, printed, type Table } from "../table.js";

/**
 * A table as CSV: a heading line, then values in full precision. Text that a spreadsheet would run as a formula gets a leading quote
 * (OWASP ASVS 1.2.10); numbers, negative ones too, stay numbers. A byte order mark only where the text needs one, for spreadsheets.
 */
export function tableCsv(table: Table): string {
  const header = table.columns.map((_, column) => headingOf(table, column));
  const lines = [
    header.map(textField),
    ...table.rows.map((row) => table.columns.map((_, i) => (row.cells[i] === undefined ? "" : cellField(row.cells[i]!)))),
  ];
  const body = `${lines.map((fields) => fields.join(",")).join("\r\n")}\r\n`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for bytes outside ASCII
  return /^[\x00-\x7f]*$/.test(body) ? body : `\uFEFF${body}`;
}

function cellField(cell: Table["rows"][number]["cells"][number]): string {
  if (typeof cell.value === "number") return String(cell.value);
  if (cell.value === null) return "";
  return textField(typeof cell.value === "string" ? cell.value : printed(cell).replaceAll("`", ""));
}

function textField(text: string): string {
  const guarded = /^[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
