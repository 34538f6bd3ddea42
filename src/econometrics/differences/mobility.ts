import { categories, type Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { DifferencesResult } from "../../results/contract.js";
import { chainOf } from "../markov/chain.js";
import { classOf, quantileCuts } from "../markov/classes.js";
import { homogeneity } from "../markov/homogeneity.js";
import { type SpatialWeights, spatialWeights } from "../spatial/weights.js";
import type { DifferencesOptions, NeighbourList } from "./options.js";
import { type DifferencesPanel, grid } from "./panel.js";

type Mobility = NonNullable<DifferencesResult["markov"]>;

/** Moves of one unit: classes before and after, the period of the start, and the class of its neighbours then (-1 where it has none). */
interface Move {
  from: number;
  to: number;
  start: number;
  neighbours: number;
}

/** The Markov chain of the block. Throws DIFF-PERIODS-FEW, DIFF-CLASSES-MANY and, with a matrix, what `spatialWeights` throws. */
export function mobility(frame: Frame, panel: DifferencesPanel, options: DifferencesOptions): Mobility {
  const block = options.markov!;
  const { classes = 4, frame: cutFrame = "pooled", relative = false, lag = 1, halves = true } = block;
  const values = relative ? overMeans(grid(panel)) : grid(panel);
  const starts = panel.times.flatMap((time, t) => (panel.times.includes(time + lag) ? [t] : []));
  if (starts.length === 0)
    throw problem(
      "DIFF-PERIODS-FEW",
      { name: panel.name, part: "markov", periods: panel.times.length, needed: lag + 1 },
      { path: `differences.${panel.name}.markov` },
    );
  const cuts = cutsOf(panel, values, classes, cutFrame, "classes");
  const classesOf = values.map((row, t) =>
    Array.from(row, (v) => (Number.isNaN(v) ? -1 : classOf(v, cuts[cutFrame === "pooled" ? 0 : t]!))),
  );
  const list = options.neighbours;
  const spatial = block.matrix === undefined || list === undefined ? null : neighbourClasses(frame, panel, options, list, values, cutFrame);
  const moves = starts.flatMap((start) => {
    const end = panel.times.indexOf(panel.times[start]! + lag);
    return panel.units.flatMap((_, unit): Move[] => {
      const [from, to] = [classesOf[start]![unit]!, classesOf[end]![unit]!];
      return from < 0 || to < 0 ? [] : [{ from, to, start, neighbours: spatial === null ? -1 : spatial.classes[start]![unit]! }];
    });
  });
  const counted = (keep: (move: Move) => boolean): number[][] => {
    const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    for (const move of moves) if (keep(move)) counts[move.from]![move.to]!++;
    return counts;
  };
  const middle = starts[Math.floor(starts.length / 2)]!;
  return {
    classes,
    frame: cutFrame,
    relative,
    lag,
    cuts: cuts.map((own, t) => ({ time: cutFrame === "pooled" ? null : panel.times[t]!, values: own })),
    moves: moves.length,
    chain: chainOf(counted(() => true)),
    // How the units are spread over the classes at the beginning and at the end.
    spread: [0, panel.times.length - 1].map((t) => ({ time: panel.times[t]!, shares: sharesOf(classesOf[t]!, classes) })),
    ...(halves && starts.length >= 2
      ? {
          halves: {
            secondFrom: panel.times[middle]!,
            test: homogeneity([counted((m) => m.start < middle), counted((m) => m.start >= middle)]),
          },
        }
      : {}),
    ...(spatial === null
      ? {}
      : {
          spatial: {
            matrix: list!.name,
            classes: spatial.count,
            cuts: spatial.cuts.map((own, t) => ({ time: cutFrame === "pooled" ? null : panel.times[t]!, values: own })),
            chains: Array.from({ length: spatial.count }, (_, k) => chainOf(counted((m) => m.neighbours === k))),
            independence: homogeneity(Array.from({ length: spatial.count }, (_, k) => counted((m) => m.neighbours === k))),
            islands: [...spatial.weights.islands],
          },
        }),
  };
}

function overMeans(values: readonly Float64Array[]): Float64Array[] {
  return values.map((row) => {
    const present = row.filter((v) => !Number.isNaN(v));
    const mean = present.reduce((s, v) => s + v, 0) / present.length;
    return row.map((v) => v / mean);
  });
}

/** Cut points of all periods together (one set), or of each. Throws DIFF-CLASSES-MANY where quantiles coincide. */
function cutsOf(
  panel: DifferencesPanel,
  values: readonly Float64Array[],
  classes: number,
  frame: "pooled" | "byYear",
  what: "classes" | "neighbourClasses",
): number[][] {
  const present = values.map((row) => Array.from(row).filter((v) => !Number.isNaN(v)));
  const sets = frame === "pooled" ? [present.flat()] : present;
  return sets.map((set, t) => {
    const cuts = quantileCuts(set, classes);
    if (cuts.length === classes - 1 && set.some((v) => v > cuts.at(-1)!)) return cuts;
    const time = frame === "pooled" ? null : panel.times[t]!;
    throw problem(
      "DIFF-CLASSES-MANY",
      { name: panel.name, variable: panel.variable, what, classes, distinct: new Set(set).size, time },
      { path: `differences.${panel.name}.markov` },
    );
  });
}

function sharesOf(classes: readonly number[], count: number): number[] {
  const present = classes.filter((c) => c >= 0);
  return Array.from({ length: count }, (_, k) => present.filter((c) => c === k).length / present.length);
}

/** Classes of the neighbours' mean at every period. A unit none of whose neighbours is observed then has none. */
function neighbourClasses(
  frame: Frame,
  panel: DifferencesPanel,
  options: DifferencesOptions,
  list: NeighbourList,
  values: readonly Float64Array[],
  cutFrame: "pooled" | "byYear",
): { count: number; cuts: number[][]; classes: number[][]; weights: SpatialWeights } {
  const codes = codesOfUnits(frame, panel, options, list);
  const weights = spatialWeights(codes, list.edges, list);
  const lags = values.map((row) => lagOverPresent(weights, row));
  const count = options.markov!.neighbourClasses ?? options.markov!.classes ?? 4;
  const cuts = cutsOf(panel, lags, count, cutFrame, "neighbourClasses");
  const classes = lags.map((row, t) => Array.from(row, (v) => (Number.isNaN(v) ? -1 : classOf(v, cuts[cutFrame === "pooled" ? 0 : t]!))));
  return { count, cuts, classes, weights };
}

/** The code of each unit of the panel in the list of pairs: constant over a unit's rows. Throws DIFF-CODE-VARIES. */
function codesOfUnits(frame: Frame, panel: DifferencesPanel, options: DifferencesOptions, list: NeighbourList): string[] {
  const unit = categories(frame, options.unit);
  const code = categories(frame, list.units);
  const found = new Map<number, string>();
  for (let row = 0; row < frame.rows; row++) {
    const u = unit.codes[row]!;
    if (u < 0 || code.codes[row]! < 0) continue;
    const label = code.labels[code.codes[row]!]!;
    const before = found.get(u);
    if (before !== undefined && before !== label)
      throw problem(
        "DIFF-CODE-VARIES",
        { name: panel.name, matrix: list.name, column: list.units, unit: panel.units[u]!, codes: [before, label] },
        { path: `differences.${panel.name}.markov.matrix` },
      );
    found.set(u, label);
  }
  return panel.units.map((name, u) => found.get(u) ?? name);
}

/** The mean of the neighbours that are observed; under `standardise: none` their weighted sum. */
function lagOverPresent({ neighbours, weights, standardise }: SpatialWeights, values: Float64Array): Float64Array {
  return Float64Array.from(neighbours, (row, i) => {
    let sum = 0;
    let total = 0;
    row.forEach((j, k) => {
      if (Number.isNaN(values[j])) return;
      sum += weights[i]![k]! * values[j]!;
      total += weights[i]![k]!;
    });
    return total === 0 ? Number.NaN : standardise === "row" ? sum / total : sum;
  });
}
