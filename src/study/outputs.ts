import type { FigureSpec, TableSpec } from "../results/main.js";
import type { Study, TableBlock } from "./schema/study.js";

/** Stars of the papers this project starts from: 1, 5 and 10 percent. */
const STARS: TableSpec["stars"] = [
  { symbol: "***", below: 0.01 },
  { symbol: "**", below: 0.05 },
  { symbol: "*", below: 0.1 },
];

/** The tables of the report: those the study asks for, else one of all its models. */
export function tableSpecs(study: Study): Record<string, TableSpec> {
  const models = Object.keys(study.models ?? {});
  const asked: Record<string, TableBlock> = study.tables ?? (models.length > 0 ? { models: { models } } : {});
  return Object.fromEntries(Object.entries(asked).map(([name, block]) => [name, tableSpec(block)]));
}

function tableSpec(block: TableBlock): TableSpec {
  return {
    title: block.title,
    models: block.models,
    keep: block.keep,
    drop: block.drop,
    parentheses: block.parentheses ?? "stdError",
    stars: block.stars === "none" ? [] : (block.stars ?? STARS),
    digits: block.digits ?? 4,
    notes: block.notes,
  };
}

/** The figures of the report: those the study asks for, else the event study of each policy and the ranking of each index. */
export function figureSpecs(study: Study): Record<string, FigureSpec> {
  if (study.figures !== undefined) return Object.fromEntries(Object.entries(study.figures).map(([name, block]) => [name, { ...block }]));
  const events = Object.keys(study.policies ?? {}).map((policy): [string, FigureSpec] => [
    `${policy}-events`,
    { kind: "eventStudy", policy },
  ]);
  const rankings = Object.keys(study.indices ?? {}).map((index): [string, FigureSpec] => [`${index}-ranking`, { kind: "ranking", index }]);
  return Object.fromEntries([...events, ...rankings]);
}
