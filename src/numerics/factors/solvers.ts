import { log } from "../elementary.js";
import { isBalancedTwoWay, solveBalanced } from "./balanced.js";
import { jacobi, type NullSpace, nullSpaceOf, SETTLED, solveByGradients } from "./gradients.js";
import { allIntercepts, type Layout } from "./layout.js";
import { minimumDegree } from "./minimumDegree.js";
import { factorSchur, solveSchur } from "./schur.js";
import { type SparseFactor, solveSparse, sparseCholesky } from "./sparseCholesky.js";
import { sparseSchur } from "./sparseSchur.js";
import type { ReducedSystem } from "./system.js";

/** Up to this many remaining effects the reduced system is factored densely and solved exactly. */
const DIRECT_LEVELS = 2_000;
/** Iterations that show whether iterating will do. */
const PROBE = 15;
/** Iterations that are always cheaper than a factor. */
const FEW_ITERATIONS = 60;
/** The first iterations count as contracting at least this much, and no more iterations than these are ever expected. */
const SLOWEST = 0.99;
const MOST_EXPECTED = 16_384;
/** Entries and multiplications a sparse factor may take at most, and multiplications where it is only to count the rank. */
const FILL_BUDGET = 2e7;
const WORK_BUDGET = 4e9;
const RANK_BUDGET = 1e9;
/** Multiplications that take as long as one pair of effects in writing the system out. */
const PAIR_COST = 4;

/** From the least laborious to the most. */
export const FACTOR_METHODS = ["none", "oneFactor", "balancedTwoWay", "schur", "conjugateGradients", "sparseCholesky"] as const;
export type FactorMethod = (typeof FACTOR_METHODS)[number];

/** How a solver chooses its method. */
export interface SolverOptions {
  /** Most remaining effects (after the largest factor) that are solved by a dense factor; default 2,000. */
  directLevels?: number;
  /** Iterations after which a sparse factor is tried, where they have contracted poorly; default 15. 0 tries it at once. */
  probe?: number;
}

/** How one column of a batch was solved for. */
export interface LaneSolved {
  method: FactorMethod;
  iterations: number;
}

/** Solves the reduced system of one layout. */
export interface ReducedSolver {
  /** Right-hand sides in, effects out, in place. */
  solve(system: ReducedSystem, x: Float64Array): LaneSolved[];
  /** Rank of the reduced system, where the method has counted it. */
  knownRank: number | null;
  /** The rank where it can be counted at an acceptable price, else null. */
  countRank(): number | null;
}

/** The solver for a layout: exact where a direct one is affordable, else iterations that turn to a sparse factor where they are slow. */
export function chooseSolver(layout: Layout, unknownWeight: Float64Array, options: SolverOptions): ReducedSolver {
  if (layout.blocks.length === 0) return direct("oneFactor", 0, () => {});
  if (isBalancedTwoWay(layout)) return direct("balancedTwoWay", null, (_, x) => solveBalanced(layout, x));
  if (layout.size <= (options.directLevels ?? DIRECT_LEVELS)) {
    const factor = factorSchur(layout, unknownWeight);
    return direct("schur", factor.rank, ({ width }, x) => solveSchur(factor, x, width));
  }
  return new AdaptiveSolver(layout, unknownWeight, options.probe ?? PROBE);
}

function direct(method: FactorMethod, knownRank: number | null, work: (system: ReducedSystem, x: Float64Array) => void): ReducedSolver {
  return {
    knownRank,
    countRank: () => knownRank,
    solve(system, x) {
      work(system, x);
      return Array.from({ length: system.width }, () => ({ method, iterations: 0 }));
    },
  };
}

/**
 * Iterations on the reduced system. A column that the first of them bring on poorly is solved by a factor of the system, written out, where that
 * takes less arithmetic than the iterations it would still need. Whether it does is a matter of the system and of this column alone, so
 * that no result depends on which columns came before or stand beside it.
 */
class AdaptiveSolver implements ReducedSolver {
  readonly knownRank = null;
  private factor: { of: SparseFactor; cost: number } | null = null;
  /** The largest budget within which no factor was found. */
  private beyond = 0;
  private readonly nullSpace: NullSpace;

  constructor(
    private readonly layout: Layout,
    private readonly unknownWeight: Float64Array,
    private readonly probe: number,
  ) {
    this.nullSpace = nullSpaceOf(layout);
  }

  solve(system: ReducedSystem, x: Float64Array): LaneSolved[] {
    const { width } = system;
    const { rows, blocks } = this.layout;
    const everywhere = this.probe === 0 ? this.factorWithin(WORK_BUDGET) : null;
    if (everywhere !== null) {
      solveSparse(everywhere, x, width);
      return Array.from({ length: width }, () => ({ method: "sparseCholesky", iterations: 0 }));
    }
    const solving = solveByGradients(system, x.slice(), jacobi(this.unknownWeight, width), this.nullSpace, {
      after: this.probe,
      leaves: (remaining) => {
        const expected = iterationsToExpect(this.probe, remaining);
        return expected > FEW_ITERATIONS && this.factorWithin(expected * rows * blocks.length) !== null;
      },
    });
    if (solving.left.includes(1)) solveSparse(this.factor!.of, x, width);
    return Array.from(solving.left, (left, r) => {
      if (left === 0) for (let j = r; j < x.length; j += width) x[j] = solving.effects[j]!;
      return { method: left === 1 ? "sparseCholesky" : "conjugateGradients", iterations: solving.iterations[r]! };
    });
  }

  countRank(): number | null {
    return this.factorWithin(RANK_BUDGET)?.rank ?? null;
  }

  /** The factor, if it takes no more multiplications than `budget`; made once. */
  private factorWithin(budget: number): SparseFactor | null {
    const most = Math.min(budget, WORK_BUDGET);
    if (this.factor === null && most > this.beyond) {
      this.factor = this.factorise(most);
      if (this.factor === null) this.beyond = most;
    }
    return this.factor !== null && this.factor.cost <= most ? this.factor.of : null;
  }

  private factorise(most: number): { of: SparseFactor; cost: number } | null {
    if (!allIntercepts(this.layout)) return null;
    const matrix = sparseSchur(this.layout, this.unknownWeight, { entries: FILL_BUDGET, pairs: most / PAIR_COST });
    const elimination = matrix === null ? null : minimumDegree(matrix, FILL_BUDGET, most);
    if (matrix === null || elimination === null) return null;
    const cost = Math.max(PAIR_COST * matrix.pairs, elimination.work);
    return { of: sparseCholesky(matrix, elimination, this.unknownWeight), cost };
  }
}

/** Iterations to expect in all if they go on contracting as they began, rounded up to a power of two so that a budget is seldom tried twice. */
function iterationsToExpect(made: number, remaining: number): number {
  const expected = (made * log(SETTLED)) / log(Math.min(remaining, SLOWEST));
  let rounded = 1;
  while (rounded < expected && rounded < MOST_EXPECTED) rounded *= 2;
  return rounded;
}
