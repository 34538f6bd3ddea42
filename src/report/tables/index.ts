import type { IndexResult } from "../../results/contract.js";
import { count, fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, textCell } from "../table.js";

/** A recipe of an index in words: known parts by their name, the rest as written. */
export function recipe(r: Reader, name: string): string {
  return r.words.indexMethod[name] ?? name;
}

/** Indicator, dimension, direction, range, entropy and weight, with the weights under the other recipes beside them. */
export function weightsTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  const at = `indices.${name}`;
  const others = index.alternatives.map((a, i) => ({ ...a, i })).filter((a) => a.weights !== undefined);
  const anyDimension = index.weights.some((row) => row.dimension !== null);
  const anyEntropy = index.weights.some((row) => row.entropy !== null);
  const anyImputed = index.weights.some((row) => row.imputedCells > 0);
  const names = [
    w.indicator,
    ...(anyDimension ? [w.dimension] : []),
    w.direction,
    w.range,
    ...(anyEntropy ? [w.entropy] : []),
    w.weight,
    ...others.map((a) => recipe(r, a.name)),
    ...(anyImputed ? [w.imputed] : []),
  ];
  const textColumns = anyDimension ? 3 : 2;
  return {
    id: fileStem("weights", name),
    title: titled(r, w.weights(labelOf(r, name)), index.data),
    columns: names.map((_, i) => ({ align: i < textColumns ? "text" : "number" })),
    header: [names.map(textCell)],
    rows: index.weights.map((row, i) => ({
      cells: [
        textCell(labelOf(r, row.indicator)),
        ...(anyDimension ? [textCell(row.dimension === null ? "" : labelOf(r, row.dimension))] : []),
        textCell(w.directions[row.direction] ?? row.direction),
        textCell(`${plain(row.min)} … ${plain(row.max)}`),
        ...(anyEntropy ? [numberCell(row.entropy, (v) => fixed(v, 4), `${at}.weights.${i}.entropy`)] : []),
        numberCell(row.weight, (v) => fixed(v, 3), `${at}.weights.${i}.weight`),
        ...others.map((a) =>
          numberCell(a.weights![row.indicator] ?? null, (v) => fixed(v, 3), `${at}.alternatives.${a.i}.weights.${row.indicator}`),
        ),
        ...(anyImputed ? [numberCell(row.imputedCells, count, `${at}.weights.${i}.imputedCells`)] : []),
      ],
    })),
    notes: [w.weightsNote(recipe(r, index.method), count(index.fit.rows), index.fit.where ?? "")],
    about: [at],
  };
}

/** Rank correlation of the scores with those under every other recipe. */
export function alternativesTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  return {
    id: fileStem("recipes", name),
    title: titled(r, w.alternativesTitle(labelOf(r, name)), index.data),
    columns: [{ align: "text" }, { align: "number" }],
    header: [[textCell(w.alternative), textCell(w.spearman)]],
    rows: index.alternatives.map((a, i) => ({
      cells: [textCell(recipe(r, a.name)), numberCell(a.spearman, (v) => fixed(v, 3), `indices.${name}.alternatives.${i}.spearman`)],
    })),
    notes: [],
    about: [],
  };
}

/** All units of the last period with score, rank, rank in the first period, and the contribution of every indicator (or dimension). */
export function rankingTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  const at = `indices.${name}.ranking`;
  const indicators = index.weights.map((row) => row.indicator);
  const shown = indicators.length <= 6 ? indicators : [];
  const names = [w.rank, w.unit, w.score, w.rankFirst, ...shown.map((i) => labelOf(r, i))];
  return {
    id: fileStem("ranking", name),
    title: titled(r, w.ranking(labelOf(r, name), index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    columns: names.map((_, i) => ({ align: i === 1 ? "text" : "number" })),
    header: [names.map(textCell)],
    rows: index.ranking.map((row, i) => ({
      cells: [
        numberCell(row.rank, String, `${at}.${i}.rank`),
        textCell(row.unit),
        numberCell(row.score, (v) => fixed(v, 3), `${at}.${i}.score`),
        numberCell(row.rankFirst, String, `${at}.${i}.rankFirst`),
        ...shown.map((k) => numberCell(row.contributions[k] ?? null, (v) => fixed(v, 3), `${at}.${i}.contributions.${k}`)),
      ],
    })),
    notes: [],
    about: [],
  };
}
