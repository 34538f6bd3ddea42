import type { SymmetricSparse } from "./sparseSchur.js";

/** An elimination order and what each elimination fills in: the structure of the Cholesky factor. */
export interface Elimination {
  /** Unknown eliminated at each step. */
  order: Int32Array;
  /** Step at which each unknown is eliminated. */
  step: Int32Array;
  /** First entry of each step's column in `rows`, and the end. */
  starts: Int32Array;
  /** Below the diagonal: later steps with an entry, ascending. */
  rows: Int32Array;
  /** Multiplications that the factor takes. */
  work: number;
}

/**
 * Orders a symmetric matrix by approximate minimum degree on the quotient graph (Amestoy, Davis and Duff 1996), without merging
 * indistinguishable unknowns, and gives the structure of its Cholesky factor. Unknowns linked to very many others (years) go last.
 * @param mostEntries, mostWork fill (entries, multiplications) at which to give up: null is returned
 */
export function minimumDegree(a: SymmetricSparse, mostEntries: number, mostWork: number): Elimination | null {
  const { size } = a;
  const { starts, columns } = neighbours(a);
  const dense = Math.max(16, 10 * Math.sqrt(size));
  const last: number[] = [];
  const isLast = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    if (starts[i + 1]! - starts[i]! <= dense) continue;
    isLast[i] = 1;
    last.push(i);
  }
  const graph = new QuotientGraph(size, starts, columns, isLast);
  const order = new Int32Array(size);
  const lists: Int32Array[] = [];
  let entries = 0;
  let work = 0;
  for (let k = 0; k < size - last.length; k++) {
    const pivot = graph.leastDegree();
    const list = graph.eliminate(pivot);
    order[k] = pivot;
    lists.push(list);
    const height = list.length + last.length;
    entries += height;
    work += height * height;
    if (entries > mostEntries || work > mostWork) return null;
  }
  last.forEach((unknown, k) => {
    order[size - last.length + k] = unknown;
  });
  const step = new Int32Array(size);
  for (let k = 0; k < size; k++) step[order[k]!] = k;
  return { ...structure(size, order, step, lists, last.length), work };
}

function structure(
  size: number,
  order: Int32Array,
  step: Int32Array,
  lists: readonly Int32Array[],
  last: number,
): Omit<Elimination, "work"> {
  const sparse = size - last;
  const starts = new Int32Array(size + 1);
  for (let k = 0; k < size; k++) starts[k + 1] = starts[k]! + (k < sparse ? lists[k]!.length + last : size - 1 - k);
  const rows = new Int32Array(starts[size]!);
  for (let k = 0; k < size; k++) {
    const column = rows.subarray(starts[k]!, starts[k + 1]!);
    if (k < sparse) {
      const list = lists[k]!;
      for (let u = 0; u < list.length; u++) column[u] = step[list[u]!]!;
      column.subarray(0, list.length).sort();
      for (let u = 0; u < last; u++) column[list.length + u] = sparse + u;
    } else for (let u = 0; u < column.length; u++) column[u] = k + 1 + u;
  }
  return { order, step, starts, rows };
}

/** Both directions of every link. */
function neighbours(a: SymmetricSparse): { starts: Int32Array; columns: Int32Array } {
  const starts = new Int32Array(a.size + 1);
  for (let i = 0; i < a.size; i++) {
    for (let k = a.starts[i]!; k < a.starts[i + 1]!; k++) {
      starts[i + 1]!++;
      starts[a.columns[k]! + 1]!++;
    }
  }
  for (let i = 0; i < a.size; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice(0, a.size);
  const columns = new Int32Array(starts[a.size]!);
  for (let i = 0; i < a.size; i++) {
    for (let k = a.starts[i]!; k < a.starts[i + 1]!; k++) {
      columns[next[i]!++] = a.columns[k]!;
      columns[next[a.columns[k]!]!++] = i;
    }
  }
  return { starts, columns };
}

/** The graph during elimination: unknowns linked to unknowns and to elements (eliminated unknowns, each a clique of the unknowns it touched). */
class QuotientGraph {
  private readonly links: Int32Array[] = [];
  private readonly elements: number[][] = [];
  private readonly members: (Int32Array | null)[];
  private readonly degree: Int32Array;
  /** Unknowns of equal degree in double-linked lists. */
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly before: Int32Array;
  private readonly mark: Int32Array;
  private readonly outside: Int32Array;
  private readonly outsideAt: Int32Array;
  private gone: Uint8Array;
  private least = 0;
  private stamp = 0;
  private left: number;

  constructor(size: number, starts: Int32Array, columns: Int32Array, isLast: Uint8Array) {
    this.members = new Array<Int32Array | null>(size).fill(null);
    this.degree = new Int32Array(size);
    this.head = new Int32Array(size + 1).fill(-1);
    this.next = new Int32Array(size).fill(-1);
    this.before = new Int32Array(size).fill(-1);
    this.mark = new Int32Array(size).fill(-1);
    this.outside = new Int32Array(size);
    this.outsideAt = new Int32Array(size).fill(-1);
    this.gone = Uint8Array.from(isLast);
    this.left = isLast.reduce((count, last) => count - last, size);
    for (let i = 0; i < size; i++) {
      this.links.push(columns.subarray(starts[i]!, starts[i + 1]!).filter((j) => isLast[j] === 0));
      this.elements.push([]);
      this.degree[i] = this.links[i]!.length;
    }
    // Entered backwards, so that among equals the first unknown comes first.
    for (let i = size - 1; i >= 0; i--) if (isLast[i] === 0) this.enter(i);
  }

  leastDegree(): number {
    while (this.head[this.least] === -1) this.least++;
    return this.head[this.least]!;
  }

  /** Eliminates an unknown and returns those it was linked to, directly or through elements. */
  eliminate(pivot: number): Int32Array {
    this.remove(pivot);
    this.gone[pivot] = 1;
    this.left--;
    const stamp = ++this.stamp;
    this.mark[pivot] = stamp;
    const touched: number[] = [];
    const touch = (list: Int32Array): void => {
      for (let k = 0; k < list.length; k++) {
        const i = list[k]!;
        if (this.gone[i] === 1 || this.mark[i] === stamp) continue;
        this.mark[i] = stamp;
        touched.push(i);
      }
    };
    touch(this.links[pivot]!);
    for (const element of this.elements[pivot]!) {
      touch(this.members[element]!);
      // Absorbed: everything it linked is now linked by the pivot.
      this.members[element] = null;
    }
    const list = Int32Array.from(touched);
    this.members[pivot] = list;
    this.links[pivot] = new Int32Array(0);
    this.countOutside(list);
    for (const i of list) this.update(i, pivot, list.length, stamp);
    return list;
  }

  /** For every element near the pivot, how many of its unknowns the pivot does not touch. */
  private countOutside(list: Int32Array): void {
    for (const i of list) {
      for (const element of this.elements[i]!) {
        const members = this.members[element];
        if (members === null || members === undefined) continue;
        if (this.outsideAt[element] !== this.stamp) {
          this.outsideAt[element] = this.stamp;
          let alive = 0;
          for (let k = 0; k < members.length; k++) alive += 1 - this.gone[members[k]!]!;
          this.outside[element] = alive;
        }
        this.outside[element]!--;
      }
    }
  }

  /** Links of an unknown the pivot touched: those inside the new element go, and its degree is bounded anew. */
  private update(i: number, pivot: number, listLength: number, stamp: number): void {
    this.remove(i);
    const links = this.links[i]!;
    let kept = 0;
    for (let k = 0; k < links.length; k++) {
      const j = links[k]!;
      if (this.gone[j] === 0 && this.mark[j] !== stamp) links[kept++] = j;
    }
    this.links[i] = links.subarray(0, kept);
    const elements: number[] = [];
    let degree = kept + listLength - 1;
    for (const element of this.elements[i]!) {
      if (this.members[element] === null) continue;
      if (this.outside[element] === 0) {
        // Nothing of it lies outside the new element: absorbed as well.
        continue;
      }
      elements.push(element);
      degree += this.outside[element]!;
    }
    elements.push(pivot);
    this.elements[i] = elements;
    this.degree[i] = Math.min(degree, this.degree[i]! + listLength - 1, this.left - 1);
    this.enter(i);
  }

  private enter(i: number): void {
    const d = this.degree[i]!;
    const first = this.head[d]!;
    this.next[i] = first;
    this.before[i] = -1;
    if (first !== -1) this.before[first] = i;
    this.head[d] = i;
    if (d < this.least) this.least = d;
  }

  private remove(i: number): void {
    const after = this.next[i]!;
    const prior = this.before[i]!;
    if (prior === -1) this.head[this.degree[i]!] = after;
    else this.next[prior] = after;
    if (after !== -1) this.before[after] = prior;
  }
}
