import { type Expression, type Frame, formatExpression } from "../../frame/main.js";
import { type Finding, finding } from "../../messages/main.js";
import type { ConfidenceSet, FirstStage, Test } from "../../results/main.js";
import type { Design, Regressor } from "../design.js";
import type { Term } from "../formula.js";
import type { Equation } from "./equation.js";

/** With several endogenous variables and robust errors no critical values exist; below this conditional F nobody calls instruments strong. */
const WEAK_CONDITIONAL_F = 10;
/** A group mean is recognised when every group agrees to this share of the standard deviation of the variable: files round. */
const SAME_MEAN = 1e-4;
/** The first stage is an identity when this share of its variance, or less, is left. */
const IDENTITY = 1e-18;

/** Findings about instruments that do not depend on the errors. */
export function instrumentFindings(design: Design, equation: Equation, path: string): Finding[] {
  const findings: Finding[] = equation.leftInstruments.map((l) =>
    finding("IV-INSTRUMENT-LEFT", path, {
      instrument: l.term,
      reason: l.reason,
      with: l.reason === "absorbed" ? l.effects : l.reason === "collinear" ? l.with.map((w) => w.term) : [],
    }),
  );
  const { endogenous, excluded } = design.formula.instruments!;
  for (const treatment of endogenous) {
    for (const instrument of excluded) {
      const periods = lagOf(instrument, treatment);
      if (periods !== null)
        findings.push(finding("IV-INSTRUMENT-LAG", path, { instrument: instrument.name, endogenous: treatment.name, periods }));
    }
  }
  for (const treatment of design.endogenous) {
    for (const instrument of design.excluded) {
      const groups = ownMeanGroups(design, instrument, treatment);
      if (groups !== null)
        findings.push(finding("IV-INSTRUMENT-OWN-UNIT", path, { instrument: instrument.name, endogenous: treatment.name, groups }));
    }
  }
  const { rest, onZ } = equation.geometry;
  equation.endogenous.names.forEach((name, j) => {
    const explained = onZ.endogenous.data.subarray(j * onZ.endogenous.rows, (j + 1) * onZ.endogenous.rows).reduce((s, v) => s + v * v, 0);
    if (rest.data[j * (rest.rows + 1)]! <= IDENTITY * explained)
      findings.push(finding("IV-FIRST-STAGE-IDENTITY", path, { endogenous: name, instruments: equation.excluded.names }));
  });
  return findings;
}

/** By how many periods an instrument is a lag of a variable: `l(x, 2)`, or the column `x_lag2` that the step `lag` writes. */
function lagOf(instrument: Term, treatment: Term): number | null {
  const part = instrument.parts.length === 1 ? instrument.parts[0]! : null;
  if (part === null || part.kind !== "value") return null;
  const found = lagCall(part.expression, treatment.name);
  if (found !== null) return found;
  const named = /^(.*)_lag(\d+)$/.exec(instrument.name);
  return named !== null && named[1] === treatment.name ? Number(named[2]) : null;
}

function lagCall(expression: Expression, variable: string): number | null {
  if (expression.kind !== "call" || expression.name !== "l") return null;
  const [of, by] = expression.arguments;
  const name = of!.kind === "name" ? of!.name : formatExpression(of!);
  return name === variable ? (by?.kind === "number" ? by.value : 1) : null;
}

/**
 * The number of groups when an instrument is the mean of the endogenous variable over groups that contain the unit itself; null when it is not.
 * Rows that share a value of such an instrument average to that value. A mean that leaves the unit out varies within its group, and fails.
 */
export function ownMeanGroups(
  design: Design,
  instrument: Pick<Regressor, "name" | "values">,
  treatment: Pick<Regressor, "name" | "values">,
): number | null {
  const z = wholeColumn(design.frame, instrument.name);
  const x = wholeColumn(design.frame, treatment.name);
  // A mean is taken over the whole table, before the sample lost rows.
  return z !== null && x !== null ? groupsOf(z, x) : groupsOf(instrument.values, treatment.values);
}

function wholeColumn(source: Frame, name: string): Float64Array | null {
  const column = source.columns.get(name);
  return column?.kind === "number" ? column.values : null;
}

function groupsOf(z: Float64Array, x: Float64Array): number | null {
  const sums = new Map<number, { count: number; sum: number }>();
  let rows = 0;
  let mean = 0;
  let spread = 0;
  for (let i = 0; i < z.length; i++) {
    if (Number.isNaN(z[i]!) || Number.isNaN(x[i]!)) continue;
    rows++;
    const step = x[i]! - mean;
    mean += step / rows;
    spread += step * (x[i]! - mean);
    const group = sums.get(z[i]!);
    if (group === undefined) sums.set(z[i]!, { count: 1, sum: x[i]! });
    else {
      group.count++;
      group.sum += x[i]!;
    }
    // Far more values than a group mean could have: a continuous instrument, and no need to look further.
    if (rows === 2000 && sums.size > 0.9 * rows) return null;
  }
  if (rows < 4 || sums.size < 2 || sums.size > rows / 2) return null;
  const tolerance = SAME_MEAN * Math.sqrt(spread / rows);
  for (const [value, { count, sum }] of sums) if (Math.abs(sum / count - value) > tolerance) return null;
  return sums.size;
}

/** Findings about strength and validity under the errors chosen. */
export function strengthFindings(
  firstStages: readonly FirstStage[],
  tests: readonly Test[],
  sets: readonly ConfidenceSet[],
  robust: boolean,
  path: string,
): Finding[] {
  const findings: Finding[] = [];
  const named = (name: string): Test | undefined => tests.find((test) => test.name === name);
  const effective = named("effectiveF");
  const bound = effective?.criticalValues?.find((c) => c.name === "bias 10 %, any design");
  if (firstStages.length === 1 && effective?.statistic !== null && effective?.statistic !== undefined && bound !== undefined) {
    if (effective.statistic < bound.value)
      findings.push(
        finding("IV-WEAK", path, {
          endogenous: firstStages[0]!.endogenous,
          statistic: "effective F",
          value: effective.statistic,
          bound: bound.value,
        }),
      );
  } else {
    for (const stage of firstStages) {
      const conditional = stage.tests.find((test) => test.name === "sandersonWindmeijerF")?.statistic;
      if (conditional !== null && conditional !== undefined && conditional < WEAK_CONDITIONAL_F)
        findings.push(
          finding("IV-WEAK", path, {
            endogenous: stage.endogenous,
            statistic: "Sanderson-Windmeijer F",
            value: conditional,
            bound: WEAK_CONDITIONAL_F,
          }),
        );
    }
  }
  const craggDonald = named("craggDonaldF")?.statistic;
  const kleibergenPaap = named("kleibergenPaapF")?.statistic;
  if (robust && craggDonald !== null && craggDonald !== undefined)
    findings.push(finding("IV-CRAGG-DONALD-ROBUST", path, { craggDonald, kleibergenPaap: kleibergenPaap ?? null }));
  const overidentification = named("hansenJ") ?? named("sargan");
  if (overidentification?.pValue !== null && overidentification?.pValue !== undefined && overidentification.pValue < 0.05)
    findings.push(
      finding("IV-OVERIDENTIFICATION", path, {
        test: overidentification.name,
        statistic: overidentification.statistic!,
        pValue: overidentification.pValue,
      }),
    );
  for (const set of sets) {
    if (set.shape === "empty") findings.push(finding("IV-SET-EMPTY", path, { term: set.term, level: set.level }));
    else if (set.unbounded) findings.push(finding("IV-SET-UNBOUNDED", path, { term: set.term, level: set.level, shape: set.shape! }));
  }
  return findings;
}
