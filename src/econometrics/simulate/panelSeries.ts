import { normalQuantile } from "../../numerics/distributions/normal.js";
import { exp } from "../../numerics/elementary.js";
import type { Stream } from "../../numerics/streams.js";
import { mean, variance } from "../../numerics/sums.js";

/** How one simulated series looks over units and periods. */
export interface SeriesSpec {
  name: string;
  /** Mean and standard deviation over all rows, met exactly before any effect is added. */
  mean: number;
  sd: number;
  /** Shape of the level across units: Tukey's g (skew, of either sign) and h (heavy tails; light ones down to -0.2, where order is still kept). */
  skew: number;
  tail: number;
  /** Shares of the variance that are a path common to all units and noise; the rest is the level of the unit. */
  trend: number;
  noise: number;
  /** Correlation of the order of units with their common development, -1..1. */
  loading: number;
}

/** One simulated series; rows are unit-major (all periods of the first unit, then of the second). */
export interface Series {
  /** level + path + noise */
  values: Float64Array;
  /** The level alone, one per unit: `values` minus this is what moves over time. */
  level: Float64Array;
}

/**
 * A panel series: level of the unit + path common to all units + AR(1) noise. The parts add up in the units of the series, so that without
 * an effect every difference between units is constant in expectation: parallel trends hold exactly.
 * The levels are always the same set of normal scores, bent by Tukey's g and h; draws only decide which unit gets which.
 * Source of the shape: Hoaglin (1985), Summarizing shape numerically: the g-and-h distributions.
 */
export function panelSeries(spec: SeriesSpec, development: Float64Array, periods: number, ar1: number, draws: Stream): Series {
  const units = development.length;
  const level = scaledTo(shapedLevels(spec, development, draws), 1 - spec.trend - spec.noise);
  const path = scaledTo(commonPath(periods, draws), spec.trend);
  const noise = autoregressive(units, periods, ar1, draws).map((e) => Math.sqrt(spec.noise) * e);
  const raw = noise.map((e, row) => e + level[Math.floor(row / periods)]! + path[row % periods]!);
  const centre = mean(raw);
  const factor = spec.sd / Math.sqrt(variance(raw));
  return {
    values: raw.map((v) => spec.mean + factor * (v - centre)),
    level: level.map((v) => spec.mean + factor * (v - centre)),
  };
}

/** AR(1) with unit variance, started from its stationary distribution, unit-major. */
export function autoregressive(units: number, periods: number, ar1: number, draws: Stream): Float64Array {
  const out = new Float64Array(units * periods);
  const fresh = Math.sqrt(1 - ar1 * ar1);
  for (let row = 0; row < out.length; row++) out[row] = row % periods === 0 ? draws.normal() : ar1 * out[row - 1]! + fresh * draws.normal();
  return out;
}

/** Levels of the units: normal scores in the order of a latent variable, bent to the shape. */
function shapedLevels(spec: SeriesSpec, development: Float64Array, draws: Stream): Float64Array {
  const own = Math.sqrt(1 - spec.loading * spec.loading);
  const latent = development.map((d) => spec.loading * d + own * draws.normal());
  const order = Int32Array.from(latent, (_, i) => i).sort((a, b) => latent[a]! - latent[b]! || a - b);
  const out = new Float64Array(latent.length);
  order.forEach((unit, rank) => {
    const score = normalQuantile((rank + 0.625) / (latent.length + 0.25));
    const bent = spec.skew === 0 ? score : (exp(spec.skew * score) - 1) / spec.skew;
    out[unit] = bent * exp((spec.tail * score * score) / 2);
  });
  return out;
}

/** A rising path with small shocks that all units share. */
function commonPath(periods: number, draws: Stream): Float64Array {
  return Float64Array.from({ length: periods }, (_, t) => t + 0.3 * draws.normal());
}

/** The values shifted and stretched to mean 0 and the given variance. */
function scaledTo(values: Float64Array, target: number): Float64Array {
  const centre = mean(values);
  const factor = Math.sqrt(target / variance(values));
  return values.map((v) => factor * (v - centre));
}
