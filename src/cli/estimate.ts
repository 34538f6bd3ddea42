import { resolve } from "node:path";
import { estimators } from "../econometrics/estimators.js";
import { examine } from "../econometrics/examine.js";
import { fitTable } from "../econometrics/fitTable.js";
import { inference } from "../econometrics/inference.js";
import { readFrame } from "../lake/main.js";
import { problem } from "../messages/main.js";
import { canonicalJson } from "../results/main.js";
import { renderFinding } from "./diagnostics.js";
import type { Context } from "./io.js";
import { modelBlock, type Typed } from "./modelOptions.js";

/**
 * `xinzhi estimate`: one model from a file, by any estimator of the study file and with its options; its table and findings, or with --json
 * the model's object of results.json.
 */
export async function estimate(formula: string, typed: Typed, context: Context): Promise<number> {
  const { data, unit, time } = typed as Record<string, string | undefined>;
  if (data === undefined) throw problem("CLI-ARGUMENT-MISSING", { command: "estimate", argument: "--data" });
  const { data: _table, estimator, formula: _formula, sample: _sample, ...options } = modelBlock(formula, typed);
  const beside = "inference" in options ? (options.inference ?? []) : [];
  const frame = await readFrame(resolve(context.folder, data));
  const fit = estimators[estimator](frame, formula, { ...options, unit, time, path: "model" });
  const resampled = beside.map((option) => inference(fit, option));
  const result = resampled.length === 0 ? fit : { ...fit, inference: resampled };
  if (context.isJson) {
    context.out(canonicalJson(result));
    return 0;
  }
  context.out(`${fitTable(result)}\n`);
  if (context.isQuiet) return 0;
  for (const found of [...fit.findings, ...examine(fit)]) context.err(`\n${renderFinding(found, context.language, context.paint)}\n`);
  return 0;
}
