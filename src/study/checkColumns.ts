import type { PolicyBlock } from "../econometrics/did/options.js";
import { parseFormula, type Term } from "../econometrics/formula.js";
import { columnNamed, type Frame, namesIn, parseExpression } from "../frame/main.js";
import { nearest, type Problem, problem } from "../messages/main.js";
import { collect } from "./check.js";
import { wordAt } from "./pinpoint.js";
import { pathText } from "./schemaProblems.js";
import type { Ingredients, Prepared } from "./tables.js";
import type { Path, Source } from "./yaml.js";

/**
 * Columns that formulas, policies and labels ask for, looked up in the tables as their steps left them. Every missing one is reported, in
 * every model, before anything is estimated.
 */
export function checkColumns({ study, source }: Ingredients, prepared: Prepared): Problem[] {
  const problems: Problem[] = [];
  // An index that could not be made has been reported itself: its column is not also missing.
  const isIndex = (column: string): boolean => study.indices?.[column] !== undefined;
  const known = (frame: Frame, column: string, path: Path): void => {
    if (isIndex(column)) return;
    collect(problems, source, path, () => columnNamed(frame, column));
  };
  for (const [name, model] of Object.entries(study.models ?? {})) {
    const frame = prepared.tables.get(model.data);
    if (frame === undefined) continue;
    const path = ["models", name];
    const formula = collect(problems, source, [...path, "formula"], () => parseFormula(model.formula, study.sets));
    if (formula === null) continue;
    const expressions = [
      formula.outcome.expression,
      ...formula.terms.flatMap(expressionsOf),
      ...formula.effects.flatMap((effect) => [...effect.of, ...effect.slopes].map((of) => of.expression)),
    ];
    const missing = new Set(expressions.flatMap(namesIn).filter((column) => !frame.columns.has(column) && !isIndex(column)));
    for (const column of missing) {
      const from = wordAt(model.formula, column);
      const within = from < 0 ? undefined : { from, to: from + column.length };
      problems.push(unknownColumn(frame, column, source.place([...path, "formula"], "value", within)));
    }
    if ("vcov" in model && typeof model.vcov === "object") {
      const { vcov } = model;
      if ("cluster" in vcov)
        for (const cluster of [vcov.cluster].flat())
          for (const column of cluster.split("^")) known(frame, column.trim(), [...path, "vcov", "cluster"]);
      else if (vcov.method === "conley") for (const key of ["lat", "lon"] as const) known(frame, vcov[key], [...path, "vcov", key]);
    }
    for (const [i, option] of ("inference" in model ? (model.inference ?? []) : []).entries()) {
      const named = option.method === "randomization" ? { by: option.by, strata: option.strata } : { cluster: option.cluster };
      for (const [key, names] of Object.entries(named))
        for (const column of names?.split("^") ?? []) known(frame, column.trim(), [...path, "inference", i, key]);
    }
    if (model.estimator === "ppml")
      for (const key of ["offset", "exposure"] as const) {
        const text = model[key];
        const expression = text === undefined ? null : collect(problems, source, [...path, key], () => parseExpression(text));
        for (const column of expression === null ? [] : namesIn(expression)) known(frame, column, [...path, key]);
      }
    if ("weights" in model && model.weights !== "none") known(frame, model.weights, [...path, "weights"]);
    if (model.estimator === "gmm")
      for (const [i, { columns }] of model.instruments.entries())
        for (const [k, text] of columns.entries()) {
          const at = [...path, "instruments", i, "columns", k];
          const terms = collect(problems, source, at, () => parseFormula(`${formula.outcome.name} ~ ${text}`, study.sets).terms) ?? [];
          for (const column of new Set(terms.flatMap(expressionsOf).flatMap(namesIn))) known(frame, column, at);
        }
  }
  for (const [name, policy] of Object.entries(study.policies ?? {})) {
    const frame = prepared.tables.get(policy.data);
    if (frame === undefined) continue;
    const path = ["policies", name];
    const asked: [string | undefined, Path][] = [
      [policy.adopted, ["adopted"]],
      ...listed(policy.outcome, ["outcome"]),
      ...listed(policy.negativeControls ?? [], ["negativeControls"]),
      ...listed(policy.controls?.columns ?? [], ["controls", "columns"]),
      [policy.cluster, ["cluster"]],
      [policy.randomization?.strata, ["randomization", "strata"]],
      ...listed(policy.concurrent ?? [], ["concurrent"]),
      ...listed(policy.variants?.coding ?? [], ["variants", "coding"]),
    ];
    for (const [column, at] of asked) if (column !== undefined) known(frame, column, [...path, ...at]);
    problems.push(...alternativesAsked(policy, prepared, source, path));
  }
  for (const [name, block] of Object.entries(study.differences ?? {})) {
    const frame = prepared.tables.get(block.data);
    if (frame === undefined) continue;
    const path = ["differences", name];
    known(frame, block.variable, [...path, "variable"]);
    if (block.weights !== undefined) known(frame, block.weights, [...path, "weights"]);
    for (const [column, at] of listed(block.groups ?? [], ["groups"])) if (column !== undefined) known(frame, column, [...path, ...at]);
    for (const [beta, { controls }] of Object.entries(block.beta ?? {}))
      for (const [i, column] of (controls ?? []).entries()) known(frame, column, [...path, "beta", beta, "controls", i]);
    const matrix = block.markov?.matrix;
    if (matrix !== undefined) known(frame, study.matrices![matrix]!.units, ["matrices", matrix, "units"]);
  }
  // Dimensions of an index are named and labelled as variables are.
  const dimensions = [...prepared.indices.values()].flatMap(({ result }) => [
    ...result.weights.flatMap((row) => row.dimension ?? []),
    ...(result.groups ?? []).flatMap((group) => group.name ?? []),
  ]);
  const everyColumn = [...[...prepared.tables.values()].flatMap((frame) => [...frame.columns.keys()]), ...new Set(dimensions)];
  const isWhole = prepared.tables.size === Object.keys(study.data).length;
  for (const column of Object.keys(study.variables ?? {}))
    if (isWhole && !everyColumn.includes(column) && !isIndex(column))
      problems.push(
        problem(
          "STUDY-NAME-UNKNOWN",
          { kind: "column", name: column, where: "variables", nearest: nearest(column, everyColumn), names: everyColumn },
          source.place(["variables", column], "key"),
        ),
      );
  return problems;
}

/** Alternatives a policy names that none of its outcomes' indices has. */
function alternativesAsked(policy: PolicyBlock, prepared: Prepared, source: Source, path: Path): Problem[] {
  const asked = policy.variants?.index;
  const made = [policy.outcome].flat().flatMap((outcome) => prepared.indices.get(outcome) ?? []);
  if (asked === undefined || asked === "all" || made.length === 0) return [];
  const names = [...new Set(made.flatMap((index) => [...index.alternatives.keys()]))];
  return asked.flatMap((name, i) => {
    if (names.includes(name)) return [];
    const where = [...path, "variants", "index", i];
    return [
      problem(
        "STUDY-NAME-UNKNOWN",
        { kind: "alternative", name, where: pathText(where), nearest: nearest(name, names), names },
        source.place(where),
      ),
    ];
  });
}

const listed = (columns: string | readonly string[], path: Path): [string, Path][] =>
  typeof columns === "string" ? [[columns, path]] : columns.map((column, i) => [column, [...path, i]]);

function expressionsOf(term: Term) {
  return term.parts.flatMap((part) => (part.kind === "value" ? [part.expression] : [part.of, ...(part.by === null ? [] : [part.by])]));
}

function unknownColumn(frame: Frame, column: string, place: Problem["place"]): Problem {
  const columns = [...frame.columns.keys()];
  return problem("DATA-COLUMN-UNKNOWN", { table: frame.name, column, nearest: nearest(column, columns), columns }, place);
}
