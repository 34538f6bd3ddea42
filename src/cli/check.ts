import { checkStudyFile } from "../study/checkFile.js";
import { displayWidth, renderFinding } from "./diagnostics.js";
import type { Context } from "./io.js";

interface Options {
  columns?: string;
  project?: string;
}

/** `xinzhi check`: every mistake at once, and what the timing of policies says; with --columns, what a table holds after its steps. */
export async function check(study: string, options: Options, context: Context): Promise<number> {
  const checked = await checkStudyFile(study, { ...options, workingFolder: context.folder });
  if (context.isJson) {
    context.out(`${JSON.stringify(checked, null, 2)}\n`);
    return 0;
  }
  const isZh = context.language === "zh";
  if (options.columns !== undefined) {
    const table = checked.tables.find(({ name }) => name === options.columns)!;
    const width = Math.max(...table.columns.map((column) => displayWidth(column.name)));
    for (const column of table.columns) {
      const facts = [
        isZh ? KIND_ZH[column.kind] : column.kind,
        column.missing === 0 ? "" : isZh ? `缺失 ${column.missing}` : `${column.missing} missing`,
      ];
      const padding = " ".repeat(width - displayWidth(column.name));
      context.out(`${column.name}${padding}  ${[...facts.filter((f) => f !== ""), column.example].join("  ")}\n`);
    }
    return 0;
  }
  if (!context.isQuiet) {
    const tables = checked.tables
      .map(({ name, rows }) => (isZh ? `${name}（${rows} 行）` : `${name} (${rows} rows)`))
      .join(isZh ? "、" : ", ");
    context.out(isZh ? `没有发现错误。数据表：${tables}。\n` : `No mistake found. Tables: ${tables}.\n`);
    // What the timing of policies says before any outcome is read.
    for (const finding of checked.findings) context.out(`\n${renderFinding(finding, context.language)}\n`);
  }
  return 0;
}

const KIND_ZH = { number: "数值", text: "文本" } as const;
