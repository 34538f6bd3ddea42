import { log, log1p } from "../../numerics/elementary.js";

/** Theil's T weighs by shares of income, L (the mean log deviation) by shares of population. */
export type TheilIndex = "theilT" | "theilL";

/** One group of the outermost grouping. */
export interface TheilGroup {
  group: number;
  /** Share of income under T, of population under L. */
  share: number;
  /** The index inside the group. */
  index: number;
  /** Share times index: what the group adds to inequality within groups. */
  within: number;
}

export interface TheilDecomposition {
  total: number;
  /**
   * From the outside in: between the groups of the first grouping; between those of the next inside it, ...; last, within the innermost.
   * Without a grouping this is `[total]`. They add up to `total`.
   */
  components: number[];
  /** Groups of the first grouping; empty without one. */
  groups: TheilGroup[];
  /** |total - sum of components|, the total from the values alone. */
  gap: number;
}

/**
 * Theil's index, whole and taken apart along nested groupings (regions, provinces in them, ...). With r = y / mean:
 * T = sum (w/W) r ln r, where 0 ln 0 = 0; L = sum (w/W) ln(1/r), infinite where a value is zero (then null).
 * Summed as r ln r - (r - 1) and (r - 1) - ln r, each of which is >= 0, so that nothing cancels where values lie close together.
 * With y income per head and w population, T is the regional literature's sum (Y_i/Y) ln[(Y_i/Y)/(P_i/P)].
 * Source: Theil (1967), Economics and Information Theory; nested (two-stage) form: Akita (2003), Annals of Regional Science 37(1), 55-77.
 * @param values one per unit, all >= 0 with a positive mean
 * @param groupings codes by unit, from the outermost grouping in; a unit's inner group lies in its outer one
 */
export function theil(
  values: Float64Array,
  index: TheilIndex,
  groupings: readonly Int32Array[] = [],
  weights: Float64Array = new Float64Array(values.length).fill(1),
): TheilDecomposition | null {
  if (index === "theilL" && values.some((value) => value === 0)) return null;
  const everything: Cells = { values: [...values], weights: [...weights] };
  // Cells of each nesting, from one cell per unit outwards: an inner cell is one value (its mean) of the cell around it.
  const nestings = groupings.map((_, depth) => cellsOf(values, weights, groupings.slice(0, depth + 1)));
  const total = indexOf(everything, index);
  const components = groupings.map((_, depth) => {
    const outer = depth === 0 ? [{ cells: everything, code: 0 }] : nestings[depth - 1]!;
    const inner = nestings[depth]!;
    return averaged(
      outer,
      outer.map((cell) => {
        const inside = inner.filter((c) => depth === 0 || c.outer === cell.code).map((c) => c.cells);
        return { values: inside.map(meanOf), weights: inside.map(weightOf) };
      }),
      index,
    );
  });
  const innermost = nestings.at(-1) ?? [{ cells: everything, code: 0 }];
  components.push(
    averaged(
      innermost,
      innermost.map((c) => c.cells),
      index,
    ),
  );
  const whole = shareBase(everything, index);
  const groups = (nestings[0] ?? []).map(({ cells, code }): TheilGroup => {
    const share = shareBase(cells, index) / whole;
    const own = indexOf(cells, index);
    return { group: code, share, index: own, within: share * own };
  });
  const gap = Math.abs(total - components.reduce((s, v) => s + v, 0));
  return { total, components, groups, gap };
}

interface Cells {
  values: number[];
  weights: number[];
}

interface Nested {
  cells: Cells;
  /** Code of the cell among those of its nesting, and of the cell around it. */
  code: number;
  outer?: number;
}

/** Units by their combination of codes, in the order of the codes. */
function cellsOf(values: Float64Array, weights: Float64Array, groupings: readonly Int32Array[]): Nested[] {
  const found = new Map<number, Nested>();
  const inner = groupings.at(-1)!;
  values.forEach((value, i) => {
    const code = inner[i]!;
    let cell = found.get(code);
    if (cell === undefined) {
      cell = { cells: { values: [], weights: [] }, code, ...(groupings.length > 1 ? { outer: groupings.at(-2)![i]! } : {}) };
      found.set(code, cell);
    }
    cell.cells.values.push(value);
    cell.cells.weights.push(weights[i]!);
  });
  return [...found.values()].sort((a, b) => a.code - b.code);
}

const add = (list: readonly number[]): number => list.reduce((s, v) => s + v, 0);
const weightOf = ({ weights }: Cells): number => add(weights);
const massOf = ({ values, weights }: Cells): number => values.reduce((s, v, i) => s + v * weights[i]!, 0);
const meanOf = (cells: Cells): number => massOf(cells) / weightOf(cells);
const shareBase = (cells: Cells, index: TheilIndex): number => (index === "theilT" ? massOf(cells) : weightOf(cells));

/** Share-weighted mean of the index over `what`, one per cell. */
function averaged(cells: readonly Nested[], what: readonly Cells[], index: TheilIndex): number {
  const shares = cells.map((c) => shareBase(c.cells, index));
  const whole = add(shares);
  return what.reduce((s, inside, k) => s + (shares[k]! / whole) * indexOf(inside, index), 0);
}

function indexOf(cells: Cells, index: TheilIndex): number {
  const mean = meanOf(cells);
  const total = weightOf(cells);
  if (mean === 0) return 0;
  return cells.values.reduce((s, value, i) => s + (cells.weights[i]! / total) * term(value / mean, index), 0);
}

function term(r: number, index: TheilIndex): number {
  if (r === 0) return index === "theilT" ? 1 : Number.POSITIVE_INFINITY;
  const logarithm = r > 0.5 && r < 2 ? log1p(r - 1) : log(r);
  return index === "theilT" ? r * logarithm - (r - 1) : r - 1 - logarithm;
}
