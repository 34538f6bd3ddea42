import { problem } from "../../messages/main.js";
import type { Direction, IndexOptions, IndicatorKind } from "./options.js";

/** One indicator as the study declares it. */
export interface Indicator {
  name: string;
  /** Which indicator of the catalogue it is; null where the index starts from none. */
  as: string | null;
  direction: Direction;
  /** The best values of `middle` (both ends equal) and `interval`; null for `higher` and `lower`. */
  best: readonly [number, number] | null;
  dimension: string | null;
  kind: IndicatorKind | null;
  /** Worst and best value of the goalposts scale. */
  goalposts: readonly [number, number] | null;
  target: number | null;
}

/** Whether more of the indicator's prepared value is better: a distance from the best values is the better the smaller. */
export const isHigherBetter = (indicator: Indicator): boolean => indicator.direction === "higher";

/**
 * The indicators in the order written, each with its direction.
 * Throws INDEX-EMPTY without indicators, INDEX-DIRECTION-MISSING where one has no direction (which way is better is never guessed), and
 * INDEX-BEST-VALUE where the best values do not fit the direction.
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
    const direction = spec.direction ?? "higher";
    return {
      name,
      as: "as" in spec ? (spec.as ?? null) : null,
      direction,
      best: bestValues(index, name, direction, "best" in spec ? spec.best : undefined),
      dimension: "dimension" in spec ? (spec.dimension ?? null) : null,
      kind: ("kind" in spec ? spec.kind : undefined) ?? options.kinds?.[name] ?? null,
      goalposts: "goalposts" in spec ? (spec.goalposts ?? null) : null,
      target: "target" in spec ? (spec.target ?? null) : null,
    };
  });
  if (missing.length > 0) throw problem("INDEX-DIRECTION-MISSING", { index, indicators: missing }, { path: `indices.${index}.indicators` });
  return list;
}

function bestValues(
  index: string,
  indicator: string,
  direction: Direction,
  best: number | [number, number] | undefined,
): readonly [number, number] | null {
  const isNumber = typeof best === "number";
  if (direction === "middle" && isNumber) return [best, best];
  if (direction === "interval" && best !== undefined && !isNumber && best[0] < best[1]) return best;
  if ((direction === "higher" || direction === "lower") && best === undefined) return null;
  throw problem("INDEX-BEST-VALUE", { index, indicator, direction }, { path: `indices.${index}.indicators.${indicator}` });
}
