import { load, shares, unload } from "./columns.js";
import type { Factor } from "./factor.js";
import { layOut, unknownWeights } from "./layout.js";
import { componentCount, effectsRank } from "./rank.js";
import { simplified } from "./simplify.js";
import { chooseSolver, FACTOR_METHODS, type FactorMethod, type ReducedSolver, type SolverOptions } from "./solvers.js";
import { type ReducedSystem, reducedSystem } from "./system.js";

/** A refinement step is worth its pass only above this residual. */
const REFINE_ABOVE = 1e-12;

/** How one column was freed, and how well. */
export interface Freeing {
  method: FactorMethod;
  /** 0 for direct methods. */
  iterations: number;
  /**
   * The share that the effects could still explain: the norm of the level means that remain, weighted by level size, relative to the norm of
   * the column about its mean. Computed afresh from the factors as given, not from the solver's own bookkeeping.
   */
  residual: number;
}

/** Columns freed of all effects, and how well. */
export interface PartialledOut {
  columns: Float64Array[];
  /** By column; it does not depend on which other columns were freed. */
  freeings: Freeing[];
  /** The most laborious method any column took. */
  method: FactorMethod;
  /** The largest residual of any column. */
  residual: number;
  /** Most iterations any column took. */
  iterations: number;
}

/** Columns with what is known of each, summed up. */
export function partialledOut(columns: Float64Array[], freeings: Freeing[]): PartialledOut {
  const most = (of: (freeing: Freeing) => number): number => freeings.reduce((largest, freeing) => Math.max(largest, of(freeing)), 0);
  return {
    columns,
    freeings,
    method: FACTOR_METHODS[most(({ method }) => FACTOR_METHODS.indexOf(method))]!,
    residual: most(({ residual }) => residual),
    iterations: most(({ iterations }) => iterations),
  };
}

/** The effects of one sample, ready to be taken out of any number of columns. */
export interface FactorSolver {
  /** Rank of all effects together, the constant included. */
  readonly rank: number;
  /** False where the rank is an upper bound, because counting exactly would cost more than estimating. */
  readonly rankExact: boolean;
  /** Connected components of the two largest sets of intercepts; 1 with fewer than two. */
  readonly components: number;
  /**
   * Takes the effects out of columns.
   * @param into where the freed columns go, one array for each; default: fresh memory, one after the other, so that they are a matrix already
   */
  partialOut(columns: readonly Float64Array[], into?: readonly Float64Array[]): PartialledOut;
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
  const rank = (): ReturnType<typeof effectsRank> => {
    counted ??= effectsRank(needed, layout, weights, components, solver);
    return counted;
  };
  return {
    get rank() {
      return rank().rank;
    },
    get rankExact() {
      return rank().exact;
    },
    components,
    partialOut(columns, into) {
      if (columns.length === 0) return partialledOut([], []);
      const freed = into?.slice() ?? consecutive(columns.length, layout.rows);
      const freeings: Freeing[] = [];
      for (let at = 0; at < columns.length; ) {
        // One or two columns at the end take the narrower system.
        const system = reducedSystem(layout, columns.length - at);
        const batch = columns.slice(at, at + system.width);
        const norms = load(system, batch, weights, centred);
        freeings.push(...freeBatch(system, solver, () => shares(system.explained(unknownWeight), norms)).slice(0, batch.length));
        unload(system, freed.slice(at, at + batch.length));
        at += batch.length;
      }
      return partialledOut(freed, freeings);
    },
  };
}

/** Columns that stand one after the other, so that they are a matrix already. */
function consecutive(count: number, rows: number): Float64Array[] {
  const all = new Float64Array(count * rows);
  return Array.from({ length: count }, (_, r) => all.subarray(r * rows, (r + 1) * rows));
}

/**
 * Frees the columns in a system, and those whose residual is not at the floor once more; each keeps the better of the two.
 */
function freeBatch(system: ReducedSystem, solver: ReducedSolver, measure: () => Float64Array): Freeing[] {
  const { values, width } = system;
  const effects = system.start();
  const solved = solver.solve(system, effects);
  system.finish(effects);
  const residuals = measure();
  const rough = Array.from(residuals, (residual) => residual > REFINE_ABOVE);
  const freeings = solved.map((lane, r) => ({ ...lane, residual: residuals[r]! }));
  if (!rough.includes(true)) return freeings;
  const before = values.slice();
  const corrections = system.start();
  for (let j = 0; j < corrections.length; j++) if (!rough[j % width]) corrections[j] = 0;
  const again = solver.solve(system, corrections);
  system.finish(corrections);
  const refined = measure();
  return freeings.map((freeing, r) => {
    if (rough[r] && refined[r]! < freeing.residual)
      return { ...again[r]!, iterations: Math.max(freeing.iterations, again[r]!.iterations), residual: refined[r]! };
    for (let i = r; i < values.length; i += width) values[i] = before[i]!;
    return freeing;
  });
}

function noFactors(): FactorSolver {
  const partialOut: FactorSolver["partialOut"] = (columns, into) =>
    partialledOut(
      columns.map((c, j) => {
        const to = into?.[j] ?? new Float64Array(c.length);
        to.set(c);
        return to;
      }),
      columns.map(() => ({ method: "none", residual: 0, iterations: 0 })),
    );
  return { rank: 0, rankExact: true, components: 1, partialOut };
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
): PartialledOut & Pick<FactorSolver, "rank" | "rankExact" | "components"> {
  const solver = prepareFactors(factors, weights, options);
  const freed = solver.partialOut(columns);
  const { rank, rankExact, components } = solver;
  return { ...freed, rank, rankExact, components };
}
