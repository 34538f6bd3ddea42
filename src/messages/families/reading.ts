import { errorEntry, findingEntry } from "../define.js";

/** Files, encodings, column names and queries: what can go wrong before a table stands. */
export const readingMessages = {
  "DATA-PATH-OUTSIDE": errorEntry<{ file: string; why: "absolute" | "parent" | "link" | "address" }>({
    example: { file: "../shared/firms.csv", why: "parent" },
    en: (e) => ({
      message: `The data file \`${e.file}\` ${{ absolute: "is an absolute path", parent: "lies outside the project", link: "is a link that leads out of the project", address: "is an address, not a file of the project" }[e.why]}.`,
      why: "A study reads only files of its own folder, so that the folder alone reproduces it.",
      remedy:
        "Copy the file into the folder of the study and name it from there (`data/firms.csv`), or widen the project with `--project DIR`.",
    }),
    zh: (e) => ({
      message: `数据文件 \`${e.file}\` ${{ absolute: "是绝对路径", parent: "位于项目文件夹之外", link: "是指向项目之外的链接", address: "是网址，不是项目中的文件" }[e.why]}。`,
      why: "研究只读取自身文件夹内的文件，这样只凭该文件夹即可复现。",
      remedy: "请把文件复制到研究文件夹内并以相对路径引用（如 `data/firms.csv`），或用 `--project DIR` 扩大项目范围。",
    }),
  }),
  "DATA-FILE-MISSING": errorEntry<{ file: string; nearest: string | null; what: "absent" | "folder" }>({
    example: { file: "data/province.csv", nearest: "data/provinces.csv", what: "absent" },
    en: (e) => ({
      message:
        e.what === "folder"
          ? `\`${e.file}\` is a folder, not a data file.`
          : `There is no file \`${e.file}\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? "Check the path; it is read from the folder of the study." : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message:
        e.what === "folder"
          ? `\`${e.file}\` 是文件夹，不是数据文件。`
          : `找不到文件 \`${e.file}\`。${e.nearest === null ? "" : `最接近的文件：\`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? "请检查路径；路径以研究文件所在文件夹为起点。" : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
  "DATA-FORMAT-UNKNOWN": errorEntry<{ file: string; extension: string; formats: string[] }>({
    example: { file: "data/firms.xlsx", extension: ".xlsx", formats: [".csv", ".tsv", ".parquet"] },
    en: (e) => ({
      message: `\`${e.file}\` ends in \`${e.extension}\`, which is not read.`,
      remedy: `Save it as CSV (any of UTF-8, UTF-16, GB18030) or Parquet; read are ${e.formats.join(", ")}.`,
    }),
    zh: (e) => ({
      message: `\`${e.file}\` 的扩展名 \`${e.extension}\` 不受支持。`,
      remedy: `请另存为 CSV（UTF-8、UTF-16、GB18030 均可）或 Parquet；可读取的扩展名：${e.formats.join("、")}。`,
    }),
  }),
  "DATA-FILE-EMPTY": errorEntry<{ file: string }>({
    example: { file: "data/provinces.csv" },
    en: (e) => ({ message: `The file \`${e.file}\` is empty.`, remedy: "Export it again; the first line holds the column names." }),
    zh: (e) => ({ message: `文件 \`${e.file}\` 是空的。`, remedy: "请重新导出；第一行应为列名。" }),
  }),
  "DATA-FILE-UNREADABLE": errorEntry<{ file: string; reason: string }>({
    example: { file: "data/firms.parquet", reason: "File too small to be a Parquet file" },
    en: (e) => ({
      message: `The file \`${e.file}\` cannot be read: ${e.reason}`,
      remedy: "Export the file again, or open it in the program that made it.",
    }),
    zh: (e) => ({ message: `无法读取文件 \`${e.file}\`：${e.reason}`, remedy: "请重新导出该文件，或用生成它的软件检查。" }),
  }),
  "DATA-ENCODING": errorEntry<{ file: string; encoding: string; offset: number; line: number; byte: string; looksLike: string | null }>({
    example: { file: "data/provinces.csv", encoding: "UTF-8", offset: 2048, line: 37, byte: "0xE9", looksLike: "Windows-1252" },
    en: (e) => ({
      message: `\`${e.file}\` is not whole text in ${e.encoding}: byte ${e.byte} at offset ${e.offset} (line ${e.line}) does not belong${e.looksLike === null ? "" : `; it looks like ${e.looksLike}`}.`,
      why: "Read with the wrong encoding, names of units would silently change and no longer match.",
      remedy: "Save the file as UTF-8 (Excel: CSV UTF-8), or correct the damaged character in this line.",
    }),
    zh: (e) => ({
      message: `\`${e.file}\` 不是完整的 ${e.encoding} 文本：偏移 ${e.offset}（第 ${e.line} 行）处的字节 ${e.byte} 无效${e.looksLike === null ? "" : `；看起来是 ${e.looksLike} 编码`}。`,
      why: "用错误的编码读取，个体名称会悄悄改变，从而无法匹配。",
      remedy: "请另存为 UTF-8（Excel 中选择“CSV UTF-8”），或改正该行损坏的字符。",
    }),
  }),
  "DATA-NUL": errorEntry<{ file: string; offset: number | null; line: number }>({
    example: { file: "data/provinces.csv", offset: 512, line: 9 },
    en: (e) => ({
      message: `\`${e.file}\` holds a NUL character in line ${e.line}${e.offset === null ? "" : ` (offset ${e.offset})`}; this is not a text file.`,
      remedy: "Export the file again as CSV.",
    }),
    zh: (e) => ({
      message: `\`${e.file}\` 第 ${e.line} 行${e.offset === null ? "" : `（偏移 ${e.offset}）`}含有 NUL 字符，不是文本文件。`,
      remedy: "请重新导出为 CSV。",
    }),
  }),
  "DATA-CSV-RAGGED": errorEntry<{ file: string; line: number; expected: number; found: number; content: string }>({
    example: { file: "data/provinces.csv", line: 12, expected: 8, found: 9, content: "Hebei,2012,1,234,5,6,7,8,9" },
    en: (e) => ({
      message: `Record ${e.line} of \`${e.file}\` has ${e.found} fields; the header has ${e.expected}${e.content === "" ? "" : `: \`${e.content}\``}.`,
      why: "One shifted field puts every later value of the row into the wrong column.",
      remedy: "Correct this record: a text or number with a comma stands in double quotes, and every row has all fields.",
    }),
    zh: (e) => ({
      message: `\`${e.file}\` 的第 ${e.line} 条记录有 ${e.found} 个字段，而表头有 ${e.expected} 个${e.content === "" ? "" : `：\`${e.content}\``}。`,
      why: "一个字段错位，该行其后的数值都会落入错误的列。",
      remedy: "请改正这条记录：含逗号的文本或数字应放在双引号内，每行的字段数应一致。",
    }),
  }),
  "DATA-CSV-QUOTE": errorEntry<{ file: string; line: number }>({
    example: { file: "data/provinces.csv", line: 12 },
    en: (e) => ({
      message: `A double quote in record ${e.line} of \`${e.file}\` is never closed, or text follows it.`,
      remedy: 'Double every quote inside a quoted field (`"the ""best"" firm"`) and close each field.',
    }),
    zh: (e) => ({
      message: `\`${e.file}\` 第 ${e.line} 条记录中的双引号没有闭合，或闭合后还有文字。`,
      remedy: '引号内的双引号应写两次（`"the ""best"" firm"`），并闭合每个字段。',
    }),
  }),
  "DATA-NAME-EMPTY": errorEntry<{ source: string; position: number; columns: string[] }>({
    example: { source: "data/provinces.csv", position: 1, columns: ["", "province", "year"] },
    en: (e) => ({
      message: `Column ${e.position} of \`${e.source}\` has no name.`,
      remedy:
        e.position === 1
          ? "Name it in the header; from R, export with `write.csv(..., row.names = FALSE)`, from pandas with `index=False`."
          : "Name it in the header, or remove the separator at the end of the lines.",
    }),
    zh: (e) => ({
      message: `\`${e.source}\` 的第 ${e.position} 列没有列名。`,
      remedy:
        e.position === 1
          ? "请在表头补上列名；从 R 导出时用 `write.csv(..., row.names = FALSE)`，从 pandas 导出时用 `index=False`。"
          : "请在表头补上列名，或删去行末多余的分隔符。",
    }),
  }),
  "DATA-NAME-TWICE": errorEntry<{ source: string; column: string; positions: number[] }>({
    example: { source: "data/provinces.csv", column: "gdp", positions: [3, 7] },
    en: (e) => ({
      message: `\`${e.source}\` has two columns called \`${e.column}\` (positions ${e.positions.join(" and ")}).`,
      why: "Which of them a formula means could only be guessed.",
      remedy: "Rename one of them.",
    }),
    zh: (e) => ({
      message: `\`${e.source}\` 有两列都叫 \`${e.column}\`（第 ${e.positions.join("、")} 列）。`,
      why: "公式指的是哪一列只能靠猜。",
      remedy: "请给其中一列改名。",
    }),
  }),
  "DATA-NO-ROWS": errorEntry<{ table: string; after: string }>({
    example: { table: "provinces", after: "filter: year > 2030" },
    en: (e) => ({
      message: `The table \`${e.table}\` has no rows ${e.after === "reading" ? "under its header" : `left after \`${e.after}\``}.`,
      why: "Every result would be empty and look like a finished study.",
      remedy: e.after === "reading" ? "Export the data again." : "Loosen this step, or correct the name or value in it.",
    }),
    zh: (e) => ({
      message:
        e.after === "reading"
          ? `数据表 \`${e.table}\` 只有表头，没有数据行。`
          : `在 \`${e.after}\` 之后，数据表 \`${e.table}\` 没有剩下任何行。`,
      why: "所有结果都会是空的，却像一份完成的研究。",
      remedy: e.after === "reading" ? "请重新导出数据。" : "请放宽这一步，或改正其中的列名或取值。",
    }),
  }),
  "DATA-INFINITE": errorEntry<{ table: string; column: string; count: number; rows: number[] }>({
    example: { table: "firms", column: "leverage", count: 2, rows: [17, 230] },
    en: (e) => ({
      message: `The column \`${e.column}\` of \`${e.table}\` is infinite in ${e.count} ${e.count === 1 ? "row" : "rows"} (row ${e.rows.join(", ")}${e.count > e.rows.length ? ", ..." : ""}).`,
      why: "One infinite value turns every mean and every coefficient it enters into infinity.",
      remedy: "Such values come from a division by zero upstream: leave these cells empty in the file.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的列 \`${e.column}\` 有 ${e.count} 行为无穷大（第 ${e.rows.join("、")} 行${e.count > e.rows.length ? "……" : ""}）。`,
      why: "一个无穷大的值会使所有用到它的均值和系数都变成无穷大。",
      remedy: "这类值来自上游的除以零：请在文件中将这些单元格留空。",
    }),
  }),
  "DATA-NA-IN-TEXT": findingEntry<{ table: string; column: string; count: number }>("note", {
    example: { table: "countries", column: "iso2", count: 30 },
    en: (e) => ({
      message: `${e.count} ${e.count === 1 ? "cell" : "cells"} of the text column \`${e.column}\` of \`${e.table}\` ${e.count === 1 ? "reads" : "read"} NA and ${e.count === 1 ? "is" : "are"} taken as missing.`,
      why: "NA is also a code (Namibia) and an abbreviation.",
      remedy: "If it is a value here, write `missing: []` under this table.",
    }),
    zh: (e) => ({
      message: `数据表 \`${e.table}\` 的文本列 \`${e.column}\` 中有 ${e.count} 个单元格写着 NA，按缺失处理。`,
      why: "NA 也可能是代码（纳米比亚）或缩写。",
      remedy: "如果它在这里是取值，请在该数据表下写 `missing: []`。",
    }),
  }),
  "DATA-TABLE-UNKNOWN": errorEntry<{ table: string; nearest: string | null; tables: string[] }>({
    example: { table: "zone", nearest: "zones", tables: ["provinces", "zones"] },
    en: (e) => ({
      message: `No table \`${e.table}\` is declared under \`data\`.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      remedy: e.nearest === null ? `Declared are: ${e.tables.join(", ")}.` : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `\`data\` 下没有声明数据表 \`${e.table}\`。${e.nearest === null ? "" : `最接近的：\`${e.nearest}\`。`}`,
      remedy: e.nearest === null ? `已声明的数据表：${e.tables.join("、")}。` : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
  "DATA-QUERY-SYNTAX": errorEntry<{ table: string; reason: string; near: string }>({
    example: { table: "joined", reason: 'syntax error at or near "FORM"', near: "FORM provinces" },
    en: (e) => ({
      message: `The query of \`${e.table}\` is not SQL: ${e.reason}${e.near === "" ? "" : `, at \`${e.near}\``}.`,
      remedy: "Correct the query; it is one SELECT in DuckDB's SQL.",
    }),
    zh: (e) => ({
      message: `\`${e.table}\` 的查询不是合法的 SQL：${e.reason}${e.near === "" ? "" : `，位置：\`${e.near}\``}。`,
      remedy: "请改正查询；它应是一条 DuckDB 语法的 SELECT。",
    }),
  }),
  "DATA-QUERY-STATEMENT": errorEntry<{ table: string; statements: number | null }>({
    example: { table: "joined", statements: 2 },
    en: (e) => ({
      message: `The query of \`${e.table}\` ${e.statements === null ? "is not a SELECT" : `holds ${e.statements} statements`}; exactly one SELECT is run.`,
      why: "A query may read the declared tables and change nothing.",
      remedy: "Leave only the SELECT; use common table expressions (`WITH ...`) for intermediate steps.",
    }),
    zh: (e) => ({
      message: `\`${e.table}\` 的查询${e.statements === null ? "不是 SELECT" : `含有 ${e.statements} 条语句`}；只能运行一条 SELECT。`,
      why: "查询只能读取已声明的数据表，不能修改任何内容。",
      remedy: "请只保留 SELECT；中间步骤可用公用表表达式（`WITH ...`）。",
    }),
  }),
  "DATA-QUERY-TABLE": errorEntry<{ table: string; name: string; nearest: string | null; tables: string[] }>({
    example: { table: "joined", name: "province", nearest: "provinces", tables: ["provinces", "zones"] },
    en: (e) => ({
      message: `The query of \`${e.table}\` reads \`${e.name}\`, which is not a declared table.${e.nearest === null ? "" : ` Nearest: \`${e.nearest}\`.`}`,
      why: "Only declared tables are hashed with the study, so only they can be reproduced.",
      remedy: e.nearest === null ? "Declare the file under `data` and read it by that name." : `Write \`${e.nearest}\`.`,
    }),
    zh: (e) => ({
      message: `\`${e.table}\` 的查询读取了 \`${e.name}\`，而它不是已声明的数据表。${e.nearest === null ? "" : `最接近的：\`${e.nearest}\`。`}`,
      why: "只有已声明的数据表会随研究一起计入哈希，也只有它们可以复现。",
      remedy: e.nearest === null ? "请在 `data` 下声明该文件，并用声明的名称读取。" : `请改写为 \`${e.nearest}\`。`,
    }),
  }),
  "DATA-QUERY-FORBIDDEN": errorEntry<{ table: string; what: string }>({
    example: { table: "joined", what: "read_text()" },
    en: (e) => ({
      message: `The query of \`${e.table}\` uses \`${e.what}\`, which reads outside the declared tables or changes from run to run.`,
      why: "The same study must give the same rows on every machine and every day.",
      remedy: "Leave it out: declare files under `data`, write dates as literals, draw samples with a column of the data.",
    }),
    zh: (e) => ({
      message: `\`${e.table}\` 的查询使用了 \`${e.what}\`，它会读取已声明数据表之外的内容，或每次运行结果不同。`,
      why: "同一份研究在任何机器、任何一天都必须得到相同的行。",
      remedy: "请去掉它：文件在 `data` 下声明，日期写成常量，抽样用数据中的列完成。",
    }),
  }),
  "DATA-QUERY-FAILED": errorEntry<{ table: string; reason: string }>({
    example: { table: "joined", reason: 'Binder Error: Referenced column "gdp" not found in FROM clause!' },
    en: (e) => ({
      message: `The query of \`${e.table}\` fails: ${e.reason}`,
      remedy: "Correct the query; columns have the names of the files.",
    }),
    zh: (e) => ({ message: `\`${e.table}\` 的查询失败：${e.reason}`, remedy: "请改正查询；列名与数据文件一致。" }),
  }),
  "DATA-QUERY-CYCLE": errorEntry<{ tables: string[] }>({
    example: { tables: ["a", "b", "a"] },
    en: (e) => ({
      message: `Queries read each other in a circle: ${e.tables.join(" -> ")}.`,
      remedy: "Let one of them read a file instead.",
    }),
    zh: (e) => ({ message: `查询之间循环引用：${e.tables.join(" -> ")}。`, remedy: "请让其中一个改为读取文件。" }),
  }),
};
