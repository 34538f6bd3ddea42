import { conventionKey, conventionValue } from "../../messages/conventions.js";
import { plain } from "../number.js";
import type { Reader } from "../reader.js";
import { numberCell, type Table, type TableRow, textCell } from "../table.js";

type Conventions = Record<string, string | number>;

/**
 * The choices behind indices, models and policies. What all of a family share is said once for the family, what differs once for each member.
 * Null where nothing was written down.
 */
export function conventionsTable(r: Reader): Table | null {
  const w = r.words.table;
  const families: [string, [string, Conventions][]][] = [
    ["indices", Object.entries(r.results.indices).map(([name, i]) => [name, i.conventions])],
    ["models", Object.entries(r.results.models).map(([name, m]) => [name, m.conventions])],
    ["policies", Object.entries(r.results.policies).map(([name, p]) => [name, p.conventions])],
  ];
  const rows = families.flatMap(([family, members]): TableRow[] => {
    if (members.length === 0) return [];
    const [first] = members;
    const isShared = (key: string, value: string | number) => members.every(([, c]) => Object.hasOwn(c, key) && c[key] === value);
    const shared = Object.fromEntries(Object.entries(first![1]).filter(([key, value]) => isShared(key, value)));
    const single = members.length === 1;
    return [
      ...linesOf(r, single ? `${family}.${first![0]}` : family, `${family}.${first![0]}`, shared),
      ...alike(members, (key) => !Object.hasOwn(shared, key)).flatMap(({ names, own }) =>
        linesOf(r, names.map((name) => `${family}.${name}`).join(", "), `${family}.${names[0]}`, own),
      ),
    ];
  });
  if (rows.length === 0) return null;
  rows[0]!.ruleAbove = false;
  return {
    id: "conventions",
    title: w.conventions,
    columns: [{ align: "wide" }, { align: "text" }, { align: "wide" }],
    header: [[w.subject, w.convention, w.value].map(textCell)],
    rows,
    notes: [],
    about: [],
  };
}

/** Members with equal conventions beyond the shared ones, together. */
function alike(members: [string, Conventions][], isOwn: (key: string) => boolean): { names: string[]; own: Conventions }[] {
  const groups = new Map<string, { names: string[]; own: Conventions }>();
  for (const [name, conventions] of members) {
    const own = Object.fromEntries(Object.entries(conventions).filter(([key]) => isOwn(key)));
    const group = groups.get(JSON.stringify(own));
    if (group === undefined) groups.set(JSON.stringify(own), { names: [name], own });
    else group.names.push(name);
  }
  return [...groups.values()];
}

/** One line per convention; the subject stands on the first. `at` is the path its values are read from. */
function linesOf(r: Reader, subject: string, at: string, conventions: Conventions): TableRow[] {
  return Object.entries(conventions).map(([key, value], i) => ({
    ruleAbove: i === 0,
    cells: [
      textCell(i === 0 ? `\`${subject}\`` : ""),
      textCell(conventionKey(key, r.language)),
      typeof value === "number"
        ? numberCell(value, (v) => plain(v, 6), `${at}.conventions.${key}`)
        : textCell(conventionValue(value, r.language)),
    ],
  }));
}
