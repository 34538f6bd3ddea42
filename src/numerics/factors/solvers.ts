import { isBalancedTwoWay, solveBalanced } from "./balanced.js";
import { jacobi, type NullSpace, nullSpaceOf, solveByGradients } from "./gradients.js";
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
/** Entries and multiplications a sparse factor may take. */
const FILL_BUDGET = 2e7;
const WORK_BUDGET = 4e9;

export type FactorMethod = "none" | "oneFactor" | "balancedTwoWay" | "schur" | "conjugateGradients" | "sparseCholesky";

/** How a solver chooses its method. */
export interface SolverOptions {
  /** Most remaining effects (after the largest factor) that are solved by a dense factor; default 2,000. */
  directLevels?: number;
  /** Iterations after which a sparse factor is tried, where they have contracted poorly; default 15. 0 tries it at once. */
  probe?: number;
}

/** Solves the reduced system of one layout. */
export interface ReducedSolver {
  method: FactorMethod;
  /** Rank of the reduced system, where a factor has counted it. */
  rank: number | null;
  /** Right-hand sides in, effects out, in place. Returns the iterations. */
  solve(system: ReducedSystem, x: Float64Array): number;
}

/** The solver for a layout: exact where a direct one is affordable, else iterations that turn to a sparse factor when they are slow. */
export function chooseSolver(layout: Layout, unknownWeight: Float64Array, options: SolverOptions): ReducedSolver {
  if (layout.blocks.length === 0) return { method: "oneFactor", rank: 0, solve: () => 0 };
  if (isBalancedTwoWay(layout)) return direct("balancedTwoWay", null, (_, x) => solveBalanced(layout, x));
  if (layout.size <= (options.directLevels ?? DIRECT_LEVELS)) {
    const factor = factorSchur(layout, unknownWeight);
    return direct("schur", factor.rank, ({ width }, x) => solveSchur(factor, x, width));
  }
  return new AdaptiveSolver(layout, unknownWeight, options.probe ?? PROBE);
}

function direct(method: FactorMethod, rank: number | null, work: (system: ReducedSystem, x: Float64Array) => void): ReducedSolver {
  return {
    method,
    rank,
    solve(system, x) {
      work(system, x);
      return 0;
    },
  };
}

/**
 * Iterations on the reduced system; where the first of them contract poorly and the factor of the system, written out, is
 * affordable, that factor from then on. The columns of later batches start with it.
 */
class AdaptiveSolver implements ReducedSolver {
  method: FactorMethod = "conjugateGradients";
  rank: number | null = null;
  private factor: SparseFactor | null = null;
  private readonly nullSpace: NullSpace;
  private tried = false;

  constructor(
    private readonly layout: Layout,
    private readonly unknownWeight: Float64Array,
    private readonly probe: number,
  ) {
    this.nullSpace = nullSpaceOf(layout);
    if (probe === 0) this.factorise();
  }

  solve(system: ReducedSystem, x: Float64Array): number {
    if (this.factor === null) {
      const diagonal = jacobi(this.unknownWeight, system.width);
      const first = solveByGradients(system, x.slice(), diagonal, this.nullSpace, this.tried ? undefined : this.probe);
      const slow = !first.converged && first.iterations >= this.probe && !this.tried;
      if (slow) this.factorise();
      if (this.factor === null) {
        const { effects, iterations } = slow ? solveByGradients(system, x, diagonal, this.nullSpace) : first;
        x.set(effects);
        return iterations;
      }
    }
    solveSparse(this.factor, x, system.width);
    return 0;
  }

  private factorise(): void {
    this.tried = true;
    if (!allIntercepts(this.layout)) return;
    const matrix = sparseSchur(this.layout, this.unknownWeight, FILL_BUDGET);
    const elimination = matrix === null ? null : minimumDegree(matrix, FILL_BUDGET, WORK_BUDGET);
    if (matrix === null || elimination === null) return;
    this.factor = sparseCholesky(matrix, elimination, this.unknownWeight);
    this.method = "sparseCholesky";
    this.rank = this.factor.rank;
  }
}
