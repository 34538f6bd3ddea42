import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Results } from "../../results/contract.js";
import { outline } from "../document/outline.js";
import { reader } from "../reader.js";
import { printed, type Table } from "../table.js";
import { tableCsv } from "./csv.js";
import { tablesDocx } from "./docx.js";
import { escapeHtml, tableHtml } from "./html.js";
import { escapeLatex, tableLatex } from "./latex.js";
import { tableMarkdown } from "./markdown.js";

const sample: Results = JSON.parse(readFileSync(new URL("../../../test/fixtures/results-sample.json", import.meta.url), "utf8"));
const tables = (language: "en" | "zh"): Table[] =>
  outline(reader(sample, language)).sections.flatMap((s) => s.blocks.flatMap((b) => (b.kind === "table" ? [b.table] : [])));

/** What each cell of each row prints, code marks taken out. */
const wanted = (table: Table) => table.rows.map((row) => row.cells.map((cell) => printed(cell).replaceAll("`", "")));

const unescapeHtml = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** CSV by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') field += text[++i];
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      rows.at(-1)!.push(field);
      field = "";
    } else if (c === "\r" && text[i + 1] === "\n") {
      rows.at(-1)!.push(field);
      field = "";
      rows.push([]);
      i++;
    } else field += c;
  }
  return rows.slice(0, -1);
}

/** A table whose texts are what attackers write. */
const hostile = (text: string): Table => ({
  id: "h",
  title: text,
  columns: [{ align: "text" }, { align: "number" }],
  header: [[{ text }, { text: "n" }]],
  rows: [{ cells: [{ text }, { text: "−1.5", value: -1.5 }] }],
  notes: [text],
  about: [],
});

describe.each(["en", "zh"] as const)("numbers read back in %s from", (language) => {
  test("HTML are the table's", () => {
    for (const table of tables(language)) {
      const html = tableHtml(table, "T", language);
      const rows = [...html.split("<tbody>")[1]!.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map((m) =>
        [...m[1]!.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map((c) => unescapeHtml(c[1]!.replace(/<[^>]+>/g, ""))),
      );
      expect(rows, table.id).toEqual(wanted(table));
    }
  });

  test("Word are the table's", async () => {
    for (const table of tables(language)) {
      const xml = strFromU8(unzipSync(await tablesDocx([{ table, numbered: "T" }], language))["word/document.xml"]!);
      const rows = [...xml.matchAll(/<w:tr>.*?<\/w:tr>|<w:tr .*?<\/w:tr>/gs)].map((m) =>
        [...m[0].matchAll(/<w:tc>.*?<\/w:tc>/gs)].map((c) =>
          [...c[0].matchAll(/<w:t[ >][^<]*<\/w:t>/g)]
            .map((t) =>
              t[0]
                .replace(/<[^>]+>/g, "")
                .replaceAll("&lt;", "<")
                .replaceAll("&gt;", ">")
                .replaceAll("&quot;", '"')
                .replaceAll("&amp;", "&"),
            )
            .join(""),
        ),
      );
      expect(rows.slice(table.header.length), table.id).toEqual(wanted(table));
    }
  });

  test("LaTeX are the table's", () => {
    for (const table of tables(language)) {
      const lines = tableLatex(table, language).split("\n");
      const body = lines
        .slice(lines.indexOf("\\midrule", lines.indexOf("\\toprule")) + 1, lines.indexOf("\\bottomrule"))
        .filter((line) => line !== "\\midrule");
      const cells = body.map((line) =>
        line
          .replace(/ \\\\$/, "")
          .split(" & ")
          .map((cell) =>
            cell
              .replace(/\\rlap\{\$\^\{(\*+)\}\$\}/, "$1")
              .replace("\\rlap{$^\\dagger$}", "†")
              .replace(/\\rlap\{(.)\}/, "$1")
              .replaceAll("$-$", "−"),
          ),
      );
      for (const [i, row] of table.rows.entries())
        for (const [j, cell] of row.cells.entries())
          if (typeof cell.value === "number")
            expect(cells[i]![j], table.id).toBe(escapeLatex(printed(cell)).replaceAll("$-$", "−").replace("$^\\dagger$", "†"));
      expect(cells.length).toBe(table.rows.length);
    }
  });

  test("CSV are the results' in full precision", () => {
    for (const table of tables(language)) {
      const text = tableCsv(table).replace(/^\uFEFF/, "");
      const rows = parseCsv(text).slice(1);
      expect(rows.length, table.id).toBe(table.rows.length);
      for (const [i, row] of table.rows.entries())
        for (const [j, cell] of row.cells.entries())
          if (typeof cell.value === "number") expect(Number(rows[i]![j]), table.id).toBe(cell.value);
    }
  });

  test("Markdown are the table's", () => {
    for (const table of tables(language)) {
      const lines = tableMarkdown(table, "T", language).split("\n");
      const rows = lines.slice(4, 4 + table.rows.length).map((line) => line.slice(2, -2).split(" | "));
      for (const [i, row] of table.rows.entries())
        for (const [j, cell] of row.cells.entries())
          if (typeof cell.value === "number") expect(rows[i]![j]!.replaceAll("\\", ""), table.id).toBe(printed(cell));
    }
  });
});

describe("hostile text", () => {
  const texts = [
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "'onmouseover='alert(1)",
    "</table></style>",
    "`<b>`",
    "&lt;i&gt;",
    "]]><svg/onload=alert(1)>",
  ];
  test.each(texts)("%s stays text in HTML", (text) => {
    const html = tableHtml(hostile(text), text, "en");
    expect(html).not.toMatch(/<(script|img|svg|i>)/);
    expect(html.match(/<[a-z]+/g)!.every((tag) => /^<(figure|div|table|caption|b|thead|tr|th|td|tbody|span|p|code)$/.test(tag))).toBe(true);
    expect(html.replace(/"[^"]*"/g, "")).not.toMatch(/<[^>]* on[a-z]+=/);
  });

  test("HTML escaping leaves no markup character", () => {
    expect(escapeHtml(`<>&"'`)).toBe("&#60;&#62;&#38;&#34;&#39;");
  });

  test.each(["\\input{/etc/passwd}", "\\write18{rm}", "#include", "50% & more_$x^2~", "{}\\\\", "^^41", "a\nb"])(
    "%s is literal in LaTeX",
    (text) => {
      const escaped = escapeLatex(text);
      expect(
        escaped.replace(/\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedbl)\{\}|\\[{}$&#%_]/g, ""),
      ).not.toMatch(/[\\{}$&#%_^~\n]/);
    },
  );

  test("a row of LaTeX that starts with a bracket is no argument of the line break before", () => {
    const table = hostile("[2pt]");
    expect(tableLatex({ ...table, rows: [...table.rows, ...table.rows] }, "en")).toContain("\n{}[2pt] &");
  });

  test.each(["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\tx", "\rx", "\0x", "＝1", "＋1", "－1", "＠x"])(
    "%j cannot start a formula in CSV",
    (text) => {
      const [header, row] = parseCsv(tableCsv(hostile(text)).replace(/^\uFEFF/, ""));
      expect(header![0]).toBe(`'${text}`);
      expect(row![0]).toBe(`'${text}`);
      expect(row![1]).toBe("-1.5");
    },
  );

  test("markup does not pass through Markdown", () => {
    expect(tableMarkdown(hostile("<b> | *x* [a](b)"), "T", "en")).not.toMatch(/(?<!\\)[<*[|](?=b>|x\*|a\])/);
  });
});

describe("a Word file", () => {
  test("sets Chinese in an East Asian face and carries no clock", async () => {
    const files = unzipSync(await tablesDocx([{ table: tables("zh")[0]!, numbered: "表1" }], "zh"));
    expect(strFromU8(files["word/styles.xml"]!)).toContain('w:eastAsia="SimSun"');
    expect(strFromU8(files["word/styles.xml"]!)).toContain('w:ascii="Times New Roman"');
    expect(strFromU8(files["docProps/core.xml"]!).match(/\d{4}-\d\d-\d\dT[^<]*/g)).toEqual([
      "2000-01-01T00:00:00Z",
      "2000-01-01T00:00:00Z",
    ]);
  });

  test("has three lines and no vertical one", async () => {
    const xml = strFromU8(unzipSync(await tablesDocx([{ table: hostile("x"), numbered: "T" }], "en"))["word/document.xml"]!);
    expect(xml.match(/<w:top w:val="single"[^>]*w:sz="12"/g)?.length).toBe(2);
    expect(xml.match(/<w:bottom w:val="single"[^>]*w:sz="6"/g)?.length).toBe(2);
    expect(xml.match(/<w:bottom w:val="single"[^>]*w:sz="12"/g)?.length).toBe(2);
    expect(xml).not.toMatch(/<w:(left|right|start|end|insideV) w:val="single"/);
  });
});
