import { type Code, codes, nearest, problem, wordsOf } from "../messages/main.js";
import type { Context } from "./io.js";

/** Prints what a code means, with an example; without a code, the list of all. */
export function explain(code: string | undefined, context: Context): number {
  if (code === undefined) {
    listAll(context);
    return 0;
  }
  const written = code.toUpperCase();
  const names = Object.keys(codes);
  if (!Object.hasOwn(codes, written)) throw problem("CLI-CODE-UNKNOWN", { code, nearest: nearest(written, names) });
  const name = written as Code;
  const entry = codes[name];
  const words = wordsOf(name, entry.example, context.language);
  if (context.isJson) {
    context.out(
      `${JSON.stringify({ code: name, severity: entry.severity, exit: entry.exit, example: entry.example, ...words }, null, 2)}\n`,
    );
    return 0;
  }
  const { bold, dim } = context.paint;
  const isZh = context.language === "zh";
  const kind = severityText(entry.severity, isZh);
  const lines = [`${bold(name)}  ${dim(kind)}`, "", `  ${isZh ? "例：" : "Example: "}${words.message}`];
  if (words.why) lines.push(`  ${isZh ? "原因：" : "Why: "}${words.why}`);
  lines.push(`  ${isZh ? "改法：" : "Fix: "}${words.remedy}`);
  context.out(`${lines.join("\n")}\n`);
  return 0;
}

function listAll(context: Context): void {
  const entries = (Object.keys(codes) as Code[]).sort((a, b) => (a < b ? -1 : 1));
  if (context.isJson) {
    context.out(
      `${JSON.stringify(
        entries.map((code) => ({ code, severity: codes[code].severity, exit: codes[code].exit })),
        null,
        2,
      )}\n`,
    );
    return;
  }
  const width = Math.max(...entries.map((code) => code.length));
  for (const code of entries) context.out(`${code.padEnd(width)}  ${severityText(codes[code].severity, context.language === "zh")}\n`);
}

function severityText(severity: string, isZh: boolean): string {
  if (severity === "error") return isZh ? "错误：需要修改输入，退出码 2" : "error: something to mend in the input, exit code 2";
  const names: Record<string, string> = { serious: "严重", warning: "警告", note: "提示" };
  return isZh ? `发现（${names[severity]}）：写在所涉及的数字旁` : `finding (${severity}): printed next to the number it qualifies`;
}
