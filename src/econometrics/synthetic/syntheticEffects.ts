import { type Frame, numbers } from "../../frame/main.js";
import { problem } from "../../messages/main.js";
import type { SyntheticResult } from "../../results/main.js";
import { requireComplete } from "../did/groupTime.js";
import { adoptionDates, type EstimationPanel, estimationPanel, readGrid } from "../did/panel.js";
import { effectRow, outcomeScale, type Support } from "../did/rows.js";
import { type ControlGroup, requireComparison, restrictTiming, type Timing, timingOf, unitNames } from "../did/timing.js";
import { type SyntheticMethod, syntheticMethods } from "./block.js";
import type { SyntheticBlock } from "./options.js";
import { jackknifeError, placeboError, placebos, type SyntheticEstimate, type SyntheticPanel, syntheticEffect } from "./syntheticEffect.js";

export interface SyntheticOptions extends SyntheticBlock {
  outcome: string;
  /** Column with the first treated period, missing = never. */
  adopted: string;
  unit: string;
  time: string;
  /** Which units untreated throughout are controls. Default notYet: later adopters and never-treated. */
  controlGroup?: ControlGroup;
  anticipation?: number;
}

/**
 * Synthetic difference in differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, American Economic Review 111) and synthetic
 * control (Abadie, Diamond and Hainmueller 2010), staggered adoption cohort by cohort, with placebo or jackknife errors. Outcome paths
 * alone make the weights. Throws DATA-COLUMN-*, DID-ADOPTION-*, DID-NO-TREATED, DID-NO-COMPLETE-UNIT, DID-ROW-DUPLICATE and
 * POLICY-SYNTHETIC-SAMPLE.
 */
export function syntheticEffects(frame: Frame, options: SyntheticOptions): SyntheticResult[] {
  const controlGroup = options.controlGroup ?? "notYet";
  const grid = readGrid(frame, options);
  const outcome = numbers(frame, options.outcome);
  const complete = requireComplete(grid, outcome, options.outcome, options.time);
  const timing = restrictTiming(timingOf(adoptionDates(grid, options), options.anticipation ?? 0), (i) => complete[i] === 1);
  requireComparison(timing, controlGroup, options.adopted, options.anticipation ?? 0);
  const panel = estimationPanel(grid, timing, outcome, controlGroup, null);
  return syntheticOf(panel, timing, options, { controlGroup, anticipation: options.anticipation ?? 0 });
}

/** The same on a panel that is already there. Throws POLICY-SYNTHETIC-SAMPLE. */
export function syntheticOf(
  panel: EstimationPanel,
  timing: Timing,
  block: SyntheticBlock,
  { controlGroup, anticipation }: { controlGroup: ControlGroup; anticipation: number },
): SyntheticResult[] {
  const { wide, groups, schedule, members } = panel;
  const pathsOf = (k: number) =>
    Array.from({ length: wide.units }, (_, i) => i)
      .filter((i) => wide.group[i] === k)
      .map((i) => ({ unit: timing.units[members[i]!]!, path: wide.values.subarray(i * wide.periods, (i + 1) * wide.periods) }));
  const all = groups.map((group, k) => ({ group, before: schedule.positions[k]! - anticipation, units: pathsOf(k) }));
  const controls = all.slice(schedule.cohorts).flatMap((g) => g.units);
  const cohorts = all.slice(0, schedule.cohorts);
  const usable = cohorts.filter((g) => g.before >= 2);
  if (usable.length === 0 || controls.length < 2)
    throw problem("POLICY-SYNTHETIC-SAMPLE", {
      controls: controls.map((c) => c.unit),
      controlGroup,
      short: cohorts.filter((g) => g.before < 2).flatMap((g) => unitNames(timing, g.group)),
    });
  const given: SyntheticPanel = {
    cohorts: usable.map((g) => ({ position: g.before, paths: g.units.map((u) => u.path) })),
    controls: controls.map((c) => c.path),
  };
  const support: Support = supportOf(panel, usable);
  return (block.methods ?? syntheticMethods).map((method) =>
    resultOf(method, given, block, {
      support,
      scale: outcomeScale(wide.values),
      describe: (made) =>
        usable.map((g, k) =>
          describeCohort(
            made.cohorts[k]!,
            g.group.adopted!,
            controls.map((c) => c.unit),
            timing.periods,
          ),
        ),
      excluded: cohorts.filter((g) => g.before < 2).map((g) => g.group.adopted!),
    }),
  );
}

interface Setting {
  support: Support;
  scale: ReturnType<typeof outcomeScale>;
  describe: (made: SyntheticEstimate) => SyntheticResult["cohorts"];
  excluded: number[];
}

function resultOf(method: SyntheticMethod, panel: SyntheticPanel, block: SyntheticBlock, setting: Setting): SyntheticResult {
  const seed = block.seed ?? 1;
  const error = block.error ?? "placebo";
  const made = syntheticEffect(panel, method);
  const drawn = placebos(
    panel,
    method,
    made.cohorts.map((c) => c.penalties),
    block.draws ?? 200,
    seed,
  );
  const stdError = error === "jackknife" ? jackknifeError(panel, made) : drawn === null ? null : placeboError(drawn);
  const reason = error === "jackknife" ? "a cohort has one unit, which the jackknife cannot leave out" : "too few controls for placebos";
  const row = effectRow({
    term: method,
    estimate: made.effect,
    stdError,
    df: null,
    method: error,
    support: setting.support,
    outcome: setting.scale,
    ...(stdError === null ? { reason } : {}),
  });
  // Placebos speak of how the estimator moves where nothing happened: the effect by its size, synthetic control by its ratio of misfits.
  const beyond = (values: Float64Array, own: number) =>
    (1 + values.filter((v) => Math.abs(v) >= Math.abs(own)).length) / (1 + values.length);
  return {
    method,
    row: { ...row, estimator: method, aggregate: "simple" },
    placeboP:
      drawn === null ? null : method === "syntheticDid" ? beyond(drawn.effects, made.effect) : beyond(drawn.ratios, made.rmspeRatio),
    placebos: drawn === null ? null : { count: drawn.effects.length, exhaustive: drawn.exhaustive, seed: drawn.exhaustive ? null : seed },
    rmspeRatio: made.rmspeRatio,
    optimalityGap: Math.max(made.gap, drawn?.gap ?? 0),
    cohorts: setting.describe(made),
    excluded: setting.excluded,
  };
}

function describeCohort(
  { effect, share, unitWeights, timeWeights, path, misfit, penalties }: SyntheticEstimate["cohorts"][number],
  adopted: number,
  units: readonly string[],
  periods: readonly number[],
): SyntheticResult["cohorts"][number] {
  const named = <K>(weights: Float64Array, name: (j: number) => K) =>
    Array.from(weights, (weight, j) => ({ name: name(j), weight }))
      .filter((w) => w.weight > 0)
      .sort((a, b) => b.weight - a.weight);
  return {
    adopted,
    share,
    effect,
    misfit,
    noise: penalties.noise,
    controls: named(unitWeights, (j) => units[j]!).map(({ name, weight }) => ({ unit: name, weight })),
    times: named(timeWeights, (j) => periods[j]!)
      .sort((a, b) => a.name - b.name)
      .map(({ name, weight }) => ({ time: name, weight })),
    path: Array.from(path, (gap, t) => ({ time: periods[t]!, gap })),
  };
}

function supportOf({ wide }: EstimationPanel, cohorts: readonly { before: number; units: readonly unknown[] }[]): Support {
  const treatedUnits = cohorts.reduce((sum, g) => sum + g.units.length, 0);
  const treatedRows = cohorts.reduce((sum, g) => sum + g.units.length * (wide.periods - g.before), 0);
  return { treatedUnits, treatedRows, treatedClusters: treatedUnits };
}
