import { problem } from "../messages/main.js";
import type { Study } from "./schema/study.js";

/** One thing that is made from others: a table (its rows and steps) or an index. */
export interface Task {
  kind: "table" | "index";
  name: string;
  /** Names of tables and indices that must be made first. */
  needs: string[];
}

/** The order in which tables and indices are made. Throws STUDY-CIRCLE. */
export function orderOf(study: Study): Task[] {
  const tasks = new Map<string, Task>();
  for (const [name, table] of Object.entries(study.data)) {
    const joined = (table.steps ?? []).flatMap((step) => step.join?.with ?? []);
    const grouped = table.from === undefined ? [] : [keyOf("table", table.from), ...indicesUsed(study, table.from, table.aggregate)];
    tasks.set(keyOf("table", name), { kind: "table", name, needs: [...joined.map((t) => keyOf("table", t)), ...grouped] });
  }
  for (const [name, index] of Object.entries(study.indices ?? {}))
    tasks.set(keyOf("index", name), {
      kind: "index",
      name,
      needs: [index.data, ...(index.experts === undefined ? [] : [index.experts])].map((t) => keyOf("table", t)),
    });
  const ordered: Task[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (key: string, chain: string[]): void => {
    if (state.get(key) === "done") return;
    const task = tasks.get(key);
    if (task === undefined) return;
    const names = [...chain, task.name];
    if (state.get(key) === "open") throw problem("STUDY-CIRCLE", { names: names.slice(names.indexOf(task.name)) });
    state.set(key, "open");
    for (const need of task.needs) visit(need, names);
    state.set(key, "done");
    ordered.push(task);
  };
  for (const key of tasks.keys()) visit(key, []);
  return ordered;
}

const keyOf = (kind: "table" | "index", name: string): string => `${kind}:${name}`;

/** The indices on the source table that a derived table aggregates; all of them where it takes the rows as they are. */
function indicesUsed(study: Study, from: string, aggregate: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(aggregate ?? study.indices ?? {})
    .filter((column) => study.indices?.[column]?.data === from)
    .map((name) => keyOf("index", name));
}
