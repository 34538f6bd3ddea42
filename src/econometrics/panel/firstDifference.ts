import type { Frame } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { Fit } from "../fit.js";
import type { Formula } from "../formula.js";
import { differenced } from "./differenced.js";
import { leastSquaresFit, type RegressOptions } from "./ols.js";
import { panelSetting, shortPanelFindings } from "./panelSetting.js";

/**
 * First differences: least squares of changes between consecutive periods on changes. A hole in a unit's periods breaks it: no change is taken
 * across it. A constant in the formula is a common trend.
 * @throws PANEL-UNIT-NEEDED, PANEL-EFFECTS-WRITTEN, PANEL-NO-DIFFERENCES, FORMULA-LAG-DUPLICATE, and what `regress` throws
 */
export function firstDifference(source: Frame, formula: string | Formula, options: Omit<RegressOptions, "weights">): Fit {
  const setting = panelSetting(source, formula, options, "firstDifference", true);
  const { design, panel } = setting;
  const changes = differenced(design, panel);
  if (changes === null) throw problem("PANEL-NO-DIFFERENCES", { rows: design.rows.length, units: design.units!.count });
  return leastSquaresFit(changes.design, setting.vcov, {
    estimator: "firstDifference",
    level: setting.level,
    path: setting.path,
    findings: shortPanelFindings(design, "firstDifference", setting.path),
    adjust: (model) => ({
      ...model,
      sample: { ...model.sample, dropped: { ...model.sample.dropped, notDifferenced: design.rows.length - changes.design.rows.length } },
      conventions: { ...model.conventions, rows: "changes between consecutive periods", rowsBehind: design.rows.length },
    }),
  });
}
