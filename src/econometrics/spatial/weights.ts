import { compareText } from "../../frame/main.js";
import { nearest, problem } from "../../messages/main.js";

/** A spatial weights matrix by rows: neighbours of unit i with their weights. Rows sum to one where it is row-standardised. */
export interface SpatialWeights {
  name: string;
  /** Units in the order of the rows. */
  units: readonly string[];
  neighbours: readonly Int32Array[];
  weights: readonly Float64Array[];
  standardise: "row" | "none";
  /** Units without a neighbour: their spatial lag is zero. */
  islands: readonly string[];
}

/** One pair of neighbours; pairs are read in both directions. */
export interface Edge {
  from: string;
  to: string;
  /** Default 1. */
  weight?: number;
}

export interface WeightsOptions {
  name: string;
  /** Divide every row by its sum (default), or leave the weights as they are. */
  standardise?: "row" | "none" | undefined;
  /** What a unit without neighbours among the units of the sample is: an error (default), or kept with a lag of zero. */
  islands?: "error" | "keep" | undefined;
}

/**
 * Weights among the given units from a list of pairs. A pair counts in both directions and once, however often it is written; pairs with a unit
 * outside the sample are left out, so that the rows are standardised over the neighbours that are there.
 * Throws MATRIX-UNIT-UNKNOWN when a unit occurs in no pair, MATRIX-ISLAND when all its neighbours lie outside the sample, MATRIX-EDGE-WEIGHT for a
 * weight that is not a positive number, MATRIX-EDGE-SELF for a unit paired with itself and MATRIX-EDGE-TWICE for a pair with two weights.
 */
export function spatialWeights(units: readonly string[], edges: readonly Edge[], options: WeightsOptions): SpatialWeights {
  const { name } = options;
  const at = new Map(units.map((unit, i) => [unit, i]));
  const listed = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const missing = units.filter((unit) => !listed.has(unit));
  if (missing.length > 0) {
    const known = [...listed].sort(compareText);
    throw problem("MATRIX-UNIT-UNKNOWN", { matrix: name, units: missing, nearest: nearest(missing[0]!, known), known: known.slice(0, 6) });
  }
  const rows = units.map(() => new Map<number, number>());
  edges.forEach(({ from, to, weight = 1 }, i) => {
    if (from === to) throw problem("MATRIX-EDGE-SELF", { matrix: name, unit: from, row: i + 1 });
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY))
      throw problem("MATRIX-EDGE-WEIGHT", { matrix: name, from, to, weight: Number.isNaN(weight) ? null : weight, row: i + 1 });
    const [a, b] = [at.get(from), at.get(to)];
    if (a === undefined || b === undefined) return;
    const other = rows[a]!.get(b);
    if (other !== undefined && other !== weight)
      throw problem("MATRIX-EDGE-TWICE", { matrix: name, from, to, weights: [other, weight], row: i + 1 });
    rows[a]!.set(b, weight);
    rows[b]!.set(a, weight);
  });
  const islands = units.filter((_, i) => rows[i]!.size === 0);
  if (islands.length > 0 && (options.islands ?? "error") === "error") throw problem("MATRIX-ISLAND", { matrix: name, units: islands });
  const standardise = options.standardise ?? "row";
  const sorted = rows.map((row) => [...row].sort((a, b) => a[0] - b[0]));
  return {
    name,
    units,
    neighbours: sorted.map((row) => Int32Array.from(row, ([j]) => j)),
    weights: sorted.map((row) => {
      const total = standardise === "row" ? row.reduce((s, [, w]) => s + w, 0) : 1;
      return Float64Array.from(row, ([, w]) => w / total);
    }),
    standardise,
    islands,
  };
}

/** W y: the weighted sum (under row standardisation the mean) of the neighbours' values. */
export function spatialLag({ neighbours, weights }: SpatialWeights, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(neighbours, (row, i) => row.reduce((s, j, k) => s + weights[i]![k]! * values[j]!, 0));
}
