import { assembleVerdict, type PolicyOptions, policyVariant, settle } from "../econometrics/did/main.js";
import { type Frame, numberColumn, withColumn } from "../frame/main.js";
import { Problem, Problems, wordsOf } from "../messages/main.js";
import type { PolicyOutcome, Row } from "../results/main.js";
import type { Cache } from "./cache.js";
import { type Ingredients, type Prepared, prepare } from "./tables.js";

/** One choice of a specification: the declared one (`name` null) or another. */
interface Choice<T> {
  name: string | null;
  value: T;
}

export type Variant = NonNullable<PolicyOutcome["variants"]>[number];

/**
 * The outcome with every declared variant and their crossings, and the verdict that knows them. A variant may use another control group,
 * another coding of adoption, another form of the index, another first period (the data steps are done again and the index is fitted
 * again) or another estimator. The declared specification is the headline and not among them.
 */
export function withVariants(
  from: Ingredients,
  prepared: Prepared,
  cache: Cache,
  options: PolicyOptions,
  outcome: string,
  evaluated: PolicyOutcome,
): PolicyOutcome {
  if (options.variants === undefined) return evaluated;
  const { data, indices, variables } = from.study;
  // Kept as one: the inputs are the rows as read and everything that is done to them.
  const variants = cache.get(["variants", options, outcome, data, indices, variables, from.rawHashes], () =>
    allVariants(from, prepared, options, outcome),
  );
  const extended = { ...evaluated, variants };
  return { ...extended, verdict: assembleVerdict(outcome, { ...extended, headline: evaluated.headline! }, options.expected ?? "either") };
}

function allVariants(from: Ingredients, prepared: Prepared, options: PolicyOptions, outcome: string): Variant[] {
  const asked = options.variants!;
  // What the study leaves out has a default: listing that as a variant would count the headline twice.
  const settled = settle(options);
  const declared = <T>(value: T): Choice<T>[] => [{ name: null, value }];
  const others = <T extends string | number>(key: string, values: readonly T[] | undefined): Choice<T>[] =>
    (values ?? []).map((value) => ({ name: `${key}=${value}`, value }));
  const controlGroups = [...declared(settled.controlGroup), ...others("controlGroup", without(asked.controlGroup, settled.controlGroup))];
  const codings = [...declared(options.adopted), ...others("coding", without(asked.coding, options.adopted))];
  const headline = settled.headline.estimator;
  const estimators = [...declared(headline), ...others("estimator", without(asked.estimator, headline))];
  const starts = [...declared<number | null>(null), ...others("start", asked.start)];

  const variants: Variant[] = [];
  for (const start of starts) {
    const made = start.value === null ? prepared : preparedFrom(from, options.data, start.value);
    for (const index of indexChoices(made, options, outcome)) {
      for (const controlGroup of controlGroups)
        for (const coding of codings)
          for (const estimator of estimators) {
            const names = [controlGroup.name, coding.name, index.name, start.name, estimator.name].filter((name) => name !== null);
            if (names.length === 0) continue;
            const changed: PolicyOptions = {
              ...alone(options, outcome),
              controlGroup: controlGroup.value,
              adopted: coding.value,
              headline: { ...options.headline, estimator: estimator.value },
            };
            variants.push({ name: names.join(", "), ...estimate(index.value, changed) });
          }
    }
  }
  return variants;
}

/** The options for one outcome's headline and nothing else. */
export function alone(options: PolicyOptions, outcome: string): PolicyOptions {
  return {
    ...options,
    outcome: [outcome],
    negativeControls: [],
    smallestEffect: undefined,
    leaveOut: [],
    concurrent: [],
    variants: undefined,
  };
}

const without = <T>(values: readonly T[] | undefined, declared: T | undefined): T[] => (values ?? []).filter((value) => value !== declared);

/** Tables and indices with another first period, or null where that leaves nothing. */
function preparedFrom(from: Ingredients, table: string, start: number): Prepared | null {
  const problems: Problem[] = [];
  const made = prepare(from, problems, { table, start });
  return problems.length > 0 ? null : made;
}

/** The table as it is, and for an outcome that is an index, the table with each asked-for alternative in its place. */
function indexChoices(made: Prepared | null, options: PolicyOptions, outcome: string): Choice<Frame | null>[] {
  const frame = made?.tables.get(options.data) ?? null;
  const index = made?.indices.get(outcome);
  const asked = options.variants?.index;
  if (frame === null || index === undefined || asked === undefined) return [{ name: null, value: frame }];
  const names = Array.from(index.alternatives.keys()).filter((name) => asked === "all" || asked.includes(name));
  return [
    { name: null, value: frame },
    ...names.map((name) => ({ name: `index=${name}`, value: withColumn(frame, outcome, numberColumn(index.alternatives.get(name)!)) })),
  ];
}

/** A specification that cannot be estimated stays in the list, without a number and with the reason. */
function estimate(frame: Frame | null, options: PolicyOptions): Omit<Variant, "name"> {
  if (frame === null) return { row: emptyRow(options, "no rows are left with this first period"), randomizationP: null };
  try {
    return policyVariant(frame, options);
  } catch (error) {
    if (error instanceof Problems) return { row: emptyRow(options, reasonOf(error.list[0]!)), randomizationP: null };
    if (error instanceof Problem) return { row: emptyRow(options, reasonOf(error)), randomizationP: null };
    throw error;
  }
}

const reasonOf = (p: Problem): string => `${p.code}: ${wordsOf(p.code, p.evidence, "en").message}`;

function emptyRow(options: PolicyOptions, reason: string): Row {
  return {
    term: "effect",
    equation: "main",
    kind: "effect",
    estimate: null,
    stdError: null,
    statistic: null,
    distribution: null,
    pValue: null,
    confLow: null,
    confHigh: null,
    level: 0.95,
    method: "none",
    stars: false,
    reason,
    estimator: options.headline?.estimator,
  };
}
