import fc from "fast-check";
import { expect, test } from "vitest";
import { Problem, Problems } from "../messages/main.js";
import { checkStudy } from "./check.js";
import { notYet } from "./notYet.js";
import { orderOf } from "./plan.js";
import { studySchema } from "./schema/study.js";
import { validate } from "./schemaProblems.js";
import { parseStudyText } from "./yaml.js";

/** More of them with XINZHI_FUZZ=20000 (a night's work). */
const RUNS = Number(process.env["XINZHI_FUZZ"] ?? 600);

const study = `title: { en: A study, zh: 研究 }
sets: { base: [rd, energy] }
variables:
  y: { label: Output, kind: ratio, caveat: "a: b" }
data:
  firms:
    file: firms.csv
    unit: firm
    time: year
    steps:
      - filter: year >= 2012 and not missing(rd)
      - derive: { lnY: ln(y), age: "if(year > 2014, 1, 0)" }
      - balance: { columns: [y], from: 2012, to: 2019 }
indices:
  tech: { data: firms, method: entropy, indicators: { rd: higher, energy: lower }, alternatives: { method: [critic] } }
models:
  fe: &fe { data: firms, estimator: ols, formula: "lnY ~ l(rd, 1) + ..base | firm + year", vcov: { cluster: firm } }
  again: *fe
policies:
  zone: { data: firms, outcome: [lnY, tech], adopted: first, window: { from: -3, to: 2 }, variants: { index: all, start: [2013] } }
tables: { main: { models: [fe, again], stars: none } }
figures: { trend: { policy: zone, kind: eventStudy } }
`;

/** All that reading and checking a study says before any data; anything but coded errors is thrown on. */
function complaints(text: string): Problem[] {
  try {
    const source = parseStudyText(text, "study.yaml");
    const early = notYet(source);
    const checked = validate(studySchema, source);
    if ("problems" in checked) return [...early, ...checked.problems];
    const problems = checkStudy(checked.value, source);
    if (problems.length === 0) orderOf(checked.value);
    return [...early, ...problems];
  } catch (error) {
    if (error instanceof Problems) return [...error.list];
    if (error instanceof Problem) return [error as Problem];
    throw error;
  }
}

const pieces = [
  "",
  "\n",
  "\t",
  "  ",
  "- ",
  ": ",
  "{",
  "}",
  "[",
  "]",
  "'",
  '"',
  "#",
  "&a ",
  "*fe",
  "~",
  "null",
  "-1",
  "1e400",
  ".nan",
  "true",
  "|",
  ">",
  "!x ",
  "%",
  "@",
  "`",
  "\\",
  "，",
  "：",
  "（",
  "__proto__",
  "constructor",
  "<<: ",
  "..",
  "(",
  ")",
  "ln(",
  "\u0000",
  "\u2028",
  "\ud83d",
  "💥",
  "? ",
  "---\n",
];

/** A cut, an insertion, a doubling or an exchange somewhere in the text. */
const mutation = fc.record({
  at: fc.nat(study.length),
  length: fc.nat(12),
  piece: fc.constantFrom(...pieces),
  kind: fc.constantFrom("insert", "replace", "double", "swap" as const),
});

function mutate(text: string, { at, length, piece, kind }: { at: number; length: number; piece: string; kind: string }): string {
  const [before, middle, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  if (kind === "insert") return before + piece + middle + after;
  if (kind === "replace") return before + piece + after;
  if (kind === "double") return before + middle + middle + after;
  return before + after.slice(0, length) + middle + after.slice(length);
}

test("the study itself is right", () => expect(complaints(study)).toEqual([]));

test("damaged studies: each is right or told what is wrong, with a place inside the file, and none takes long", () => {
  let slowest = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const text = mutations.reduce(mutate, study);
      const started = performance.now();
      const found = complaints(text);
      slowest = Math.max(slowest, performance.now() - started);
      if (found.length > 0) refused++;
      const lines = text.split("\n");
      for (const { place } of found) {
        expect(place.file).toBe("study.yaml");
        if (place.line === undefined) continue;
        expect(place.line).toBeLessThanOrEqual(lines.length);
        expect(place.column ?? 1).toBeLessThanOrEqual(lines[place.line - 1]!.length + 1);
      }
    }),
    { numRuns: RUNS, seed: 1 },
  );
  expect(refused).toBeGreaterThan(RUNS / 2);
  expect(slowest).toBeLessThan(2000);
});

test("texts of any characters: never anything but coded errors", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(complaints(text).length).toBeGreaterThan(0);
    }),
    { numRuns: RUNS, seed: 2 },
  );
});
