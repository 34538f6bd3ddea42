import { indexWords } from "../../messages/indexWords.js";
import type { IndexResult } from "../../results/contract.js";
import { recipeWords } from "../choices.js";
import { count, fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem, numberCell, type Table, textCell } from "../table.js";

/** Weights under other recipes stand in the table of recipes while the indicators are few enough to be its columns. */
const FEW = 6;

/** Indicator, dimension, direction, range, entropy and weight. */
export function weightsTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  const at = `indices.${name}`;
  const anyDimension = index.weights.some((row) => row.dimension !== null);
  const anyTransform = index.weights.some((row) => row.transform !== "none");
  const anyEntropy = index.weights.some((row) => row.entropy !== null);
  const anyImputed = index.weights.some((row) => row.imputedCells > 0);
  const made = indexWords[r.language];
  const anyGroup = index.weights.some((row) => row.group !== undefined && row.group !== row.dimension);
  const anyOutlier = index.weights.some((row) => outliersOf(r, row) !== "");
  const texts = [
    w.indicator,
    ...(anyDimension ? [w.dimension] : []),
    ...(anyGroup ? [made.group] : []),
    w.direction,
    ...(anyTransform ? [w.transform] : []),
    ...(anyOutlier ? [made.outliers] : []),
  ];
  const numbers = [w.min, w.max, ...(anyEntropy ? [w.entropy] : []), w.weight, ...(anyImputed ? [w.imputed] : [])];
  return {
    id: fileStem("weights", name),
    title: titled(r, w.weights(labelOf(r, name)), index.data),
    columns: [...texts.map(() => ({ align: "text" as const })), ...numbers.map(() => ({ align: "number" as const }))],
    header: [[...texts, ...numbers].map(textCell)],
    rows: index.weights.map((row, i) => ({
      cells: [
        textCell(
          row.denominator === undefined ? labelOf(r, row.indicator) : made.over(labelOf(r, row.indicator), labelOf(r, row.denominator)),
        ),
        ...(anyDimension ? [textCell(row.dimension === null ? "" : labelOf(r, row.dimension))] : []),
        ...(anyGroup ? [textCell(row.group === undefined ? "" : labelOf(r, row.group))] : []),
        textCell(w.directions[row.direction] ?? made.directions[row.direction] ?? row.direction),
        ...(anyTransform ? [textCell(w.transforms[row.transform] ?? row.transform)] : []),
        ...(anyOutlier ? [textCell(outliersOf(r, row))] : []),
        numberCell(row.min, plain, `${at}.weights.${i}.min`),
        numberCell(row.max, plain, `${at}.weights.${i}.max`),
        ...(anyEntropy ? [numberCell(row.entropy, (v) => fixed(v, 4), `${at}.weights.${i}.entropy`)] : []),
        numberCell(row.weight, (v) => fixed(v, 3), `${at}.weights.${i}.weight`),
        ...(anyImputed ? [numberCell(row.imputedCells, count, `${at}.weights.${i}.imputedCells`)] : []),
      ],
    })),
    notes: [
      w.weightsNote(recipeWords(r, index.method), count(index.fit.rows), index.fit.where ?? ""),
      ...(anyOutlier ? [made.outliersNote] : []),
    ],
    about: [at, `${at}.weights`],
  };
}

/** What was done to an indicator's outliers; empty where nothing was. */
function outliersOf(r: Reader, { treatment }: IndexResult["weights"][number]): string {
  if (treatment === undefined) return "";
  const w = indexWords[r.language];
  return treatment.isLogged ? w.logged : w.outlierPoints(treatment.high, treatment.low);
}

/** Rank correlation of the scores with those under every other recipe, and the weights each gives. */
export function alternativesTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  const at = `indices.${name}`;
  const shown = index.weights.length <= FEW ? index.weights.map((row, i) => ({ indicator: row.indicator, i })) : [];
  const weight = (v: number) => fixed(v, 3);
  const names = [w.alternative, w.spearman, ...shown.map((s) => labelOf(r, s.indicator))];
  return {
    id: fileStem("recipes", name),
    title: titled(r, w.alternativesTitle(labelOf(r, name)), index.data),
    columns: names.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [names.map(textCell)],
    rows: [
      ...(shown.length === 0
        ? []
        : [
            {
              cells: [
                textCell(recipeWords(r, index.method) + r.words.bracket(r.words.figure.baseline)),
                textCell(""),
                ...shown.map((s) => numberCell(index.weights[s.i]!.weight, weight, `${at}.weights.${s.i}.weight`)),
              ],
            },
          ]),
      ...index.alternatives.map((a, i) => ({
        ruleAbove: i === 0 && shown.length > 0,
        cells: [
          textCell(recipeWords(r, a.name)),
          numberCell(a.spearman, weight, `${at}.alternatives.${i}.spearman`),
          ...shown.map((s) => {
            const value = a.weights?.[s.indicator];
            return value === undefined ? textCell("") : numberCell(value, weight, `${at}.alternatives.${i}.weights.${s.indicator}`);
          }),
        ],
      })),
    ],
    notes: [],
    about: [`${at}.alternatives`],
  };
}

/** All units of the last period with score, rank, rank in the first period, and the contribution of every indicator (or dimension). */
export function rankingTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  const at = `indices.${name}.ranking`;
  const indicators = index.weights.map((row) => row.indicator);
  const shown = indicators.length <= FEW ? indicators : [];
  const groups = (index.groups ?? []).flatMap((g) => g.name ?? []).slice(-FEW);
  const anyFilled = index.ranking.some((row) => (row.filledCells ?? 0) > 0);
  const anyFirst = index.ranking.some((row) => row.rankFirst !== null);
  const names = [
    w.rank,
    w.unit,
    w.score,
    ...(anyFirst ? [w.rankFirst] : []),
    ...shown.map((i) => labelOf(r, i)),
    ...groups.map((g) => labelOf(r, g)),
    ...(anyFilled ? [indexWords[r.language].filledCells] : []),
  ];
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
        ...(anyFirst ? [numberCell(row.rankFirst, String, `${at}.${i}.rankFirst`)] : []),
        ...shown.map((k) => numberCell(row.contributions[k] ?? null, (v) => fixed(v, 3), `${at}.${i}.contributions.${k}`)),
        ...groups.map((g) => numberCell(row.groups?.[g] ?? null, (v) => fixed(v, 3), `${at}.${i}.groups.${g}`)),
        ...(anyFilled ? [numberCell(row.filledCells ?? 0, String, `${at}.${i}.filledCells`)] : []),
      ],
    })),
    notes: [],
    about: [],
  };
}

/** Coupling coordination of the dimensions in the ranking's period, unit by unit. */
export function couplingTable(r: Reader, name: string, index: IndexResult, coupling: NonNullable<IndexResult["coupling"]>): Table {
  const w = r.words.table;
  const at = `indices.${name}.coupling.units`;
  const three = (v: number) => fixed(v, 3);
  const names = [w.unit, ...coupling.dimensions.map((d) => labelOf(r, d)), w.coupling, w.development, w.coordination, w.level];
  return {
    id: fileStem("coupling", name),
    title: titled(r, w.couplingTitle(labelOf(r, name), index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    columns: names.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [names.map(textCell)],
    rows: coupling.units.map((row, i) => ({
      cells: [
        textCell(row.unit),
        ...row.systems.map((value, k) => numberCell(value, three, `${at}.${i}.systems.${k}`)),
        numberCell(row.coupling, three, `${at}.${i}.coupling`),
        numberCell(row.development, three, `${at}.${i}.development`),
        numberCell(row.coordination, three, `${at}.${i}.coordination`),
        numberCell(row.level, String, `${at}.${i}.level`),
      ],
    })),
    notes: [w.couplingNote],
    about: [`indices.${name}.coupling`],
  };
}

/** The three indicators that hold every unit back most, with their degrees, in the ranking's period. */
export function obstacleTable(r: Reader, name: string, index: IndexResult): Table {
  const w = r.words.table;
  const at = `indices.${name}.ranking`;
  const places = [1, 2, 3].slice(0, index.weights.length);
  const names = [w.unit, ...places.flatMap((n) => [w.obstacle(n), w.degree])];
  return {
    id: fileStem("obstacles", name),
    title: titled(r, w.obstacles(labelOf(r, name), index.rankingTime === null ? "" : String(index.rankingTime)), index.data),
    columns: names.map((_, i) => ({ align: i > 0 && i % 2 === 0 ? "number" : "text" })),
    header: [names.map(textCell)],
    rows: index.ranking.map((row, i) => {
      const first = Object.entries(row.obstacles ?? {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return {
        cells: [
          textCell(row.unit),
          ...places.flatMap((n) => {
            const obstacle = first[n - 1];
            if (obstacle === undefined) return [textCell(""), textCell("")];
            return [textCell(labelOf(r, obstacle[0])), numberCell(obstacle[1], (v) => fixed(v, 3), `${at}.${i}.obstacles.${obstacle[0]}`)];
          }),
        ],
      };
    }),
    notes: [],
    about: [],
  };
}
