import { differencesWords } from "../../messages/differencesWords.js";
import type { DifferencesResult, TheilResult } from "../../results/contract.js";
import { alike, fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, type TableRow, textCell } from "../table.js";

type Inequality = NonNullable<DifferencesResult["inequality"]>;

/** Periods a wide table shows: all where they are few, else evenly spaced from the first to the last. Positions. */
export function shownPeriods(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, t) => t);
  return Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)));
}

/** A period as a heading or the first cell of a row. */
export function periodText(r: Reader, time: number | null): string {
  return time === null ? differencesWords[r.language].allPeriods : String(time);
}

const four = (v: number) => fixed(v, 4);
const share = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole);

function weightNotes(r: Reader, result: DifferencesResult): string[] {
  return result.weights === null ? [] : [differencesWords[r.language].weightsNote(labelOf(r, result.weights))];
}

/** The Gini coefficient by period, with Dagum's parts where there are groups. Null where it was not asked for. */
export function giniTable(r: Reader, name: string, result: DifferencesResult, inequality: Inequality): Table | null {
  if (inequality.byTime[0]!.gini === undefined) return null;
  const w = differencesWords[r.language];
  const at = `differences.${name}.inequality`;
  const hasParts = result.groups.length > 0;
  const parts = ["within", "between", "transvariation"] as const;
  const mean = alike(
    inequality.byTime.map((p) => p.mean),
    4,
  );
  const header = [
    w.period,
    w.units,
    w.mean,
    w.gini,
    ...(hasParts ? [...parts.map((part) => w[part]), ...parts.map((part) => w.shareOf(w[part]))] : []),
  ];
  return {
    id: fileStem("gini", name),
    title: titled(r, w.giniTitle(labelOf(r, result.variable)), result.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: inequality.byTime.map((period, t) => {
      const path = `${at}.byTime.${t}`;
      return {
        cells: [
          textCell(periodText(r, period.time)),
          numberCell(period.units, String, `${path}.units`),
          numberCell(period.mean, mean, `${path}.mean`),
          numberCell(period.gini, four, `${path}.gini`),
          ...(hasParts ? parts.map((part) => numberCell(period.dagum![part], four, `${path}.dagum.${part}`)) : []),
          ...(hasParts ? parts.map((part) => textCell(fixed(share(period.dagum![part], period.gini!), 1))) : []),
        ],
      };
    }),
    notes: [
      ...(hasParts ? [w.giniNote(labelOf(r, result.groups[0]!), plain(inequality.largestGap, 1))] : [w.giniPlainNote]),
      ...weightNotes(r, result),
    ],
    about: [at],
  };
}

/** Gini coefficients inside groups and between every two, over some of the periods. */
export function pairsTable(r: Reader, name: string, result: DifferencesResult, inequality: Inequality): Table {
  const w = differencesWords[r.language];
  const shown = shownPeriods(inequality.byTime.length, 6);
  const at = (t: number) => `differences.${name}.inequality.byTime.${t}.dagum`;
  const dagums = shown.map((t) => ({ t, dagum: inequality.byTime[t]!.dagum! }));
  const groups = [...new Set(dagums.flatMap(({ dagum }) => dagum.groups.map((g) => g.group)))].sort((a, b) => (a < b ? -1 : 1));
  const inside = groups.map(
    (group): TableRow => ({
      cells: [
        textCell(group),
        ...dagums.map(({ t, dagum }): Cell => {
          const k = dagum.groups.findIndex((g) => g.group === group);
          return numberCell(dagum.groups[k]?.gini, four, `${at(t)}.groups.${k}.gini`);
        }),
      ],
    }),
  );
  const between = groups.flatMap((a, i) =>
    groups.slice(i + 1).map(
      (b): TableRow => ({
        cells: [
          textCell(w.pair(a, b)),
          ...dagums.map(({ t, dagum }): Cell => {
            const k = dagum.pairs.findIndex((p) => (p.higher === a && p.lower === b) || (p.higher === b && p.lower === a));
            return numberCell(dagum.pairs[k]?.gini, four, `${at(t)}.pairs.${k}.gini`);
          }),
        ],
      }),
    ),
  );
  return {
    id: fileStem("gini-pairs", name),
    title: titled(r, w.pairsTitle(labelOf(r, result.variable)), result.data),
    columns: ["", ...shown].map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [[textCell(labelOf(r, result.groups[0]!)), ...shown.map((t) => textCell(periodText(r, inequality.byTime[t]!.time)))]],
    rows: [
      { cells: [textCell(w.insideGroup)], group: true },
      ...inside,
      ...(between.length === 0 ? [] : [{ cells: [textCell(w.betweenGroups)], group: true, ruleAbove: true }, ...between]),
    ],
    notes: [w.pairsNote, ...weightNotes(r, result)],
    about: [],
  };
}

/** Theil's indices with their nested parts. Null where neither was asked for. */
export function theilTable(r: Reader, name: string, result: DifferencesResult, inequality: Inequality): Table | null {
  const w = differencesWords[r.language];
  const asked = (["theilT", "theilL"] as const).filter((index) => inequality.byTime[0]![index] !== undefined);
  if (asked.length === 0) return null;
  const labels = result.groups.map((group) => labelOf(r, group));
  const parts = labels.map((label, depth) => (depth === 0 ? w.betweenOf(label) : w.betweenInside(label, labels[depth - 1]!)));
  if (labels.length > 0) parts.push(w.withinOf(labels.at(-1)!));
  const header = [w.period, ...asked.flatMap((index) => [w.theil[index], ...parts])];
  const cells = (theil: TheilResult | null, path: string): Cell[] => [
    numberCell(theil?.total, four, `${path}.total`),
    ...parts.map((_, k) => numberCell(theil?.components[k], four, `${path}.components.${k}`)),
  ];
  return {
    id: fileStem("theil", name),
    title: titled(r, w.theilTitle(labelOf(r, result.variable)), result.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: inequality.byTime.map((period, t) => ({
      cells: [
        textCell(periodText(r, period.time)),
        ...asked.flatMap((index) => cells(period[index]!, `differences.${name}.inequality.byTime.${t}.${index}`)),
      ],
    })),
    notes: [...(labels.length > 0 ? [w.theilNote] : []), ...weightNotes(r, result)],
    about: [`differences.${name}.inequality`],
  };
}
