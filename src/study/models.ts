import { estimators } from "../econometrics/estimators.js";
import { examine } from "../econometrics/examine.js";
import { type Formula, parseFormula } from "../econometrics/formula.js";
import { bandFindings, indexBand } from "../econometrics/index/main.js";
import { inference } from "../econometrics/inference.js";
import { osterBounds, osterFindings } from "../econometrics/sensitivity/main.js";
import { type Frame, numberColumn, withColumn } from "../frame/main.js";
import { type Finding, Problem, placed, problem, wordsOf } from "../messages/main.js";
import type { IndexBand, ModelResult, Row } from "../results/main.js";
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
      const recipes = recipesAsked(study, name, prepared);
      const recipe = recipes.length === 0 ? null : study.indices![outcomeOf(study, name)];
      return cache.get(["model", name, model, options, study.sets, hashes.get(model.data), recipe], () => {
        const fit = estimators[model.estimator](frame, model.formula, { ...options, following: followingOf(study, name) });
        const asked = "inference" in model ? (model.inference ?? []) : [];
        const beside = asked.map((option, i) => placedAt(`inference.${i}`, () => inference(fit, option)));
        const selection = "oster" in model ? model.oster : undefined;
        const oster = selection === undefined ? null : placedAt("oster", () => osterBounds(fit, selection));
        const band = recipes.length === 0 ? null : overRecipes(study, name, frame, fit.coefficients, recipes);
        const also = { ...(beside.length === 0 ? {} : { inference: beside }), ...(oster === null ? {} : { oster }), ...band };
        return {
          result: { ...fit, data: model.data, ...also },
          findings: [
            ...fit.findings,
            ...examine(fit),
            ...(oster === null ? [] : osterFindings(oster, `models.${name}.oster`)),
            ...(band === null ? [] : bandFindings(band.indexBand, `models.${name}`)),
          ],
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

const outcomeOf = (study: Study, name: string): string => parseFormula(study.models![name]!.formula, study.sets).outcome.name;

/** Scores of the outcome index under the recipes a model asks for. Throws INDEX-BAND-NONE. */
function recipesAsked(study: Study, name: string, prepared: Prepared): { name: string; scores: Float64Array }[] {
  const { index: asked, data } = study.models![name]!;
  if (asked === undefined) return [];
  const outcome = outcomeOf(study, name);
  const index = study.indices?.[outcome]?.data === data ? prepared.indices.get(outcome) : undefined;
  const alternatives = [...(index?.alternatives.keys() ?? [])];
  const unknown = asked === "all" ? undefined : asked.find((a) => !alternatives.includes(a));
  if (index === undefined || alternatives.length === 0 || unknown !== undefined)
    throw problem(
      "INDEX-BAND-NONE",
      { model: name, outcome, isIndex: index !== undefined, alternatives, asked: alternatives.length === 0 ? null : (unknown ?? null) },
      { path: `models.${name}.index` },
    );
  return alternatives.filter((a) => asked === "all" || asked.includes(a)).map((a) => ({ name: a, scores: index.alternatives.get(a)! }));
}

/** The model with its outcome index made by each recipe in turn. A recipe it cannot be estimated with stays in the list, with the reason. */
function overRecipes(
  study: Study,
  name: string,
  frame: Frame,
  declared: readonly Row[],
  recipes: readonly { name: string; scores: Float64Array }[],
): { indexBand: IndexBand; indexRecipes: { name: string; rows: Row[]; reason?: string }[] } {
  const model = study.models![name]!;
  const outcome = outcomeOf(study, name);
  const indexRecipes = recipes.map((recipe) => {
    try {
      const fit = estimators[model.estimator](
        withColumn(frame, outcome, numberColumn(recipe.scores)),
        model.formula,
        modelOptions(study, name),
      );
      return { name: recipe.name, rows: fit.coefficients };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, evidence } = error as Problem;
      return { name: recipe.name, rows: [], reason: `${code}: ${wordsOf(code, evidence, "en").message}` };
    }
  });
  return { indexBand: indexBand(outcome, declared, indexRecipes), indexRecipes };
}

/** The options of a model: its own, the panel of its table, and the models it shares its sample with. */
function modelOptions(study: Study, name: string) {
  const model = study.models![name]!;
  const { data: _data, estimator: _estimator, formula: _formula, index: _index, sample, ...own } = model;
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

/** Formulas of the models that come after one on the same table, so that columns they share effects with are freed together. */
function followingOf(study: Study, name: string): Formula[] {
  const models = Object.entries(study.models!);
  const model = study.models![name]!;
  return models.slice(models.findIndex(([other]) => other === name) + 1).flatMap(([, other]) => {
    if (other.data !== model.data || other.estimator !== model.estimator) return [];
    try {
      return [parseFormula(other.formula, study.sets)];
    } catch (error) {
      // Its own turn says what is wrong with it.
      if (error instanceof Problem) return [];
      throw error;
    }
  });
}
