import { levelBasis } from "./basis.js";
import { connectedComponents, linkedLevels } from "./components.js";
import type { Factor } from "./factor.js";
import type { Layout } from "./layout.js";
import type { ReducedSolver } from "./solvers.js";

/**
 * Rank of all effects: by graph components for two sets of intercepts, by the zero pivots of a factored system or by cycles beyond. Where
 * none of these is affordable, the upper bound that counts every level but one of each further set.
 * @param factors nothing in them twice
 * @param reduced counts the rank of the reduced system
 */
export function effectsRank(
  factors: readonly Factor[],
  layout: Layout,
  weights: Float64Array | null,
  components: number,
  reduced: Pick<ReducedSolver, "knownRank" | "countRank">,
): { rank: number; exact: boolean } {
  const [first, second, ...further] = interceptsBySize(factors);
  const plain = factors.every((factor) => factor.intercept && factor.slopes.length === 0);
  if (factors.length === 1) return { rank: layout.eliminatedRank, exact: true };
  if (plain && further.length === 0) return { rank: first!.levels + second!.levels - components, exact: true };
  if (reduced.knownRank !== null) return { rank: layout.eliminatedRank + reduced.knownRank, exact: true };
  if (plain) {
    const added = cycleRank(first!, second!, further);
    if (added !== null) return { rank: first!.levels + second!.levels - components + added, exact: true };
  }
  const counted = reduced.countRank();
  if (counted !== null) return { rank: layout.eliminatedRank + counted, exact: true };
  const total = factors.reduce((sum, factor) => sum + levelBasis(factor, weights).rank, 0);
  const shared = (second === undefined ? 0 : further.length + 1) + components - 1;
  return { rank: total - shared, exact: false };
}

function interceptsBySize(factors: readonly Factor[]): Factor[] {
  return factors.filter((factor) => factor.intercept).sort((a, b) => b.levels - a.levels);
}

/** Connected components of the two largest sets of intercepts, 1 with fewer than two; quickly where the rows are laid out by the largest. */
export function componentCount(factors: readonly Factor[], layout: Layout): number {
  const [first, second] = interceptsBySize(factors);
  if (first === undefined || second === undefined) return 1;
  const block = layout.blocks.find(({ factor, slope }) => factors[factor] === second && slope === null);
  if (factors[layout.largest] !== first || block === undefined)
    return connectedComponents(first.codes, first.levels, second.codes, second.levels).count;
  return linkedLevels(layout.starts, block.codes, block.levels).count;
}

/** Largest prime below 2^26: products of two residues are exact in double precision. */
const PRIME = 67_108_859;
/** Rows that are looked at first: in most panels they already show the largest possible rank. */
const FIRST_ROWS = 10_000;
/** Work beyond which the exact count is not attempted. */
const NODE_BUDGET = 3e7;
const EDGE_BUDGET = 3e9;

/**
 * Exact rank of three or more sets of intercepts, beyond the first two, by counting cycles.
 * Effects c of the further factors are spanned by the first two exactly when their sum around every cycle of the two-factor graph
 * (alternating signs) is zero; so the further factors add the rank of these cycle sums. They are integers, so elimination modulo a
 * prime is exact up to the (never met) case that the prime divides a minor. Stops as soon as the largest possible rank is reached, which
 * the first rows often suffice for.
 * @returns the rank the further factors add, or null when the graph is too large to count within the budget.
 */
export function cycleRank(a: Factor, b: Factor, further: readonly Factor[]): number | null {
  const rows = a.codes.length;
  const most = further.reduce((total, factor) => total + factor.levels - 1, 0);
  // Cycles among some of the rows are cycles among all of them.
  if (rows > 4 * FIRST_ROWS && countCycles(firstRows(a), firstRows(b), further.map(firstRows)) === most) return most;
  return countCycles(a, b, further);
}

function firstRows(factor: Factor): Factor {
  return { ...factor, codes: factor.codes.subarray(0, FIRST_ROWS) };
}

function countCycles(a: Factor, b: Factor, further: readonly Factor[]): number | null {
  const width = further.reduce((total, factor) => total + factor.levels, 0);
  const nodes = a.levels + b.levels;
  const rows = a.codes.length;
  const most = width - further.length;
  if (nodes * width > NODE_BUDGET) return null;
  const { parent, viaRow, order } = spanningForest(a, b);
  const potential = new Int32Array(nodes * width);
  const offsets = further.map((_, q) => further.slice(0, q).reduce((total, factor) => total + factor.levels, 0));
  for (const node of order) {
    const row = viaRow[node]!;
    if (row === -1) continue;
    const from = parent[node]! * width;
    const to = node * width;
    for (let k = 0; k < width; k++) potential[to + k] = -potential[from + k]!;
    further.forEach((factor, q) => {
      potential[to + offsets[q]! + factor.codes[row]!]! += 1;
    });
  }
  const echelon: Float64Array[] = [];
  const lead: number[] = [];
  const cycle = new Float64Array(width);
  for (let i = 0; i < rows && echelon.length < most; i++) {
    if (i * width * Math.max(1, echelon.length) > EDGE_BUDGET) return null;
    const u = a.codes[i]! * width;
    const v = (a.levels + b.codes[i]!) * width;
    for (let k = 0; k < width; k++) cycle[k] = -potential[u + k]! - potential[v + k]!;
    further.forEach((factor, q) => {
      cycle[offsets[q]! + factor.codes[i]!]! += 1;
    });
    addToEchelon(echelon, lead, cycle);
  }
  return echelon.length;
}

/** Breadth-first spanning forest of the two-factor graph: each node's parent and the row that links them (-1 for roots), in visiting order. */
function spanningForest(a: Factor, b: Factor): { parent: Int32Array; viaRow: Int32Array; order: Int32Array } {
  const nodes = a.levels + b.levels;
  const rows = a.codes.length;
  const starts = new Int32Array(nodes + 1);
  for (let i = 0; i < rows; i++) {
    starts[a.codes[i]! + 1]!++;
    starts[a.levels + b.codes[i]! + 1]!++;
  }
  for (let v = 0; v < nodes; v++) starts[v + 1]! += starts[v]!;
  const next = starts.slice(0, nodes);
  const incident = new Int32Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    incident[next[a.codes[i]!]!++] = i;
    incident[next[a.levels + b.codes[i]!]!++] = i;
  }
  const parent = new Int32Array(nodes).fill(-1);
  const viaRow = new Int32Array(nodes).fill(-1);
  const seen = new Uint8Array(nodes);
  const order = new Int32Array(nodes);
  let filled = 0;
  for (let root = 0; root < nodes; root++) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    let read = filled;
    order[filled++] = root;
    while (read < filled) {
      const node = order[read++]!;
      for (let e = starts[node]!; e < starts[node + 1]!; e++) {
        const row = incident[e]!;
        const other = node < a.levels ? a.levels + b.codes[row]! : a.codes[row]!;
        if (seen[other] === 1) continue;
        seen[other] = 1;
        parent[other] = node;
        viaRow[other] = row;
        order[filled++] = other;
      }
    }
  }
  return { parent, viaRow, order };
}

/** Adds a vector to a basis in echelon form modulo the prime, if it is independent of it. */
function addToEchelon(echelon: Float64Array[], lead: number[], vector: Float64Array): void {
  const width = vector.length;
  for (let k = 0; k < width; k++) vector[k] = modulo(vector[k]!);
  for (let r = 0; r < echelon.length; r++) {
    const factor = vector[lead[r]!]!;
    if (factor === 0) continue;
    const row = echelon[r]!;
    for (let k = 0; k < width; k++) if (row[k] !== 0) vector[k] = modulo(vector[k]! - factor * row[k]!);
  }
  const first = vector.findIndex((value) => value !== 0);
  if (first === -1) return;
  const inverse = inverseModulo(vector[first]!);
  echelon.push(vector.map((value) => (value === 0 ? 0 : modulo(value * inverse))));
  lead.push(first);
}

function modulo(value: number): number {
  const rest = value % PRIME;
  return rest < 0 ? rest + PRIME : rest;
}

/** Fermat: a^(p-2). */
function inverseModulo(value: number): number {
  let result = 1;
  let base = value;
  let exponent = PRIME - 2;
  while (exponent > 0) {
    if (exponent % 2 === 1) result = modulo(result * base);
    base = modulo(base * base);
    exponent = Math.floor(exponent / 2);
  }
  return result;
}
