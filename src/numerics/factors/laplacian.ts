import { stream } from "../streams.js";
import type { Block, Layout } from "./layout.js";

/** A graph with weights on its edges, each edge once. */
export interface WeightedGraph {
  nodes: number;
  from: Int32Array;
  to: Int32Array;
  weight: Float64Array;
}

/**
 * A sparse stand-in for the graph of one set of effects after the largest has been eliminated: its levels are linked where a level of the
 * eliminated factor has rows in both, with weight w_i w_j / w (Schur complement of the graph of the pair). A level with d others makes d^2 / 2
 * links; here it makes d - 1, drawn so that each has the expectation of those it stands for: the levels are taken from the lightest to the
 * heaviest, and each is linked to one of those after it, drawn by weight, with its weight times the share of all that come after it.
 */
export function eliminatedGraph({ starts, weights, levelWeight }: Layout, block: Block, seed: number): WeightedGraph {
  const random = stream(seed, 0);
  const sums = new Float64Array(block.levels);
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  const members: number[] = [];
  for (let g = 0; g + 1 < starts.length; g++) {
    members.length = 0;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const level = block.codes[i]!;
      if (sums[level] === 0) members.push(level);
      sums[level]! += weights === null ? 1 : weights[i]!;
    }
    sampleClique(members, sums, levelWeight[g]!, random.uniform, (a, b, w) => {
      from.push(a);
      to.push(b);
      weight.push(w);
    });
    for (const level of members) sums[level] = 0;
  }
  return { nodes: block.levels, from: Int32Array.from(from), to: Int32Array.from(to), weight: Float64Array.from(weight) };
}

/** d - 1 links for the clique with weights w_i w_j / total among d members. */
function sampleClique(
  members: number[],
  w: Float64Array,
  total: number,
  uniform: () => number,
  link: (a: number, b: number, weight: number) => void,
): void {
  members.sort((a, b) => w[a]! - w[b]! || a - b);
  let after = 0;
  for (const member of members) after += w[member]!;
  for (let k = 0; k + 1 < members.length; k++) {
    const member = members[k]!;
    after -= w[member]!;
    let mark = uniform() * after;
    let other = k + 1;
    while (other + 1 < members.length && mark >= w[members[other]!]!) mark -= w[members[other++]!]!;
    link(member, members[other]!, (w[member]! * after) / total);
  }
}

/** An approximate factor L D L' of a graph's Laplacian, column by column in elimination order. */
export interface LaplacianFactor {
  order: Int32Array;
  starts: Int32Array;
  /** Nodes and their shares below each eliminated node. */
  rows: Int32Array;
  shares: Float64Array;
  /** The pivot of each step; 0 for the last node of a component. */
  pivots: Float64Array;
}

/**
 * Approximate Cholesky factor of a Laplacian (Gao, Kyng and Spielman 2023): nodes go from few links to many; instead of the clique that
 * an elimination would leave among d neighbours, d - 1 links with its expectation are drawn. Linear in the links, up to a logarithm.
 */
export function approximateCholesky({ nodes, from, to, weight }: WeightedGraph, seed: number): LaplacianFactor {
  const random = stream(seed, 1);
  const links: { node: number; weight: number }[][] = Array.from({ length: nodes }, () => []);
  for (let e = 0; e < from.length; e++) {
    links[from[e]!]!.push({ node: to[e]!, weight: weight[e]! });
    links[to[e]!]!.push({ node: from[e]!, weight: weight[e]! });
  }
  const gone = new Uint8Array(nodes);
  const queue = new DegreeQueue(links.map((list) => list.length));
  const order = new Int32Array(nodes);
  const starts = new Int32Array(nodes + 1);
  const rows: number[] = [];
  const shares: number[] = [];
  const pivots = new Float64Array(nodes);
  const sums = new Float64Array(nodes);
  const members: number[] = [];
  for (let step = 0; step < nodes; step++) {
    const node = queue.pop();
    gone[node] = 1;
    order[step] = node;
    members.length = 0;
    let pivot = 0;
    for (const link of links[node]!) {
      if (gone[link.node] === 1) continue;
      if (sums[link.node] === 0) members.push(link.node);
      sums[link.node]! += link.weight;
      pivot += link.weight;
    }
    pivots[step] = pivot;
    for (const member of members) {
      rows.push(member);
      shares.push(sums[member]! / pivot);
    }
    starts[step + 1] = rows.length;
    const met = members.slice();
    sampleClique(members, sums, pivot, random.uniform, (a, b, w) => {
      links[a]!.push({ node: b, weight: w });
      links[b]!.push({ node: a, weight: w });
      queue.change(a, 1);
      queue.change(b, 1);
    });
    for (const member of met) {
      sums[member] = 0;
      queue.change(member, -1);
    }
    links[node] = [];
  }
  return { order, starts, rows: Int32Array.from(rows), shares: Float64Array.from(shares), pivots };
}

/** Nodes by degree, the least first; degrees from a bound on count as equal. */
class DegreeQueue {
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly before: Int32Array;
  private readonly degree: Int32Array;
  private least = 0;

  constructor(degrees: readonly number[]) {
    const nodes = degrees.length;
    this.head = new Int32Array(nodes + 2).fill(-1);
    this.next = new Int32Array(nodes).fill(-1);
    this.before = new Int32Array(nodes).fill(-1);
    this.degree = Int32Array.from(degrees);
    for (let node = nodes - 1; node >= 0; node--) this.enter(node);
  }

  pop(): number {
    while (this.head[this.least] === -1) this.least++;
    const node = this.head[this.least]!;
    this.leave(node);
    this.degree[node] = -1;
    return node;
  }

  change(node: number, by: number): void {
    this.leave(node);
    this.degree[node]! += by;
    this.enter(node);
  }

  private bucket(node: number): number {
    return Math.max(0, Math.min(this.degree[node]!, this.head.length - 1));
  }

  private enter(node: number): void {
    const at = this.bucket(node);
    const first = this.head[at]!;
    this.next[node] = first;
    this.before[node] = -1;
    if (first !== -1) this.before[first] = node;
    this.head[at] = node;
    this.least = Math.min(this.least, at);
  }

  private leave(node: number): void {
    const next = this.next[node]!;
    const before = this.before[node]!;
    if (next !== -1) this.before[next] = before;
    if (before !== -1) this.next[before] = next;
    else this.head[this.bucket(node)] = next;
  }
}

/** z = (L D L')^+ r for `width` interleaved columns, at `offset` in both. */
export function applyLaplacian(factor: LaplacianFactor, r: Float64Array, z: Float64Array, offset: number, width: number): void {
  const { order, starts, rows, shares, pivots } = factor;
  const base = offset * width;
  for (let j = base; j < base + order.length * width; j++) z[j] = r[j]!;
  for (let step = 0; step < order.length; step++) {
    const at = base + order[step]! * width;
    for (let k = starts[step]!; k < starts[step + 1]!; k++) {
      const to = base + rows[k]! * width;
      const share = shares[k]!;
      for (let lane = 0; lane < width; lane++) z[to + lane]! += share * z[at + lane]!;
    }
  }
  for (let step = order.length - 1; step >= 0; step--) {
    const at = base + order[step]! * width;
    const pivot = pivots[step]!;
    for (let lane = 0; lane < width; lane++) z[at + lane] = pivot > 0 ? z[at + lane]! / pivot : 0;
    for (let k = starts[step]!; k < starts[step + 1]!; k++) {
      const from = base + rows[k]! * width;
      const share = shares[k]!;
      for (let lane = 0; lane < width; lane++) z[at + lane]! += share * z[from + lane]!;
    }
  }
}
