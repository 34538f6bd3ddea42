import { problem } from "../../messages/main.js";
import { exp, log, log10, pow } from "../../numerics/elementary.js";
import { type Column, categories, categoryFromStrings, columnNamed, type Frame } from "../frame.js";
import { compareText } from "../text.js";
import { checkExpression, placeOf } from "./check.js";
import { type Fault, faultProblem, type RowNames, record } from "./faults.js";
import { formatExpression } from "./format.js";
import { readDate } from "./functions.js";
import type { Comparison, Expression } from "./syntax.js";

/**
 * The value of an expression in every row. A condition comes as numbers 1 and 0. Missing goes in, missing comes out; `if` looks only at the
 * branch it takes, `and` and `or` are decided by one side where that side decides, `coalesce` takes the first value that is there.
 * A value that does not exist is an error and never NaN or infinity in silence, because a missing value would later drop the row, that is, select
 * the sample by the very variable that is studied: DATA-LOG-NONPOSITIVE, DATA-DIVIDE-ZERO, DATA-NOT-FINITE. Also DATA-NOT-DATE,
 * EXPR-NOT-CONDITION and all of `checkExpression`. `names` names the rows in these errors.
 */
export function evaluate(e: Expression, source: Frame, names: RowNames = {}): Column {
  const kind = checkExpression(e, source);
  if (e.kind === "name") return columnNamed(source, e.name);
  const run = new Run(source, names);
  if (kind === "text") {
    const at = run.text(e);
    const texts = Array.from({ length: source.rows }, (_, row) => at(row));
    run.stop();
    return categoryFromStrings(texts);
  }
  const at = run.number(e);
  const values = new Float64Array(source.rows);
  for (let row = 0; row < source.rows; row++) values[row] = at(row);
  run.stop();
  return { kind: "number", values };
}

/** A condition in every row: 1 true, 0 false, -1 missing. Throws as `evaluate`, and EXPR-NOT-CONDITION where a number other than 0 and 1 stands for a condition. */
export function evaluateCondition(e: Expression, source: Frame, names: RowNames = {}): Int8Array {
  if (checkExpression(e, source) === "text")
    throw problem("EXPR-NOT-CONDITION", { expression: formatExpression(e), value: "text", row: null }, placeOf(e));
  const run = new Run(source, names);
  const at = run.condition(e);
  const result = new Int8Array(source.rows);
  for (let row = 0; row < source.rows; row++) {
    const value = at(row);
    result[row] = Number.isNaN(value) ? -1 : value;
  }
  run.stop();
  return result;
}

type NumberAt = (row: number) => number;
type TextAt = (row: number) => string | null;

const logarithms = new Set(["ln", "log", "log10"]);

/** One evaluation: every node becomes a function of the row, and rows without a value are gathered, to be named together. */
class Run {
  readonly faults: Fault[] = [];

  constructor(
    readonly source: Frame,
    readonly names: RowNames,
  ) {}

  number(e: Expression): NumberAt {
    switch (e.kind) {
      case "number": {
        const { value } = e;
        return () => value;
      }
      case "name": {
        const { values } = columnNamed(this.source, e.name) as { values: Float64Array };
        return (row) => values[row]!;
      }
      case "negative": {
        const operand = this.number(e.operand);
        return (row) => -operand(row);
      }
      case "arithmetic":
        return this.arithmetic(e);
      case "not": {
        const operand = this.condition(e.operand);
        return (row) => 1 - operand(row);
      }
      case "logic":
        return this.logic(e);
      case "comparison":
        return this.comparison(e);
      case "in":
        return this.membership(e);
      case "call":
        return this.call(e);
      default:
        return () => Number.NaN;
    }
  }

  /** As `number`, but only 0, 1 and missing may come. */
  condition(e: Expression): NumberAt {
    const at = this.number(e);
    if (e.kind === "comparison" || e.kind === "in" || e.kind === "logic" || e.kind === "not") return at;
    const fault = this.fault(e, "EXPR-NOT-CONDITION");
    return (row) => {
      const value = at(row);
      if (value === 0 || value === 1 || Number.isNaN(value)) return value;
      return record(fault, row, value);
    };
  }

  text(e: Expression): TextAt {
    if (e.kind === "text") {
      const { value } = e;
      return () => value;
    }
    if (e.kind === "name") {
      const { codes, labels } = categories(this.source, e.name);
      return (row) => labels[codes[row]!] ?? null;
    }
    if (e.kind === "call" && e.name === "if") {
      const condition = this.condition(e.arguments[0]!);
      const then = this.text(e.arguments[1]!);
      const otherwise = this.text(e.arguments[2]!);
      return (row) => {
        const which = condition(row);
        return which === 1 ? then(row) : which === 0 ? otherwise(row) : null;
      };
    }
    if (e.kind === "call" && e.name === "coalesce") {
      const parts = e.arguments.map((a) => this.text(a));
      return (row) => {
        for (const part of parts) {
          const value = part(row);
          if (value !== null) return value;
        }
        return null;
      };
    }
    return () => null;
  }

  isText(e: Expression): boolean {
    return checkExpression(e, this.source) === "text";
  }

  arithmetic(e: Expression & { kind: "arithmetic" }): NumberAt {
    const left = this.number(e.left);
    const right = this.number(e.right);
    const fault = this.fault(e, "DATA-NOT-FINITE");
    const finite = (value: number, row: number): number => (value - value === 0 ? value : record(fault, row, left(row), right(row)));
    switch (e.operator) {
      case "+":
        return (row) => sumOf(left(row), right(row), row, finite);
      case "-":
        return (row) => sumOf(left(row), -right(row), row, finite);
      case "*":
        return (row) => {
          const x = left(row);
          const y = right(row);
          return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : finite(x * y, row);
        };
      case "/": {
        const zero = this.fault(e, "DATA-DIVIDE-ZERO");
        return (row) => {
          const x = left(row);
          const y = right(row);
          if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
          return y === 0 ? record(zero, row, x) : finite(x / y, row);
        };
      }
      case "^":
        return (row) => {
          const x = left(row);
          const y = right(row);
          return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : finite(power(x, y), row);
        };
    }
  }

  logic(e: Expression & { kind: "logic" }): NumberAt {
    const left = this.condition(e.left);
    const right = this.condition(e.right);
    const decides = e.operator === "and" ? 0 : 1;
    return (row) => {
      const x = left(row);
      if (x === decides) return x;
      const y = right(row);
      return y === decides ? y : x + y - (1 - decides);
    };
  }

  comparison(e: Expression & { kind: "comparison" }): NumberAt {
    const holds = orderTest(e.operator);
    if (this.isText(e.left)) {
      if (e.left.kind === "name" && e.right.kind === "text") return this.byLabel(e.left.name, labelTest(holds, e.right.value));
      const left = this.text(e.left);
      const right = this.text(e.right);
      return (row) => {
        const x = left(row);
        const y = right(row);
        return x === null || y === null ? Number.NaN : holds(compareText(x, y));
      };
    }
    const left = this.number(e.left);
    const right = this.number(e.right);
    return (row) => {
      const x = left(row);
      const y = right(row);
      return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : holds(x < y ? -1 : x > y ? 1 : 0);
    };
  }

  /** A test of one text column: each label is tested once, each row only looks its code up. */
  byLabel(name: string, test: (label: string) => number): NumberAt {
    const { codes, labels } = categories(this.source, name);
    const outcome = Float64Array.from(labels, test);
    return (row) => (codes[row]! < 0 ? Number.NaN : outcome[codes[row]!]!);
  }

  membership(e: Expression & { kind: "in" }): NumberAt {
    const hit = e.negated ? 0 : 1;
    const items = new Set(e.items.map((i) => (i.kind === "number" || i.kind === "text" ? i.value : "")));
    if (this.isText(e.operand)) {
      if (e.operand.kind === "name") return this.byLabel(e.operand.name, (label) => (items.has(label) ? hit : 1 - hit));
      const text = this.text(e.operand);
      return (row) => {
        const value = text(row);
        return value === null ? Number.NaN : items.has(value) ? hit : 1 - hit;
      };
    }
    const number = this.number(e.operand);
    return (row) => {
      const value = number(row);
      return Number.isNaN(value) ? Number.NaN : items.has(value) ? hit : 1 - hit;
    };
  }

  call(e: Expression & { kind: "call" }): NumberAt {
    const [first, second, third] = e.arguments;
    switch (e.name) {
      case "if": {
        const condition = this.condition(first!);
        const then = this.number(second!);
        const otherwise = this.number(third!);
        return (row) => {
          const which = condition(row);
          return which === 1 ? then(row) : which === 0 ? otherwise(row) : Number.NaN;
        };
      }
      case "missing": {
        if (this.isText(first!)) {
          const text = this.text(first!);
          return (row) => (text(row) === null ? 1 : 0);
        }
        const number = this.number(first!);
        return (row) => (Number.isNaN(number(row)) ? 1 : 0);
      }
      case "coalesce": {
        const parts = e.arguments.map((a) => this.number(a));
        return (row) => {
          let value = Number.NaN;
          for (let i = 0; i < parts.length && Number.isNaN(value); i++) value = parts[i]!(row);
          return value;
        };
      }
      case "min":
      case "max": {
        const parts = e.arguments.map((a) => this.number(a));
        const pick = e.name === "min" ? Math.min : Math.max;
        return (row) =>
          parts.reduce((best, part) => pick(best, part(row)), e.name === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
      }
      case "year":
      case "month":
        return this.datePart(e, e.name);
      default:
        return this.elementary(e);
    }
  }

  elementary(e: Expression & { kind: "call" }): NumberAt {
    const argument = this.number(e.arguments[0]!);
    const apply = elementaryFunctions[e.name]!;
    const fault = this.fault(e, logarithms.has(e.name) ? "DATA-LOG-NONPOSITIVE" : "DATA-NOT-FINITE");
    return (row) => {
      const x = argument(row);
      if (Number.isNaN(x)) return x;
      const value = apply(x);
      return value - value === 0 ? value : record(fault, row, x);
    };
  }

  datePart(e: Expression & { kind: "call" }, part: "year" | "month"): NumberAt {
    const argument = e.arguments[0]!;
    const fault = this.fault(e, "DATA-NOT-DATE");
    if (!this.isText(argument)) {
      const number = this.number(argument);
      return (row) => {
        const value = number(row);
        if (Number.isNaN(value)) return value;
        if (!Number.isInteger(value) || value < 1000 || value > 9999) return record(fault, row, value);
        return part === "year" ? value : Number.NaN;
      };
    }
    const text = this.text(argument);
    const known = new Map<string, number | null>();
    return (row) => {
      const value = text(row);
      if (value === null) return Number.NaN;
      let read = known.get(value);
      if (read === undefined) known.set(value, (read = readDate(value)?.[part] ?? null));
      return read ?? record(fault, row, value);
    };
  }

  fault(node: Expression, code: Fault["code"]): Fault {
    const made: Fault = { node, code, rows: [], count: 0, values: [] };
    this.faults.push(made);
    return made;
  }

  /** Throws the first fault that was met, in reading order of the expression. */
  stop(): void {
    const met = this.faults.find((f) => f.count > 0);
    if (met !== undefined) throw faultProblem(met, this.source, this.names);
  }
}

function sumOf(x: number, y: number, row: number, finite: (value: number, row: number) => number): number {
  return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : finite(x + y, row);
}

/** Whole small powers by multiplication, which is exact where it can be; the rest by the elementary function. */
function power(x: number, y: number): number {
  if (y === 2) return x * x;
  return pow(x, y);
}

const elementaryFunctions: Record<string, (x: number) => number> = {
  // A logarithm of zero or less is turned into NaN, which is then recorded.
  ln: (x) => (x > 0 ? log(x) : Number.NaN),
  log: (x) => (x > 0 ? log(x) : Number.NaN),
  log10: (x) => (x > 0 ? log10(x) : Number.NaN),
  exp,
  sqrt: Math.sqrt,
  abs: Math.abs,
  // Halves away from zero, as people round and as SQL does.
  round: (x) => Math.sign(x) * Math.round(Math.abs(x)),
  floor: Math.floor,
};

function orderTest(operator: Comparison): (order: number) => number {
  switch (operator) {
    case "=":
      return (order) => (order === 0 ? 1 : 0);
    case "!=":
      return (order) => (order === 0 ? 0 : 1);
    case "<":
      return (order) => (order < 0 ? 1 : 0);
    case "<=":
      return (order) => (order <= 0 ? 1 : 0);
    case ">":
      return (order) => (order > 0 ? 1 : 0);
    case ">=":
      return (order) => (order >= 0 ? 1 : 0);
  }
}

function labelTest(holds: (order: number) => number, text: string): (label: string) => number {
  return (label) => holds(compareText(label, text));
}
