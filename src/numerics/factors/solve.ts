import { largestShare, load, unload } from "./columns.js";
import type { Factor } from "./factor.js";
import { layOut, unknownWeights } from "./layout.js";
import { componentCount, effectsRank } from "./rank.js";
import { simplified } from "./simplify.js";
import { chooseSolver, type FactorMethod, type ReducedSolver, type SolverOptions } from "./solvers.js";
import { type ReducedSystem, reducedSystem } from "./system.js";

/** A refinement step is worth its pass only above this residual. */
const REFINE_ABOVE = 1e-12;

/** Columns freed of all effects, and how well. */
export interface PartialledOut {
  /** Views on one array, one after the other. */
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
  /** How the columns were (or will be) freed; iterations that prove slow may turn to a factor. */
  readonly method: FactorMethod;
  /** Rank of all effects together, the constant included. */
  readonly rank: number;
  /** False where the rank is an upper bound, because counting exactly would cost more than estimating. */
  readonly rankExact: boolean;
  /** Connected components of the two largest sets of intercepts; 1 with fewer than two. */
  readonly components: number;
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
  const needed = simplified(factors);
  if (needed.length === 0) return noFactors();
  const layout = layOut(needed, indexOfLargest(needed), weights);
  const unknownWeight = unknownWeights(layout);
  const solver = chooseSolver(layout, unknownWeight, options);
  const centred = needed.some((factor) => factor.intercept);
  const components = componentCount(needed, layout);
  let counted: ReturnType<typeof effectsRank> | null = null;
  // Counted when asked for: after the columns were freed a factor may know what would take long to count.
  const rank = (): ReturnType<typeof effectsRank> => {
    if (counted === null || (!counted.exact && solver.rank !== null))
      counted = effectsRank(needed, layout, weights, components, solver.rank);
    return counted;
  };
  return {
    get method() {
      return solver.method;
    },
    get rank() {
      return rank().rank;
    },
    get rankExact() {
      return rank().exact;
    },
    components,
    partialOut(columns) {
      const system = reducedSystem(layout);
      const { width } = system;
      const freed = consecutive(columns.length, layout.rows);
      let iterations = 0;
      let residual = 0;
      for (let at = 0; at < columns.length; at += width) {
        const norms = load(system, columns.slice(at, at + width), weights, centred);
        const done = freeBatch(system, solver, () => largestShare(system.explained(unknownWeight), norms));
        iterations = Math.max(iterations, done.iterations);
        residual = Math.max(residual, done.residual);
        unload(system, freed.slice(at, at + width));
      }
      return { columns: freed, residual, iterations };
    },
  };
}

/** Columns that stand one after the other, so that they are a matrix already. */
function consecutive(count: number, rows: number): Float64Array[] {
  const all = new Float64Array(count * rows);
  return Array.from({ length: count }, (_, r) => all.subarray(r * rows, (r + 1) * rows));
}

/** Frees the columns in a system, and once more where the residual is not at the floor; keeps the better of the two. */
function freeBatch(system: ReducedSystem, solver: ReducedSolver, measure: () => number): { residual: number; iterations: number } {
  const takeOut = (): number => {
    const effects = system.start();
    const iterations = solver.solve(system, effects);
    system.finish(effects);
    return iterations;
  };
  const iterations = takeOut();
  const residual = measure();
  if (residual <= REFINE_ABOVE) return { residual, iterations };
  const before = system.values.slice();
  const more = takeOut();
  const refined = measure();
  if (refined < residual) return { residual: refined, iterations: Math.max(iterations, more) };
  system.values.set(before);
  return { residual, iterations };
}

function noFactors(): FactorSolver {
  const partialOut = (columns: readonly Float64Array[]) => ({
    columns: columns.map((c) => Float64Array.from(c)),
    residual: 0,
    iterations: 0,
  });
  return { method: "none", rank: 0, rankExact: true, components: 1, partialOut };
}

function indexOfLargest(factors: readonly Factor[]): number {
  let best = 0;
  const effects = (f: Factor): number => f.levels * ((f.intercept ? 1 : 0) + f.slopes.length);
  factors.forEach((factor, q) => {
    if (effects(factor) > effects(factors[best]!)) best = q;
  });
  return best;
}

/** Takes factors out of columns in one call; see `prepareFactors`. */
export function solveFactors(
  columns: readonly Float64Array[],
  factors: readonly Factor[],
  weights: Float64Array | null = null,
  options: SolverOptions = {},
): PartialledOut & Pick<FactorSolver, "method" | "rank" | "rankExact" | "components"> {
  const solver = prepareFactors(factors, weights, options);
  const freed = solver.partialOut(columns);
  const { method, rank, rankExact, components } = solver;
  return { ...freed, method, rank, rankExact, components };
}
