import { stream } from "../../numerics/main.js";
import {
  type Block,
  type BlockEstimate,
  effectWithWeights,
  estimateBlock,
  type Penalties,
  penaltiesOf,
  type SyntheticMethod,
} from "./block.js";

/** Units that adopt in one period, by position among the periods. */
export interface AdoptingUnits {
  position: number;
  paths: readonly Float64Array[];
}

export interface SyntheticPanel {
  cohorts: readonly AdoptingUnits[];
  /** Units untreated throughout. */
  controls: readonly Float64Array[];
}

export interface SyntheticEstimate {
  /** Mean over treated cells. */
  effect: number;
  cohorts: (BlockEstimate & { share: number; penalties: Penalties; misfit: number })[];
  /** Largest optimality gap of any fit. */
  gap: number;
  /** Root mean square of the gap after adoption over that before. */
  rmspeRatio: number;
}

/** Every cohort against the units untreated throughout, put together by treated cells (Clarke et al. 2023 for staggered adoption). */
export function syntheticEffect(panel: SyntheticPanel, method: SyntheticMethod, held?: readonly Penalties[]): SyntheticEstimate {
  const blocks = blocksOf(panel);
  const cells = blocks.map(({ treated, before, controls }) => treated.length * (controls[0]!.length - before));
  const total = cells.reduce((sum, n) => sum + n, 0);
  const cohorts = blocks.map((block, k) => {
    const penalties = held?.[k] ?? penaltiesOf(block, method);
    const made = estimateBlock(block, penalties, method);
    return { ...made, share: cells[k]! / total, penalties, misfit: Math.sqrt(meanSquare(made, 0, block.before)) };
  });
  return {
    effect: cohorts.reduce((sum, c) => sum + c.share * c.effect, 0),
    cohorts,
    gap: cohorts.reduce((most, c) => Math.max(most, c.gap), 0),
    rmspeRatio: rmspeRatio(cohorts, blocks),
  };
}

function rmspeRatio(cohorts: readonly BlockEstimate[], blocks: readonly Block[]): number {
  const mean = { before: 0, after: 0 };
  cohorts.forEach((cohort, k) => {
    const { before } = blocks[k]!;
    mean.before += meanSquare(cohort, 0, before);
    mean.after += meanSquare(cohort, before, cohort.path.length);
  });
  return Math.sqrt(mean.after / mean.before);
}

/** Mean square of the gap over some periods. Under time weights its level before adoption is taken out: that is no misfit. */
function meanSquare({ path, timeWeights }: BlockEstimate, from: number, to: number): number {
  const level = timeWeights.reduce((sum, w, t) => sum + w * path[t]!, 0);
  let sum = 0;
  for (let t = from; t < to; t++) sum += (path[t]! - level) * (path[t]! - level);
  return sum / (to - from);
}

export interface Placebos {
  /** Effects and ratios of the placebos, in the order of the draws. */
  effects: Float64Array;
  ratios: Float64Array;
  /** True where every choice was gone through and nothing was drawn. */
  exhaustive: boolean;
  /** Largest optimality gap among the placebos. */
  gap: number;
}

/**
 * The same estimator with the adoption dates given to controls, numbers per date kept (Algorithm 4 of Arkhangelsky et al. 2021). With one
 * treated unit every control takes its turn; otherwise each draw has its own random stream. Null where the controls are too few.
 */
export function placebos(
  panel: SyntheticPanel,
  method: SyntheticMethod,
  penalties: readonly Penalties[],
  draws: number,
  seed: number,
): Placebos | null {
  const { cohorts, controls } = panel;
  const needed = cohorts.reduce((sum, c) => sum + c.paths.length, 0);
  if (controls.length < needed + 2) return null;
  const exhaustive = needed === 1 && controls.length <= draws;
  const count = exhaustive ? controls.length : draws;
  const effects = new Float64Array(count);
  const ratios = new Float64Array(count);
  let gap = 0;
  for (let r = 0; r < count; r++) {
    const chosen = exhaustive ? [r] : drawn(controls.length, needed, seed, r);
    const taken = new Set(chosen);
    let next = 0;
    const pretended = cohorts.map(({ position, paths }) => ({ position, paths: paths.map(() => controls[chosen[next++]!]!) }));
    const made = syntheticEffect({ cohorts: pretended, controls: controls.filter((_, j) => !taken.has(j)) }, method, penalties);
    effects[r] = made.effect;
    ratios[r] = made.rmspeRatio;
    gap = Math.max(gap, made.gap);
  }
  return { effects, ratios, exhaustive, gap };
}

/** Standard deviation of the placebo effects, divided by their number as in the R package synthdid. */
export function placeboError({ effects }: Placebos): number {
  const mean = effects.reduce((sum, e) => sum + e, 0) / effects.length;
  return Math.sqrt(effects.reduce((sum, e) => sum + (e - mean) * (e - mean), 0) / effects.length);
}

/** A sample of controls without replacement: the first of a shuffle. */
function drawn(from: number, count: number, seed: number, replicate: number): number[] {
  const draws = stream(seed, replicate);
  const order = Array.from({ length: from }, (_, j) => j);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(draws.uniform() * (from - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.slice(0, count);
}

/**
 * Jackknife over units with all weights held (Algorithm 3): conservative, and not defined where a cohort has one unit. The factor is
 * (n - 1)/n times the sum of squares about the mean.
 */
export function jackknifeError(panel: SyntheticPanel, { cohorts }: SyntheticEstimate): number | null {
  const blocks = blocksOf(panel);
  if (blocks.some(({ treated, controls }) => treated.length === 1 || controls.length === 1)) return null;
  const without = (list: readonly Float64Array[], gone: number) => list.filter((_, j) => j !== gone);
  // Shares are those of the cells that are left.
  const total = (gone: number | null) =>
    blocks.map(({ treated, before, controls }, k) => (treated.length - (gone === k ? 1 : 0)) * (controls[0]!.length - before));
  const combine = (effects: readonly number[], gone: number | null) => {
    const cells = total(gone);
    const all = cells.reduce((sum, n) => sum + n, 0);
    return effects.reduce((sum, e, k) => sum + (e * cells[k]!) / all, 0);
  };
  const held = blocks.map((block, k) => effectWithWeights(block, cohorts[k]!.unitWeights, cohorts[k]!.timeWeights));
  const values: number[] = [];
  blocks.forEach((block, k) => {
    block.treated.forEach((_, gone) => {
      const effect = effectWithWeights(
        { ...block, treated: without(block.treated, gone) },
        cohorts[k]!.unitWeights,
        cohorts[k]!.timeWeights,
      );
      values.push(
        combine(
          held.map((e, j) => (j === k ? effect : e)),
          k,
        ),
      );
    });
  });
  panel.controls.forEach((_, gone) => {
    const effects = blocks.map((block, k) =>
      effectWithWeights(
        { ...block, controls: without(block.controls, gone) },
        cohorts[k]!.unitWeights.filter((__, j) => j !== gone),
        cohorts[k]!.timeWeights,
      ),
    );
    values.push(combine(effects, null));
  });
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  return Math.sqrt(((n - 1) / n) * values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0));
}

function blocksOf({ cohorts, controls }: SyntheticPanel): Block[] {
  return cohorts.map(({ position, paths }) => ({ controls, treated: paths, before: position }));
}
