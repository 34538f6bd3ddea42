import { isBalancedTwoWay, partialOutBalanced } from "./balanced.js";
import { levelBasis, levelProducts, levelWeights } from "./basis.js";
import { connectedComponents } from "./components.js";
import { type Factor, isNested, withoutEmptyLevels } from "./factor.js";
import { type GradientSystem, gradientSystem, partialOutByGradients } from "./gradients.js";
import { type Layout, layOut, permute, projectOutEliminated, unpermute } from "./layout.js";
import { cycleRank } from "./rank.js";
import { factorSchur, partialOutBySchur, type SchurFactor } from "./schur.js";

/** Up to this many remaining effects the reduced system is factored densely and solved exactly. */
const DIRECT_LEVELS = 2_000;
/** A refinement step is worth its pass only above this residual. */
const REFINE_ABOVE = 1e-13;

/** How a solver chooses its method. */
export interface SolverOptions {
  /** Most remaining effects (after the largest factor) that are solved exactly; default 2,000. */
  directLevels?: number;
}

export type FactorMethod = "none" | "oneFactor" | "balancedTwoWay" | "schur" | "conjugateGradients";

/** Columns freed of all effects, and how well. */
export interface PartialledOut {
  columns: Float64Array[];
  /**
   * Largest share (over columns) that the effects could still explain: the norm of the level means that remain, weighted by level size,
   * relative to the norm of the column about its mean. Computed afresh from the factors as given, not from the solver's own bookkeeping.
   */
  residual: number;
  /** Most iterations any column took; 0 for direct methods. */
  iterations: number;
}

/** The effects of one sample, ready to be taken out of any number of columns. */
export interface FactorSolver {
  method: FactorMethod;
  /** Rank of all effects together, the constant included. */
  rank: number;
  /** False where the rank is an upper bound, because counting exactly would cost more than estimating. */
  rankExact: boolean;
  /** Connected components of the two largest sets of intercepts; 1 with fewer than two. */
  components: number;
  partialOut(columns: readonly Float64Array[]): PartialledOut;
}

/**
 * Prepares the projection off any number of factors (intercepts and varying slopes), weighted or not.
 * Zero or one factor and balanced two-way panels have closed forms; one large factor and small ones are solved exactly through the
 * Schur complement; the general case by conjugate gradients on it. Every method ends with a refinement step and an outside check.
 * @param factors one entry per set of effects; `codes` has one level per row
 * @param weights positive weights by row, or null
 */
export function prepareFactors(factors: readonly Factor[], weights: Float64Array | null = null, options: SolverOptions = {}): FactorSolver {
  const present = factors.map(withoutEmptyLevels);
  const needed = withoutNested(mergeSameCodes(present));
  if (needed.length === 0) {
    const partialOut = (columns: readonly Float64Array[]) => ({
      columns: columns.map((c) => Float64Array.from(c)),
      residual: 0,
      iterations: 0,
    });
    return { method: "none", rank: 0, rankExact: true, components: 1, partialOut };
  }
  const layout = layOut(needed, indexOfLargest(needed), weights);
  const { method, step, schur } = chooseMethod(layout, options.directLevels ?? DIRECT_LEVELS);
  const { rank, exact, components } = rankOf(needed, layout, schur, weights);
  const checks = present.map((factor) => certificateOf(factor, weights));
  const constantSpanned = needed.some((factor) => factor.intercept);

  const partialOut = (columns: readonly Float64Array[]): PartialledOut => {
    let iterations = 0;
    let worst = 0;
    const takeOut = (column: Float64Array): Float64Array => {
      const work = permute(column, layout.order);
      iterations = Math.max(iterations, step(work));
      return unpermute(work, layout.order);
    };
    const results = columns.map((column) => {
      const { values, norm } = copyAboutMean(column, weights, constantSpanned);
      const measure = (c: Float64Array): number => (norm === 0 ? 0 : Math.max(...checks.map((check) => check(c))) / norm);
      let best = takeOut(values);
      let residual = measure(best);
      if (residual > REFINE_ABOVE) {
        const refined = takeOut(Float64Array.from(best));
        const again = measure(refined);
        if (again < residual) {
          best = refined;
          residual = again;
        }
      }
      worst = Math.max(worst, residual);
      return best;
    });
    return { columns: results, residual: worst, iterations };
  };
  return { method, rank, rankExact: exact, components, partialOut };
}

/** Takes factors out of columns in one call; see `prepareFactors`. */
export function solveFactors(
  columns: readonly Float64Array[],
  factors: readonly Factor[],
  weights: Float64Array | null = null,
  options: SolverOptions = {},
): PartialledOut & Pick<FactorSolver, "method" | "rank" | "rankExact" | "components"> {
  const { partialOut, ...solver } = prepareFactors(factors, weights, options);
  return { ...partialOut(columns), ...solver };
}

/** Factors on the same codes (as `firm` and `firm[x]`) become one, so that their columns are made orthogonal within each level. */
function mergeSameCodes(factors: readonly Factor[]): Factor[] {
  const merged: Factor[] = [];
  for (const factor of factors) {
    const at = merged.findIndex((other) => other.levels === factor.levels && sameCodes(other.codes, factor.codes));
    if (at === -1) merged.push(factor);
    else {
      const other = merged[at]!;
      merged[at] = { ...other, intercept: other.intercept || factor.intercept, slopes: [...other.slopes, ...factor.slopes] };
    }
  }
  return merged;
}

function sameCodes(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Drops intercepts of factors whose levels are unions of another factor's levels; their slopes stay. */
function withoutNested(factors: readonly Factor[]): Factor[] {
  return factors.flatMap((outer, q) => {
    const spanned =
      outer.intercept &&
      factors.some((inner, r) => r !== q && inner.intercept && (inner.levels > outer.levels || r < q) && isNested(inner, outer));
    if (!spanned) return [outer];
    return outer.slopes.length > 0 ? [{ ...outer, intercept: false }] : [];
  });
}

function indexOfLargest(factors: readonly Factor[]): number {
  let best = 0;
  const effects = (f: Factor): number => f.levels * ((f.intercept ? 1 : 0) + f.slopes.length);
  factors.forEach((factor, q) => {
    if (effects(factor) > effects(factors[best]!)) best = q;
  });
  return best;
}

function chooseMethod(
  layout: Layout,
  directLevels: number,
): { method: FactorMethod; step: (column: Float64Array) => number; schur: SchurFactor | null } {
  const direct =
    (work: (column: Float64Array) => void) =>
    (column: Float64Array): number => {
      work(column);
      return 0;
    };
  if (layout.blocks.length === 0) return { method: "oneFactor", step: direct((c) => projectOutEliminated(layout, c)), schur: null };
  if (isBalancedTwoWay(layout)) return { method: "balancedTwoWay", step: direct((c) => partialOutBalanced(layout, c)), schur: null };
  if (layout.size <= directLevels) {
    const schur = factorSchur(layout);
    return { method: "schur", step: direct((c) => partialOutBySchur(layout, schur, c)), schur };
  }
  const system: GradientSystem = gradientSystem(layout);
  return { method: "conjugateGradients", step: (c) => partialOutByGradients(layout, system, c), schur: null };
}

/** Rank of all effects: by graph components for two sets of intercepts, by zero pivots or cycles beyond. */
function rankOf(
  factors: readonly Factor[],
  layout: Layout,
  schur: SchurFactor | null,
  weights: Float64Array | null,
): { rank: number; exact: boolean; components: number } {
  const intercepts = factors.filter((factor) => factor.intercept).sort((a, b) => b.levels - a.levels);
  const [first, second, ...further] = intercepts;
  const components =
    first !== undefined && second !== undefined ? connectedComponents(first.codes, first.levels, second.codes, second.levels).count : 1;
  const plain = factors.every((factor) => factor.intercept && factor.slopes.length === 0);
  if (factors.length === 1) return { rank: layout.eliminatedRank, exact: true, components };
  if (plain && further.length === 0) return { rank: first!.levels + second!.levels - components, exact: true, components };
  if (schur !== null) return { rank: layout.eliminatedRank + schur.rank, exact: true, components };
  const ranks = factors.map((factor) => levelBasis(factor, weights).rank);
  const total = ranks.reduce((a, b) => a + b, 0);
  if (plain) {
    const added = cycleRank(first!, second!, further);
    if (added !== null) return { rank: first!.levels + second!.levels - components + added, exact: true, components };
  }
  const shared = Math.max(0, intercepts.length - 1) + Math.max(0, components - 1);
  return { rank: total - shared, exact: false, components };
}

/** The part of a column that one factor could still explain, as a norm. */
function certificateOf(factor: Factor, weights: Float64Array | null): (column: Float64Array) => number {
  const sizes = factor.intercept ? levelWeights(factor.codes, factor.levels, weights) : null;
  const slopeNorms = factor.slopes.map((slope) => levelProducts(factor, slope, slope, weights));
  return (column) => {
    let total = 0;
    const add = (sums: Float64Array, norms: Float64Array): void => {
      for (let g = 0; g < sums.length; g++) if (norms[g]! > 0) total += (sums[g]! * sums[g]!) / norms[g]!;
    };
    if (sizes !== null) add(levelProducts(factor, null, column, weights), sizes);
    factor.slopes.forEach((slope, s) => {
      add(levelProducts(factor, slope, column, weights), slopeNorms[s]!);
    });
    return Math.sqrt(total);
  };
}

/** A copy of a column, about its weighted mean where the effects span the constant, and its weighted norm. */
function copyAboutMean(column: Float64Array, weights: Float64Array | null, centred: boolean): { values: Float64Array; norm: number } {
  const rows = column.length;
  const values = new Float64Array(rows);
  let mean = 0;
  if (centred) {
    let total = 0;
    let weight = rows;
    if (weights === null) for (let i = 0; i < rows; i++) total += column[i]!;
    else {
      weight = 0;
      for (let i = 0; i < rows; i++) {
        total += weights[i]! * column[i]!;
        weight += weights[i]!;
      }
    }
    mean = total / weight;
  }
  let square = 0;
  for (let i = 0; i < rows; i++) {
    const value = column[i]! - mean;
    values[i] = value;
    square += weights === null ? value * value : weights[i]! * value * value;
  }
  return { values, norm: Math.sqrt(square) };
}
