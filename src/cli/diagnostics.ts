import { type Language, type Place, type Problem, type Severity, wordsOf } from "../messages/main.js";
import { noPaint, type Paint } from "./paint.js";

const LABELS = {
  en: { error: "error", serious: "serious", warning: "warning", note: "note", why: "Why: ", fix: "Fix: " },
  zh: { error: "错误", serious: "严重", warning: "警告", note: "提示", why: "原因：", fix: "改法：" },
} as const;

/** An error as a person reads it: code and place, the line with carets, what is wrong, why it matters, what to write instead. */
export function renderProblem(p: Problem, language: Language, paint: Paint = noPaint): string {
  const words = wordsOf(p.code, p.evidence, language);
  const labels = LABELS[language];
  const head = `${paint.red(paint.bold(labels.error))} ${paint.bold(p.code)}${placeText(p.place) === "" ? "" : `  ${placeText(p.place)}`}`;
  const lines = [head, ...excerpt(p.place, paint), `  ${words.message}`];
  if (words.why) lines.push(`  ${paint.dim(labels.why)}${words.why}`);
  lines.push(`  ${paint.bold(labels.fix)}${words.remedy}`);
  return lines.join("\n");
}

/** A finding of a run, in the same form. */
export function renderFinding(
  f: { code: string; severity: string; where: string; evidence: unknown },
  language: Language,
  paint: Paint = noPaint,
): string {
  const words = wordsOf(f.code as Parameters<typeof wordsOf>[0], f.evidence, language);
  const labels = LABELS[language];
  const colour = f.severity === "serious" ? paint.red : f.severity === "warning" ? paint.yellow : paint.cyan;
  const lines = [`${colour(paint.bold(labels[f.severity as Severity]))} ${paint.bold(f.code)}  ${f.where}`, `  ${words.message}`];
  if (words.why) lines.push(`  ${paint.dim(labels.why)}${words.why}`);
  if (words.remedy) lines.push(`  ${paint.bold(labels.fix)}${words.remedy}`);
  return lines.join("\n");
}

/** The same fields for a machine. */
export function problemJson(p: Problem, language: Language): Record<string, unknown> {
  const words = wordsOf(p.code, p.evidence, language);
  const { excerpt: _shown, ...place } = p.place;
  return {
    code: p.code,
    severity: "error",
    ...place,
    message: words.message,
    why: words.why ?? "",
    remedy: words.remedy,
    evidence: p.evidence,
  };
}

/** `study.yaml:14:29`, as far as it is known. */
export function placeText(place: Place): string {
  if (place.file === undefined) return place.path ?? "";
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(":");
}

/** Longest piece of a source line that is shown. */
const WIDTH = 110;

function excerpt(place: Place, paint: Paint): string[] {
  if (place.excerpt === undefined || place.line === undefined || place.excerpt.trim() === "") return [];
  const column = (place.column ?? 1) - 1;
  // A long line is shown around the place, not from its start.
  const from = column > WIDTH - 30 ? column - 40 : 0;
  const shown = place.excerpt.slice(from, from + WIDTH).replaceAll("\t", " ");
  const before = shown.slice(0, column - from);
  const marked = shown.slice(column - from, column - from + (place.length ?? 1));
  const margin = `  ${place.line} | `;
  const carets = place.column === undefined ? "" : "^".repeat(Math.max(1, displayWidth(marked)));
  const lines = [`${paint.dim(margin)}${from > 0 ? "..." : ""}${shown}`];
  if (carets !== "") {
    const blanks = " ".repeat(margin.length - 2 + (from > 0 ? 3 : 0) + displayWidth(before));
    lines.push(`${blanks.slice(0, margin.length - 2)}${paint.dim("| ")}${blanks.slice(margin.length - 2)}${paint.red(carets)}`);
  }
  return lines;
}

/** Columns a text takes on a terminal: Chinese characters take two, so carets stand under the right ones. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character.codePointAt(0)!) ? 2 : 1;
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
