import type { Frame } from "../frame/main.js";
import { applySteps, type Step } from "../lake/main.js";
import { Problem } from "../messages/main.js";
import type { StepBlock } from "./schema/steps.js";

/**
 * The table after its steps. A mistake in a step is told through `complain`, and the other steps go on as if it were mended, so that one
 * pass tells all mistakes: a condition keeps every row, a derived column holds ones. Null where what follows could not be judged.
 */
export function withSteps(
  rows: Frame,
  blocks: readonly StepBlock[],
  tables: ReadonlyMap<string, Frame>,
  keys: { unit?: string | undefined; time?: string | undefined },
  complain: (error: Problem) => void,
): Frame | null {
  let steps = blocks as readonly Step[];
  for (let mended = 0; mended <= 100; mended++) {
    try {
      return applySteps(rows, steps, tables, { unit: keys.unit ?? null, time: keys.time ?? null });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      complain(error as Problem);
      const without = withoutMistake(steps, error.place.path ?? "");
      if (without === null) return null;
      steps = without;
    }
  }
  return null;
}

/** The steps with the one a problem points to (`steps.2.derive.lnGdp`) made harmless, or null where that cannot be done. */
function withoutMistake(steps: readonly Step[], path: string): Step[] | null {
  const [, position, key, ...rest] = path.split(".");
  const step = steps[Number(position)];
  if (step === undefined) return null;
  const name = rest.join(".");
  const harmless = (): Step | null => {
    if (key === "filter") return { filter: "1 = 1" };
    if (key === "derive" && "derive" in step && Object.hasOwn(step.derive, name) && step.derive[name] !== 1)
      return { derive: { ...step.derive, [name]: 1 } };
    return null;
  };
  const replaced = harmless();
  return replaced === null || ("filter" in step && step.filter === "1 = 1") ? null : steps.map((s) => (s === step ? replaced : s));
}

/** The steps with another first period of every `balance`. */
export function startingAt(steps: readonly StepBlock[], start: number): StepBlock[] {
  return steps.map((step) => (step.balance === undefined ? step : { ...step, balance: { ...step.balance, from: start } }));
}
