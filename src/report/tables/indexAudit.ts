import { lookWords } from "../../messages/lookWords.js";
import type { IndexAudit, IndexResult } from "../../results/contract.js";
import { count, fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, textCell } from "../table.js";

/** Pairs of indicators that say one thing twice, work against each other, or share a group without sharing anything. */
export function pairsTable(r: Reader, name: string, index: IndexResult, audit: IndexAudit): Table {
  const w = lookWords[r.language];
  const at = `indices.${name}.audit`;
  const isGrouped = audit.pairs.some((pair) => pair.group !== null);
  const group = r.words.table.dimension;
  const header = [w.indicatorFirst, w.indicatorSecond, ...(isGrouped ? [group] : []), w.correlation, w.judged];
  const order = ["high", "negative", "weak"];
  const sorted = audit.pairs
    .map((pair, i) => ({ ...pair, i }))
    .sort((a, b) => order.indexOf(a.flag) - order.indexOf(b.flag) || Math.abs(b.correlation) - Math.abs(a.correlation));
  return {
    id: fileStem("pairs", name),
    title: titled(r, w.pairsTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === header.length - 2 ? "number" : "text" })),
    header: [header.map(textCell)],
    rows: sorted.map((pair, k) => ({
      ruleAbove: k > 0 && sorted[k - 1]!.flag !== pair.flag,
      cells: [
        textCell(labelOf(r, pair.first)),
        textCell(labelOf(r, pair.second)),
        ...(isGrouped ? [textCell(pair.isWithin ? (pair.group === null ? "" : labelOf(r, pair.group)) : w.acrossGroups)] : []),
        numberCell(pair.correlation, (v) => fixed(v, 2), `${at}.pairs.${pair.i}.correlation`),
        textCell(w.flags[pair.flag]),
      ],
    })),
    notes: [w.pairsNote(plain(audit.marks.high), plain(audit.marks.weak), plain(audit.marks.negative))],
    about: [at],
  };
}

/** What each weight comes to: the indicator's correlation with the index and its share in the variance of the index. */
export function effectiveTable(r: Reader, name: string, index: IndexResult): Table {
  const w = lookWords[r.language];
  const at = `indices.${name}.weights`;
  const anyShare = index.weights.some((row) => row.varianceShare !== undefined);
  const header = [r.words.table.indicator, r.words.table.weight, w.correlationWithIndex, ...(anyShare ? [w.varianceShare] : [])];
  return {
    id: fileStem("effective", name),
    title: titled(r, w.effectiveTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: index.weights.map((row, i) => ({
      cells: [
        textCell(labelOf(r, row.indicator)),
        numberCell(row.weight, (v) => fixed(v, 3), `${at}.${i}.weight`),
        numberCell(row.correlation, (v) => fixed(v, 2), `${at}.${i}.correlation`),
        ...(anyShare ? [numberCell(row.varianceShare, (v) => fixed(v, 3), `${at}.${i}.varianceShare`)] : []),
      ],
    })),
    notes: anyShare ? [w.effectiveNote] : [],
    about: [],
  };
}

/** Cronbach's alpha of every dimension or group, and of the index. */
export function alphaTable(r: Reader, name: string, index: IndexResult, audit: IndexAudit): Table {
  const w = lookWords[r.language];
  const header = [r.words.table.dimension, w.memberCount, w.alpha];
  const at = `indices.${name}.audit.reliability`;
  return {
    id: fileStem("alpha", name),
    title: titled(r, w.alphaTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: audit.reliability.map((node, i) => ({
      ruleAbove: node.group === null && i > 0,
      cells: [
        textCell(labelOf(r, node.group ?? name)),
        numberCell(node.members, String, `${at}.${i}.members`),
        numberCell(node.alpha, (v) => fixed(v, 2), `${at}.${i}.alpha`),
      ],
    })),
    notes: [w.alphaNote],
    about: [at],
  };
}

/** Where every unit of the ranking stands best and worst. */
export function sidesTable(r: Reader, name: string, index: IndexResult, audit: IndexAudit): Table {
  const w = lookWords[r.language];
  const header = [r.words.table.unit, w.strengths, w.weaknesses];
  const listed = (side: IndexAudit["units"][number]["strengths"]) =>
    textCell(side.map((s) => w.place(labelOf(r, s.indicator), String(s.rank))).join(r.words.comma));
  return {
    id: fileStem("strengths", name),
    title: titled(r, w.sidesTitle(labelOf(r, name), index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "wide" })),
    header: [header.map(textCell)],
    rows: audit.units.map(({ unit, strengths, weaknesses }) => ({ cells: [textCell(unit), listed(strengths), listed(weaknesses)] })),
    notes: [w.sidesNote(count(audit.units.length))],
    about: [],
  };
}
