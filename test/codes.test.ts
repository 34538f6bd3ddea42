import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Code, codes, wordsOf } from "../dist/messages/main.js";
import { cataloguesPage } from "../scripts/docs/catalogues.js";
import { codesPage } from "../scripts/docs/codes.js";
import { studyFilePage } from "../scripts/docs/studyFile.js";
import { mistakes } from "./mistakes/cases.js";

const root = join(import.meta.dirname, "..");
const names = Object.keys(codes) as Code[];

function testTexts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return testTexts(join(folder, entry.name));
    return /\.test\.ts$/.test(entry.name) && entry.name !== "codes.test.ts" ? [readFileSync(join(folder, entry.name), "utf8")] : [];
  });
}

/** Every text in an evidence object: what the user wrote, or another program said. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe("every code", () => {
  test("is reached by a seeded mistake, or expected by name in a test", () => {
    const seeded = new Set(mistakes.map((mistake) => mistake.code));
    const texts = [...testTexts(join(root, "src")), ...testTexts(join(root, "test"))];
    const unreached = names.filter((name) => !seeded.has(name) && !texts.some((text) => new RegExp(`["'\`]${name}\\b`).test(text)));
    expect(unreached).toEqual([]);
  });

  test("has the form FAMILY-WORD, and an exit code that fits its severity", () => {
    for (const name of names) {
      expect(name).toMatch(
        /^(CLI|STUDY|DATA|EXPR|FORMULA|MODEL|IV|PANEL|PPML|ITS|GMM|INDEX|DID|POLICY|DIFF|MATRIX)-[A-Z0-9]+(-[A-Z0-9]+)*$/,
      );
      expect(codes[name].exit === 0, name).toBe(codes[name].severity !== "error");
    }
  });

  test.each(names)("%s says the same in both languages", (name) => {
    const { example } = codes[name];
    const en = wordsOf(name, example, "en");
    const zh = wordsOf(name, example, "zh");
    for (const part of ["message", "why", "remedy"] as const) {
      expect(Boolean(en[part]), `${part} in one language only`).toBe(Boolean(zh[part]));
      for (const text of [en[part] ?? "", zh[part] ?? ""]) expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
    expect(en.message.length).toBeGreaterThan(15);
    expect(zh.message + zh.remedy).toMatch(/[\u4e00-\u9fff]/);
    // What stands in backquotes is what a user can find or copy: the Chinese text names all of the message's.
    const quoted = (text: string): string[] => Array.from(text.matchAll(/`([^`]+)`/g), (match) => match[1]!);
    const inZh = quoted(zh.message + (zh.why ?? "") + zh.remedy).join("\n");
    for (const piece of quoted(en.message)) expect(inZh, `${piece} is missing in Chinese`).toContain(piece.split(" ")[0]!);
    // Half-width punctuation between Chinese characters is a slip.
    const prose = textsIn(example)
      .reduce((text, given) => text.replaceAll(given, ""), zh.message + (zh.why ?? "") + zh.remedy)
      .replace(/`[^`]*`/g, "");
    expect(prose).not.toMatch(/[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]/);
    expect(en.message + (en.why ?? "") + en.remedy).not.toMatch(/[，。；：？！（）]/);
  });
});

describe("pages made from code are as the code makes them (node scripts/docs.js writes them)", () => {
  test("docs/codes.md", () => expect(readFileSync(join(root, "docs/codes.md"), "utf8")).toBe(codesPage()));
  test.each(["en", "zh"])("catalogues in %s", (language) => {
    const page = language === "en" ? "docs/catalogues.md" : "docs/catalogues.zh.md";
    expect(readFileSync(join(root, page), "utf8")).toBe(cataloguesPage(language));
  });
  test("docs/study-file.md", () => expect(readFileSync(join(root, "docs/study-file.md"), "utf8")).toBe(studyFilePage()));
});
