import { eigenvalues, log, type Matrix, zeros } from "../../numerics/main.js";

/** Moves between classes: `counts[i][j]` from class i to class j. */
export type Counts = readonly (readonly number[])[];

export interface Chain {
  counts: number[][];
  /** Moves out of each class. */
  from: number[];
  /** Rows sum to one; null for a class that nothing left. */
  probabilities: (number[] | null)[];
  /** Binomial standard errors sqrt(p (1 - p) / n_i). */
  errors: (number[] | null)[];
  /** Long-run shares of the classes with standard errors by the delta method; null where they are not determined, with the reason. */
  ergodic: { shares: number[]; errors: number[] } | null;
  ergodicReason: "emptyClass" | "notOneClosedSet" | null;
  /** Shorrocks's mobility (k - trace) / (k - 1): 0 where nobody moves, 1 where the next class does not depend on this one; null with an empty class. */
  mobility: { value: number; error: number } | null;
  /** Periods until half the distance to the long run is gone, by the second largest eigenvalue in modulus; null without a long run. */
  halfLife: number | null;
}

/** The maximum-likelihood chain of a table of moves. Sources: Anderson and Goodman (1957), Annals of Mathematical Statistics 28(1); Shorrocks (1978), Econometrica 46(5). */
export function chainOf(counts: Counts): Chain {
  const k = counts.length;
  const from = counts.map((row) => row.reduce((s, n) => s + n, 0));
  const probabilities = counts.map((row, i) => (from[i] === 0 ? null : row.map((n) => n / from[i]!)));
  const errors = probabilities.map((row, i) => row?.map((p) => Math.sqrt((p * (1 - p)) / from[i]!)) ?? null);
  const base = { counts: counts.map((row) => [...row]), from, probabilities, errors };
  if (probabilities.includes(null)) return { ...base, ergodic: null, ergodicReason: "emptyClass", mobility: null, halfLife: null };
  const p = probabilities as number[][];
  const stay = p.reduce((s, row, i) => s + row[i]!, 0);
  const stayVariance = p.reduce((s, row, i) => s + (row[i]! * (1 - row[i]!)) / from[i]!, 0);
  const mobility = { value: (k - stay) / (k - 1), error: Math.sqrt(stayVariance) / (k - 1) };
  const closed = closedSets(p);
  if (closed.length !== 1) return { ...base, ergodic: null, ergodicReason: "notOneClosedSet", mobility, halfLife: null };
  const { real, imaginary } = eigenvalues(matrixOf(p));
  const moduli = Array.from(real, (re, i) => Math.sqrt(re * re + imaginary[i]! * imaginary[i]!)).sort((a, b) => b - a);
  const second = Math.min(1, moduli[1]!);
  return {
    ...base,
    ergodic: longRun(p, from, closed[0]!),
    ergodicReason: null,
    mobility,
    halfLife: second === 0 ? 0 : second > 1 - 1e-12 ? null : -log(2) / log(second),
  };
}

/** Whether class j can be reached from class i in any number of moves. */
function reachable(p: readonly (readonly number[])[]): boolean[][] {
  const k = p.length;
  const reach = p.map((row, i) => row.map((v, j) => v > 0 || i === j));
  for (let via = 0; via < k; via++)
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) if (reach[i]![via]! && reach[via]![j]!) reach[i]![j] = true;
  return reach;
}

/** Classes to which the chain always finds back, as closed sets: never left once entered, and each class reached from each. */
function closedSets(p: readonly (readonly number[])[]): number[][] {
  const reach = reachable(p);
  const sets = new Map<string, number[]>();
  for (const row of reach) {
    const reached = row.flatMap((is, j) => (is ? [j] : []));
    if (reached.every((j) => reached.every((i) => reach[j]![i]!))) sets.set(reached.join(" "), reached);
  }
  return [...sets.values()];
}

/**
 * The stationary distribution from pi (I - P) = 0 with pi 1 = 1 by elimination of states from the last (Grassmann, Taksar and Heyman:
 * no subtractions), and its delta-method errors through the fundamental matrix: d pi = pi dP (I - P + 1 pi)^-1.
 */
function longRun(
  p: readonly (readonly number[])[],
  from: readonly number[],
  closed: readonly number[],
): { shares: number[]; errors: number[] } {
  const k = p.length;
  const shares = stationary(p, closed);
  const a = zeros(k, k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) a.data[i + j * k] = (i === j ? 1 : 0) - p[i]![j]! + shares[j]!;
  const z = inverse(a);
  const errors = shares.map((_, target) => {
    let total = 0;
    for (let i = 0; i < k; i++) {
      let first = 0;
      let second = 0;
      for (let j = 0; j < k; j++) {
        const entry = z.data[j + target * k]!;
        first += p[i]![j]! * entry;
        second += p[i]![j]! * entry * entry;
      }
      total += (shares[i]! ** 2 * Math.max(0, second - first * first)) / from[i]!;
    }
    return Math.sqrt(total);
  });
  return { shares, errors };
}

/** Long-run shares of a chain with one closed set; classes outside it get zero. */
function stationary(p: readonly (readonly number[])[], inside: readonly number[]): number[] {
  const q = inside.map((i) => inside.map((j) => p[i]![j]!));
  const m = inside.length;
  for (let n = m - 1; n > 0; n--) {
    let out = 0;
    for (let j = 0; j < n; j++) out += q[n]![j]!;
    for (let i = 0; i < n; i++) q[i]![n] = q[i]![n]! / out;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) q[i]![j] = q[i]![j]! + q[i]![n]! * q[n]![j]!;
  }
  const weights = [1];
  for (let n = 1; n < m; n++) {
    let w = 0;
    for (let i = 0; i < n; i++) w += weights[i]! * q[i]![n]!;
    weights.push(w);
  }
  const total = weights.reduce((s, w) => s + w, 0);
  const shares = p.map(() => 0);
  inside.forEach((i, at) => {
    shares[i] = weights[at]! / total;
  });
  return shares;
}

function matrixOf(p: readonly (readonly number[])[]): Matrix {
  const k = p.length;
  const m = zeros(k, k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) m.data[i + j * k] = p[i]![j]!;
  return m;
}

/** The inverse of a small matrix that has one, by Gauss and Jordan with the largest pivot of each column. */
function inverse(a: Matrix): Matrix {
  const k = a.rows;
  const rows = Array.from({ length: k }, (_, i) =>
    Float64Array.from({ length: 2 * k }, (_, j) => (j < k ? a.data[i + j * k]! : j - k === i ? 1 : 0)),
  );
  for (let c = 0; c < k; c++) {
    let best = c;
    for (let i = c + 1; i < k; i++) if (Math.abs(rows[i]![c]!) > Math.abs(rows[best]![c]!)) best = i;
    [rows[c], rows[best]] = [rows[best]!, rows[c]!];
    const pivot = rows[c]![c]!;
    for (let j = 0; j < 2 * k; j++) rows[c]![j] = rows[c]![j]! / pivot;
    for (let i = 0; i < k; i++) {
      const factor = rows[i]![c]!;
      if (i === c || factor === 0) continue;
      for (let j = 0; j < 2 * k; j++) rows[i]![j] = rows[i]![j]! - factor * rows[c]![j]!;
    }
  }
  const made = zeros(k, k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) made.data[i + j * k] = rows[i]![k + j]!;
  return made;
}
