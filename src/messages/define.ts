/** Languages every message exists in. A missing one does not compile. */
export type Language = "en" | "zh";

/** `error` stops the command; the other three are findings that stand beside the number they qualify. */
export type Severity = "error" | "serious" | "warning" | "note";

/** The words of one message in one language. */
export interface Words {
  /** What is wrong, in the user's words; one or two sentences that stand alone. */
  message: string;
  /** Why it matters for the number or the study; may be empty for plain slips. */
  why?: string;
  /** What to do about it, ready to copy where that is possible. */
  remedy: string;
}

/** One code: its severity, the exit status of a command it stops, an example of its evidence, its words in every language. */
export interface Entry<E> {
  severity: Severity;
  /** 2 = the user's input, 1 = our own fault, 0 = a finding. */
  exit: 0 | 1 | 2;
  /** A realistic evidence object: it fills the docs page of codes and `xinzhi explain`. */
  example: E;
  en: (evidence: E) => Words;
  zh: (evidence: E) => Words;
}

/** An error a user's input caused (exit 2). */
export function errorEntry<E>(entry: Omit<Entry<E>, "severity" | "exit">): Entry<E> {
  return { severity: "error", exit: 2, ...entry };
}

/** A finding: something the statistics cannot carry, printed next to the number. */
export function findingEntry<E>(severity: Exclude<Severity, "error">, entry: Omit<Entry<E>, "severity" | "exit">): Entry<E> {
  return { severity, exit: 0, ...entry };
}
