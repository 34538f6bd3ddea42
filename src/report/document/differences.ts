import type { DifferencesResult, FigureSpec } from "../../results/contract.js";
import { densityFigure, inequalityFigure, transitionsFigure } from "../figures/differences.js";
import type { Figure } from "../figures/figure.js";
import type { Reader } from "../reader.js";
import { betaTable, densityTable, sigmaTable } from "../tables/convergence.js";
import { giniTable, pairsTable, theilTable } from "../tables/inequality.js";
import { spatialTransitionsTable, transitionsTable } from "../tables/transitions.js";
import { type Block, foldedTable, tableBlock } from "./blocks.js";

/** Tables and figures of one block of differences, in the order of its parts. `claim` gives a figure the title the study has for it. */
export function differencesBlocks(
  r: Reader,
  name: string,
  result: DifferencesResult,
  claim: (kind: FigureSpec["kind"], figure: Figure | null) => Block[],
): Block[] {
  const { inequality, density, sigma, beta, markov } = result;
  const made = (table: ReturnType<typeof giniTable>): Block[] => (table === null ? [] : [tableBlock(table)]);
  const hasPairs = inequality?.byTime[0]?.dagum !== undefined;
  return [
    ...claim("inequality", inequalityFigure(r, name, result)),
    ...(inequality === undefined ? [] : made(giniTable(r, name, result, inequality))),
    ...(inequality === undefined || !hasPairs ? [] : [foldedTable(pairsTable(r, name, result, inequality))]),
    ...(inequality === undefined ? [] : made(theilTable(r, name, result, inequality))),
    ...claim("density", densityFigure(r, name, result)),
    ...(density === undefined ? [] : [tableBlock(densityTable(r, name, result, density))]),
    ...(sigma === undefined ? [] : [tableBlock(sigmaTable(r, name, result, sigma))]),
    ...(beta === undefined ? [] : [tableBlock(betaTable(r, name, result, beta))]),
    ...claim("transitions", transitionsFigure(r, name, result)),
    ...(markov === undefined ? [] : [tableBlock(transitionsTable(r, name, result, markov))]),
    ...(markov?.spatial === undefined ? [] : [foldedTable(spatialTransitionsTable(r, name, result, markov))]),
  ];
}
