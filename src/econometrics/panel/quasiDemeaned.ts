import { dot, mean } from "../../numerics/main.js";
import type { Design, Regressor } from "../design.js";
import { INTERCEPT } from "../fit.js";
import type { Components } from "./components.js";
import { lessMeans, type Panel, spread, unitMeans } from "./panelRows.js";

/** Below this share of a regressor's sum of squares its deviations from unit means are rounding. */
const CONSTANT_WITHIN = 1e-22;

/** Regressors as columns, the constant first. */
export function withConstant(design: Design): Regressor[] {
  const rows = design.rows.length;
  return design.intercept ? [{ name: INTERCEPT, values: new Float64Array(rows).fill(1) }, ...design.regressors] : design.regressors;
}

/** The design with every column less its share of the unit mean; the constant becomes a regressor of its own. */
export function quasiDemeaned(design: Design, panel: Panel, { shares }: Components): Design {
  return {
    ...design,
    intercept: false,
    outcome: lessMeans(panel, design.outcome, shares),
    regressors: withConstant(design).map(({ name, values }) => ({ name, values: lessMeans(panel, values, shares) })),
  };
}

/** True where a column changes within units. */
export function variesWithin(panel: Panel, values: Float64Array): boolean {
  const deviations = lessMeans(panel, values, 1);
  return dot(deviations, deviations) > CONSTANT_WITHIN * dot(values, values);
}

/** Unit means of the regressors that vary within units (and not by a change they all share), named `mean(x)`. */
export function meansOfVarying(design: Design, panel: Panel): Regressor[] {
  return design.regressors.flatMap(({ name, values }) => {
    if (!variesWithin(panel, values)) return [];
    const means = unitMeans(panel, values);
    const centre = mean(means);
    // In a balanced panel the unit means of period dummies are all the same.
    if (means.every((value) => Math.abs(value - centre) <= 1e-12 * (1 + Math.abs(centre)))) return [];
    return [{ name: `mean(${name})`, values: spread(panel, means) }];
  });
}
