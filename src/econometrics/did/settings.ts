import { nearest, problem } from "../../messages/main.js";
import type { SensitivityBlock } from "../sensitivity/main.js";
import type { SyntheticBlock } from "../synthetic/main.js";
import type { AggregateName } from "./aggregates.js";
import type { estimatorNames, PolicyBlock } from "./options.js";
import type { ControlGroup } from "./timing.js";
import type { Expected } from "./verdict.js";

/** The estimators there are. */
export const availableEstimators = ["twoWay", "groupTime"] as const;
export type Estimator = (typeof availableEstimators)[number];

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
  cluster: string;
  estimators: Estimator[];
  headline: { estimator: Estimator; aggregate: AggregateName | "static" };
  randomization: { draws: number; strata: string | null; seed: number };
  expected: Expected;
  /** Per outcome; absent where none is declared. */
  smallestEffect: ReadonlyMap<string, number>;
  leaveOut: ("unit" | "cohort" | "strata")[];
  concurrent: string[];
  sensitivity: SensitivityBlock;
  /** Null where not asked for. */
  synthetic: SyntheticBlock | null;
}

/**
 * Fills in what the block leaves out and refuses what contradicts itself.
 * Throws DID-ESTIMATOR-ABSENT, DID-HEADLINE-ABSENT, DID-WINDOW-REFERENCE, DID-SMALLEST-EFFECT-UNKNOWN, DID-CONTROLS-GROUPTIME,
 * POLICY-STRATA-ABSENT.
 */
export function settle(options: PolicyOptions): PolicySettings {
  const outcomes = typeof options.outcome === "string" ? [options.outcome] : [...options.outcome];
  const estimators = (options.estimators ?? [...availableEstimators]).map(available);
  const estimator = available(options.headline?.estimator ?? (estimators.includes("groupTime") ? "groupTime" : estimators[0]!));
  if (!estimators.includes(estimator)) throw problem("DID-HEADLINE-ABSENT", { headline: estimator, estimators });
  if (options.leaveOut?.includes("strata") === true && options.randomization?.strata === undefined)
    throw problem("POLICY-STRATA-ABSENT", { policy: options.name ?? "policy" });
  const columns = options.controls?.columns ?? [];
  if (columns.length > 0 && estimators.includes("groupTime")) throw problem("DID-CONTROLS-GROUPTIME", { columns });
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
    cluster: options.cluster ?? options.unit,
    estimators,
    headline: { estimator, aggregate: estimator === "twoWay" ? "static" : (options.headline?.aggregate ?? "simple") },
    randomization: {
      draws: options.randomization?.draws ?? 999,
      strata: options.randomization?.strata ?? null,
      seed: options.randomization?.seed ?? 1,
    },
    expected: options.expected ?? "either",
    smallestEffect: settleSmallestEffect(options.smallestEffect, outcomes),
    leaveOut: options.leaveOut ?? [],
    concurrent: options.concurrent ?? [],
    sensitivity: options.sensitivity ?? {},
    synthetic: options.synthetic ?? null,
  };
}

function available(name: (typeof estimatorNames)[number]): Estimator {
  const there = availableEstimators.find((e) => e === name);
  if (there === undefined) throw problem("DID-ESTIMATOR-ABSENT", { estimator: name, available: [...availableEstimators] });
  return there;
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
