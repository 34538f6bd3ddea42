/** Where a node stands in the text it was parsed from: offsets in UTF-16 units. */
interface Span {
  from: number;
  to: number;
}

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "^";
export type Logic = "and" | "or";

/** A parsed expression: plain data. */
export type Expression =
  | (Span & { kind: "number"; value: number })
  | (Span & { kind: "text"; value: string })
  | (Span & { kind: "missing" })
  | (Span & { kind: "name"; name: string })
  | (Span & { kind: "negative"; operand: Expression })
  | (Span & { kind: "not"; operand: Expression })
  | (Span & { kind: "arithmetic"; operator: Arithmetic; left: Expression; right: Expression })
  | (Span & { kind: "comparison"; operator: Comparison; left: Expression; right: Expression })
  | (Span & { kind: "logic"; operator: Logic; left: Expression; right: Expression })
  | (Span & { kind: "in"; operand: Expression; items: Expression[]; negated: boolean })
  | (Span & { kind: "call"; name: string; arguments: Expression[] });

/** The direct parts of a node, in reading order. */
export function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "negative":
    case "not":
      return [e.operand];
    case "arithmetic":
    case "comparison":
    case "logic":
      return [e.left, e.right];
    case "in":
      return [e.operand, ...e.items];
    case "call":
      return e.arguments;
    default:
      return [];
  }
}

/** Every column an expression names, each once, in order of first use. */
export function namesIn(e: Expression): string[] {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === "name") names.add(node.name);
    partsOf(node).forEach(visit);
  };
  visit(e);
  return Array.from(names);
}
