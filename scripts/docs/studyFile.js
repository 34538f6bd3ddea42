import { studyJsonSchema } from "../../dist/study/schemas.js";

/** Blocks in the order of a study file, each with what a newcomer must know that the schema does not say. */
const BLOCKS = {
  title: "",
  question: "",
  abstract: "",
  language: "",
  sets: "",
  variables: "",
  data: "",
  matrices: "",
  indices: "",
  models:
    "Formulas are fixest's: `y ~ x1 + x2 | firm + year`. `..name` stands for a set; `i(time, ref = -1)`, `l(x, 1)`, `f()`, `d()`, `x1:x2`, `x1*x2`, `x^2` left of the bar; `industry^year` (combined effect) and `firm[x]` (varying slope) right of it. Lags respect gaps in time.",
  policies: "",
  differences: "Formulas and conventions: [regional-differences.md](regional-differences.md).",
  tables: "",
  figures: "",
};

const INTRO = `# The study file

One YAML file holds a study. \`xinzhi init DATA\` writes a first one, \`xinzhi check STUDY\` finds every mistake at once, \`xinzhi run STUDY\` runs it.
An unknown key or name is an error with the nearest right one; nothing is ignored. This page is made from the schema the program checks with
(\`node scripts/docs.js\`); editors complete from \`xinzhi schema study\`, for example with the first line
\`# yaml-language-server: $schema=./study.schema.json\`.

\`\`\`yaml study
title: { en: What moves investment?, zh: 什么影响投资？ }
language: [en, zh]
sets: { base: [lnValue, lnCapital] }
variables:
  lnInvestment: { label: { en: Investment, zh: 投资 }, role: outcome, unit: { en: log points, zh: 对数点 } }
data:
  firms:
    file: grunfeld.csv
    unit: firm
    time: year
    steps:
      - filter: year >= 1937
      - derive:
          lnInvestment: ln(inv)
          lnValue: ln(value)
          lnCapital: ln(capital)
          firstYear: if(firm in (3, 4), 1945, if(firm = 8, 1947, 1960))
indices:
  strength: { data: firms, method: entropy, indicators: { value: higher, capital: higher } }
models:
  fe: { data: firms, estimator: ols, formula: lnInvestment ~ ..base | firm + year, vcov: { cluster: firm } }
policies:
  adoption:
    data: firms
    outcome: lnInvestment
    adopted: firstYear
    controlGroup: laterAdopters
    window: { from: -3, to: 2 }
    smallestEffect: 0.01
tables:
  main: { models: [fe] }
figures:
  trend: { policy: adoption, kind: eventStudy }
\`\`\`

Expressions in steps, filters and formulas share one language: \`+ - * / ^\`, \`= != < <= > >=\`, \`and or not\`, \`in (a, b)\`, \`if(c, a, b)\`, \`ln log10 exp sqrt abs
min max round floor\`, \`year(text)\` and \`month(text)\` of \`2017\`, \`2017-03\`, \`2017-03-01\`, \`missing(x)\`, \`coalesce(a, b)\`. Names of any script stand bare; names with
blanks stand in backquotes.
`;

/** docs/study-file.md, from the JSON Schema. */
export function studyFilePage() {
  const schema = studyJsonSchema();
  const unlisted = Object.keys(schema.properties).filter((key) => !(key in BLOCKS));
  if (unlisted.length > 0) throw new Error(`scripts/docs/studyFile.js does not know the blocks ${unlisted.join(", ")}`);
  const sections = Object.entries(BLOCKS).map(([block, note]) =>
    section(block, schema.properties[block], note, schema.required.includes(block)),
  );
  return `${INTRO}\n${sections.join("\n")}`;
}

function section(block, schema, note, isRequired) {
  const lines = [`## \`${block}\`${isRequired ? " (needed)" : ""}`, ""];
  const about = [schema.description, note].filter((text) => text).join(" ");
  if (about) lines.push(about, "");
  const entry = schema.additionalProperties;
  if (!entry) return [...lines, `Kind: ${kindOf(schema)}.`, ""].join("\n");
  const variants = entry.oneOf ?? [entry];
  lines.push(`Entries: \`NAME: { ... }\`. ${entry.description ?? ""}`.trim(), "");
  for (const variant of variants) {
    if (variants.length > 1) lines.push(`### ${variantName(variant)}`, "");
    if (variant.description && variants.length > 1) lines.push(variant.description, "");
    if (!variant.properties) {
      lines.push(`Each entry: ${kindOf(variant)}.`, "");
      continue;
    }
    lines.push("| key | kind | meaning |", "| --- | --- | --- |", ...rows(variant, ""), "");
  }
  return lines.join("\n");
}

function variantName(variant) {
  for (const key of ["kind", "estimator"]) if (variant.properties?.[key]?.const) return `\`${key}: ${variant.properties[key].const}\``;
  return (
    Object.keys(variant.properties ?? {})
      .slice(0, 1)
      .map((key) => `\`${key}\``)[0] ?? ""
  );
}

/** One row per key, nested keys dotted under their parent. */
function rows(schema, prefix) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const meaning = [
      required.has(key) ? "**Needed.**" : "",
      value.description ?? "",
      "default" in value ? `Default \`${value.default}\`.` : "",
    ];
    const row = `| \`${name}\` | ${cell(kindOf(value))} | ${cell(meaning.filter((m) => m).join(" "))} |`;
    return [row, ...nested(value, `${name}.`)];
  });
}

function nested(value, prefix) {
  const inner = [value, ...(value.anyOf ?? []), ...(value.oneOf ?? [])].filter((s) => s.properties && !isText(s));
  const list = value.items ? [value.items, ...(value.items.anyOf ?? []), ...(value.items.oneOf ?? [])].filter((s) => s.properties) : [];
  const record = value.additionalProperties?.anyOf?.filter((s) => s.properties) ?? [];
  return [
    ...inner.flatMap((s) => rows(s, prefix)),
    ...list.flatMap((s) => rows(s, `${prefix.slice(0, -1)}[].`)),
    ...record.flatMap((s) => rows(s, `${prefix}NAME.`)),
  ];
}

const isText = (schema) => Object.keys(schema.properties ?? {}).join() === "en,zh";
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function kindOf(schema) {
  if (schema.anyOf ?? schema.oneOf) {
    const kinds = (schema.anyOf ?? schema.oneOf).map((s) => (isText(s) ? "text in two languages" : kindOf(s)));
    return [...new Set(kinds)].join(" or ");
  }
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (schema.type === "array") return `list of ${kindOf(schema.items ?? {})}`;
  if (schema.type === "object")
    return schema.properties ? "block" : `\`NAME: ${schema.additionalProperties ? kindOf(schema.additionalProperties) : "..."}\` lines`;
  if (schema.type === "string") return "text";
  if (schema.type === "null") return "nothing";
  if (schema.type === "integer" || schema.type === "number") return bounded(schema);
  return schema.type === "boolean" ? "true or false" : "anything";
}

function bounded(schema) {
  const name = schema.type === "integer" ? "whole number" : "number";
  const isSafe = (bound) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const parts = [
    isSafe(schema.minimum) ? `from ${schema.minimum}` : "",
    schema.exclusiveMinimum !== undefined ? `above ${schema.exclusiveMinimum}` : "",
    isSafe(schema.maximum) ? `to ${schema.maximum}` : "",
    schema.exclusiveMaximum !== undefined ? `below ${schema.exclusiveMaximum}` : "",
  ].filter((part) => part);
  return [name, ...parts].join(" ");
}
