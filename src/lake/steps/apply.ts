import type { Frame } from "../../frame/main.js";
import { Problem, problem } from "../../messages/main.js";
import { atTime } from "./atTime.js";
import { balance } from "./balance.js";
import { cut } from "./cut.js";
import { derive } from "./derive.js";
import { filter } from "./filter.js";
import { groupMean } from "./groupMean.js";
import { interpolate } from "./interpolate.js";
import { join } from "./join.js";
import { lag } from "./lag.js";
import type { Step, StepContext } from "./step.js";
import { winsorize } from "./winsorize.js";

/**
 * Runs the steps of a table in order. Every step adds at least one ledger line; what it finds stands in the frame's findings.
 * `keys` names the unit and time of the table, `tables` holds the tables that joins may ask for.
 * A problem comes with its path inside the table (`steps.2.derive.lnGdp`, counted from 0). Throws DATA-*, EXPR-*.
 */
export function applySteps(
  source: Frame,
  steps: readonly Step[],
  tables: ReadonlyMap<string, Frame>,
  keys: { unit?: string | null; time?: string | null } = {},
): Frame {
  let current = source;
  steps.forEach((step, position) => {
    const context: StepContext = { step: position + 1, unit: keys.unit ?? null, time: keys.time ?? null, tables };
    const path = `steps.${position}.${Object.keys(step)[0]}`;
    try {
      current = applyStep(current, step, context);
      if (current.rows === 0) throw problem("DATA-NO-ROWS", { table: source.name, after: asWritten(step) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const inside = error.place.path === undefined ? path : `${path}.${error.place.path}`;
      throw new Problem(error.code, error.evidence, { ...error.place, path: inside });
    }
  });
  return current;
}

function applyStep(source: Frame, step: Step, context: StepContext): Frame {
  if ("filter" in step) return filter(source, step.filter, context);
  if ("derive" in step) return derive(source, step.derive, context);
  if ("interpolate" in step) return interpolate(source, step.interpolate, context);
  if ("winsorize" in step) return winsorize(source, step.winsorize, context);
  if ("lag" in step) return lag(source, step.lag, context);
  if ("groupMean" in step) return groupMean(source, step.groupMean, context);
  if ("join" in step) return join(source, step.join, context);
  if ("balance" in step) return balance(source, step.balance, context);
  if ("atTime" in step) return atTime(source, step.atTime, context);
  return cut(source, step.cut, context);
}

/** The step in one line, for a message. */
function asWritten(step: Step): string {
  const [key, value] = Object.entries(step)[0]!;
  return `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
