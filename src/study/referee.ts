import { parseFormula, type Term } from "../econometrics/formula.js";
import { overlapFinding } from "../econometrics/index/main.js";
import { namesIn } from "../frame/main.js";
import { type Finding, finding } from "../messages/main.js";
import { rootsOf } from "./provenance.js";
import type { Study } from "./schema/study.js";

/**
 * What a referee would object to across the parts of a study, which no single estimator can see. Objections to one estimate are findings
 * of its estimator.
 */
export function refereeFindings(study: Study): Finding[] {
  return [...indicatorsAsRegressors(study), ...indicatorsAsControls(study), ...indicatorsAsNegativeControls(study)];
}

/** An index explained by its own parts. */
function indicatorsAsRegressors(study: Study): Finding[] {
  return Object.entries(study.models ?? {}).flatMap(([name, model]) => {
    const formula = parseFormula(model.formula, study.sets);
    const instruments = formula.instruments;
    const terms = [...formula.terms, ...(instruments === null ? [] : [...instruments.endogenous, ...instruments.excluded])];
    return overlap(study, model.data, formula.outcome.name, terms.flatMap(namesOfTerm), `models.${name}`);
  });
}

/** An index as outcome of a policy with its own parts held fixed. */
function indicatorsAsControls(study: Study): Finding[] {
  return Object.entries(study.policies ?? {}).flatMap(([name, policy]) =>
    [policy.outcome]
      .flat()
      .flatMap((outcome) => overlap(study, policy.data, outcome, policy.controls?.columns ?? [], `policies.${name}.outcomes.${outcome}`)),
  );
}

function overlap(study: Study, table: string, outcome: string, rightHandSide: readonly string[], where: string): Finding[] {
  const indicators = indicatorsOf(study, outcome, table);
  const root = rootsOf(study, table);
  const behind = new Set(rightHandSide.map(root));
  const shared = indicators.filter((indicator) => behind.has(root(indicator)));
  const found = overlapFinding(outcome, indicators, shared, where);
  return found === null ? [] : [found];
}

/** A negative control that is a part of an outcome: it cannot be unmoved by rule while the outcome moves by hypothesis. */
function indicatorsAsNegativeControls(study: Study): Finding[] {
  return Object.entries(study.policies ?? {}).flatMap(([name, policy]) => {
    const root = rootsOf(study, policy.data);
    return [policy.outcome].flat().flatMap((outcome) => {
      const indicators = indicatorsOf(study, outcome, policy.data);
      return (policy.negativeControls ?? []).flatMap((control) => {
        const indicator = indicators.find((i) => root(i) === root(control));
        return indicator === undefined
          ? []
          : [finding("STUDY-NEGATIVE-CONTROL-IN-INDEX", `policies.${name}`, { control, indicator, index: outcome })];
      });
    });
  });
}

/** Indicators of an outcome that is an index on the table; none otherwise. */
function indicatorsOf(study: Study, outcome: string, table: string): string[] {
  const index = study.indices?.[outcome];
  if (index === undefined || index.data !== table) return [];
  return Array.isArray(index.indicators) ? index.indicators : Object.keys(index.indicators);
}

/** Columns in a term. */
export function namesOfTerm(term: Term): string[] {
  return term.parts.flatMap((part) =>
    part.kind === "value" ? namesIn(part.expression) : [...namesIn(part.of), ...(part.by === null ? [] : namesIn(part.by))],
  );
}
