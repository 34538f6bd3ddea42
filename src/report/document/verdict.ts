import type { Verdict } from "../../results/contract.js";
import type { Reader } from "../reader.js";

/** The reasons of a verdict, each with its number, in the reader's language. */
export function verdictWords(_: Reader, verdict: Verdict): string {
  return verdict.text;
}
