import { isBalancedTwoWay, solveBalanced } from "./balanced.js";
import { levelBasis } from "./basis.js";
import { connectedComponents, linkedLevels } from "./components.js";
import { type Factor, isNested, withoutEmptyLevels } from "./factor.js";
import { jacobi, nullSpaceOf, solveByGradients } from "./gradients.js";
import { type Layout, layOut, unknownWeights } from "./layout.js";
import { cycleRank } from "./rank.js";
import { factorSchur, type SchurFactor, solveSchur } from "./schur.js";
import { type ReducedSystem, reducedSystem } from "./system.js";

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
  const unknownWeight = unknownWeights(layout);
  const { method, schur, solver } = chooseMethod(layout, unknownWeight, options.directLevels ?? DIRECT_LEVELS);
  const { rank, exact, components } = rankOf(needed, layout, schur, weights);
  const centred = needed.some((factor) => factor.intercept);
  let system: ReducedSystem | null = null;

  const partialOut = (columns: readonly Float64Array[]): PartialledOut => {
    system ??= reducedSystem(layout);
    let iterations = 0;
    let worst = 0;
    const freed: Float64Array[] = [];
    for (let at = 0; at < columns.length; at += system.width) {
      const batch = columns.slice(at, at + system.width);
      const norms = load(system, batch, weights, centred);
      const once = takeOut(system);
      let residual = largestShare(system.explained(unknownWeight), norms);
      iterations = Math.max(iterations, once);
      if (residual > REFINE_ABOVE) {
        const before = system.values.slice();
        iterations = Math.max(iterations, takeOut(system));
        const again = largestShare(system.explained(unknownWeight), norms);
        if (again < residual) residual = again;
        else system.values.set(before);
      }
      worst = Math.max(worst, residual);
      freed.push(...unload(system, batch.length));
    }
    return { columns: freed, residual: worst, iterations };
  };
  return { method, rank, rankExact: exact, components, partialOut };

  /** One pass from columns to what the effects leave of them; returns the iterations it took. */
  function takeOut(reduced: ReducedSystem): number {
    const effects = reduced.start();
    const iterations = solver(reduced, effects);
    reduced.finish(effects);
    return iterations;
  }
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

/** Solves the reduced system in place: right-hand side in, effects out. Returns the iterations. */
type ReducedSolver = (system: ReducedSystem, x: Float64Array) => number;

function chooseMethod(
  layout: Layout,
  unknownWeight: Float64Array,
  directLevels: number,
): { method: FactorMethod; schur: SchurFactor | null; solver: ReducedSolver } {
  if (layout.blocks.length === 0) return { method: "oneFactor", schur: null, solver: () => 0 };
  if (isBalancedTwoWay(layout)) {
    const solver: ReducedSolver = (_, x) => {
      solveBalanced(layout, x);
      return 0;
    };
    return { method: "balancedTwoWay", schur: null, solver };
  }
  if (layout.size <= directLevels) {
    const schur = factorSchur(layout, unknownWeight);
    const solver: ReducedSolver = ({ width }, x) => {
      solveSchur(schur, x, width);
      return 0;
    };
    return { method: "schur", schur, solver };
  }
  return { method: "conjugateGradients", schur: null, solver: gradientSolver(layout, unknownWeight) };
}

function gradientSolver(layout: Layout, unknownWeight: Float64Array): ReducedSolver {
  const nullSpace = nullSpaceOf(layout);
  return (system, x) => {
    const { effects, iterations } = solveByGradients(system, x, jacobi(unknownWeight, system.width), nullSpace);
    x.set(effects);
    return iterations;
  };
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
  const components = first === undefined || second === undefined ? 1 : componentCount(factors, first, second, layout);
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

/** Connected components of two sets of intercepts; quickly where the rows are laid out by the first. */
function componentCount(factors: readonly Factor[], first: Factor, second: Factor, layout: Layout): number {
  const { starts, codes, blocks } = layout;
  const at = blocks.findIndex((block) => factors[block.factor] === second && !block.sloped);
  if (factors[layout.largest] !== first || at === -1)
    return connectedComponents(first.codes, first.levels, second.codes, second.levels).count;
  return linkedLevels(starts, codes, blocks.length, at, blocks[at]!.offset, second.levels).count;
}

/** Puts columns into a system, about their weighted mean where the effects span the constant. Returns their weighted norms. */
function load(system: ReducedSystem, columns: readonly Float64Array[], weights: Float64Array | null, centred: boolean): Float64Array {
  const { values, width, layout } = system;
  const { order, rows } = layout;
  const norms = new Float64Array(width);
  const totalWeight = weights === null ? rows : total(weights);
  for (let r = 0; r < width; r++) {
    const column = columns[r];
    if (column === undefined) {
      for (let at = r; at < values.length; at += width) values[at] = 0;
      continue;
    }
    const mean = centred ? (weights === null ? total(column) : weightedTotal(column, weights)) / totalWeight : 0;
    let square = 0;
    for (let i = 0; i < rows; i++) {
      const row = order === null ? i : order[i]!;
      const value = column[row]! - mean;
      values[width * i + r] = value;
      square += weights === null ? value * value : weights[row]! * value * value;
    }
    norms[r] = Math.sqrt(square);
  }
  return norms;
}

/** The first `count` columns of a system in row order. */
function unload(system: ReducedSystem, count: number): Float64Array[] {
  const { values, width, layout } = system;
  const { order, rows } = layout;
  return Array.from({ length: count }, (_, r) => {
    const column = new Float64Array(rows);
    if (order === null) for (let i = 0; i < rows; i++) column[i] = values[width * i + r]!;
    else for (let i = 0; i < rows; i++) column[order[i]!] = values[width * i + r]!;
    return column;
  });
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function weightedTotal(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += weights[i]! * values[i]!;
  return sum;
}

function largestShare(parts: Float64Array, norms: Float64Array): number {
  let worst = 0;
  for (let r = 0; r < norms.length; r++) if (norms[r]! > 0) worst = Math.max(worst, parts[r]! / norms[r]!);
  return worst;
}
