import { cholesky, choleskySolve, dot, sum, zeros } from "../../numerics/main.js";

/** A least-squares problem over weights that are not negative and sum to one: mean((A w - b)^2) + penalty |w|^2. */
export interface SimplexProblem {
  /** Columns of A, all of one length. */
  columns: readonly Float64Array[];
  target: Float64Array;
  /** Greater than zero, so that the solution is one. */
  penalty: number;
}

export interface SimplexFit {
  weights: Float64Array;
  /** How far the objective can still fall, at most (the Frank-Wolfe gap), relative to the mean square of the target and columns. */
  gap: number;
}

/**
 * Solves it by an active set: the column with the steepest descent joins, the least squares of those inside are solved exactly, and the
 * first to reach zero on the way leaves. It ends where no column outside would lower the objective, after finitely many steps; Frank and
 * Wolfe's method, which the R package synthdid runs a fixed number of times, only approaches that point.
 */
export function fitOnSimplex({ columns, target, penalty }: SimplexProblem): SimplexFit {
  const size = columns.length;
  const rows = target.length;
  const ridge = penalty * rows;
  const weights = new Float64Array(size);
  const scale = scaleOf(columns, target);
  const residual = new Float64Array(rows);
  const gradientAt = (j: number) => dot(columns[j]!, residual) + ridge * weights[j]!;
  const setResidual = () => {
    for (let t = 0; t < rows; t++) residual[t] = -target[t]!;
    for (let j = 0; j < size; j++) {
      const w = weights[j]!;
      if (w === 0) continue;
      const x = columns[j]!;
      for (let t = 0; t < rows; t++) residual[t]! += w * x[t]!;
    }
  };
  let inside = [nearest(columns, target)];
  weights[inside[0]!] = 1;
  let gap = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 50 * size + 50; step++) {
    setResidual();
    let least = 0;
    let lowest = Number.POSITIVE_INFINITY;
    let level = 0;
    for (let j = 0; j < size; j++) {
      const g = gradientAt(j);
      level += weights[j]! * g;
      if (g < lowest) {
        lowest = g;
        least = j;
      }
    }
    gap = (2 * Math.max(0, level - lowest)) / (rows * scale);
    if (gap <= 1e-15 || inside.includes(least)) break;
    inside.push(least);
    inside = descend(columns, target, ridge, weights, inside);
  }
  return { weights, gap };
}

/** Moves to the least squares of the columns inside, dropping those that reach zero before; returns those left. */
function descend(
  columns: readonly Float64Array[],
  target: Float64Array,
  ridge: number,
  weights: Float64Array,
  start: readonly number[],
): number[] {
  let inside = [...start];
  for (;;) {
    const solved = equalitySolution(columns, target, ridge, inside);
    let part = 1;
    inside.forEach((j, i) => {
      if (solved[i]! <= 0) part = Math.min(part, weights[j]! / (weights[j]! - solved[i]!));
    });
    inside.forEach((j, i) => {
      weights[j]! += part * (solved[i]! - weights[j]!);
    });
    if (part === 1) return inside;
    const left = inside.filter((j, i) => solved[i]! > 0 || weights[j]! > 1e-15);
    for (const j of inside) if (!left.includes(j)) weights[j] = 0;
    inside = left;
  }
}

/** Least squares with weights that sum to one and may be negative: H w = f + m 1 with H = A'A + ridge. */
function equalitySolution(columns: readonly Float64Array[], target: Float64Array, ridge: number, inside: readonly number[]): Float64Array {
  const n = inside.length;
  const h = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(columns[inside[i]!]!, columns[inside[j]!]!) + (i === j ? ridge : 0);
      h.data[i + j * n] = value;
      h.data[j + i * n] = value;
    }
  }
  const factor = cholesky(h)!;
  const free = choleskySolve(
    factor,
    Float64Array.from(inside, (j) => dot(columns[j]!, target)),
  );
  const ones = choleskySolve(factor, new Float64Array(n).fill(1));
  const multiplier = (1 - sum(free)) / sum(ones);
  return free.map((v, i) => v + multiplier * ones[i]!);
}

function nearest(columns: readonly Float64Array[], target: Float64Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  columns.forEach((x, j) => {
    let distance = 0;
    for (let t = 0; t < target.length; t++) distance += (x[t]! - target[t]!) * (x[t]! - target[t]!);
    if (distance < least) {
      least = distance;
      best = j;
    }
  });
  return best;
}

function scaleOf(columns: readonly Float64Array[], target: Float64Array): number {
  const squares = columns.reduce((total, x) => total + dot(x, x), 0) / columns.length;
  return (squares + dot(target, target)) / target.length || 1;
}
