import { columnNamed, type Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { exp, log } from "../../numerics/elementary.js";
import { declaredGroups } from "./hierarchy.js";
import { declaredIndicators } from "./indicators.js";
import type { IndexOptions } from "./options.js";

/** One line of an experts' form: in a budget the points of an item, in a comparison how much `left` outweighs `right`. */
export interface Judgement {
  expert: string;
  group: string;
  left: string;
  right: string | null;
  value: number;
}

/** What can be wrong with a form. */
type Fault = "column" | "value" | "member" | "twice" | "missing" | "sum" | "nobody";

/**
 * The lines of an experts' form. A budget has the columns expert, group, item, points; comparisons have expert, group, left, right, value;
 * values may be fractions (`1/3`). The group is the study's name of it; the index itself is written with its own name or left empty.
 */
export function judgementsOf(form: Frame, method: "ahp" | "budget", index: string): Judgement[] {
  const names = method === "ahp" ? ["expert", "group", "left", "right", "value"] : ["expert", "group", "item", "points"];
  for (const name of names) if (!form.columns.has(name)) refuse(index, "column", { column: name, table: form.name });
  const text = (name: string): ((row: number) => string) => {
    const column = columnNamed(form, name);
    return (row) => {
      if (column.kind === "number") return Number.isNaN(column.values[row]) ? "" : String(column.values[row]);
      return column.codes[row]! < 0 ? "" : column.labels[column.codes[row]!]!.trim();
    };
  };
  const [expert, group, left, fourth] = names.slice(0, 4).map(text);
  const value = text(method === "ahp" ? "value" : "points");
  return Array.from({ length: form.rows }, (_, row) => {
    const number = numberIn(value(row));
    const isGood = method === "ahp" ? number > 0 && number < Number.POSITIVE_INFINITY : number >= 0;
    if (!isGood) refuse(index, "value", { expert: expert!(row), group: group!(row), member: left!(row), text: value(row) });
    const named = group!(row);
    return {
      expert: expert!(row),
      group: named === index ? "" : named,
      left: left!(row),
      right: method === "ahp" ? fourth!(row) : null,
      value: number,
    };
  });
}

/** A number, or a fraction as `1/3`; NaN for anything else. */
export function numberIn(text: string): number {
  const parts = text.split("/").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return parts.length === 1 ? parts[0]! : parts.length === 2 ? parts[0]! / parts[1]! : Number.NaN;
}

/** Each expert's points of one group's members, divided by their sum. Throws INDEX-EXPERTS-FORM. */
export function budgets(
  lines: readonly Judgement[],
  group: string | null,
  members: readonly string[],
  index: string,
): Map<string, number[]> {
  return byExpert(lines, group, members, index, (expert, own) => {
    const points = members.map((member) => {
      const found = own.filter((line) => line.left === member);
      if (found.length === 0) refuse(index, "missing", { expert, group, member });
      if (found.length > 1) refuse(index, "twice", { expert, group, member });
      return found[0]!.value;
    });
    const total = points.reduce((s, v) => s + v, 0);
    if (Math.abs(total - 100) > 0.5) refuse(index, "sum", { expert, group, text: String(total) });
    return points.map((v) => v / total);
  });
}

/** Each expert's matrix of one group's members. A pair judged both ways must be reciprocal within 5 percent. Throws INDEX-EXPERTS-FORM. */
export function comparisonMatrices(
  lines: readonly Judgement[],
  group: string | null,
  members: readonly string[],
  index: string,
): Map<string, number[][]> {
  return byExpert(lines, group, members, index, (expert, own) =>
    members.map((a, i) =>
      members.map((b, j) => {
        if (i === j) return 1;
        const values = [
          ...own.filter((line) => line.left === a && line.right === b).map((line) => line.value),
          ...own.filter((line) => line.left === b && line.right === a).map((line) => 1 / line.value),
        ];
        if (values.length === 0) refuse(index, "missing", { expert, group, member: a, other: b });
        if (values.some((v) => Math.abs(v / values[0]! - 1) > 0.05)) refuse(index, "twice", { expert, group, member: a, other: b });
        // Judged both ways, the two readings are averaged so that the matrix stays reciprocal.
        return values.length === 1 ? values[0]! : exp(values.reduce((s, v) => s + log(v), 0) / values.length);
      }),
    ),
  );
}

function byExpert<T>(
  lines: readonly Judgement[],
  group: string | null,
  members: readonly string[],
  index: string,
  make: (expert: string, own: readonly Judgement[]) => T,
): Map<string, T> {
  const own = lines.filter((line) => line.group === (group ?? ""));
  if (own.length === 0) refuse(index, "nobody", { group });
  for (const line of own)
    for (const member of [line.left, line.right])
      if (member !== null && !members.includes(member))
        refuse(index, "member", { expert: line.expert, group, member, members: [...members] });
  const experts = [...new Set(own.map((line) => line.expert))].sort((a, b) => (a < b ? -1 : 1));
  return new Map(
    experts.map((expert) => [
      expert,
      make(
        expert,
        own.filter((line) => line.expert === expert),
      ),
    ]),
  );
}

function refuse(
  index: string,
  fault: Fault,
  about: {
    expert?: string;
    group?: string | null;
    member?: string;
    other?: string;
    text?: string;
    column?: string;
    table?: string;
    members?: string[];
  },
): never {
  const { expert, group, member, other, text, column, table, members } = about;
  throw problem(
    "INDEX-EXPERTS-FORM",
    {
      index,
      fault,
      expert: expert ?? null,
      group: group ?? index,
      member: member ?? null,
      other: other ?? null,
      text: text ?? null,
      column: column ?? null,
      table: table ?? null,
      members: members ?? [],
    },
    { path: `indices.${index}.experts` },
  );
}

/**
 * An empty form for the groups of an index that are judged by `method`, one line for every pair (or item) of every group and expert, as rows of
 * texts with the header first. Filled in and saved, it is the table that `experts` names.
 */
export function blankForm(options: IndexOptions, method: "ahp" | "budget", experts: number): string[][] {
  const index = options.name ?? "index";
  const groups = declaredGroups(options, declaredIndicators(options)).filter(
    (group) => group.method === method && group.comparisons === null,
  );
  const lines = groups.flatMap((group): string[][] => {
    const members = group.members.map((m) => m.name);
    const name = group.name ?? index;
    return method === "budget"
      ? members.map((member) => [name, member, ""])
      : members.flatMap((left, i) => members.slice(i + 1).map((right) => [name, left, right, ""]));
  });
  const header = method === "ahp" ? ["expert", "group", "left", "right", "value"] : ["expert", "group", "item", "points"];
  return [header, ...Array.from({ length: experts }, (_, e) => lines.map((line) => [`E${e + 1}`, ...line])).flat()];
}
