import { type Code, codes, type Evidence } from "./codes.js";
import type { Language, Severity, Words } from "./define.js";

/** Where a problem sits: a place in the study file or in a data file. Every field is optional; what is known is printed. */
export interface Place {
  /** The file as the user wrote it. */
  file?: string;
  line?: number;
  column?: number;
  /** Length of the underlined text. */
  length?: number;
  /** The source line, for the excerpt with carets. */
  excerpt?: string;
  /** Path inside the study, as `models.fe.formula`. */
  path?: string;
}

/** A coded error. Code throws it; words are made at the edges (`cli`, `report`, and in English the writer of results.json). */
export class Problem<C extends Code = Code> extends Error {
  constructor(
    readonly code: C,
    readonly evidence: Evidence<C>,
    readonly place: Place = {},
  ) {
    super(code);
    this.name = "Problem";
  }
}

/** Several problems found in one pass, so that a user mends a study file once and not once per mistake. */
export class Problems extends Error {
  constructor(readonly list: readonly Problem[]) {
    super(list.map((p) => p.code).join(", "));
    this.name = "Problems";
  }
}

/** The coded error to throw: `throw problem("DATA-COLUMN-UNKNOWN", { ... })`. */
export function problem<C extends Code>(code: C, evidence: Evidence<C>, place: Place = {}): Problem {
  return new Problem(code, evidence, place) as unknown as Problem;
}

/** The same problem with what is known of its place filled in; fields already set are kept. */
export function placed(p: Problem, place: Place): Problem {
  return new Problem(p.code, p.evidence, { ...place, ...p.place });
}

/** Something the statistics cannot carry. `where` is a path in results.json, as `policies.pilot.outcomes.np`. */
export interface Finding<C extends Code = Code> {
  code: C;
  severity: Exclude<Severity, "error">;
  where: string;
  evidence: Evidence<C>;
}

/** A finding at a place in the results. */
export function finding<C extends Code>(code: C, where: string, evidence: Evidence<C>): Finding {
  const severity = codes[code].severity as Exclude<Severity, "error">;
  return { code, severity, where, evidence } as unknown as Finding;
}

/** The words of a code and its evidence in one language. */
export function wordsOf(code: Code, evidence: unknown, language: Language): Words {
  const entry = codes[code] as { en: (e: unknown) => Words; zh: (e: unknown) => Words };
  return entry[language](evidence);
}
