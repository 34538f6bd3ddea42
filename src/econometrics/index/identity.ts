import type { Frame } from "../../frame/main.js";
import { type Finding, finding } from "../../messages/main.js";
import { solveLeastSquares } from "../../numerics/leastSquares.js";
import { fromColumns, multiplyVector } from "../../numerics/matrix.js";
import { pivotedQr } from "../../numerics/qr.js";
import { dot, mean } from "../../numerics/sums.js";
import { indexPanel } from "./indexPanel.js";
import type { IndexOptions } from "./options.js";
import { preparedIndicators } from "./prepare.js";
import { baseRecipe } from "./recipe.js";

/** How much of an outcome the indicators make up, and the finding that says so. */
export interface OutcomeIdentity {
  outcome: string;
  r2: number;
  rows: number;
  finding: Finding;
}

/**
 * R2 of an outcome on the prepared indicators of an index with a constant, over all rows complete in both.
 * Near 1, outcome and index are two readings of one accounting identity, and an effect on both is one piece of evidence, not two.
 */
export function outcomeIdentity(frame: Frame, options: IndexOptions & { outcome: string }): OutcomeIdentity {
  const index = options.name ?? "index";
  const recipe = baseRecipe(options);
  const names = recipe.indicators.map((i) => i.name);
  const panel = indexPanel(frame, options, [...new Set([...names, ...Object.values(recipe.denominators), options.outcome])]);
  const outcome = panel.raw.get(options.outcome)!;
  const columns = preparedIndicators(panel, recipe, index, options.fit?.where ?? null).values;
  const rows = Array.from(outcome.keys()).filter((i) => !Number.isNaN(outcome[i]) && columns.every((c) => !Number.isNaN(c[i])));
  const taken = (column: Float64Array) => Float64Array.from(rows, (i) => column[i]!);
  const y = taken(outcome);
  const r2 = rSquared(y, [new Float64Array(rows.length).fill(1), ...columns.map(taken)]);
  const evidence = { index, outcome: options.outcome, indicators: names, r2, rows: rows.length };
  return { outcome: options.outcome, r2, rows: rows.length, finding: finding("INDEX-OUTCOME-IDENTITY", `indices.${index}`, evidence) };
}

function rSquared(y: Float64Array, columns: Float64Array[]): number {
  const qr = pivotedQr(fromColumns(columns));
  const kept = fromColumns(Array.from(qr.kept, (j) => columns[j]!));
  const fitted = multiplyVector(kept, solveLeastSquares(qr, y));
  const residual = y.map((v, i) => v - fitted[i]!);
  const centre = mean(y);
  const deviation = y.map((v) => v - centre);
  return 1 - dot(residual, residual) / dot(deviation, deviation);
}
