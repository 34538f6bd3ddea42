import type { Language } from "./define.js";
import { english } from "./words.en.js";
import { chinese } from "./words.zh.js";

/**
 * The words of reports: headings, table rows, axis titles, sentences of notes. English is the pattern; the other languages have its
 * type, so that a missing word does not compile. Sentences of errors and findings live in `families/`, those of verdicts in `verdict.ts`.
 */
export type ReportWords = typeof english;

export const reportWords: Record<Language, ReportWords> = { en: english, zh: chinese };
