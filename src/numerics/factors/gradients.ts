import { linkedLevels } from "./components.js";
import type { Layout } from "./layout.js";
import type { ReducedSystem } from "./system.js";

/** Iterations after which a solve that has not settled is cut off. */
const MAX_ITERATIONS = 10_000;
/** Iterations without a clearly better residual after which the solve has reached the floor of double precision: this many and half of those made. */
const PATIENCE = 60;
/** The preconditioned residual relative to its start at which an iterate is good enough. */
export const SETTLED = 1e-12;

/** z = M^-1 r for `width` interleaved columns. */
export type Preconditioner = (r: Float64Array, z: Float64Array) => void;

/** Null space of the reduced system: for each block of intercepts, the components of its graph with the eliminated factor. */
export type NullSpace = { offset: number; components: Int32Array; sizes: Float64Array }[];

/** Finds the null space that every set of intercepts shares with the eliminated one. Slopes are left to the tolerance of the solve. */
export function nullSpaceOf(layout: Layout): NullSpace {
  if (layout.eliminated[0] !== null) return [];
  return layout.blocks.flatMap(({ codes, offset, levels, slope }) => {
    if (slope !== null) return [];
    const { count, component } = linkedLevels(layout.starts, codes, levels);
    const sizes = new Float64Array(count);
    for (const c of component) sizes[c]! += 1;
    return [{ offset, components: component, sizes }];
  });
}

/** Jacobi: divides by the diagonal of S'WS. */
export function jacobi(unknownWeight: Float64Array, width: number): Preconditioner {
  const inverse = unknownWeight.map((d) => (d > 0 ? 1 / d : 0));
  return (r, z) => {
    for (let j = 0; j < inverse.length; j++) for (let k = width * j; k < width * (j + 1); k++) z[k] = r[k]! * inverse[j]!;
  };
}

/** Where a solve stands; iterations and residuals by column. */
export interface Solving {
  /** Best effects so far, interleaved. */
  effects: Float64Array;
  iterations: Int32Array;
  /** 1 for columns that left at the review. */
  left: Uint8Array;
}

/** Asked once about every column that has not settled after so many iterations, given its preconditioned residual relative to its start: true ends it there. */
export interface Review {
  after: number;
  leaves(remaining: number, column: number): boolean;
}

/**
 * Preconditioned conjugate gradients on the reduced system, all columns of a batch at once. Each column keeps its best iterate, so running
 * into the floor of double precision (or past it, on a singular system) cannot spoil the result. What becomes of a column does not depend
 * on the columns beside it.
 */
export function solveByGradients(
  system: ReducedSystem,
  rhs: Float64Array,
  precondition: Preconditioner,
  nullSpace: NullSpace,
  review: Review | null = null,
): Solving {
  const { width } = system;
  const residual = rhs;
  removeNullSpace(nullSpace, residual, width);
  const x = new Float64Array(residual.length);
  const best = new Float64Array(residual.length);
  const z = new Float64Array(residual.length);
  precondition(residual, z);
  const { direction, image } = system;
  direction.set(z);
  const rho = products(residual, z, width);
  const begin = rho.slice();
  const bestRho = rho.slice();
  const sinceBest = new Int32Array(width);
  const active = rho.map((value) => (value > 0 ? 1 : 0));
  const alpha = new Float64Array(width);
  const beta = new Float64Array(width);
  const made = new Int32Array(width);
  const left = new Uint8Array(width);
  for (let iterations = 1; iterations <= MAX_ITERATIONS && active.some((a) => a === 1); iterations++) {
    system.apply(direction, image);
    const curvature = products(direction, image, width);
    for (let r = 0; r < width; r++) {
      if (!(curvature[r]! > 0)) active[r] = 0;
      alpha[r] = active[r] === 1 ? rho[r]! / curvature[r]! : 0;
    }
    step(x, residual, direction, image, alpha);
    removeNullSpace(nullSpace, residual, width);
    precondition(residual, z);
    const next = products(residual, z, width);
    for (let r = 0; r < width; r++) {
      if (active[r] === 0) continue;
      made[r] = iterations;
      if (!Number.isFinite(next[r]!)) {
        active[r] = 0;
        continue;
      }
      beta[r] = next[r]! / rho[r]!;
      rho[r] = next[r]!;
      if (rho[r]! < bestRho[r]!) {
        // A new best that is hardly better does not reset the clock: at the floor the residual only jitters.
        sinceBest[r] = rho[r]! < 0.98 * bestRho[r]! ? 0 : sinceBest[r]! + 1;
        bestRho[r] = rho[r]!;
        for (let j = r; j < x.length; j += width) best[j] = x[j]!;
      } else sinceBest[r]!++;
      if (rho[r]! <= SETTLED * SETTLED * begin[r]! || sinceBest[r]! > PATIENCE + iterations / 2) active[r] = 0;
      else if (iterations === review?.after && review.leaves(Math.sqrt(bestRho[r]! / begin[r]!), r)) {
        left[r] = 1;
        active[r] = 0;
      }
    }
    advance(direction, z, beta);
  }
  return { effects: best, iterations: made, left };
}

/** Inner products of interleaved columns. */
function products(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width);
  if (width === 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < a.length; j += 4) {
      s0 += a[j]! * b[j]!;
      s1 += a[j + 1]! * b[j + 1]!;
      s2 += a[j + 2]! * b[j + 2]!;
      s3 += a[j + 3]! * b[j + 3]!;
    }
    out.set([s0, s1, s2, s3]);
    return out;
  }
  for (let j = 0; j < a.length; j++) out[j % width]! += a[j]! * b[j]!;
  return out;
}

/** x += alpha p, r -= alpha A p, column by column. */
function step(x: Float64Array, residual: Float64Array, direction: Float64Array, image: Float64Array, alpha: Float64Array): void {
  const width = alpha.length;
  for (let j = 0; j < x.length; j += width) {
    for (let r = 0; r < width; r++) {
      x[j + r]! += alpha[r]! * direction[j + r]!;
      residual[j + r]! -= alpha[r]! * image[j + r]!;
    }
  }
}

/** p = z + beta p, column by column. */
function advance(direction: Float64Array, z: Float64Array, beta: Float64Array): void {
  const width = beta.length;
  for (let j = 0; j < direction.length; j += width) {
    for (let r = 0; r < width; r++) direction[j + r] = z[j + r]! + beta[r]! * direction[j + r]!;
  }
}

/** Subtracts from each component its mean: rounding puts parts of the null space into a residual that has none. */
function removeNullSpace(nullSpace: NullSpace, residual: Float64Array, width: number): void {
  for (const { offset, components, sizes } of nullSpace) {
    const sums = new Float64Array(sizes.length * width);
    for (let j = 0; j < components.length; j++) {
      const to = components[j]! * width;
      const from = (offset + j) * width;
      for (let r = 0; r < width; r++) sums[to + r]! += residual[from + r]!;
    }
    for (let c = 0; c < sums.length; c++) sums[c]! /= sizes[Math.floor(c / width)]!;
    for (let j = 0; j < components.length; j++) {
      const from = components[j]! * width;
      const to = (offset + j) * width;
      for (let r = 0; r < width; r++) residual[to + r]! -= sums[from + r]!;
    }
  }
}
