import { conventionValue } from "../../messages/conventions.js";
import { indexWords } from "../../messages/indexWords.js";
import type { IndexResult } from "../../results/contract.js";
import { recipeWords } from "../choices.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, textCell } from "../table.js";

/** Every node of the hierarchy: how its members are weighed and put together. */
export function groupsTable(r: Reader, name: string, index: IndexResult, groups: NonNullable<IndexResult["groups"]>): Table {
  const w = indexWords[r.language];
  const header = [w.group, r.words.table.weight, w.aggregate, w.members];
  return {
    id: fileStem("groups", name),
    title: titled(r, w.groupsTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === 3 ? "wide" : "text" })),
    header: [header.map(textCell)],
    rows: groups.map((group) => ({
      ruleAbove: group.name === null,
      cells: [
        textCell(group.name === null ? w.wholeIndex : labelOf(r, group.name)),
        textCell(recipeWords(r, group.method)),
        textCell(recipeWords(r, group.aggregate)),
        textCell(group.members.map((m) => w.memberWeight(labelOf(r, m.name), fixed(m.weight, 3))).join(r.words.comma)),
      ],
    })),
    notes: [w.groupsNote],
    about: [`indices.${name}.groups`],
  };
}

/** Every cell the index filled in. */
export function filledTable(r: Reader, name: string, index: IndexResult, filled: NonNullable<IndexResult["filled"]>): Table {
  const w = indexWords[r.language];
  const at = `indices.${name}.filled`;
  const isPanel = filled.some((cell) => cell.time !== null);
  const header = [r.words.table.indicator, r.words.table.unit, ...(isPanel ? [w.time] : []), w.filledValue];
  const method = index.conventions["imputation"];
  return {
    id: fileStem("filled", name),
    title: titled(r, w.filledTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i < 2 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: filled.map((cell, i) => ({
      cells: [
        textCell(labelOf(r, cell.indicator)),
        textCell(cell.unit),
        ...(isPanel ? [numberCell(cell.time, String, `${at}.${i}.time`)] : []),
        numberCell(cell.value, (v) => plain(v, 4), `${at}.${i}.value`),
      ],
    })),
    notes: typeof method === "string" ? [w.filledNote(conventionValue(method, r.language))] : [],
    about: [at],
  };
}
