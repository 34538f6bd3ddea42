import { parse } from "yaml";
import { z } from "zod";
import { nearest, Problem, Problems, problem } from "../messages/main.js";
import { type ModelBlock, model } from "../study/schema/models.js";
import { validate } from "../study/schemaProblems.js";
import type { Path } from "../study/yaml.js";

/** An option of `xinzhi estimate` that a key of a model block, or of its `vcov`, makes. */
export interface ModelFlag {
  key: string;
  /** As typed: `--two-way`. */
  flag: string;
  block: "model" | "vcov";
  isSwitch: boolean;
  description: string;
}

/** What the command line itself decides: the table, the formula, and how errors and inference are named. */
const OWN_KEYS = ["data", "estimator", "formula", "vcov", "inference", "sample", "index"];

interface Schema {
  const?: string;
  enum?: string[];
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

let schemaKnown: { models: Schema[]; vcov: Schema[] } | null = null;

/** The schema of a model block, as JSON Schema: one entry per estimator, and the forms of `vcov`. */
function schemas(): { models: Schema[]; vcov: Schema[] } {
  if (schemaKnown === null) {
    const models = (z.toJSONSchema(model, { io: "input" }) as Schema).oneOf!;
    schemaKnown = { models, vcov: models[0]!.properties!["vcov"]!.anyOf! };
  }
  return schemaKnown;
}

/** Every estimator a model block may name. */
export function estimatorNames(): string[] {
  return schemas().models.map((m) => m.properties!["estimator"]!.const!);
}

/** Every name `--vcov` may have: errors that need nothing else, and methods. */
export function vcovNames(): string[] {
  return schemas().vcov.flatMap((form) => {
    const method = form.properties?.["method"];
    return form.enum ?? method?.enum ?? (method?.const === undefined ? [] : [method.const]);
  });
}

/** The options that keys of model blocks make, each once, in order of the schema. */
export function modelFlags(): ModelFlag[] {
  const { models, vcov } = schemas();
  const flags = new Map<string, ModelFlag>();
  const add = (block: ModelFlag["block"], forms: readonly Schema[], left: readonly string[]): void => {
    for (const form of forms)
      for (const [key, { type, description }] of Object.entries(form.properties ?? {}))
        if (!left.includes(key) && !flags.has(key))
          flags.set(key, { key, flag: flagOf(key), block, isSwitch: type === "boolean", description: description ?? "" });
  };
  add("model", models, OWN_KEYS);
  // The method of errors is the value of --vcov itself.
  add("vcov", vcov, ["method"]);
  return Array.from(flags.values());
}

/** `twoWay` as `--two-way`. */
function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What the user typed, by key. */
export type Typed = Readonly<Record<string, string | boolean | string[] | undefined>>;

/**
 * The model block that a command line stands for, checked by the schema of the study file.
 * @throws CLI-OPTION-CHOICE, CLI-OPTION-UNSUITED, CLI-OPTIONS-CONFLICT, CLI-ARGUMENT-MISSING, STUDY-VALUE-*
 */
export function modelBlock(formula: string, typed: Typed): ModelBlock {
  const flags = modelFlags();
  const block: Record<string, unknown> = { data: "data", estimator: typed["estimator"] ?? "ols", formula };
  for (const { key } of flags.filter((f) => f.block === "model")) if (typed[key] !== undefined) block[key] = readValue(typed[key]);
  const vcov = vcovOf(typed, flags);
  if (vcov !== undefined) block["vcov"] = vcov;
  const inference = (typed["inference"] as string[] | undefined)?.map((text) => {
    const value = readValue(text);
    return typeof value === "string" ? { method: value } : value;
  });
  if (inference !== undefined) block["inference"] = inference;
  const place = (path: Path) => ({ path: whereOf(path) });
  const checked = validate(model, { file: "", text: "", value: block, place });
  if ("problems" in checked) throw new Problems(checked.problems.map((p) => inOptions(p, block)));
  return checked.value;
}

/** A value as YAML reads it, so that numbers, lists and blocks need no syntax of their own. */
function readValue(text: string | boolean | string[]): unknown {
  if (typeof text !== "string") return text;
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return text;
  }
}

function vcovOf(typed: Typed, flags: readonly ModelFlag[]): unknown {
  const name = typed["vcov"] as string | undefined;
  const given = flags.filter((f) => f.block === "vcov" && typed[f.key] !== undefined);
  const plain = schemas().vcov.flatMap((form) => form.enum ?? []);
  if (name !== undefined && given.length > 0 && plain.includes(name))
    throw problem("CLI-OPTIONS-CONFLICT", { first: `--vcov ${name}`, second: given[0]!.flag });
  if (name?.trimStart().startsWith("{")) return readValue(name);
  if (name !== undefined && !vcovNames().includes(name)) throw choiceProblem("--vcov", name, vcovNames());
  if (given.length === 0) return name === undefined || plain.includes(name) ? name : { method: name };
  const options = Object.fromEntries(
    given.map(({ key }) => [key, key === "cluster" ? clusterOf(typed[key] as string) : readValue(typed[key]!)]),
  );
  if (name !== undefined) return { method: name, ...options };
  // A correction alone is that of the clusters a named unit makes.
  const unit = typed["unit"] as string | undefined;
  return "cluster" in options || unit === undefined ? options : { cluster: unit, ...options };
}

/** `a,b` as a list. */
function clusterOf(text: string): string | string[] {
  const names = text.split(",").map((column) => column.trim());
  return names.length === 1 ? names[0]! : names;
}

function choiceProblem(option: string, value: string, choices: string[]): Problem {
  return problem("CLI-OPTION-CHOICE", { option, value, nearest: nearest(value, choices), choices });
}

/** The option that a path of the block was typed as. */
function whereOf(path: Path): string {
  if (path[0] === "vcov" && typeof path[1] === "string" && path[1] !== "method") return flagOf(path[1]);
  return typeof path[0] === "string" ? flagOf(path[0]) : "";
}

/** A problem of the schema in words of the command line. */
function inOptions(p: Problem, block: Readonly<Record<string, unknown>>): Problem {
  const evidence = p.evidence as { where: string; key?: string; keys?: string[]; value?: string; choices?: string[] };
  const isVcov = evidence.where === "vcov" || evidence.where.startsWith("vcov.");
  const where = p.place.path ?? "";
  switch (p.code) {
    case "STUDY-VALUE-CHOICE":
      return choiceProblem(where, evidence.value!, evidence.choices!);
    case "STUDY-KEY-MISSING":
      return problem("CLI-ARGUMENT-MISSING", { command: "estimate", argument: flagOf(evidence.key!) });
    case "STUDY-KEY-UNKNOWN": {
      const method = (block["vcov"] as { method?: string } | undefined)?.method;
      const beside = isVcov ? (method === undefined ? "--cluster" : `--vcov ${method}`) : `--estimator ${block["estimator"]}`;
      const keys = evidence.keys!.filter((key) => (isVcov ? key !== "method" : !OWN_KEYS.includes(key)));
      return problem("CLI-OPTION-UNSUITED", { option: flagOf(evidence.key!), beside, options: keys.map(flagOf) });
    }
    default:
      return new Problem(p.code, { ...evidence, where } as never);
  }
}
