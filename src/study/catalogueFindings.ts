import { parseFormula } from "../econometrics/formula.js";
import { knownOverlaps } from "../econometrics/index/main.js";
import { type Finding, finding } from "../messages/main.js";
import { type CatalogueOverlap, catalogueColumns, readCatalogue } from "./catalogues.js";
import { rootsOf } from "./provenance.js";
import { namesOfTerm } from "./referee.js";
import type { Study } from "./schema/study.js";

/** What follows from an index's catalogue: what was left out of it, whose directions are inferred, and what beside the index holds the same thing. */
export function catalogueFindings(study: Study): Finding[] {
  return Object.entries(study.indices ?? {}).flatMap(([index, block]) => {
    const columns = catalogueColumns(block);
    if (columns.size === 0) return [];
    const catalogue = readCatalogue(block.catalogue!);
    const where = `indices.${index}`;
    const evidence = {
      index,
      catalogue: catalogue.name,
      taken: columns.size,
      of: catalogue.indicators.length,
      left: catalogue.indicators.filter((i) => !columns.has(i.id)).map((i) => i.id),
      unsigned: catalogue.indicators.filter((i) => columns.has(i.id) && i.directionSource !== "declared").length,
    };
    const overlaps = overlapsOf(study, index, catalogue.overlaps, columns);
    return [
      finding("INDEX-CATALOGUE", where, evidence),
      ...(overlaps.length === 0 ? [] : [finding("INDEX-CATALOGUE-OVERLAP", where, { index, catalogue: catalogue.name, overlaps })]),
    ];
  });
}

/** Columns on the right of a model of the index (its controls, treatments and mediators) that catalogues know to hold what an indicator holds. */
function overlapsOf(study: Study, index: string, known: readonly CatalogueOverlap[], columns: ReadonlyMap<string, string>) {
  const table = study.indices![index]!.data;
  const root = rootsOf(study, table);
  const indicators = new Set([...columns.values()].map(root));
  const beside = new Map<string, string[]>();
  const add = (column: string, where: string) => {
    // An indicator itself on the right has a finding of its own.
    if (column !== index && !indicators.has(root(column))) beside.set(column, [...(beside.get(column) ?? []), where]);
  };
  for (const [name, model] of Object.entries(study.models ?? {})) {
    const formula = parseFormula(model.formula, study.sets);
    if (model.data !== table || formula.outcome.name !== index) continue;
    const terms = [...formula.terms, ...(formula.instruments?.endogenous ?? [])];
    for (const column of new Set(terms.flatMap(namesOfTerm))) add(column, `models.${name}`);
  }
  for (const [name, policy] of Object.entries(study.policies ?? {}))
    if (policy.data === table && [policy.outcome].flat().includes(index))
      for (const column of policy.controls?.columns ?? []) add(column, `policies.${name}`);
  const called = [...beside.keys()].map((column) => {
    const label = study.variables?.[column]?.label;
    const labels = label === undefined ? [] : typeof label === "string" ? [label] : [label.en, label.zh ?? ""];
    return { column, words: [column, root(column), ...labels] };
  });
  const taken = known.filter((overlap) => columns.has(overlap.indicator));
  return knownOverlaps(taken, called).map(({ overlap, column }) => ({
    column,
    indicator: columns.get(overlap.indicator)!,
    concept: overlap.concept,
    role: overlap.role,
    relation: overlap.relation,
    why: overlap.why,
    where: beside.get(column)!,
  }));
}
