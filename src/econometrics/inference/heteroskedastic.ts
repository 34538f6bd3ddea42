import { problem } from "../../messages/main.js";
import { crossProduct, type Matrix, scaledCrossProduct, symmetricSandwich, zeros } from "../../numerics/main.js";
import type { Moments } from "../fit.js";
import type { Vcov } from "../vcov.js";
import { leverage } from "./leverage.js";

/** Closer to one than this, a row is fitted by a parameter of its own. */
const SATURATED = 1e-10;

/**
 * Errors robust to heteroskedasticity (MacKinnon and White 1985): squared residuals as they are (HC0), times N/(N - parameters) (HC1),
 * over 1 - h (HC2) or over its square (HC3), h the leverage of the row under regressors and absorbed effects together.
 * A row that an effect of its own fits says nothing about the coefficients and counts nothing.
 * @throws MODEL-ERRORS-EFFECTS-MANY; MODEL-LEVERAGE-ONE where a regressor is identified by one row alone
 */
export function heteroskedastic(moments: Moments, type: "HC0" | "HC1" | "HC2" | "HC3"): Vcov {
  const df = moments.rows - moments.parameters;
  const factor = type === "HC1" ? moments.rows / df : 1;
  const { meat, saturated } = type === "HC0" || type === "HC1" ? { meat: plainMeat(moments), saturated: 0 } : inflatedMeat(moments, type);
  const matrix = symmetricSandwich(moments.bread, { ...meat, data: meat.data.map((value) => value * factor) });
  const exact = type === "HC2" || type === "HC3";
  return {
    matrix,
    df,
    method: type,
    report: { type, clusters: {}, df, correction: null, factor: exact ? null : factor },
    conventions: {
      parameters: moments.parameters,
      ...(exact ? { leverage: moments.effects.length === 0 ? "exact" : "exact, effects included" } : {}),
      ...(saturated > 0 ? { saturatedRows: saturated } : {}),
    },
  };
}

function plainMeat(moments: Moments): Matrix {
  return moments.pull === undefined ? crossProduct(moments.scores) : scaledCrossProduct(moments.regressors, moments.pull);
}

function inflatedMeat(moments: Moments, type: "HC2" | "HC3"): { meat: Matrix; saturated: number } {
  const { scores } = moments;
  const h = leverage(moments, type);
  const out = zeros(scores.rows, scores.cols);
  let saturated = 0;
  for (let i = 0; i < scores.rows; i++) {
    const free = 1 - h.regressors[i]! - h.effects[i]!;
    if (free < SATURATED) {
      if (h.regressors[i]! > SATURATED) throw problem("MODEL-LEVERAGE-ONE", { errors: type, row: moments.design.rows[i]! + 1 });
      saturated++;
      continue;
    }
    const by = type === "HC2" ? 1 / Math.sqrt(free) : 1 / free;
    for (let j = 0; j < scores.cols; j++) out.data[i + j * scores.rows] = scores.data[i + j * scores.rows]! * by;
  }
  return { meat: crossProduct(out), saturated };
}
