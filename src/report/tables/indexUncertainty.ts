import { indexWords } from "../../messages/indexWords.js";
import type { IndexResult } from "../../results/contract.js";
import { recipeWords } from "../choices.js";
import { count, fixed } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, textCell } from "../table.js";

type Uncertainty = NonNullable<IndexResult["uncertainty"]>;

/** The choices that replicates draw anew, in words. */
export function choicesDrawn(r: Reader, uncertainty: Uncertainty): string {
  const w = indexWords[r.language];
  return uncertainty.factors.map((factor) => w.factors[factor.name] ?? factor.name).join(r.words.comma);
}

/** Every unit's rank with the 5, 50 and 95 percent points over replicates. */
export function rankIntervalsTable(r: Reader, name: string, index: IndexResult, uncertainty: Uncertainty): Table {
  const w = indexWords[r.language];
  const at = `indices.${name}.uncertainty.units`;
  const header = [r.words.table.unit, w.rankHere, w.rankLow, w.rankMedian, w.rankHigh];
  return {
    id: fileStem("rank-intervals", name),
    title: titled(r, w.intervalsTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
    rows: uncertainty.units.map((unit, i) => ({
      cells: [
        textCell(unit.unit),
        ...(["rank", "low", "median", "high"] as const).map((key) => numberCell(unit[key], String, `${at}.${i}.${key}`)),
      ],
    })),
    notes: [],
    about: [],
  };
}

/** Sobol indices of the choices, with their intervals. */
export function sobolTable(r: Reader, name: string, index: IndexResult, uncertainty: Uncertainty): Table {
  const w = indexWords[r.language];
  const sobol = uncertainty.sobol!;
  const at = `indices.${name}.uncertainty.sobol.factors`;
  const share = (v: number) => fixed(v, 3);
  const header = [w.factor, w.levels, w.firstOrder, w.rankLowOf, w.rankHighOf, w.totalOrder, w.rankLowOf, w.rankHighOf];
  return {
    id: fileStem("sobol", name),
    title: titled(r, w.sobolTitle(labelOf(r, name)), index.data),
    columns: header.map((_, i) => ({ align: i === 0 ? "text" : i === 1 ? "wide" : "number" })),
    header: [header.map(textCell)],
    rows: sobol.factors.map((factor, i) => ({
      cells: [
        textCell(w.factors[factor.factor] ?? factor.factor),
        textCell(levelsOf(r, uncertainty, factor.factor)),
        ...(["first", "firstLow", "firstHigh", "total", "totalLow", "totalHigh"] as const).map(
          (key): Cell => numberCell(factor[key], share, `${at}.${i}.${key}`),
        ),
      ],
    })),
    notes: [w.sobolNote(count(sobol.runs), count(sobol.bootstraps))],
    about: [`indices.${name}.uncertainty`],
  };
}

function levelsOf(r: Reader, uncertainty: Uncertainty, name: string): string {
  const factor = uncertainty.factors.find((f) => f.name === name)!;
  if (name === "weights") return factor.levels[0]!.replace(/times 1 - (\S+) to 1 \+ \S+/, "± $1");
  if (name === "leaveOneOut") return count(factor.levels.length);
  const words = (level: string) => recipeWords(r, name === "scale" ? `scale ${level}` : level);
  return factor.levels.map(words).join(r.words.comma);
}
