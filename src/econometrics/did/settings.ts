import { nearest, problem } from "../../messages/main.js";
import type { SensitivityBlock } from "../sensitivity/main.js";
import type { SyntheticBlock } from "../synthetic/main.js";
import type { GroupTimeMethod } from "./cellEffect.js";
import type { BasePeriod } from "./cells.js";
import type { GroupTimeRules } from "./groupTime.js";
import type { BandRules } from "./groupTimeBands.js";
import type { aggregateNames, estimatorNames, PolicyBlock } from "./options.js";
import type { ControlGroup } from "./timing.js";
import type { Expected } from "./verdict.js";

export type Estimator = (typeof estimatorNames)[number];
type HeadlineAggregate = (typeof aggregateNames)[number];

/** The benchmark and, overlaid, what is robust to effects that differ between cohorts and over time. */
const defaultEstimators: readonly Estimator[] = ["twoWay", "groupTime", "sunAbraham", "imputation", "twoStage"];

/** A policy as a script gives it: the block of the study file and the panel's keys. */
export interface PolicyOptions extends PolicyBlock {
  /** Name of the policy, for the places of findings. Default `policy`. */
  name?: string;
  unit: string;
  time: string;
}

/** The block with every choice made. */
export interface PolicySettings {
  name: string;
  data: string;
  unit: string;
  time: string;
  outcomes: string[];
  negativeControls: string[];
  adopted: string;
  controlGroup: ControlGroup;
  controls: { columns: string[]; at: "base" | "current" };
  anticipation: number;
  window: { from: number; to: number; reference: number };
  incomplete: "drop" | "keep";
  cluster: string;
  estimators: Estimator[];
  /** False where the block leaves them to us: what a panel cannot carry is then left out with a finding instead of refused. */
  isDeclared: boolean;
  /** `balance`: last event time of the balanced event study; null for none. */
  groupTime: { base: BasePeriod; method: GroupTimeMethod; balance: number | null };
  imputation: { leaveOut: boolean };
  headline: { estimator: Estimator; aggregate: HeadlineAggregate | "static" };
  bands: BandRules;
  randomization: { draws: number; strata: string | null; seed: number };
  expected: Expected;
  /** Per outcome; absent where none is declared. */
  smallestEffect: ReadonlyMap<string, number>;
  /** Null where the block does not say: cohorts, and units where there are few. */
  leaveOut: ("unit" | "cohort" | "strata")[] | null;
  concurrent: string[];
  /** Periods the placebos in time move the dates back; null: as the panel allows. */
  placebos: { back: number[] | null };
  sensitivity: SensitivityBlock;
  /** Null where not asked for. */
  synthetic: SyntheticBlock | null;
}

/**
 * Fills in what the block leaves out and refuses what contradicts itself.
 * Throws DID-AGGREGATE-ABSENT, DID-HEADLINE-ABSENT, DID-WINDOW-REFERENCE, DID-SMALLEST-EFFECT-UNKNOWN and
 * POLICY-STRATA-ABSENT.
 */
export function settle(options: PolicyOptions): PolicySettings {
  const outcomes = typeof options.outcome === "string" ? [options.outcome] : [...options.outcome];
  const estimators = options.estimators ?? [...defaultEstimators];
  const estimator = options.headline?.estimator ?? (estimators.includes("groupTime") ? "groupTime" : estimators[0]!);
  if (!estimators.includes(estimator)) throw problem("DID-HEADLINE-ABSENT", { headline: estimator, estimators });
  if (options.leaveOut?.includes("strata") === true && options.randomization?.strata === undefined)
    throw problem("POLICY-STRATA-ABSENT", { policy: options.name ?? "policy" });
  const columns = options.controls?.columns ?? [];
  const anticipation = options.anticipation ?? 0;
  return {
    name: options.name ?? "policy",
    data: options.data,
    unit: options.unit,
    time: options.time,
    outcomes,
    negativeControls: options.negativeControls ?? [],
    adopted: options.adopted,
    controlGroup: options.controlGroup ?? "notYet",
    controls: { columns, at: options.controls?.at ?? "base" },
    anticipation,
    window: settleWindow(options.window, anticipation),
    incomplete: options.incomplete ?? "drop",
    cluster: options.cluster ?? options.unit,
    estimators,
    isDeclared: options.estimators !== undefined,
    groupTime: {
      base: options.groupTime?.base ?? "varying",
      method: options.groupTime?.method ?? "doublyRobust",
      balance: options.groupTime?.balance ?? null,
    },
    imputation: { leaveOut: options.imputation?.leaveOut ?? true },
    headline: { estimator, aggregate: headlineAggregate(estimator, options.headline?.aggregate ?? "simple") },
    bands: settleBands(options.bands),
    randomization: {
      draws: options.randomization?.draws ?? 999,
      strata: options.randomization?.strata ?? null,
      seed: options.randomization?.seed ?? 1,
    },
    expected: options.expected ?? "either",
    smallestEffect: settleSmallestEffect(options.smallestEffect, outcomes),
    leaveOut: options.leaveOut ?? null,
    concurrent: options.concurrent ?? [],
    placebos: { back: options.placebos?.back ?? null },
    sensitivity: options.sensitivity ?? {},
    synthetic: options.synthetic ?? null,
  };
}

/** Uniform bands at 95 percent. */
export function settleBands(bands: PolicyBlock["bands"]): BandRules {
  return { method: bands?.method ?? "multivariateT", level: 0.95, draws: bands?.draws ?? 10_000, seed: bands?.seed ?? 1 };
}

/** The two-way estimate is one number; stacks know event times, not cohorts or periods. */
function headlineAggregate(estimator: Estimator, aggregate: HeadlineAggregate): HeadlineAggregate | "static" {
  if (estimator === "twoWay") return "static";
  if (estimator === "stacked" && aggregate !== "simple" && aggregate !== "dynamic")
    throw problem("DID-AGGREGATE-ABSENT", { estimator, aggregate, available: ["simple", "dynamic"] });
  return aggregate;
}

function settleWindow(window: PolicyOptions["window"], anticipation: number): PolicySettings["window"] {
  const from = window?.from ?? -5 - anticipation;
  const to = window?.to ?? 3;
  const reference = window?.reference ?? -1 - anticipation;
  if (reference <= from || reference > -1 - anticipation) throw problem("DID-WINDOW-REFERENCE", { from, to, reference, anticipation });
  return { from, to, reference };
}

function settleSmallestEffect(smallest: PolicyOptions["smallestEffect"], outcomes: readonly string[]): Map<string, number> {
  if (smallest === undefined) return new Map();
  if (typeof smallest === "number") return new Map(outcomes.map((name) => [name, smallest]));
  for (const name of Object.keys(smallest)) {
    if (!outcomes.includes(name))
      throw problem("DID-SMALLEST-EFFECT-UNKNOWN", { name, nearest: nearest(name, outcomes), outcomes: [...outcomes] });
  }
  return new Map(Object.entries(smallest));
}

/** The rules of the group-time effects. */
export function groupTimeRules({ controlGroup, anticipation, groupTime }: PolicySettings): GroupTimeRules {
  return { controlGroup, anticipation, basePeriod: groupTime.base, method: groupTime.method, balance: groupTime.balance };
}
