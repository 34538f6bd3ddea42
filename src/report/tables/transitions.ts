import { differencesWords } from "../../messages/differencesWords.js";
import type { ChainResult, DifferencesResult } from "../../results/contract.js";
import { count, fixed, plain } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, type TableRow, textCell } from "../table.js";
import { pText } from "./convergence.js";

type Mobility = NonNullable<DifferencesResult["markov"]>;

const three = (v: number) => fixed(v, 3);

/** Probabilities with errors below them, one class after another, and the long run. */
function chainRows(r: Reader, chain: ChainResult, at: string): TableRow[] {
  const w = differencesWords[r.language];
  const k = chain.from.length;
  const rows = chain.from.flatMap((moves, i): TableRow[] => {
    const probabilities = chain.probabilities[i]!;
    const errors = chain.errors[i]!;
    return [
      {
        cells: [
          textCell(w.class(i + 1, k)),
          numberCell(moves, count, `${at}.from.${i}`),
          ...chain.counts.map((_, j) => numberCell(probabilities?.[j], three, `${at}.probabilities.${i}.${j}`)),
        ],
      },
      {
        cells: [
          textCell(""),
          textCell(""),
          ...chain.counts.map((_, j): Cell => {
            const error = errors?.[j];
            return error === undefined
              ? textCell("")
              : { text: `(${three(error)}`, hang: ")", value: error, path: `${at}.errors.${i}.${j}` };
          }),
        ],
      },
    ];
  });
  const { ergodic } = chain;
  if (ergodic === null) {
    const reason = w.longRunMissing[chain.ergodicReason ?? ""] ?? "";
    return [
      ...rows,
      { cells: [textCell(`${w.longRun}${r.words.bracket(reason)}`), textCell(""), ...chain.counts.map(() => textCell("–"))] },
    ];
  }
  return [
    ...rows,
    {
      cells: [
        textCell(w.longRun),
        textCell(""),
        ...ergodic.shares.map((share, j) => numberCell(share, three, `${at}.ergodic.shares.${j}`)),
      ],
    },
    {
      cells: [
        textCell(""),
        textCell(""),
        ...ergodic.errors.map(
          (error, j): Cell => ({ text: `(${three(error)}`, hang: ")", value: error, path: `${at}.ergodic.errors.${j}` }),
        ),
      ],
    },
  ];
}

function frameOf(r: Reader, classes: number) {
  const w = differencesWords[r.language];
  const header = [w.classFrom, w.moves, ...Array.from({ length: classes }, (_, j) => w.class(j + 1, classes))];
  return {
    columns: header.map((_, i): { align: "text" | "number" } => ({ align: i === 0 ? "text" : "number" })),
    header: [header.map(textCell)],
  };
}

/** The transition table of all moves. */
export function transitionsTable(r: Reader, name: string, result: DifferencesResult, markov: Mobility): Table {
  const w = differencesWords[r.language];
  const { chain, halves } = markov;
  const cuts = markov.frame === "pooled" ? w.cutsPooled(markov.cuts[0]!.values.map((v) => plain(v, 4)).join(r.words.comma)) : w.cutsByYear;
  return {
    id: fileStem("transitions", name),
    title: titled(r, w.markovTitle(labelOf(r, result.variable)), result.data),
    ...frameOf(r, markov.classes),
    rows: chainRows(r, chain, `differences.${name}.markov.chain`),
    notes: [
      w.markovNote(cuts, markov.lag, markov.relative),
      ...(chain.mobility === null
        ? []
        : [
            w.mobilityNote(
              three(chain.mobility.value),
              three(chain.mobility.error),
              chain.halfLife === null ? null : fixed(chain.halfLife, 1),
            ),
          ]),
      ...(halves === undefined
        ? []
        : [
            w.halvesNote(
              String(halves.secondFrom),
              fixed(halves.test.likelihoodRatio, 2),
              String(halves.test.df),
              pText(halves.test.likelihoodRatioP),
            ),
          ]),
    ],
    about: [`differences.${name}.markov`],
  };
}

/** The transition tables by the class of the neighbours, one below the other. */
export function spatialTransitionsTable(r: Reader, name: string, result: DifferencesResult, markov: Mobility): Table {
  const w = differencesWords[r.language];
  const spatial = markov.spatial!;
  const { likelihoodRatio, likelihoodRatioP, pearson, pearsonP, df } = spatial.independence;
  return {
    id: fileStem("spatial-transitions", name),
    title: titled(r, w.spatialTitle(labelOf(r, result.variable), labelOf(r, spatial.matrix)), result.data),
    ...frameOf(r, markov.classes),
    rows: spatial.chains.flatMap((chain, m): TableRow[] => [
      { cells: [textCell(w.neighboursIn(m + 1, spatial.classes))], group: true, ruleAbove: m > 0 },
      ...chainRows(r, chain, `differences.${name}.markov.spatial.chains.${m}`),
    ]),
    notes: [
      w.spatialNote(fixed(likelihoodRatio, 2), pText(likelihoodRatioP), fixed(pearson, 2), pText(pearsonP), String(df)),
      ...(spatial.islands.length === 0 ? [] : [w.islandsNote(spatial.islands.join(r.words.comma))]),
    ],
    about: [`differences.${name}.markov.spatial`],
  };
}
