import { estimators } from "../econometrics/estimators.js";
import { examine } from "../econometrics/examine.js";
import { parseFormula } from "../econometrics/formula.js";
import { inference } from "../econometrics/inference.js";
import { osterBounds, osterFindings } from "../econometrics/sensitivity/main.js";
import { type Finding, Problem, placed } from "../messages/main.js";
import type { ModelResult } from "../results/main.js";
import type { Cache } from "./cache.js";
import { collect } from "./check.js";
import { hashOfFrame } from "./hash.js";
import type { Study } from "./schema/study.js";
import type { Ingredients, Prepared } from "./tables.js";

export interface EstimatedModels {
  results: Record<string, ModelResult>;
  findings: Finding[];
}

/** Estimates every model of the study. Mistakes are collected with their places; the other models go on. */
export function estimateModels({ study, source }: Ingredients, prepared: Prepared, cache: Cache, problems: Problem[]): EstimatedModels {
  const estimated: EstimatedModels = { results: {}, findings: [] };
  const hashes = new Map(Array.from(prepared.tables, ([name, frame]) => [name, hashOfFrame(frame)]));
  for (const [name, model] of Object.entries(study.models ?? {})) {
    const frame = prepared.tables.get(model.data);
    if (frame === undefined) continue;
    const made = collect(problems, source, ["models", name, "formula"], () => {
      const options = modelOptions(study, name);
      return cache.get(["model", name, model, options, study.sets, hashes.get(model.data)], () => {
        const fit = estimators[model.estimator](frame, model.formula, options);
        const asked = "inference" in model ? (model.inference ?? []) : [];
        const beside = asked.map((option, i) => placedAt(`inference.${i}`, () => inference(fit, option)));
        const selection = "oster" in model ? model.oster : undefined;
        const oster = selection === undefined ? null : placedAt("oster", () => osterBounds(fit, selection));
        return {
          result: { ...fit, data: model.data, ...(beside.length === 0 ? {} : { inference: beside }), ...(oster === null ? {} : { oster }) },
          findings: [...fit.findings, ...examine(fit), ...(oster === null ? [] : osterFindings(oster, `models.${name}.oster`))],
        };
      });
    });
    if (made === null) continue;
    estimated.results[name] = made.result;
    estimated.findings.push(...made.findings);
  }
  return estimated;
}

/** Runs something a part of a model block asked for, and points there if it fails. */
function placedAt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Problem ? placed(error, { path }) : error;
  }
}

/** The options of a model: its own, the panel of its table, and the models it shares its sample with. */
function modelOptions(study: Study, name: string) {
  const model = study.models![name]!;
  const { data: _data, estimator: _estimator, formula: _formula, sample, ...own } = model;
  const table = study.data[model.data]!;
  const sharing = Object.entries(study.models!).filter(([other, m]) => other !== name && m.sample === "common" && m.data === model.data);
  return {
    ...own,
    unit: table.unit,
    time: table.time,
    sets: study.sets,
    commonWith: sample === "common" ? sharing.map(([, m]) => parseFormula(m.formula, study.sets)) : [],
    path: `models.${name}`,
  };
}
