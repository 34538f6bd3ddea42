import { evaluate, type Frame, formatExpression, parseExpression, sourceRow } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { log } from "../../numerics/main.js";

/** What enters the index with coefficient one. */
export interface OffsetOptions {
  /** Expression that enters the index with coefficient one. */
  offset?: string | undefined;
  /** Column or expression above zero whose logarithm enters with coefficient one: the rows' share of time, people, land. */
  exposure?: string | undefined;
}

/**
 * Offset and logarithm of the exposure together, on every row of the frame; null where neither is asked for.
 * @throws EXPR-*, DATA-COLUMN-*, PPML-OFFSET-TEXT, PPML-EXPOSURE
 */
export function offsetOf(source: Frame, { offset, exposure }: OffsetOptions): { name: string; values: Float64Array } | null {
  const parts = [
    ...(offset === undefined ? [] : [{ name: offset, values: numbersOf(source, offset) }]),
    ...(exposure === undefined ? [] : [{ name: `ln(${exposure})`, values: logOf(source, exposure) }]),
  ];
  if (parts.length === 0) return null;
  const [first, second] = parts;
  const values = second === undefined ? first!.values : first!.values.map((value, i) => value + second.values[i]!);
  return { name: parts.map((part) => part.name).join(" + "), values };
}

function numbersOf(source: Frame, text: string): Float64Array {
  const expression = parseExpression(text);
  const column = evaluate(expression, source);
  if (column.kind !== "number") throw problem("PPML-OFFSET-TEXT", { expression: formatExpression(expression) });
  return column.values;
}

/** Missing stays missing; zero or less is an error, for its logarithm does not exist. */
function logOf(source: Frame, text: string): Float64Array {
  const values = numbersOf(source, text);
  const wrong = values.findIndex((value) => value <= 0);
  if (wrong !== -1) {
    const rows = values.reduce((count, value) => count + (value <= 0 ? 1 : 0), 0);
    throw problem("PPML-EXPOSURE", { exposure: text, rows, value: values[wrong]!, row: sourceRow(source, wrong) });
  }
  return values.map((value) => log(value));
}
