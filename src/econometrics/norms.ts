import { dot, mean, norm, rowBlock, sum } from "../numerics/main.js";

/** Norm of a column under weights (null: equal), about its weighted mean or about zero. */
export function weightedNorm(values: Float64Array, weights: Float64Array | null, centred: boolean): number {
  if (weights === null && !centred) return norm(values);
  const centre = centred ? weightedMean(values, weights) : 0;
  // Block by block, as all sums here: the error does not grow with the rows.
  let square = 0;
  for (let from = 0; from < values.length; from += rowBlock) {
    const to = Math.min(from + rowBlock, values.length);
    let part = 0;
    for (let i = from; i < to; i++) {
      const moved = values[i]! - centre;
      part += weights === null ? moved * moved : weights[i]! * moved * moved;
    }
    square += part;
  }
  return Math.sqrt(square);
}

function weightedMean(values: Float64Array, weights: Float64Array | null): number {
  return weights === null ? mean(values) : dot(values, weights) / sum(weights);
}

interface Known {
  weights: Float64Array | null;
  centred: boolean;
  norm: number;
}

/** Norms worked out before: columns are never changed in place, and models on one sample share them. */
const known = new WeakMap<Float64Array, Known[]>();

/** `weightedNorm` of a column that other models may use as well. */
export function knownNorm(values: Float64Array, weights: Float64Array | null, centred: boolean): number {
  const before = known.get(values) ?? [];
  const found = before.find((entry) => entry.weights === weights && entry.centred === centred);
  if (found !== undefined) return found.norm;
  const made = weightedNorm(values, weights, centred);
  known.set(values, [...before, { weights, centred, norm: made }]);
  return made;
}
