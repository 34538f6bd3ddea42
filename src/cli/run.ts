import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { type Language, verdictText } from "../messages/main.js";
import { canonicalJson, type FindingResult, type Results, type Verdict } from "../results/main.js";
import { verdictLabels } from "../study/labels.js";
import { type Progress, runStudy } from "../study/run.js";
import { displayWidth } from "./diagnostics.js";
import type { Context } from "./io.js";

interface Options {
  out?: string;
  project?: string;
  report?: boolean;
}

/** `xinzhi run`: the report on disk, a summary (or with --json the results) on stdout, progress on a terminal. */
export async function run(study: string, options: Options, context: Context): Promise<number> {
  const stages = new Stages(context);
  const { results, reportFolder, resultsFile } = await runStudy(study, {
    ...options,
    workingFolder: context.folder,
    onProgress: (progress) => stages.tell(progress),
  });
  stages.clear();
  if (context.isJson) context.out(canonicalJson(results));
  else if (!context.isQuiet)
    context.out(
      [...stages.lines, written(reportFolder, resultsFile, context), ...summary(results, context)].map((line) => `  ${line}\n`).join(""),
    );
  return 0;
}

/** Where to look next: the page of the report, or the results where no report was asked for. */
function written(reportFolder: string | null, resultsFile: string, { folder, language }: Context): string {
  const isZh = language === "zh";
  const label = reportFolder === null ? (isZh ? "结果：" : "results: ") : isZh ? "报告：" : "report: ";
  const file = reportFolder === null ? resultsFile : join(reportFolder, "index.html");
  const shown = relative(folder, reportFolder === null || existsSync(file) ? file : reportFolder);
  return `${label}${shown.startsWith("..") ? file : shown}`;
}

const STAGES = {
  en: {
    read: (f: Progress["facts"]) =>
      f["files"] === undefined ? "read" : `read ${f["files"]} ${f["files"] === 1 ? "file" : "files"}, ${f["rows"]} rows`,
    index: (f: Progress["facts"]) => `index ${f["name"]} (${f["method"]}, ${f["indicators"]} indicators)`,
    models: (f: Progress["facts"]) => `models ${f["models"]}`,
    policies: (f: Progress["facts"]) => `policy ${f["name"]}`,
    report: () => "report",
  },
  zh: {
    read: (f: Progress["facts"]) => (f["files"] === undefined ? "读取" : `读取 ${f["files"]} 个文件，共 ${f["rows"]} 行`),
    index: (f: Progress["facts"]) => `指数 ${f["name"]}（${f["method"]}，${f["indicators"]} 个指标）`,
    models: (f: Progress["facts"]) => `模型 ${f["models"]} 个`,
    policies: (f: Progress["facts"]) => `政策 ${f["name"]}`,
    report: () => "报告",
  },
} as const;

/** One line per finished stage with its time; on a terminal the running stage is shown too, and overwritten when the next begins. */
class Stages {
  readonly lines: string[] = [];
  private started = performance.now();
  private isShown = false;

  constructor(private readonly context: Context) {}

  tell({ stage, state, facts }: Progress): void {
    const text = STAGES[this.context.language][stage](facts);
    if (state === "begin") {
      this.started = performance.now();
      this.show(`  ${text} ...`);
      return;
    }
    const seconds = ((performance.now() - this.started) / 1000).toFixed(1);
    if (stage !== "report")
      this.lines.push(`${text}${" ".repeat(Math.max(1, 52 - displayWidth(text)))}${this.context.paint.dim(`${seconds} s`)}`);
  }

  private show(text: string): void {
    if (!this.context.isTerminal || this.context.isQuiet) return;
    this.clear();
    this.context.err(text);
    this.isShown = true;
  }

  /** Leaves the terminal as it was: an error or the summary starts on a clean line. */
  clear(): void {
    if (this.isShown) this.context.err("\r\x1b[2K");
    this.isShown = false;
  }
}

function summary(results: Results, context: Context): string[] {
  const isZh = context.language === "zh";
  const lines: string[] = [];
  for (const { outcome, verdict } of verdicts(results)) {
    const labels = verdictLabels(results.variables, outcome, context.language);
    const head = isZh ? `结论（${labels.outcome}）：` : `Verdict on ${labels.outcome}: `;
    lines.push(`${context.paint.bold(head)}${verdictText(verdict, context.language, labels)}`);
  }
  const counted = countFindings(results.findings, context.language);
  return counted === null ? lines : [...lines, counted];
}

function verdicts(results: Results): { outcome: string; verdict: Verdict }[] {
  return Object.values(results.policies).flatMap((policy) =>
    Object.entries(policy.outcomes).map(([outcome, { verdict }]) => ({ outcome, verdict })),
  );
}

function countFindings(findings: readonly FindingResult[], language: Language): string | null {
  if (findings.length === 0) return null;
  const number = (severity: string): number => findings.filter((f) => f.severity === severity).length;
  const names = { serious: ["serious finding", "项严重发现"], warning: ["warning", "项警告"], note: ["note", "项提示"] } as const;
  const parts = (["serious", "warning", "note"] as const).flatMap((severity) => {
    const n = number(severity);
    if (n === 0) return [];
    return [language === "zh" ? `${n} ${names[severity][1]}` : `${n} ${names[severity][0]}${n === 1 ? "" : "s"}`];
  });
  const first = findings[0]!.code;
  return language === "zh" ? `${parts.join("，")}。请先看 ${first}。` : `${parts.join(", ")}. Start with ${first}.`;
}
