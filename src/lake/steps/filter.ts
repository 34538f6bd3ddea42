import { evaluateCondition, type Frame, formatExpression, parseExpression, takeRows, withLedger } from "../../frame/main.js";
import { type StepContext, unitsLost } from "./step.js";

/**
 * Keeps the rows in which a condition holds. A row in which it is missing goes too, and is counted on its own, because nobody decided about it.
 * Throws EXPR-*, DATA-COLUMN-UNKNOWN.
 */
export function filter(source: Frame, condition: string, context: StepContext): Frame {
  const expression = parseExpression(condition);
  const holds = evaluateCondition(expression, source, context);
  const keep: number[] = [];
  let missing = 0;
  holds.forEach((value, row) => {
    if (value === 1) keep.push(row);
    else if (value === -1) missing++;
  });
  const kept = takeRows(source, Int32Array.from(keep));
  const what = { condition: formatExpression(expression) };
  const counted = withLedger(kept, {
    step: context.step,
    reason: "filter",
    rows: source.rows - keep.length - missing,
    what,
    units: unitsLost(source, kept, context.unit),
  });
  return missing === 0 ? counted : withLedger(counted, { step: context.step, reason: "filterMissing", rows: missing, what });
}
