import { resolve } from "node:path";
import { type EstimatorName, estimators } from "../econometrics/estimators.js";
import { type Correction, correctionNames, type PlainErrors, plainErrors } from "../econometrics/inference/options.js";
import { ivMethods } from "../econometrics/iv/options.js";
import type { OlsModel } from "../econometrics/panel/options.js";
import { readFrame } from "../lake/main.js";
import { nearest, problem } from "../messages/main.js";
import { canonicalJson } from "../results/main.js";
import { inCanonicalOrder } from "../study/hash.js";
import { renderFinding } from "./diagnostics.js";
import type { Context } from "./io.js";

interface Options {
  data?: string;
  estimator?: string;
  method?: string;
  cluster?: string;
  vcov?: string;
  correction?: string;
  weights?: string;
  offset?: string;
  exposure?: string;
  unit?: string;
  time?: string;
}

/** `xinzhi estimate`: one model from a file; its table, or with --json the model's object of results.json. */
export async function estimate(formula: string, options: Options, context: Context): Promise<number> {
  if (options.data === undefined) throw problem("CLI-ARGUMENT-MISSING", { command: "estimate", argument: "--data" });
  const estimator = choice("--estimator", options.estimator ?? "ols", Object.keys(estimators)) as EstimatorName;
  const frame = await readFrame(resolve(context.folder, options.data));
  const fit = estimators[estimator](inCanonicalOrder(frame, options.unit ?? null, options.time ?? null), formula, {
    vcov: vcovOf(options),
    weights: options.weights ?? "none",
    offset: options.offset,
    exposure: options.exposure,
    unit: options.unit,
    time: options.time,
    path: "model",
    ...(options.method === undefined ? {} : { method: choice("--method", options.method, ivMethods) as (typeof ivMethods)[number] }),
  });
  if (context.isJson) context.out(canonicalJson(fit));
  else {
    context.out(`${String(fit)}\n`);
    for (const found of fit.findings) context.err(`\n${renderFinding(found, context.language, context.paint)}\n`);
  }
  return 0;
}

function vcovOf({ cluster, vcov, correction, unit }: Options): OlsModel["vcov"] {
  const names = cluster?.split(",").map((column) => column.trim());
  if (names === undefined && vcov !== undefined) return choice("--vcov", vcov, plainErrors) as PlainErrors;
  const columns = names ?? (unit === undefined ? undefined : [unit]);
  if (columns === undefined) return undefined;
  const named = correction === undefined ? "fixest" : (choice("--correction", correction, correctionNames) as Correction);
  return { cluster: columns.length === 1 ? columns[0]! : columns, correction: named, twoWay: "min" };
}

function choice(option: string, value: string, choices: readonly string[]): string {
  if (!choices.includes(value))
    throw problem("CLI-OPTION-CHOICE", { option, value, nearest: nearest(value, choices), choices: [...choices] });
  return value;
}
