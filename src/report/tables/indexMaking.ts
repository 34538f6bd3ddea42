import { conventionValue } from "../../messages/conventions.js";
import { indexWords } from "../../messages/indexWords.js";
import type { IndexResult } from "../../results/contract.js";
import { recipeWords } from "../choices.js";
import { fixed, plain, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, textCell } from "../table.js";

/** Every node of the hierarchy: how its members are weighed and put together. */
export function groupsTable(r: Reader, name: string, index: IndexResult, groups: NonNullable<IndexResult["groups"]>): Table {
  const w = indexWords[r.language];
  const isJudged = groups.some((group) => group.judgement !== undefined);
  const hasExperts = groups.some((group) => (group.judgement?.experts.length ?? 0) > 0);
  const judging = [...(isJudged ? [w.consistency] : []), ...(hasExperts ? [w.experts, w.concordance] : [])];
  const header = [w.group, r.words.table.weight, w.aggregate, w.members, ...judging];
  const at = `indices.${name}.groups`;
  return {
    id: fileStem("groups", name),
    title: titled(r, w.groupsTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === 3 ? "wide" : i > 3 ? "number" : "text" })),
    header: [header.map(textCell)],
    rows: groups.map((group, i) => ({
      ruleAbove: group.name === null,
      cells: [
        textCell(group.name === null ? w.wholeIndex : labelOf(r, group.name)),
        textCell(recipeWords(r, group.method)),
        textCell(recipeWords(r, group.aggregate)),
        textCell(group.members.map((m) => w.memberWeight(labelOf(r, m.name), fixed(m.weight, 3))).join(r.words.comma)),
        ...(isJudged ? [numberCell(group.judgement?.consistencyRatio, (v) => fixed(v, 3), `${at}.${i}.judgement.consistencyRatio`)] : []),
        ...(hasExperts
          ? [
              numberCell(group.judgement?.experts.length, String, `${at}.${i}.judgement.experts.length`),
              {
                ...numberCell(group.judgement?.agreement?.kendallW, (v) => fixed(v, 3), `${at}.${i}.judgement.agreement.kendallW`),
                hang: group.judgement?.agreement?.pValue == null ? "" : r.words.bracket(probability(group.judgement.agreement.pValue)),
              },
            ]
          : []),
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
