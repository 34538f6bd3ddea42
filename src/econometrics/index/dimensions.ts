import { problem } from "../../messages/main.js";
import { type BuiltIndex, setOf, weightAt } from "./build.js";
import { type Coupling, couplingCoordination } from "./coupling.js";
import type { IndexPanel } from "./indexPanel.js";
import type { IndexOptions } from "./options.js";
import { isHierarchical } from "./recipe.js";

/** Coupling coordination of the dimensions of an index, one entry per row of the panel. */
export interface DimensionCoupling {
  dimensions: string[];
  /** Sub-index of each dimension at each row, in the order of `dimensions`. */
  systems: number[][];
  rows: (Coupling | null)[];
}

/**
 * The systems of `couplingCoordination`: the groups of a hierarchy that stand directly under the index, each with its score; without a
 * hierarchy the dimensions, each with the weighted mean of its scaled indicators. Throws INDEX-DIMENSIONS-MISSING unless every indicator
 * stands in one and there are at least two.
 */
export function dimensionCoupling(panel: IndexPanel, built: BuiltIndex, options: IndexOptions): DimensionCoupling | null {
  if (options.coupling === undefined) return null;
  const index = options.name ?? "index";
  const { dimensions, without, systemOf, weightOf } = isHierarchical(built.recipe)
    ? topGroups(panel, built)
    : namedDimensions(panel, built);
  if (without.length > 0 || dimensions.length < 2)
    throw problem("INDEX-DIMENSIONS-MISSING", { index, indicators: without, dimensions }, { path: `indices.${index}.coupling` });
  const systems: number[][] = [];
  const rows = Array.from({ length: panel.rows }, (_, i) => {
    const u = dimensions.map((_, d) => systemOf(i, d));
    systems.push(u);
    const weights = dimensions.map((_, d) => (options.coupling!.weights === "indicators" ? weightOf(i, d) : 1 / dimensions.length));
    return couplingCoordination(u, weights, options.coupling!.definition);
  });
  return { dimensions, systems, rows };
}

interface Systems {
  dimensions: string[];
  /** Indicators that stand in no dimension. */
  without: string[];
  systemOf: (row: number, dimension: number) => number;
  weightOf: (row: number, dimension: number) => number;
}

function topGroups(panel: IndexPanel, built: BuiltIndex): Systems {
  const root = built.groups[built.groups.length - 1]!;
  const { members } = root.group;
  return {
    dimensions: members.filter((m) => m.kind === "group").map((m) => m.name),
    without: members.filter((m) => m.kind === "indicator").map((m) => m.name),
    systemOf: (row, d) => root.columns[d]![row]!,
    weightOf: (row, d) => root.weights[setOf(root.setsBy, panel, row)]![d]!,
  };
}

function namedDimensions(panel: IndexPanel, built: BuiltIndex): Systems {
  const { indicators } = built.recipe;
  const dimensions = [...new Set(indicators.flatMap((i) => (i.dimension === null ? [] : [i.dimension])))];
  const members = dimensions.map((dimension) => Array.from(indicators.keys()).filter((j) => indicators[j]!.dimension === dimension));
  const weightOf = (row: number, d: number) => members[d]!.reduce((s, j) => s + weightAt(built, panel, row, j), 0);
  return {
    dimensions,
    without: indicators.filter((i) => i.dimension === null).map((i) => i.name),
    systemOf: (row, d) => members[d]!.reduce((s, j) => s + weightAt(built, panel, row, j) * built.scaled[j]![row]!, 0) / weightOf(row, d),
    weightOf,
  };
}
