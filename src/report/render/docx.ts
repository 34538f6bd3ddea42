import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { Language } from "../../messages/main.js";
import { type Cell, type Column, notesOf, printed, type Table, type TableRow } from "../table.js";

type Docx = typeof import("docx");

/** Latin text in Times New Roman, Chinese in SimSun: Word picks the second for East Asian characters only when `eastAsia` names it. */
const FONT = { ascii: "Times New Roman", hAnsi: "Times New Roman", cs: "Times New Roman", eastAsia: "SimSun" };
/** Sizes in half points, rules in eighths of a point: thick outside, thin inside, as three-line tables are set. */
const BODY = 18;
const SMALL = 16;
const THICK = 12;
const THIN = 6;
const HAIR = 2;
const WIDE_TABLE = 7;

/**
 * Tables as one editable Word file, each a native three-line table with its caption above and its notes below.
 * Equal tables give equal bytes: parts are stored in name order with one fixed date.
 */
export async function tablesDocx(tables: { table: Table; numbered: string }[], language: Language): Promise<Uint8Array> {
  const docx = await import("docx");
  const landscape = tables.some(({ table }) => table.columns.length > WIDE_TABLE);
  const textWidth = (landscape ? PAGE.long : PAGE.short) - 2 * PAGE.margin;
  const children = tables.flatMap(({ table, numbered }) => tableDocx(docx, table, numbered, language, textWidth));
  const file = new docx.Document({
    creator: "Xinzhi",
    lastModifiedBy: "Xinzhi",
    title: tables[0]?.table.title ?? "",
    styles: {
      default: {
        document: {
          run: { font: FONT, size: BODY, language: { value: "en-US", eastAsia: "zh-CN" } },
          paragraph: { spacing: { before: 20, after: 20 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: {
              orientation: landscape ? docx.PageOrientation.LANDSCAPE : docx.PageOrientation.PORTRAIT,
              width: PAGE.short,
              height: 16838,
            },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        children,
      },
    ],
  });
  return withFixedBytes(new Uint8Array(await docx.Packer.toBuffer(file)), language);
}

/** Word's own parts with the clock taken out: names sorted, one date everywhere. */
function withFixedBytes(bytes: Uint8Array, language: Language): Uint8Array {
  const parts = unzipSync(bytes);
  const sorted: Record<string, Uint8Array> = {};
  for (const name of Object.keys(parts).sort((a, b) => (a < b ? -1 : 1))) sorted[name] = parts[name]!;
  const core = strFromU8(sorted["docProps/core.xml"]!)
    .replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, "$12000-01-01T00:00:00Z")
    .replace("</cp:coreProperties>", `<dc:language>${language === "zh" ? "zh-CN" : "en"}</dc:language></cp:coreProperties>`);
  sorted["docProps/core.xml"] = strToU8(core);
  // Zip stores local time without a zone: the date is made from local fields, so that the bytes are equal in every zone.
  return zipSync(sorted, { level: 6, mtime: new Date(2000, 0, 1, 0, 0, 0) });
}

/** A4 and its margins in twentieths of a point. */
const PAGE = { short: 11906, long: 16838, margin: 1304 };

/** Widths of the columns: text needs more room than numbers, running text most. */
function columnWidths(table: Table, textWidth: number): number[] {
  const shares = table.columns.map((c) => ({ number: 1, text: 1.7, wide: 3.4 })[c.align]);
  const total = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => Math.floor((share * textWidth) / total));
}

function tableDocx(docx: Docx, table: Table, numbered: string, language: Language, textWidth: number) {
  const notes = notesOf(table, language);
  const { Paragraph, Table: WordTable, WidthType, AlignmentType } = docx;
  const none = { style: docx.BorderStyle.NONE, size: 0, color: "auto" };
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 240, after: 80 },
      children: [
        new docx.TextRun({ text: `${numbered}  `, bold: true, size: BODY + 2 }),
        ...runs(docx, table.title, { bold: true, size: BODY + 2 }),
      ],
    }),
    new WordTable({
      width: { size: 100, type: WidthType.PERCENTAGE },
      columnWidths: columnWidths(table, textWidth),
      alignment: AlignmentType.CENTER,
      margins: { top: 30, bottom: 30, left: 60, right: 60 },
      borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
      rows: [
        ...table.header.map((cells, h) => headerRow(docx, table, cells, h)),
        ...table.rows.map((row, i) => bodyRow(docx, table.columns, row, i === table.rows.length - 1)),
      ],
    }),
    ...(notes === null
      ? []
      : [
          new Paragraph({
            spacing: { before: 60, after: 160 },
            children: [new docx.TextRun({ text: notes.label, size: SMALL }), ...runs(docx, notes.text, { size: SMALL })],
          }),
        ]),
  ];
}

/** A sentence as runs: what stands in backquotes is set in a fixed-width face. */
function runs(docx: Docx, text: string, style: { bold?: boolean; size?: number; superScript?: boolean }) {
  return text
    .split(/`([^`]+)`/)
    .flatMap((part, i) =>
      part === ""
        ? []
        : [new docx.TextRun({ text: part, ...style, ...(i % 2 === 1 ? { font: { ...FONT, ascii: "Consolas", hAnsi: "Consolas" } } : {}) })],
    );
}

/** Rules of a cell in eighths of a point; a side without one is not written, which halves the work of the writer. */
function rules(docx: Docx, top: number, bottom: number) {
  const line = (size: number) => ({ style: docx.BorderStyle.SINGLE, size, color: "000000" });
  if (top === 0 && bottom === 0) return {};
  return { borders: { ...(top === 0 ? {} : { top: line(top) }), ...(bottom === 0 ? {} : { bottom: line(bottom) }) } };
}

function headerRow(docx: Docx, table: Table, cells: Cell[], h: number) {
  const last = h === table.header.length - 1;
  let column = 0;
  return new docx.TableRow({
    tableHeader: true,
    cantSplit: true,
    children: cells.map((cell) => {
      const align = table.columns[column]!.align;
      const span = cell.span ?? 1;
      column += span;
      // Above the model numbers, a thin line ties an outcome to its columns.
      const below = last ? THIN : cell.text === "" ? 0 : HAIR;
      return new docx.TableCell({
        ...(span > 1 ? { columnSpan: span } : {}),
        ...rules(docx, h === 0 ? THICK : 0, below),
        children: [paragraph(docx, runs(docx, cell.text, {}), span > 1 || !last ? "number" : align)],
      });
    }),
  });
}

function bodyRow(docx: Docx, columns: Column[], row: TableRow, last: boolean) {
  const top = row.ruleAbove === true ? HAIR : 0;
  const bottom = last ? THICK : 0;
  const shown = row.group === true ? [row.cells[0]!] : row.cells;
  return new docx.TableRow({
    cantSplit: true,
    children: shown.map(
      (cell, i) =>
        new docx.TableCell({
          ...(row.group === true ? { columnSpan: columns.length } : {}),
          ...rules(docx, top, bottom),
          children: [paragraph(docx, cellRuns(docx, cell), columns[i]!.align)],
        }),
    ),
  });
}

function cellRuns(docx: Docx, cell: Cell) {
  if (cell.hang !== undefined && /^[*†]+$/.test(cell.hang))
    return [...runs(docx, cell.text, {}), ...runs(docx, cell.hang, { superScript: true })];
  return runs(docx, printed(cell), {});
}

function paragraph(docx: Docx, children: InstanceType<Docx["TextRun"]>[], align: Column["align"]) {
  return new docx.Paragraph(align === "number" ? { alignment: docx.AlignmentType.CENTER, children } : { children });
}
