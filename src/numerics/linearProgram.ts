/** The solution of a linear program and of its dual. */
export interface LinearProgram {
  x: Float64Array;
  /** Dual values, one per row; with them the optimum is proved: b'y = c'x up to rounding. */
  y: Float64Array;
  value: number;
}

/** More pivots than this are never met below hundreds of variables: Bland's rule cannot cycle. */
const MOST_PIVOTS = 100_000;

/** Reduced costs and pivots smaller than this count as zero; rows are expected to be of the order of one. */
const TINY = 1e-11;

/**
 * Maximises c'x subject to A x <= b and x >= 0, for b >= 0, so that x = 0 is a start: the dense tableau simplex. The steepest reduced cost
 * enters; once a step does not move, Bland's rule, which cannot cycle. `rows` are those of A. Null where the maximum is unbounded.
 * Throws RangeError when an entry of b is negative, and Error when the dual does not prove the optimum to 1e-9.
 * Source: Dantzig (1963); Bland (1977), Mathematics of Operations Research 2(2).
 */
export function maximise(c: ArrayLike<number>, rows: readonly ArrayLike<number>[], b: ArrayLike<number>): LinearProgram | null {
  const n = c.length;
  const m = rows.length;
  const width = n + 1;
  // Columns of the variables outside the basis, then the right-hand side; the last row is the objective.
  const tableau = rows.map((row, i) => {
    if (!(b[i]! >= 0)) throw new RangeError("maximise: a right-hand side is negative");
    return Float64Array.from({ length: width }, (_, j) => (j < n ? row[j]! : b[i]!));
  });
  const objective = Float64Array.from({ length: width }, (_, j) => (j < n ? -c[j]! : 0));
  // Variables 0..n-1 are x, n..n+m-1 the slacks.
  const outside = Int32Array.from({ length: n }, (_, j) => j);
  const basis = Int32Array.from({ length: m }, (_, i) => n + i);
  let isStuck = false;
  for (let step = 0; step < MOST_PIVOTS; step++) {
    const enter = entering(objective, outside, n, isStuck);
    if (enter < 0) return proved(c, b, tableau, objective, outside, basis);
    const leave = leaving(tableau, basis, enter, n);
    if (leave < 0) return null;
    isStuck = tableau[leave]![n]! <= TINY;
    pivot(tableau, objective, leave, enter);
    const held = outside[enter]!;
    outside[enter] = basis[leave]!;
    basis[leave] = held;
  }
  throw new Error("maximise: the simplex did not end");
}

function entering(objective: Float64Array, outside: Int32Array, n: number, byNumber: boolean): number {
  let best = -1;
  for (let j = 0; j < n; j++) {
    if (objective[j]! >= -TINY) continue;
    if (best < 0 || (byNumber ? outside[j]! < outside[best]! : objective[j]! < objective[best]!)) best = j;
  }
  return best;
}

function leaving(tableau: readonly Float64Array[], basis: Int32Array, enter: number, n: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tableau.length; i++) {
    const along = tableau[i]![enter]!;
    if (along <= TINY) continue;
    const ratio = tableau[i]![n]! / along;
    if (ratio < least || (ratio === least && basis[i]! < basis[best]!)) {
      least = ratio;
      best = i;
    }
  }
  return best;
}

function pivot(tableau: readonly Float64Array[], objective: Float64Array, leave: number, enter: number): void {
  const row = tableau[leave]!;
  const inverse = 1 / row[enter]!;
  for (let j = 0; j < row.length; j++) row[j]! *= inverse;
  row[enter] = inverse;
  for (const other of [...tableau, objective]) {
    if (other === row) continue;
    const factor = other[enter]!;
    if (factor === 0) continue;
    for (let j = 0; j < row.length; j++) other[j]! -= factor * row[j]!;
    other[enter] = -factor * inverse;
  }
}

function proved(
  c: ArrayLike<number>,
  b: ArrayLike<number>,
  tableau: readonly Float64Array[],
  objective: Float64Array,
  outside: Int32Array,
  basis: Int32Array,
): LinearProgram {
  const n = outside.length;
  const x = new Float64Array(n);
  const y = new Float64Array(basis.length);
  basis.forEach((variable, i) => {
    if (variable < n) x[variable] = tableau[i]![n]!;
  });
  outside.forEach((variable, j) => {
    if (variable >= n) y[variable - n] = objective[j]!;
  });
  let primal = 0;
  let dual = 0;
  for (let j = 0; j < n; j++) primal += c[j]! * x[j]!;
  for (let i = 0; i < y.length; i++) dual += b[i]! * y[i]!;
  if (!(Math.abs(primal - dual) <= 1e-9 * Math.max(1, Math.abs(primal)))) throw new Error("maximise: the dual does not prove the optimum");
  return { x, y, value: primal };
}
