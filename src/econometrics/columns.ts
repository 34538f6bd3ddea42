import { type Column, columnNamed, type Expression, evaluate, type Frame, namesIn } from "../frame/main.js";
import { nearest, type Place, Problem, placed, problem } from "../messages/main.js";
import { powerColumn } from "../numerics/main.js";
import type { Effect, Formula, Part, Term } from "./formula.js";
import { combineLevels, type Levels, levelsOf } from "./levels.js";
import { type PanelNames, resolveShifts, rowNames } from "./shift.js";

/** A part of a term on every row of the frame. */
export type PartColumn =
  | {
      kind: "number";
      name: string;
      values: Float64Array;
      /** What rounding took from the values (exact = values + low), where that is known. */
      low?: Float64Array;
    }
  | {
      kind: "levels";
      name: string;
      levels: Levels;
      by: { kind: "number"; name: string; values: Float64Array } | { kind: "levels"; name: string; levels: Levels } | null;
      references: string[];
      byReferences: string[];
      /** True for `i(...)`; false for a text column that stands in the formula by itself. */
      explicit: boolean;
    };

/** A term on every row of the frame, before levels have become indicators (which needs the sample). */
export interface TermColumns {
  name: string;
  parts: PartColumn[];
}

/** A set of effects on every row of the frame. */
export interface EffectColumns {
  name: string;
  levels: Levels;
  intercept: boolean;
  slopes: Float64Array[];
}

/** Everything a formula names, evaluated on every row of the frame. */
export interface FormulaColumns {
  outcome: Float64Array;
  terms: TermColumns[];
  effects: EffectColumns[];
  endogenous: TermColumns[];
  excluded: TermColumns[];
}

/** Evaluates a formula on a frame. Throws what the expression language throws, with the place in the formula, and FORMULA-REF-UNKNOWN. */
export function formulaColumns(source: Frame, formula: Formula, panel: PanelNames): FormulaColumns {
  const evaluator = new Evaluator(source, panel);
  const terms = (list: readonly Term[]) => list.map((term) => ({ name: term.name, parts: term.parts.map((part) => evaluator.part(part)) }));
  return {
    outcome: evaluator.numbers(formula.outcome.expression, formula.outcome.text),
    terms: terms(formula.terms),
    effects: formula.effects.map((effect) => evaluator.effect(effect)),
    endogenous: terms(formula.instruments?.endogenous ?? []),
    excluded: terms(formula.instruments?.excluded ?? []),
  };
}

/** Levels of a clustering variable: a column, or columns combined as `province^year`. */
export function clusterLevels(source: Frame, name: string): Levels {
  const names = source.columns.has(name) ? [name] : name.split("^").map((part) => part.trim());
  return names.map((part) => levelsOf(columnNamed(source, part))).reduce(combineLevels);
}

class Evaluator {
  private frame: Frame;

  constructor(
    source: Frame,
    private readonly panel: PanelNames,
  ) {
    this.frame = source;
  }

  column(expression: Expression, text: string): Column {
    return atPlace(text, () => {
      const resolved = resolveShifts(expression, this.frame, this.panel);
      this.frame = resolved.frame;
      return evaluate(resolved.expression, this.frame, rowNames(this.panel));
    });
  }

  /** A column that must hold numbers. */
  numbers(expression: Expression, text: string): Float64Array {
    const column = this.column(expression, text);
    if (column.kind === "number") return column.values;
    return atPlace(text, () => {
      // A sign makes the expression language want a number, and say in its own words which cells are not.
      const wanted: Expression = { kind: "negative", operand: expression, from: expression.from, to: expression.to };
      const { values } = evaluate(resolveShifts(wanted, this.frame, this.panel).expression, this.frame) as { values: Float64Array };
      return values;
    });
  }

  part(part: Part): PartColumn {
    if (part.kind === "value") {
      const column = this.column(part.expression, part.text);
      if (column.kind === "number") return { kind: "number", name: part.name, ...this.withLowPart(part, column.values) };
      return { kind: "levels", name: part.name, levels: levelsOf(column), by: null, references: [], byReferences: [], explicit: false };
    }
    const levels = levelsOf(this.column(part.of, part.text));
    const by = part.by === null ? null : this.column(part.by, part.text);
    const byName = part.by === null ? "" : nameOf(part.by);
    const byLevels = by !== null && by.kind === "category" ? levelsOf(by) : null;
    return {
      kind: "levels",
      name: nameOf(part.of),
      levels,
      by:
        by === null
          ? null
          : by.kind === "number"
            ? { kind: "number", name: byName, values: by.values }
            : { kind: "levels", name: byName, levels: byLevels! },
      references: knownLevels(part.references, levels, nameOf(part.of), part.text),
      byReferences: byLevels === null ? [] : knownLevels(part.byReferences, byLevels, byName, part.text),
      explicit: true,
    };
  }

  /** Values of a part; those of a whole power together with what rounding took from them. */
  private withLowPart({ expression, text }: Part & { kind: "value" }, values: Float64Array): { values: Float64Array; low?: Float64Array } {
    const power = wholePower(expression);
    if (power === null) return { values };
    const { high, low } = powerColumn(this.numbers(power.base, text), power.exponent);
    let exact = true;
    for (let i = 0; i < low.length; i++) {
      // Beyond 1e290 the pair is not defined, and a missing value has no low part.
      if (low[i]! - low[i]! !== 0) {
        high[i] = values[i]!;
        low[i] = 0;
      } else if (low[i] !== 0) exact = false;
    }
    return exact ? { values: high } : { values: high, low };
  }

  effect(effect: Effect): EffectColumns {
    const levels = effect.of.map((of) => levelsOf(this.column(of.expression, effect.text))).reduce(combineLevels);
    const slopes = effect.slopes.map((slope) => this.numbers(slope.expression, effect.text));
    return { name: effect.name, levels, intercept: effect.intercept, slopes };
  }
}

/** Higher powers are taken as they come. */
const HIGHEST_POWER = 64;

/** `x^k` for a whole k of two and more, or null. */
function wholePower(expression: Expression): { base: Expression; exponent: number } | null {
  if (expression.kind !== "arithmetic" || expression.operator !== "^" || expression.right.kind !== "number") return null;
  const exponent = expression.right.value;
  return Number.isInteger(exponent) && exponent >= 2 && exponent <= HIGHEST_POWER ? { base: expression.left, exponent } : null;
}

function nameOf(expression: Expression): string {
  return expression.kind === "name" ? expression.name : namesIn(expression).join(".");
}

function knownLevels(references: readonly (string | number)[], levels: Levels, variable: string, text: string): string[] {
  return references.map((reference) => {
    const label = String(reference);
    if (levels.labels.includes(label)) return label;
    throw problem(
      "FORMULA-REF-UNKNOWN",
      { variable, reference: label, nearest: nearest(label, levels.labels), levels: levels.labels.slice(0, 12) },
      { excerpt: text },
    );
  });
}

/** Runs something on a piece of a formula, and puts the formula beside any problem it throws. */
function atPlace<T>(text: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Problem) throw placed(error, { excerpt: text } satisfies Place);
    throw error;
  }
}
