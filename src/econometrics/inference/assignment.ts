import { stream } from "../../numerics/main.js";
import type { Levels } from "../levels.js";

/** Who was assigned what, and who may change places with whom. */
export interface Assignment {
  /** Groups that were assigned as one: units, or single rows. */
  groups: number;
  /** Sets of groups that change places among themselves; those of one group stay as they are. */
  sets: Int32Array[];
  /** Rows of each group, in order of time. */
  rows: Int32Array[];
  /** True where every group has one value throughout. */
  constant: boolean;
}

/**
 * Groups that may change places: of the same stratum and, where the values change within groups, seen in the same periods, so that whole
 * histories are exchanged. Groups are numbered as they come in the rows, which are in canonical order.
 * @param by what was assigned as one; null for single rows
 * @param strata one stratum per row; null for one of all
 * @param times needed where values change within groups
 */
export function assignmentOf(
  values: Float64Array,
  by: Levels | null,
  strata: Levels | null,
  times: Levels | null,
): Assignment | { fault: "strata" | "time" | "twice"; group: string } {
  const n = values.length;
  const codes = by?.codes ?? Int32Array.from({ length: n }, (_, i) => i);
  const groups = by?.count ?? n;
  const lists: number[][] = Array.from({ length: groups }, () => []);
  for (let i = 0; i < n; i++) lists[codes[i]!]!.push(i);
  const constant = lists.every((rows) => rows.every((i) => values[i] === values[rows[0]!]));
  const keys = new Map<string, number[]>();
  for (let g = 0; g < groups; g++) {
    const rows = lists[g]!;
    const fault = (kind: "strata" | "time" | "twice") => ({ fault: kind, group: by?.labels[g] ?? "" });
    if (strata !== null && rows.some((i) => strata.codes[i] !== strata.codes[rows[0]!])) return fault("strata");
    let key = strata === null ? "" : String(strata.codes[rows[0]!]);
    if (!constant) {
      if (times === null) return fault("time");
      rows.sort((a, b) => times.codes[a]! - times.codes[b]!);
      if (rows.some((i, k) => k > 0 && times.codes[i] === times.codes[rows[k - 1]!])) return fault("twice");
      key = `${key}|${rows.map((i) => times.codes[i]).join(",")}`;
    }
    const set = keys.get(key);
    if (set === undefined) keys.set(key, [g]);
    else set.push(g);
  }
  const sets = Array.from(keys.values(), (set) => Int32Array.from(set));
  return { groups, sets, rows: lists.map((rows) => Int32Array.from(rows)), constant };
}

/** True where some group could have got another value or history than its own. */
export function canDiffer({ sets, rows, constant }: Assignment, values: Float64Array): boolean {
  return sets.some((set) => {
    const first = rows[set[0]!]!;
    return set.some((g) =>
      constant ? values[rows[g]![0]!] !== values[first[0]!] : rows[g]!.some((i, k) => values[i] !== values[first[k]!]),
    );
  });
}

/** The column as it would have been under draw `r`: values, or whole histories, dealt out anew within each set. */
export function reassigned({ sets, rows, constant }: Assignment, values: Float64Array, seed: number, r: number): Float64Array {
  const random = stream(seed, r);
  const out = values.slice();
  for (const set of sets) {
    if (set.length < 2) continue;
    const givers = random.shuffle(set.slice());
    for (let k = 0; k < set.length; k++) {
      const to = rows[set[k]!]!;
      const from = rows[givers[k]!]!;
      for (let t = 0; t < to.length; t++) out[to[t]!] = values[constant ? from[0]! : from[t]!]!;
    }
  }
  return out;
}
