import { log } from "../elementary.js";
import { isBalancedTwoWay, solveBalanced } from "./balanced.js";
import { jacobi, type NullSpace, nullSpaceOf, SETTLED, solveByGradients } from "./gradients.js";
import { graphPreconditioner } from "./graphPreconditioner.js";
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
/** From so many iterations on a preconditioner made from the graphs is worth making. */
const MANY_ITERATIONS = 128;
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
export const FACTOR_METHODS = [
  "none",
  "oneFactor",
  "balancedTwoWay",
  "schur",
  "conjugateGradients",
  "sparseCholesky",
  "graphPreconditioned",
] as const;
export type FactorMethod = (typeof FACTOR_METHODS)[number];

/** How a solver chooses its method. */
export interface SolverOptions {
  /** Most remaining effects (after the largest factor) that are solved by a dense factor; default 2,000. */
  directLevels?: number;
  /** Iterations after which a sparse factor or the graphs are tried, where they have contracted poorly; default 15. 0 tries them at once. */
  probe?: number;
  /** Most multiplications a sparse factor may take; default 4e9. 0 leaves it out. */
  mostWork?: number;
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
  readonly knownRank: number | null;
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
  return new AdaptiveSolver(layout, unknownWeight, options.probe ?? PROBE, options.mostWork ?? WORK_BUDGET);
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

/** Where a column turns that the first iterations bring on poorly. */
type LaneTurn = "factor" | "graphs";
const METHOD_OF_TURN = { none: "conjugateGradients", factor: "sparseCholesky", graphs: "graphPreconditioned" } as const;

/**
 * Iterations on the reduced system. A column that the first of them bring on poorly is solved by a factor of the system, written out, where that
 * takes less arithmetic than the iterations it would still need. Whether it does is a matter of the system and of this column alone, so
 * that no result depends on which columns came before or stand beside it.
 */
class AdaptiveSolver implements ReducedSolver {
  private factor: { of: SparseFactor; cost: number } | null = null;
  /** The largest budget within which no factor was found. */
  private beyond = 0;
  private readonly nullSpace: NullSpace;
  private graphs: ReturnType<typeof graphPreconditioner> | null = null;

  constructor(
    private readonly layout: Layout,
    private readonly unknownWeight: Float64Array,
    private readonly probe: number,
    private readonly mostWork: number,
  ) {
    this.nullSpace = nullSpaceOf(layout);
  }

  solve(system: ReducedSystem, x: Float64Array): LaneSolved[] {
    const { width } = system;
    const { rows, blocks } = this.layout;
    const right = x.slice();
    const turns: (LaneTurn | undefined)[] = [];
    if (this.probe === 0) turns.push(...new Array<LaneTurn | undefined>(width).fill(this.turnFor(MOST_EXPECTED, WORK_BUDGET)));
    const plain = x.slice();
    for (let j = 0; j < plain.length; j++) if (turns[j % width] !== undefined) plain[j] = 0;
    const first = solveByGradients(system, plain, jacobi(this.unknownWeight, width), this.nullSpace, {
      after: this.probe,
      leaves: (remaining, lane) => {
        turns[lane] = this.turnFor(iterationsToExpect(this.probe, remaining), rows * blocks.length);
        return turns[lane] !== undefined;
      },
    });
    const takeLanes = (turn: LaneTurn | undefined, effects: Float64Array): void => {
      for (let r = 0; r < width; r++) if (turns[r] === turn) for (let j = r; j < x.length; j += width) x[j] = effects[j]!;
    };
    takeLanes(undefined, first.effects);
    if (turns.includes("factor")) {
      const effects = right.slice();
      solveSparse(this.factor!.of, effects, width);
      takeLanes("factor", effects);
    }
    const { iterations } = first;
    if (turns.includes("graphs")) {
      for (let j = 0; j < right.length; j++) if (turns[j % width] !== "graphs") right[j] = 0;
      this.graphs ??= graphPreconditioner(this.layout);
      const second = solveByGradients(system, right, this.graphs(width), this.nullSpace);
      takeLanes("graphs", second.effects);
      for (let r = 0; r < width; r++) iterations[r]! += second.iterations[r]!;
    }
    return Array.from(iterations, (made, r) => ({ method: METHOD_OF_TURN[turns[r] ?? "none"], iterations: made }));
  }

  /** What becomes of a column that needs so many iterations; undefined where it had best go on as it began. */
  private turnFor(expected: number, perIteration: number): LaneTurn | undefined {
    if (expected <= FEW_ITERATIONS || !allIntercepts(this.layout)) return undefined;
    if (this.factorWithin(expected * perIteration) !== null) return "factor";
    return expected >= MANY_ITERATIONS ? "graphs" : undefined;
  }

  /** Counting by cycles gives the same number, so it does not matter whether some column has had the factor made. */
  get knownRank(): number | null {
    return this.factor !== null && this.factor.cost <= RANK_BUDGET ? this.factor.of.rank : null;
  }

  countRank(): number | null {
    return this.factorWithin(RANK_BUDGET)?.rank ?? null;
  }

  /** The factor, if it takes no more multiplications than `budget`; made once. */
  private factorWithin(budget: number): SparseFactor | null {
    const most = Math.min(budget, this.mostWork);
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
