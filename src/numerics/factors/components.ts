/** The bipartite graph of two factors, an edge for every row, split into its connected components. */
export interface Components {
  count: number;
  /** Component of each level of the first factor. */
  first: Int32Array;
  /** Component of each level of the second factor. */
  second: Int32Array;
}

/** Connected components of the graph whose nodes are the levels of two factors. Every level must have at least one row. */
export function connectedComponents(a: Int32Array, aLevels: number, b: Int32Array, bLevels: number): Components {
  const parent = new Int32Array(aLevels + bLevels);
  for (let v = 0; v < parent.length; v++) parent[v] = v;
  const find = (v: number): number => {
    while (parent[v] !== v) {
      parent[v] = parent[parent[v]!]!;
      v = parent[v]!;
    }
    return v;
  };
  let previousA = -1;
  let previousB = -1;
  for (let i = 0; i < a.length; i++) {
    const u = a[i]!;
    const w = b[i]!;
    if (u === previousA && w === previousB) continue;
    previousA = u;
    previousB = w;
    const rootA = find(u);
    const rootB = find(aLevels + w);
    if (rootA < rootB) parent[rootB] = rootA;
    else if (rootB < rootA) parent[rootA] = rootB;
  }
  const label = new Int32Array(parent.length).fill(-1);
  let count = 0;
  const first = new Int32Array(aLevels);
  const second = new Int32Array(bLevels);
  for (let v = 0; v < parent.length; v++) {
    const root = find(v);
    if (label[root] === -1) label[root] = count++;
    if (v < aLevels) first[v] = label[root]!;
    else second[v - aLevels] = label[root]!;
  }
  return { count, first, second };
}

/**
 * Components of the levels of one factor, two levels being linked where some level of another factor has rows in both.
 * The rows come level by level of that other factor, so its levels need no nodes of their own and the forest stays in the cache.
 * @param starts first row of each level of the other factor, and the end
 */
export function linkedLevels(starts: Int32Array, codes: Int32Array, levels: number): { count: number; component: Int32Array } {
  const parent = new Int32Array(levels);
  for (let v = 0; v < levels; v++) parent[v] = v;
  const find = (v: number): number => {
    while (parent[v] !== v) {
      parent[v] = parent[parent[v]!]!;
      v = parent[v]!;
    }
    return v;
  };
  let left = levels;
  for (let g = 0; g + 1 < starts.length && left > 1; g++) {
    let previous = -1;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      const level = codes[i]!;
      if (previous === level) continue;
      if (previous !== -1) {
        const a = find(previous);
        const b = find(level);
        if (a !== b) {
          parent[Math.max(a, b)] = Math.min(a, b);
          left--;
        }
      }
      previous = level;
    }
  }
  const component = new Int32Array(levels).fill(-1);
  let count = 0;
  for (let v = 0; v < levels; v++) {
    const root = find(v);
    if (component[root] === -1) component[root] = count++;
    component[v] = component[root]!;
  }
  return { count, component };
}
