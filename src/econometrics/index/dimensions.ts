import { problem } from "../../messages/main.js";
import { type BuiltIndex, weightAt } from "./build.js";
import { type Coupling, couplingCoordination } from "./coupling.js";
import type { IndexPanel } from "./indexPanel.js";
import type { IndexOptions } from "./options.js";

/** Coupling coordination of the dimensions of an index, one entry per row of the panel. */
export interface DimensionCoupling {
  dimensions: string[];
  /** Sub-index of each dimension at each row, in the order of `dimensions`. */
  systems: number[][];
  rows: (Coupling | null)[];
}

/**
 * Each dimension's sub-index is the weighted mean of its scaled indicators under the weights of the index; the dimensions are the systems
 * of `couplingCoordination`. Throws INDEX-DIMENSIONS-MISSING unless every indicator names a dimension and there are at least two.
 */
export function dimensionCoupling(panel: IndexPanel, built: BuiltIndex, options: IndexOptions): DimensionCoupling | null {
  if (options.coupling === undefined) return null;
  const index = options.name ?? "index";
  const { indicators } = built.recipe;
  const without = indicators.filter((i) => i.dimension === null).map((i) => i.name);
  const dimensions = [...new Set(indicators.flatMap((i) => (i.dimension === null ? [] : [i.dimension])))];
  if (without.length > 0 || dimensions.length < 2)
    throw problem("INDEX-DIMENSIONS-MISSING", { index, indicators: without, dimensions }, { path: `indices.${index}.coupling` });
  const members = dimensions.map((dimension) => Array.from(indicators.keys()).filter((j) => indicators[j]!.dimension === dimension));
  const systems: number[][] = [];
  const rows = Array.from({ length: panel.rows }, (_, i) => {
    const totals = members.map((js) => js.reduce((s, j) => s + weightAt(built, panel, i, j), 0));
    const u = members.map((js, d) => js.reduce((s, j) => s + weightAt(built, panel, i, j) * built.scaled[j]![i]!, 0) / totals[d]!);
    systems.push(u);
    const weights = options.coupling!.weights === "indicators" ? totals : dimensions.map(() => 1 / dimensions.length);
    return couplingCoordination(u, weights, options.coupling!.definition);
  });
  return { dimensions, systems, rows };
}
