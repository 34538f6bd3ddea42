import {
  type Factor,
  type FactorSolver,
  type Freeing,
  type PartialledOut,
  partialledOut,
  prepareFactors,
} from "../numerics/factors/main.js";
import type { AbsorbedEffect } from "./design.js";
import { weightedNorm } from "./norms.js";

/** A solver that may serve several fits. */
export interface SharedSolver extends Omit<FactorSolver, "partialOut"> {
  /**
   * Frees columns, which may be those of another fit already. The first `apart` of them (outcomes) need not stand beside the others.
   * Columns of `ahead` that are not freed yet are freed as well and remembered, since several at once cost less.
   */
  partialOut(columns: readonly Float64Array[], apart?: number, ahead?: readonly Float64Array[]): Freed;
}

/** Freed columns with their weighted norms. */
export interface Freed extends PartialledOut {
  norms: Float64Array;
}

/** A prepared solver and what it was prepared for. */
interface Entry {
  factors: readonly Factor[];
  weights: Float64Array | null;
  solver: SharedSolver;
}

/** Solvers by the codes of their first effect: they live as long as the sample they belong to. */
const prepared = new WeakMap<Int32Array, Entry[]>();
/** Solvers kept per sample, the last ones asked for. */
const KEPT = 2;

/**
 * The solver for the effects of a sample. Models that share sample, effects and weights share it, and with it every factorisation, and
 * the columns freed so far: ten specifications cost little more than one. Nothing of this can be seen in a result: the solver is a function
 * of factors and weights, and a freed column of these and of the column. What is remembered goes with the table. (Weak references
 * to what fits hold would keep it alive until the running job ends, so a loop over many tables could never reuse its memory.)
 */
export function solverFor(effects: readonly AbsorbedEffect[], weights: Float64Array | null): SharedSolver {
  const factors = effects.map((effect) => effect.factor);
  const first = factors[0];
  if (first === undefined) return withoutEffects;
  const entries = prepared.get(first.codes) ?? [];
  const known = entries.find((entry) => entry.weights === weights && sameFactors(entry.factors, factors));
  const entry = known ?? { factors, weights, solver: rememberingColumns(prepareFactors(factors, weights), weights, first.codes.length) };
  prepared.set(first.codes, [entry, ...entries.filter((other) => other !== known)].slice(0, KEPT));
  return entry.solver;
}

/** Columns stay as they are, in memory of their own. */
const withoutEffects: SharedSolver = {
  rank: 0,
  rankExact: true,
  components: 1,
  partialOut: (columns) => ({
    ...prepareFactors([]).partialOut(columns),
    norms: Float64Array.from(columns, (column) => weightedNorm(column, null, false)),
  }),
};

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

/** Freed columns one after the other, with room for more: models on the first so many of them have their matrix without a copy. */
interface Shelf {
  memory: Float64Array;
  filled: number;
}

/** Columns a shelf has room for, at least and relative to those it is made for. Memory that is never written to costs nothing. */
const ROOM = 12;
const GROWTH = 2;

/** Where a freed column stands and how well it was freed. */
interface Remembered {
  place: Float64Array;
  norm: number;
  freeing: Freeing;
}

/** The solver, but columns it has freed before are looked up. */
function rememberingColumns(solver: FactorSolver, weights: Float64Array | null, rows: number): SharedSolver {
  const freed = new WeakMap<Float64Array, Remembered>();
  const shelves = new WeakMap<ArrayBufferLike, Shelf>();
  const recall = (column: Float64Array): Float64Array | null => freed.get(column)?.place ?? null;
  return {
    get rank() {
      return solver.rank;
    },
    get rankExact() {
      return solver.rankExact;
    },
    components: solver.components,
    partialOut(columns, apart = 0, ahead = []) {
      const recalled = columns.map(recall);
      const together = [...new Set(columns.slice(apart))];
      const more = [...new Set(ahead)].filter((column) => recall(column) === null && !columns.includes(column));
      const shelved = placesFor([...together.map(recall), ...more.map(() => null)], rows, shelves);
      const places = columns.map((column, j) => (j < apart ? (recalled[j] ?? new Float64Array(rows)) : shelved[together.indexOf(column)]!));
      const morePlaces = shelved.slice(together.length);
      const missing = places.flatMap((place, j) => (recalled[j] === null && places.indexOf(place) === j ? [j] : []));
      const made = solver.partialOut([...missing.map((j) => columns[j]!), ...more], [...missing.map((j) => places[j]!), ...morePlaces]);
      const fresh = (place: Float64Array, freeing: Freeing): Remembered => ({ place, norm: weightedNorm(place, weights, false), freeing });
      const remembered = columns.map((column, j): Remembered => {
        const place = places[j]!;
        const before = recalled[j] === null ? undefined : freed.get(column);
        return before === undefined ? fresh(place, made.freeings[missing.indexOf(places.indexOf(place))]!) : { ...before, place };
      });
      columns.forEach((column, j) => {
        freed.set(column, remembered[j]!);
      });
      more.forEach((column, j) => {
        freed.set(column, fresh(morePlaces[j]!, made.freeings[missing.length + j]!));
      });
      return {
        ...partialledOut(
          places,
          remembered.map((r) => r.freeing),
        ),
        norms: Float64Array.from(remembered, (r) => r.norm),
      };
    },
  };
}

/**
 * Places for columns, one after the other: where those that are there already stand, if the missing ones (null) can follow them; else on
 * a new shelf, to which they are copied.
 */
function placesFor(recalled: readonly (Float64Array | null)[], rows: number, shelves: WeakMap<ArrayBufferLike, Shelf>): Float64Array[] {
  const placesOn = ({ memory }: Shelf, start: number): Float64Array[] =>
    recalled.map((_, j) => memory.subarray((start + j) * rows, (start + j + 1) * rows));
  const [first] = recalled;
  if (first === undefined) return [];
  const shelf = first === null ? undefined : shelves.get(first.buffer);
  if (first !== null && shelf !== undefined) {
    const start = first.byteOffset / (8 * rows);
    const places = placesOn(shelf, start);
    const fits = recalled.every((place, j) =>
      place === null
        ? start + j >= shelf.filled && places[j]!.length === rows
        : place.buffer === first.buffer && place.byteOffset === places[j]!.byteOffset,
    );
    if (fits) {
      shelf.filled = Math.max(shelf.filled, start + recalled.length);
      return places;
    }
  }
  // The first model may be the only one: room is for those that come after another.
  const room = recalled.every((place) => place === null) ? recalled.length : Math.max(ROOM, GROWTH * recalled.length);
  const fresh = { memory: new Float64Array(room * rows), filled: recalled.length };
  shelves.set(fresh.memory.buffer, fresh);
  return placesOn(fresh, 0).map((place, j) => {
    const known = recalled[j];
    if (known !== null && known !== undefined) place.set(known);
    return place;
  });
}
