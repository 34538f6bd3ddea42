import type { Frame } from "../../frame/main.js";
import { type Finding, finding, problem } from "../../messages/main.js";
import { buildDesign, type Design } from "../design.js";
import { type Formula, parseFormula } from "../formula.js";
import type { VcovOption } from "../vcov.js";
import { chosenVcov, type RegressOptions } from "./ols.js";
import { type Panel, panelDesignOptions, panelOf } from "./panelRows.js";

/** What every estimator of this family starts from. */
export interface PanelSetting {
  design: Design;
  panel: Panel;
  vcov: VcovOption;
  level: number;
  path: string;
}

/** Formula, design and panel; refuses parts of a formula the family has no use for. */
export function panelSetting(
  source: Frame,
  formula: string | Formula,
  options: RegressOptions,
  estimator: string,
  needsTime = false,
): PanelSetting {
  const parsed = typeof formula === "string" ? parseFormula(formula, options.sets) : formula;
  if (parsed.instruments !== null)
    throw problem("MODEL-INSTRUMENTS-UNUSED", {
      formula: parsed.text,
      instruments: parsed.instruments.excluded.map((t) => t.name),
      estimator,
    });
  if (parsed.effects.length > 0)
    throw problem("PANEL-EFFECTS-WRITTEN", { estimator, effects: parsed.effects.map((e) => e.name), formula: parsed.text });
  const vcov = chosenVcov(options);
  const design = buildDesign(source, parsed, panelDesignOptions(source, options, vcov, estimator, needsTime));
  return { design, panel: panelOf(design, estimator), vcov, level: options.level ?? 0.95, path: options.path ?? "model" };
}

/** With two periods no test of serial correlation exists. */
export function shortPanelFindings({ times }: Design, estimator: string, path: string): Finding[] {
  return times !== null && times.count < 3 ? [finding("PANEL-TWO-PERIODS", path, { periods: times.count, estimator })] : [];
}
