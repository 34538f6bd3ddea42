import {
  type Factor,
  type FactorSolver,
  type Freeing,
  type PartialledOut,
  partialledOut,
  prepareFactors,
} from "../numerics/factors/main.js";
import type { AbsorbedEffect } from "./design.js";

/** A prepared solver and what it was prepared for. */
interface Entry {
  factors: readonly Factor[];
  weights: Float64Array | null;
  solver: FactorSolver;
}

/** Solvers by the codes of their first effect: they live as long as the sample they belong to. */
const prepared = new WeakMap<Int32Array, Entry[]>();
/** Solvers kept per sample, the last ones asked for. */
const KEPT = 2;

/**
 * The solver for the effects of a sample. Models that share sample, effects and weights share it, and with it every factorisation, and
 * the freed columns that some fit still holds: ten specifications cost little more than one. Nothing of this can be seen in a result:
 * the solver is a function of factors and weights, and a freed column of these and of the column.
 */
export function solverFor(effects: readonly AbsorbedEffect[], weights: Float64Array | null): FactorSolver {
  const factors = effects.map((effect) => effect.factor);
  const first = factors[0];
  if (first === undefined) return prepareFactors([], weights);
  const entries = prepared.get(first.codes) ?? [];
  const known = entries.find((entry) => entry.weights === weights && sameFactors(entry.factors, factors));
  const entry = known ?? { factors, weights, solver: rememberingColumns(prepareFactors(factors, weights)) };
  prepared.set(first.codes, [entry, ...entries.filter((other) => other !== known)].slice(0, KEPT));
  return entry.solver;
}

/** The same arrays, not equal ones: columns are never changed in place. */
function sameFactors(a: readonly Factor[], b: readonly Factor[]): boolean {
  return (
    a.length === b.length &&
    a.every((factor, q) => {
      const other = b[q]!;
      return (
        factor.codes === other.codes &&
        factor.intercept === other.intercept &&
        factor.slopes.length === other.slopes.length &&
        factor.slopes.every((slope, s) => slope === other.slopes[s])
      );
    })
  );
}

/** A freed column, as long as a fit holds its memory, and how well it was freed. */
interface Remembered {
  memory: WeakRef<ArrayBufferLike>;
  offset: number;
  freeing: Freeing;
}

/** The solver, but columns it has freed before are looked up. */
function rememberingColumns(solver: FactorSolver): FactorSolver {
  const freed = new WeakMap<Float64Array, Remembered>();
  const recall = (column: Float64Array): Float64Array | null => {
    const found = freed.get(column);
    const memory = found?.memory.deref();
    return found === undefined || memory === undefined ? null : new Float64Array(memory as ArrayBuffer, found.offset, column.length);
  };
  return {
    get rank() {
      return solver.rank;
    },
    get rankExact() {
      return solver.rankExact;
    },
    components: solver.components,
    partialOut(columns: readonly Float64Array[]): PartialledOut {
      const recalled = columns.map(recall);
      const missing = columns.filter((column, j) => recalled[j] === null && columns.indexOf(column) === j);
      const made = solver.partialOut(missing);
      missing.forEach((column, j) => {
        const { buffer, byteOffset } = made.columns[j]!;
        freed.set(column, { memory: new WeakRef(buffer), offset: byteOffset, freeing: made.freeings[j]! });
      });
      return partialledOut(
        columns.map((column, j) => recalled[j] ?? made.columns[missing.indexOf(column)]!),
        columns.map((column) => freed.get(column)!.freeing),
      );
    },
  };
}
