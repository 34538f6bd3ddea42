import { type Formula, parseFormula, type Term } from "../econometrics/formula.js";
import { namesIn } from "../frame/main.js";
import { type ChecklistEvidence, type ChecklistReason, checklistWhy } from "../messages/main.js";
import type { PolicyResult } from "../results/main.js";
import type { Study } from "./schema/study.js";

type Checklist = NonNullable<PolicyResult["checklist"]>;
type Judged = [status: Checklist[number]["status"], reason: ChecklistReason, evidence: ChecklistEvidence, where: string];

interface ReadModel {
  name: string;
  formula: Formula;
}

/**
 * The points of a policy's checklist that other blocks of the study answer, from the models on the policy's table and the roles of variables:
 * spillovers (a model with the treatment beside a variable of role `exposure`), heterogeneity (an interaction with the treatment) and mechanism (the treatment on
 * a variable of role `mediator`).
 */
export function checklistFromStudy(study: Study, policy: string, checklist: Checklist): Checklist {
  const { data } = study.policies![policy]!;
  const models = Object.entries(study.models ?? {})
    .filter(([, model]) => model.data === data)
    .map(([name, model]): ReadModel => ({ name, formula: parseFormula(model.formula, study.sets) }));
  const withRole = (role: string) =>
    Object.entries(study.variables ?? {}).flatMap(([name, variable]) => (variable.role === role ? [name] : []));
  const treatments = new Set(withRole("treatment"));
  const treated = models.filter(({ formula }) => formula.terms.some((term) => namesOf(term).some((n) => treatments.has(n))));
  const answers = new Map<number, Judged | null>([
    [14, spillovers(treated, new Set(withRole("exposure")))],
    [15, heterogeneity(treated, treatments)],
    [16, mechanism(treated, withRole("mediator"))],
  ]);
  return checklist.map((point) => {
    const judged = answers.get(point.id) ?? null;
    if (judged === null) return point;
    const [status, reason, evidence, where] = judged;
    return { ...point, status, reason, evidence: { ...evidence }, why: checklistWhy(reason, evidence, "en"), where };
  });
}

function spillovers(treated: readonly ReadModel[], exposures: ReadonlySet<string>): Judged | null {
  const found = treated.filter(({ formula }) => formula.terms.some((term) => namesOf(term).some((n) => exposures.has(n))));
  return found.length === 0 ? null : ["done", "exposure", { models: listed(found) }, `models.${found[0]!.name}`];
}

function heterogeneity(treated: readonly ReadModel[], treatments: ReadonlySet<string>): Judged | null {
  const found = treated.filter(({ formula }) =>
    formula.terms.some((term) => term.parts.length > 1 && namesOf(term).some((n) => treatments.has(n))),
  );
  return found.length === 0 ? null : ["done", "groups", { models: listed(found) }, `models.${found[0]!.name}`];
}

function mechanism(treated: readonly ReadModel[], mediators: readonly string[]): Judged | null {
  const used = mediators.filter((m) =>
    treated.some(({ formula }) => formula.outcome.name === m || formula.terms.some((t) => namesOf(t).includes(m))),
  );
  if (used.length === 0) return null;
  const paths = treated.filter(({ formula }) => used.includes(formula.outcome.name));
  const alone = used.filter((m) => !paths.some(({ formula }) => formula.outcome.name === m));
  return alone.length > 0
    ? ["failed", "mechanismConditioned", { columns: alone.join(", ") }, "models"]
    : ["done", "mechanism", { columns: used.join(", "), models: listed(paths) }, `models.${paths[0]!.name}`];
}

const listed = (models: readonly ReadModel[]): string => models.map(({ name }) => name).join(", ");

function namesOf(term: Term): string[] {
  return term.parts.flatMap((part) =>
    part.kind === "value" ? namesIn(part.expression) : [...namesIn(part.of), ...(part.by === null ? [] : namesIn(part.by))],
  );
}
