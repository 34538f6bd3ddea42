import { type Frame, formatExpression } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import { column, fromColumns } from "../../numerics/main.js";
import { formulaColumns } from "../columns.js";
import { buildDesign, type Design, type DesignOptions } from "../design.js";
import { INTERCEPT } from "../fit.js";
import { type Formula, parseFormula, type Sets, type Term } from "../formula.js";
import { panelDesignOptions, panelOf } from "../panel/panelRows.js";
import { panelIndex } from "../shift.js";
import type { InstrumentSpec } from "./instruments.js";
import type { InstrumentOption } from "./options.js";
import { differences, type Levels, orthogonalDeviations, type Stack, stackEquations } from "./stack.js";

/** As good as every lag: no panel is longer. */
const ALL_LAGS = 99;

/** Options of `dynamicPanel`; the words of the study file. */
export interface GmmOptions extends Omit<DesignOptions, "weights" | "clusters" | "keepSingletons"> {
  /** `["difference"]` (default) or `["difference", "level"]`, a system. */
  equations?: readonly ("difference" | "level")[] | undefined;
  transform?: "difference" | "orthogonal" | undefined;
  /** Default `two`. */
  steps?: "one" | "two" | undefined;
  /** Default `robust`: by unit, with Windmeijer's correction after two steps. */
  errors?: "robust" | "conventional" | undefined;
  /** First-step weights, h of xtabond2; default 3. */
  weighting?: 1 | 2 | 3 | undefined;
  small?: boolean | undefined;
  instruments: readonly InstrumentOption[];
  sets?: Sets | undefined;
  level?: number | undefined;
}

/** A model ready to be estimated. */
export interface Setting {
  design: Design;
  levels: Levels;
  stack: Stack;
  specs: InstrumentSpec[];
  system: boolean;
  /** Names of the columns of the stack: regressors, constant, time dummies. */
  names: string[];
  regressorCount: number;
  /** Lags of the outcome among the regressors. */
  lags: { term: string; by: number }[];
  timeEffects: boolean;
  path: string;
}

/**
 * Reads the formula, the rows and the instrument sets of a model.
 * @throws GMM-*, FORMULA-*, EXPR-*, DATA-*, PANEL-UNIT-NEEDED
 */
export function prepare(source: Frame, formula: string | Formula, options: GmmOptions): Setting {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  if (parsed.instruments !== null)
    throw problem("GMM-INSTRUMENTS-WRITTEN", { formula: parsed.text, instruments: parsed.instruments.excluded.map((t) => t.name) });
  const others = parsed.effects
    .filter((e) => e.slopes.length > 0 || (e.name !== options.unit && e.name !== options.time))
    .map((e) => e.name);
  if (others.length > 0)
    throw problem("GMM-EFFECTS", { effects: others, unit: options.unit ?? null, time: options.time ?? null, formula: parsed.text });
  const equations = options.equations ?? ["difference"];
  const system = equations.includes("level");
  if (!equations.includes("difference")) throw problem("GMM-LEVEL-ALONE", {});
  const panelOptions = panelDesignOptions(source, { ...options, weights: null }, "iid", "gmm", true);
  const standard = options.instruments.filter((set) => !isLagged(set)).flatMap((set) => set.columns);
  const standardFormula = standard.length === 0 ? null : parseFormula(`${parsed.outcome.name} ~ ${standard.join(" + ")}`, options.sets);
  const design = buildDesign(
    source,
    { ...parsed, effects: [] },
    { ...panelOptions, commonWith: [...(options.commonWith ?? []), ...(standardFormula === null ? [] : [standardFormula])] },
  );
  const { starts } = panelOf(design, "gmm");
  const index = panelIndex(source, options, "gmm");
  const timeEffects = parsed.effects.some((e) => e.name === options.time);
  const levels = levelsOf(design, starts, index.times, system, timeEffects ? options.time! : null);
  const transformed = (options.transform === "orthogonal" ? orthogonalDeviations : differences)(levels.levels);
  if (transformed.length === 0)
    throw problem("GMM-FEW-PERIODS", {
      rows: design.rows.length,
      units: design.units!.count,
      periods: design.times!.count,
      formula: parsed.text,
    });
  const stack = stackEquations(levels.levels, transformed, system);
  const unitCodes = Int32Array.from(levels.levels.starts.slice(0, -1), (row) => index.units.codes[design.rows[row]!]!);
  const specs = [
    ...userInstruments(source, options, design, system, index.times, (unit, period) => index.rowAt(unitCodes[unit]!, period)),
    ...ownInstruments(levels.names, levels.levels, design.regressors.length, system),
  ];
  const lags = parsed.terms.flatMap((term) => {
    const by = lagOfOutcome(term, parsed.outcome.name);
    return by === null ? [] : [{ term: term.name, by }];
  });
  return {
    design,
    levels: levels.levels,
    stack,
    specs,
    system,
    names: levels.names,
    regressorCount: design.regressors.length,
    lags,
    timeEffects,
    path: options.path ?? "model",
  };
}

/** By how many periods a term is a lag of the outcome, `l(y, 2)` or the column `y_lag2` that the step `lag` writes; null where it is none. */
function lagOfOutcome({ name, parts: [part, ...more] }: Term, outcome: string): number | null {
  const written = /^(.*)_lag(\d+)$/.exec(name);
  if (written !== null && written[1] === outcome) return Number(written[2]);
  if (more.length > 0 || part?.kind !== "value" || part.expression.kind !== "call" || part.expression.name !== "l") return null;
  const [of, by] = part.expression.arguments;
  if (formatExpression(of!) !== outcome) return null;
  return by === undefined ? 1 : by.kind === "number" ? by.value : null;
}

type LaggedSet = Exclude<InstrumentOption, { kind: "exogenous" | "standard" }>;

function isLagged(set: InstrumentOption): set is LaggedSet {
  return set.kind !== "standard" && set.kind !== "exogenous";
}

/** First and last lag of a set of lagged levels. */
function lagsOf(set: LaggedSet): [number, number] {
  return set.kind === "gmm" ? [set.lags[0], set.lags[1]] : [set.kind === "endogenous" ? 2 : 1, set.lastLag ?? ALL_LAGS];
}

/** The level equation: regressors, the constant of a system, time dummies. */
function levelsOf(
  design: Design,
  starts: Int32Array,
  times: Float64Array,
  system: boolean,
  time: string | null,
): { levels: Levels; names: string[] } {
  const rows = design.rows.length;
  const constant = system && design.intercept;
  const dummies: [string, Float64Array][] = [];
  if (time !== null) {
    const { codes, labels } = design.times!;
    // The first period is the base: in a system the constant, in differences the sum of the dummies, which is no change.
    for (let t = 1; t < labels.length; t++) dummies.push([`${time}::${labels[t]}`, new Float64Array(rows)]);
    for (let row = 0; row < rows; row++) if (codes[row]! > 0) dummies[codes[row]! - 1]![1][row] = 1;
  }
  const columns = [
    ...design.regressors.map((r) => r.values),
    ...(constant ? [new Float64Array(rows).fill(1)] : []),
    ...dummies.map(([, values]) => values),
  ];
  return {
    levels: {
      starts,
      periods: Float64Array.from(design.rows, (row) => times[row]!),
      outcome: design.outcome,
      regressors: fromColumns(columns, rows),
    },
    names: [...design.regressors.map((r) => r.name), ...(constant ? [INTERCEPT] : []), ...dummies.map(([name]) => name)],
  };
}

/** The sets of the options, columns evaluated on the whole table: lags reach rows that are not in the sample. */
function userInstruments(
  source: Frame,
  options: GmmOptions,
  design: Design,
  system: boolean,
  times: Float64Array,
  rowAt: (unit: number, period: number) => number,
): InstrumentSpec[] {
  const earliest = times.reduce((least, t) => (t < least ? t : least), Number.POSITIVE_INFINITY);
  return options.instruments.flatMap((set): InstrumentSpec[] => {
    const written = parseFormula(`${design.formula.outcome.name} ~ ${set.columns.join(" + ")}`, options.sets);
    const equation = set.equation ?? (system ? "both" : "difference");
    const columns = written.terms.map((t) => t.name);
    if (!system && equation !== "difference") throw problem("GMM-EQUATION-ABSENT", { columns, equation });
    const lags = isLagged(set) ? lagsOf(set) : null;
    if (lags !== null && lags[1] < lags[0]) throw problem("GMM-LAGS-ORDER", { columns, first: lags[0], last: lags[1] });
    const group = `${columns.join(", ")}${lags === null ? "" : ` lags ${lags[0]} to ${lags[1] >= ALL_LAGS ? "last" : lags[1]}`}`;
    return formulaColumns(source, written, options).terms.map((term): InstrumentSpec => {
      const [only, ...more] = term.parts;
      if (only === undefined || only.kind !== "number" || more.some((p) => p.kind !== "number"))
        throw problem("GMM-INSTRUMENT-TEXT", { column: term.name });
      const values = term.parts.reduce<Float64Array | null>((product, p) => {
        const own = (p as { values: Float64Array }).values;
        return product === null ? own : product.map((value, i) => value * own[i]!);
      }, null)!;
      return {
        group,
        kind: lags === null ? "standard" : "gmm",
        column: term.name,
        lags,
        collapse: isLagged(set) && set.collapse === true,
        equation,
        earliest,
        valueAt: (unit, period) => {
          const row = rowAt(unit, period);
          return row === -1 ? Number.NaN : values[row]!;
        },
        onLevels: lags === null ? Float64Array.from(design.rows, (row) => values[row]!) : null,
      };
    });
  });
}

/** Constant and time dummies are their own instruments: in the level equation of a system, else transformed. */
function ownInstruments(names: readonly string[], levels: Levels, from: number, system: boolean): InstrumentSpec[] {
  const own = names.slice(from);
  const group = own.length === 1 ? own[0]! : own[0] === INTERCEPT ? "constant and time dummies" : "time dummies";
  return own.map((name, k) => ({
    group,
    kind: "standard",
    column: name,
    lags: null,
    collapse: false,
    equation: system ? "level" : "difference",
    earliest: 0,
    valueAt: () => Number.NaN,
    onLevels: column(levels.regressors, from + k),
  }));
}
