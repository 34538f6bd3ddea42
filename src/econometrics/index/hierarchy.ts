import { nearest, problem } from "../../messages/main.js";
import type { Indicator } from "./indicators.js";
import type { Aggregate, IndexOptions } from "./options.js";
import { namedMethod, type WeightMethod } from "./weightMethod.js";

/** A node of the index: what it is made of and how. The last of a list is the index itself; members come before what they are part of. */
export interface Group {
  /** The study's name of the group; null for the index itself. */
  name: string | null;
  members: readonly Member[];
  method: WeightMethod;
  /** Weights by member that are given and not found: of `method: manual` as written, of `ahp` and `budget` as judged. */
  manual: Readonly<Record<string, number>>;
  /** The matrix of `method: ahp`, as written; null where experts give it. */
  comparisons: readonly (readonly (number | string)[])[] | null;
  /** Shares that `method: targetImportance` aims at; null for equal ones. */
  importance: Readonly<Record<string, number>> | null;
  aggregate: Aggregate;
  /** What the group says for itself and an alternative does not change. */
  own: { method: boolean; aggregate: boolean };
}

export type Member = { kind: "indicator"; name: string } | { kind: "group"; name: string };

/**
 * The hierarchy as a list from the bottom up. Without `groups` it is the index alone. What stands in no group belongs to the index.
 * Throws INDEX-GROUP-MEMBER (a member that is nothing, stands in two groups, or an indicator and a group of one name) and INDEX-GROUP-LOOP.
 */
export function declaredGroups(options: IndexOptions, indicators: readonly Indicator[]): Group[] {
  const index = options.name ?? "index";
  const blocks = options.groups ?? {};
  const names = Object.keys(blocks);
  const isIndicator = (name: string) => indicators.some((i) => i.name === name);
  const member = (name: string): Member => ({ kind: isIndicator(name) ? "indicator" : "group", name });
  const parent = new Map<string, string>();
  for (const name of names) {
    if (isIndicator(name)) refuse(index, name, name, "name", []);
    for (const child of blocks[name]!.of) {
      if (!isIndicator(child) && !names.includes(child))
        refuse(index, name, child, "unknown", [...indicators.map((i) => i.name), ...names.filter((n) => n !== name)]);
      if (parent.has(child)) refuse(index, name, child, "twice", [parent.get(child)!]);
      parent.set(child, name);
    }
  }
  refuseLoop(index, parent);
  const method = namedMethod(options.method, options);
  const aggregate = options.aggregate ?? "arithmetic";
  const ordered: Group[] = [];
  const visit = (name: string): void => {
    const block = blocks[name]!;
    for (const child of block.of) if (!isIndicator(child)) visit(child);
    ordered.push({
      name,
      members: block.of.map(member),
      method: block.method !== undefined ? namedMethod(block.method, options) : block.weights !== undefined ? "manual" : method,
      manual: block.weights ?? {},
      comparisons: block.comparisons ?? null,
      importance: block.importance ?? null,
      aggregate: block.aggregate ?? aggregate,
      own: { method: block.method !== undefined || block.weights !== undefined, aggregate: block.aggregate !== undefined },
    });
  };
  const tops = [...names, ...indicators.map((i) => i.name)].filter((name) => !parent.has(name));
  for (const top of tops) if (!isIndicator(top)) visit(top);
  ordered.push({
    name: null,
    members: tops.map(member),
    method,
    manual: options.weights ?? {},
    comparisons: options.comparisons ?? null,
    importance: options.importance ?? null,
    aggregate,
    own: { method: false, aggregate: false },
  });
  return ordered;
}

/** The hierarchy without some indicators; a group that loses all its members goes too. */
export function withoutIndicators(groups: readonly Group[], left: ReadonlySet<string>): Group[] {
  const gone = new Set<string>();
  const rest: Group[] = [];
  for (const group of groups) {
    const members = group.members.filter((m) => (m.kind === "indicator" ? !left.has(m.name) : !gone.has(m.name)));
    if (members.length > 0 || group.name === null) rest.push({ ...group, members });
    else gone.add(group.name);
  }
  return rest;
}

function refuse(index: string, group: string, member: string, fault: "unknown" | "twice" | "name", names: string[]): never {
  const evidence = { index, group, member, fault, nearest: fault === "unknown" ? nearest(member, names) : null, other: names[0] ?? null };
  throw problem("INDEX-GROUP-MEMBER", evidence, { path: `indices.${index}.groups.${group}` });
}

/** Every group climbs to the index, or comes back to itself. */
function refuseLoop(index: string, parent: ReadonlyMap<string, string>): void {
  for (const start of parent.keys()) {
    const chain = [start];
    for (let at = parent.get(start); at !== undefined; at = parent.get(at)) {
      chain.push(at);
      if (at === start) throw problem("INDEX-GROUP-LOOP", { index, groups: chain.reverse() }, { path: `indices.${index}.groups.${start}` });
      if (chain.length > parent.size + 1) break;
    }
  }
}
