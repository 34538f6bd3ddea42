import { readFileSync } from "node:fs";

type Schema = Record<string, unknown>;

/**
 * JSON Schema of results.json, read from the one place that defines it: the declared types of `results/contract.ts`, which are shipped.
 * Comments there become descriptions here.
 */
export function resultsSchema(): Schema {
  const declarations = readFileSync(new URL("../results/contract.d.ts", import.meta.url), "utf8");
  const definitions = schemaOfTypes(declarations);
  if (!("Results" in definitions)) throw new Error("results/contract.d.ts does not declare Results");
  return { $schema: "http://json-schema.org/draft-07/schema#", $ref: "#/definitions/Results", definitions };
}

/** Definitions for a file of exported interfaces and type aliases made of literals, unions, lists, records and objects. */
export function schemaOfTypes(declarations: string): Record<string, Schema> {
  const reader = new Reader(tokens(declarations));
  const definitions: Record<string, Schema> = {};
  while (!reader.isAtEnd()) {
    const description = reader.comment();
    reader.expect("export");
    const keyword = reader.next();
    if (keyword === "{") break; // `export {};` closes a declaration file
    const name = reader.next();
    if (keyword === "type") reader.expect("=");
    const schema = keyword === "interface" ? reader.object() : reader.union();
    reader.skip(";");
    definitions[name] = description === "" ? schema : { description, ...schema };
  }
  return definitions;
}

function tokens(text: string): string[] {
  const found = text.match(/\/\*\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|[^\s]/gu) ?? [];
  return found.filter((token) => !token.startsWith("//"));
}

class Reader {
  private position = 0;
  constructor(private readonly list: string[]) {}

  isAtEnd(): boolean {
    return this.position >= this.list.length;
  }

  next(): string {
    const token = this.list[this.position++];
    if (token === undefined) throw new Error("the results contract ends in the middle of a type");
    return token;
  }

  expect(wanted: string): void {
    const token = this.next();
    if (token !== wanted) throw new Error(`the results contract has \`${token}\` where \`${wanted}\` was expected`);
  }

  skip(token: string): boolean {
    if (this.list[this.position] !== token) return false;
    this.position++;
    return true;
  }

  /** The doc comment here as one line, or nothing. */
  comment(): string {
    let text = "";
    while (this.list[this.position]?.startsWith("/**")) {
      text = this.next()
        .slice(3, -2)
        .split("\n")
        .map((line) => line.trim().replace(/^\* ?/, ""))
        .join(" ")
        .trim();
    }
    return text;
  }

  object(): Schema {
    this.expect("{");
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    while (!this.skip("}")) {
      const description = this.comment();
      const key = this.next().replaceAll('"', "");
      if (!this.skip("?")) required.push(key);
      this.expect(":");
      const schema = this.union();
      properties[key] = description === "" ? schema : { description, ...schema };
      this.skip(";");
    }
    // The contract grows: a reader of an older schema must accept newer results.
    return { type: "object", properties, required };
  }

  union(): Schema {
    this.skip("|");
    const members = [this.elements()];
    while (this.skip("|")) members.push(this.elements());
    if (members.length === 1) return members[0]!;
    const constants = members.filter((m) => "const" in m).map((m) => m["const"]);
    const others = members.filter((m) => !("const" in m));
    if (others.length === 0) return { enum: constants };
    const simple = others.every((m) => typeof m["type"] === "string" && Object.keys(m).length === 1);
    if (simple && constants.length === 0) return { type: others.map((m) => m["type"]) };
    return { anyOf: constants.length > 0 ? [...others, { enum: constants }] : others };
  }

  private elements(): Schema {
    let schema = this.single();
    while (this.skip("[")) {
      this.expect("]");
      schema = { type: "array", items: schema };
    }
    return schema;
  }

  private single(): Schema {
    if (this.skip("(")) {
      const inner = this.union();
      this.expect(")");
      return inner;
    }
    if (this.list[this.position] === "{") return this.object();
    if (this.skip("[")) {
      const items: Schema[] = [];
      while (!this.skip("]")) {
        items.push(this.union());
        this.skip(",");
      }
      return { type: "array", items, minItems: items.length, maxItems: items.length };
    }
    const token = this.next();
    if (token.startsWith('"')) return { const: JSON.parse(token) };
    if (/^-?\d/.test(token)) return { const: Number(token) };
    if (token === "string" || token === "number" || token === "boolean" || token === "null") return { type: token };
    if (token === "true" || token === "false") return { const: token === "true" };
    if (token === "unknown") return {};
    if (token === "readonly") return this.elements();
    if (token === "Record") {
      this.expect("<");
      this.union();
      this.expect(",");
      const values = this.union();
      this.expect(">");
      return { type: "object", additionalProperties: values };
    }
    if (token === "Partial" || token === "Array" || token === "Readonly") {
      this.expect("<");
      const inner = this.union();
      this.expect(">");
      return token === "Array" ? { type: "array", items: inner } : inner;
    }
    return { $ref: `#/definitions/${token}` };
  }
}
