import type { Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { Cluster } from "../design.js";
import type { Fit } from "../fit.js";
import type { Formula } from "../formula.js";
import { clusterNames } from "../inference.js";
import { leastSquaresFit, type RegressOptions } from "./ols.js";
import { onRows, unitMeans } from "./panelRows.js";
import { panelSetting } from "./panelSetting.js";

/**
 * The between estimator: least squares of unit means on unit means, one row per unit (Baltagi 2021, 2.2).
 * @throws PANEL-UNIT-NEEDED, PANEL-EFFECTS-WRITTEN, PANEL-CLUSTER-WITHIN, and what `regress` throws
 */
export function between(source: Frame, formula: string | Formula, options: Omit<RegressOptions, "weights">): Fit {
  // A unit is one row here, so that clustering by it (the default elsewhere) is robustness to heteroskedasticity.
  const unasked = options.vcov === undefined && options.cluster === undefined;
  const setting = panelSetting(source, formula, unasked ? { ...options, vcov: "HC1" } : options, "between");
  const { design, panel } = setting;
  const asked = new Set(clusterNames(setting.vcov));
  for (const cluster of design.clusters) if (asked.has(cluster.name)) refuseWithin(cluster, panel.starts);
  const made = onRows(
    design,
    panel.starts.slice(0, -1),
    unitMeans(panel, design.outcome),
    design.regressors.map(({ name, values }) => ({ name, values: unitMeans(panel, values) })),
  );
  return leastSquaresFit(made, setting.vcov, {
    estimator: "between",
    level: setting.level,
    path: setting.path,
    adjust: (model) => ({
      ...model,
      sample: { ...model.sample, periods: design.times?.count ?? null },
      conventions: { ...model.conventions, rows: "one per unit: means over its rows", rowsBehind: design.rows.length },
    }),
  });
}

function refuseWithin(cluster: Cluster, starts: Int32Array): void {
  for (let k = 0; k + 1 < starts.length; k++)
    for (let row = starts[k]! + 1; row < starts[k + 1]!; row++)
      if (cluster.codes[row] !== cluster.codes[row - 1]) throw problem("PANEL-CLUSTER-WITHIN", { cluster: cluster.name });
}
