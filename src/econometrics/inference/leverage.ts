import { problem } from "../../messages/main.js";
import type { Factor } from "../../numerics/factors/main.js";
import type { Moments } from "../fit.js";
import { type EliminatedEffects, eliminate, groupSums, invertReduced, neededFactors, sumGroup } from "./eliminated.js";

/** Most effects besides the largest factor whose leverage is computed: the inverse of their system is dense. */
const MOST_EFFECTS = 1_000;

/** The leverage of each row: the part of the regressors and the part of the absorbed effects. */
export interface Leverage {
  regressors: Float64Array;
  effects: Float64Array;
}

/**
 * Diagonal of the projection on regressors and effects together, exactly: by Frisch, Waugh and Lovell it is the diagonal for the freed
 * regressors plus that of the effects.
 * @param errors what asks, for the message
 * @throws MODEL-ERRORS-EFFECTS-MANY where the effects have no direct solution
 */
export function leverage(moments: Moments, errors: string): Leverage {
  return { regressors: regressorLeverage(moments), effects: effectsLeverage(moments, errors) };
}

/** w x'(X'WX)^-1 x by row. */
function regressorLeverage({ regressors, bread, weights }: Moments): Float64Array {
  const { rows, cols, data } = regressors;
  const out = new Float64Array(rows);
  for (let j = 0; j < cols; j++) {
    for (let k = 0; k <= j; k++) {
      const b = bread.data[k + j * cols]! * (k === j ? 1 : 2);
      for (let i = 0; i < rows; i++) out[i]! += b * data[i + j * rows]! * data[i + k * rows]!;
    }
  }
  if (weights !== null) for (let i = 0; i < rows; i++) out[i]! *= weights[i]!;
  return out;
}

function effectsLeverage(moments: Moments, errors: string): Float64Array {
  const out = new Float64Array(moments.rows);
  const factors = neededFactors(moments.effects.map((effect) => effect.factor));
  if (factors.length === 0) return out;
  const unknowns = (factor: Factor): number => factor.levels * ((factor.intercept ? 1 : 0) + factor.slopes.length);
  let largest = 0;
  factors.forEach((factor, q) => {
    if (unknowns(factor) > unknowns(factors[largest]!)) largest = q;
  });
  const others = factors.reduce((total, factor, q) => total + (q === largest ? 0 : unknowns(factor)), 0);
  if (others > MOST_EFFECTS) {
    const balanced = balancedLeverage(factors, moments.weights, moments.rows);
    if (balanced !== null) return out.fill(balanced);
    throw problem("MODEL-ERRORS-EFFECTS-MANY", {
      errors,
      effects: moments.effects.map((effect) => effect.name),
      levels: others,
      limit: MOST_EFFECTS,
    });
  }
  addEffects(eliminate(factors, largest, factors[largest]!, moments.weights), out);
  return out;
}

/** Two factors that meet once in every pair of levels: 1/T + 1/N - 1/(NT). */
function balancedLeverage(factors: readonly Factor[], weights: Float64Array | null, rows: number): number | null {
  const [a, b] = factors;
  const plain = factors.every((factor) => factor.intercept && factor.slopes.length === 0);
  if (factors.length !== 2 || !plain || weights !== null || rows !== a!.levels * b!.levels) return null;
  const met = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const cell = a!.codes[i]! * b!.levels + b!.codes[i]!;
    if (met[cell] === 1) return null;
    met[cell] = 1;
  }
  return 1 / a!.levels + 1 / b!.levels - 1 / rows;
}

/** Adds w (|basis|^2 + z'Mz), z a row of the other effects freed of the eliminated factor, M the inverse of their system. */
function addEffects(effects: EliminatedEffects, out: Float64Array): void {
  const { order, starts, basis, groupWeight, weights, blocks, size } = effects;
  const inverse = size === 0 ? null : invertReduced(effects);
  const room = groupSums(effects);
  const images = basis.map(() => new Float64Array(size));
  for (let g = 0; g + 1 < starts.length; g++) {
    sumGroup(effects, g, room);
    const products = basis.map(() => new Float64Array(basis.length));
    if (inverse !== null) {
      for (let b = 0; b < basis.length; b++) {
        for (let t = 0; t < room.count; t++) {
          const u = room.touched[t]!;
          let value = 0;
          for (let s = 0; s < room.count; s++) value += inverse.data[room.touched[s]! + u * size]! * room.sums[b]![room.touched[s]!]!;
          images[b]![u] = value;
        }
        for (let c = 0; c <= b; c++) {
          let value = 0;
          for (let t = 0; t < room.count; t++) value += room.sums[c]![room.touched[t]!]! * images[b]![room.touched[t]!]!;
          products[b]![c] = value;
          products[c]![b] = value;
        }
      }
    }
    for (let p = starts[g]!; p < starts[g + 1]!; p++) {
      const i = order[p]!;
      const own = basis.map((column) => (column === null ? 1 / Math.sqrt(groupWeight[g]!) : column[i]!));
      let value = 0;
      for (let b = 0; b < own.length; b++) {
        value += own[b]! * own[b]!;
        for (let c = 0; c < own.length; c++) value += own[b]! * own[c]! * products[b]![c]!;
      }
      if (inverse !== null) {
        for (const first of blocks) {
          const u = first.offset + first.codes[i]!;
          const left = first.slope === null ? 1 : first.slope[i]!;
          for (const second of blocks) {
            const right = second.slope === null ? 1 : second.slope[i]!;
            value += left * right * inverse.data[second.offset + second.codes[i]! + u * size]!;
          }
          for (let b = 0; b < own.length; b++) value -= 2 * left * own[b]! * images[b]![u]!;
        }
      }
      out[i]! += value * (weights === null ? 1 : weights[i]!);
    }
  }
}
