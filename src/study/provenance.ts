import { namesIn, parseExpression } from "../frame/main.js";
import type { Study } from "./schema/study.js";

/**
 * What a column of a table is at bottom: the one column it is a function of, followed down the `derive` steps, or itself where it is made
 * of several or read from the file. `lnHc: ln(hc)` is `hc`; `output / workers` is itself.
 */
export function rootsOf(study: Study, table: string): (column: string) => string {
  const sources = new Map<string, string[]>();
  for (const step of study.data[table]?.steps ?? []) {
    for (const [name, expression] of Object.entries(step.derive ?? {})) sources.set(name, namesIn(parseExpression(String(expression))));
  }
  return (column) => {
    let here = column;
    for (let hops = 0; hops < sources.size; hops++) {
      const behind = sources.get(here);
      if (behind?.length !== 1 || behind[0] === here) break;
      here = behind[0]!;
    }
    return here;
  };
}
