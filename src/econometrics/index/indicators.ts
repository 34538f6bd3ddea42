import { problem } from "../../messages/main.js";
import type { Direction, IndexOptions, IndicatorKind } from "./options.js";

/** One indicator as the study declares it. */
export interface Indicator {
  name: string;
  direction: Direction;
  dimension: string | null;
  kind: IndicatorKind | null;
}

/**
 * The indicators in the order written, each with its direction.
 * Throws INDEX-EMPTY without indicators and INDEX-DIRECTION-MISSING where one has no direction: which way is better is never guessed.
 */
export function declaredIndicators(options: IndexOptions): Indicator[] {
  const index = options.name ?? "index";
  const declared = options.indicators;
  const names = Array.isArray(declared) ? declared : Object.keys(declared);
  if (names.length === 0) throw problem("INDEX-EMPTY", { index });
  const missing: string[] = [];
  const list = names.map((name): Indicator => {
    const entry = Array.isArray(declared) ? null : declared[name];
    const spec = typeof entry === "string" ? { direction: entry } : (entry ?? {});
    if (spec.direction === undefined) missing.push(name);
    return {
      name,
      direction: spec.direction ?? "higher",
      dimension: "dimension" in spec ? (spec.dimension ?? null) : null,
      kind: ("kind" in spec ? spec.kind : undefined) ?? options.kinds?.[name] ?? null,
    };
  });
  if (missing.length > 0) throw problem("INDEX-DIRECTION-MISSING", { index, indicators: missing }, { path: `indices.${index}.indicators` });
  return list;
}
