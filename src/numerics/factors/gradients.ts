import { type Components, connectedComponents } from "./components.js";
import { gather, type Layout, projectOutEliminated, subtractEffects } from "./layout.js";

/** Iterations after which a solve that has not settled is cut off. */
const MAX_ITERATIONS = 10_000;
/** Iterations without a clearly better residual after which the solve has reached the floor of double precision: this many and half of those made. */
const PATIENCE = 60;
/** The preconditioned residual relative to its start at which an iterate is good enough. */
const TOLERANCE = 1e-13;

/** What conjugate gradients on the reduced system need, made once per set of factors. */
export interface GradientSystem {
  /** Inverse diagonal of S'WS (Jacobi); zero where an effect has no weight. */
  inverseDiagonal: Float64Array;
  /** Null space of the reduced system: for each intercept block, the components of its graph with the eliminated factor. */
  nullSpace: { offset: number; components: Int32Array; sizes: Float64Array }[];
}

/** Prepares preconditioner and null space. */
export function gradientSystem(layout: Layout): GradientSystem {
  const diagonal = new Float64Array(layout.size);
  for (const { codes, offset, slope } of layout.blocks) {
    for (let i = 0; i < codes.length; i++) {
      diagonal[offset + codes[i]!]! += (layout.weights === null ? 1 : layout.weights[i]!) * (slope === null ? 1 : slope[i]! * slope[i]!);
    }
  }
  const inverseDiagonal = diagonal.map((d) => (d > 0 ? 1 / d : 0));
  if (layout.eliminated[0] !== null) return { inverseDiagonal, nullSpace: [] };
  const outer = new Int32Array(layout.rows);
  for (let g = 0; g + 1 < layout.starts.length; g++) outer.fill(g, layout.starts[g]!, layout.starts[g + 1]!);
  const nullSpace = layout.blocks
    .filter((block) => block.slope === null)
    .map((block) => {
      const graph: Components = connectedComponents(outer, layout.starts.length - 1, block.codes, block.levels);
      const sizes = new Float64Array(graph.count);
      for (const component of graph.second) sizes[component]! += 1;
      return { offset: block.offset, components: graph.second, sizes };
    });
  return { inverseDiagonal, nullSpace };
}

/**
 * Takes all factors out of a column (by position, in place) by preconditioned conjugate gradients on the reduced system.
 * The best iterate is kept, so running into the floor of double precision (or past it, on a singular system) cannot spoil the result.
 * @returns the number of iterations.
 */
export function partialOutByGradients(layout: Layout, system: GradientSystem, column: Float64Array): number {
  projectOutEliminated(layout, column);
  const { effects, iterations } = solveReduced(layout, system, gather(layout, column));
  subtractEffects(layout, column, effects);
  projectOutEliminated(layout, column);
  return iterations;
}

function solveReduced(layout: Layout, system: GradientSystem, rhs: Float64Array): { effects: Float64Array; iterations: number } {
  const { inverseDiagonal } = system;
  const residual = rhs;
  removeNullSpace(system, residual);
  const x = new Float64Array(layout.size);
  const best = new Float64Array(layout.size);
  const z = residual.map((r, j) => r * inverseDiagonal[j]!);
  const direction = Float64Array.from(z);
  const work = new Float64Array(layout.rows);
  let rho = dotProduct(residual, z);
  const goal = rho * TOLERANCE * TOLERANCE;
  let bestRho = rho;
  let sinceBest = 0;
  let iterations = 0;
  while (rho > goal && iterations < MAX_ITERATIONS && sinceBest < PATIENCE + iterations / 2) {
    const image = applyReduced(layout, direction, work);
    const curvature = dotProduct(direction, image);
    if (!(curvature > 0)) break;
    const alpha = rho / curvature;
    for (let j = 0; j < x.length; j++) {
      x[j]! += alpha * direction[j]!;
      residual[j]! -= alpha * image[j]!;
    }
    removeNullSpace(system, residual);
    for (let j = 0; j < x.length; j++) z[j] = residual[j]! * inverseDiagonal[j]!;
    const next = dotProduct(residual, z);
    if (!Number.isFinite(next)) break;
    const beta = next / rho;
    for (let j = 0; j < x.length; j++) direction[j] = z[j]! + beta * direction[j]!;
    rho = next;
    iterations++;
    if (rho < bestRho) {
      // A new best that is hardly better does not reset the clock: at the floor the residual only jitters.
      sinceBest = rho < 0.98 * bestRho ? 0 : sinceBest + 1;
      bestRho = rho;
      best.set(x);
    } else sinceBest++;
  }
  return { effects: best, iterations };
}

/** A p = S'W(I - P)S p without ever forming A: one pass over the rows. */
function applyReduced(layout: Layout, p: Float64Array, work: Float64Array): Float64Array {
  work.fill(0);
  for (const { codes, offset, levels, slope } of layout.blocks) {
    const part = p.subarray(offset, offset + levels);
    if (slope === null) for (let i = 0; i < work.length; i++) work[i]! += part[codes[i]!]!;
    else for (let i = 0; i < work.length; i++) work[i]! += part[codes[i]!]! * slope[i]!;
  }
  projectOutEliminated(layout, work);
  return gather(layout, work);
}

/** Subtracts from each component its mean: rounding puts parts of the null space into a residual that has none. */
function removeNullSpace(system: GradientSystem, residual: Float64Array): void {
  for (const { offset, components, sizes } of system.nullSpace) {
    const sums = new Float64Array(sizes.length);
    for (let j = 0; j < components.length; j++) sums[components[j]!]! += residual[offset + j]!;
    for (let c = 0; c < sums.length; c++) sums[c]! /= sizes[c]!;
    for (let j = 0; j < components.length; j++) residual[offset + j]! -= sums[components[j]!]!;
  }
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let j = 0; j < a.length; j++) total += a[j]! * b[j]!;
  return total;
}
