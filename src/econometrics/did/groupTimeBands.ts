import type { Row } from "../../results/main.js";
import { supTCritical } from "./bands.js";
import { type Contrast, covarianceMatrix, influenceParts } from "./cohortStatistics.js";
import type { EstimatedGroupTime } from "./groupTime.js";
import { contrastOf } from "./groupTimeRows.js";
import { multiplierBand, multiplierDraws, type Summands } from "./multiplierBootstrap.js";
import type { bandMethods } from "./options.js";

export type BandMethod = (typeof bandMethods)[number];

/** How uniform bands are made. */
export interface BandRules {
  method: BandMethod;
  level: number;
  draws: number;
  seed: number;
}

/** A band that holds several effects at once; intervals are null where an effect has no error. */
export interface Band {
  method: BandMethod;
  /** How many standard errors wide, to each side. */
  critical: number | null;
  intervals: ({ low: number; high: number } | null)[];
}

/** Rows that one band is to hold at once, with their contrasts; null where a row has no effect. */
export interface Family {
  rows: readonly Row[];
  contrasts: readonly (Contrast | null)[];
}

/** A band over all cells, and one over the effects of each aggregate. */
export function groupTimeBands(
  estimated: EstimatedGroupTime,
  { cells, aggregates }: { cells: readonly Row[]; aggregates: readonly Row[] },
  rules: BandRules,
): Record<string, Band> {
  const names = [...new Set(estimated.aggregates.filter((plan) => plan.at !== null).map((plan) => plan.name))];
  const families = names.map((name): Family => {
    const at = estimated.aggregates.flatMap((plan, j) => (plan.name === name && plan.at !== null ? [j] : []));
    return { rows: at.map((j) => aggregates[j]!), contrasts: at.map((j) => contrastOf(estimated, estimated.aggregates[j]!)) };
  });
  const bands = bandsOf(estimated, [{ rows: cells, contrasts: estimated.contrasts }, ...families], rules);
  return Object.fromEntries(["cells", ...names].map((name, f) => [name, bands[f]!]));
}

/** A band for each family. The bootstrap's are in its own errors, the others' in those of the rows. */
export function bandsOf(estimated: EstimatedGroupTime, families: readonly Family[], rules: BandRules): Band[] {
  const { method, level, draws, seed } = rules;
  const varying = families.map(({ rows, contrasts }) =>
    rows.flatMap((row, j) => (contrasts[j] === null || row.stdError === null ? [] : [{ j, row, contrast: contrasts[j]! }])),
  );
  const drawn = method === "bootstrap" ? drawsOf(estimated, varying.flat(), { draws, seed }) : [];
  let next = 0;
  return families.map(({ rows }, f) => {
    const effects = varying[f]!;
    const intervals: Band["intervals"] = rows.map(() => null);
    if (effects.length === 0) return { method, critical: null, intervals };
    let critical: number | null;
    let stdErrors: Float64Array = Float64Array.from(effects, ({ row }) => row.stdError!);
    if (method === "bootstrap") {
      ({ critical, stdErrors } = multiplierBand(drawn.slice(next, next + effects.length), level));
      next += effects.length;
    } else {
      const covariance = covarianceMatrix(
        estimated.statistics,
        effects.map((e) => e.contrast),
      );
      const df = method === "gaussian" ? null : estimated.panel.wide.clusters - 1;
      critical = supTCritical(covariance, { level, draws, seed, df });
    }
    effects.forEach(({ j, row }, i) => {
      if (critical !== null)
        intervals[j] = { low: row.estimate! - critical * stdErrors[i]!, high: row.estimate! + critical * stdErrors[i]! };
    });
    return { method, critical, intervals };
  });
}

/**
 * Draws of the multiplier bootstrap. From moments, a unit of group k adds slopes_k'(y - mean_k) + offset_k: only the signed sums of each
 * group's paths and signs are drawn, whatever the number of effects.
 */
function drawsOf(
  { panel, statistics }: EstimatedGroupTime,
  effects: readonly { contrast: Contrast }[],
  options: { draws: number; seed: number },
): Float64Array[] {
  if (effects.length === 0) return [];
  if (statistics.members !== null) {
    const parts = effects.map(({ contrast }) => influenceParts(statistics, contrast));
    const identity = parts.map((_, j) => Float64Array.from(parts, (_part, i) => (i === j ? 1 : 0)));
    return multiplierDraws([transposed(parts)], identity, options);
  }
  const { groups, periods } = statistics;
  // The first period of a path is zero by construction: its column holds the signs themselves.
  const coefficients = effects.map(({ contrast }) => {
    const c = contrast.slopes.slice();
    for (let k = 0; k < groups; k++) c[k * periods] = contrast.offsets[k]!;
    return c;
  });
  const summands = statistics.clusters === null ? pathsByGroup(panel.wide, statistics) : [clusterRows(statistics)];
  return multiplierDraws(summands, coefficients, options);
}

function transposed(columns: readonly Float64Array[]): Summands {
  const width = columns.length;
  const rows = new Float64Array(width * columns[0]!.length);
  columns.forEach((column, j) => {
    for (let c = 0; c < column.length; c++) rows[c * width + j] = column[c]!;
  });
  return { rows, width };
}

/** Per group: a one and the deviations of every unit's path. */
function pathsByGroup(
  { units, periods, values, group }: EstimatedGroupTime["panel"]["wide"],
  { groups, counts, means }: EstimatedGroupTime["statistics"],
): Summands[] {
  const parts = Array.from({ length: groups }, (_, k) => ({ rows: new Float64Array(counts[k]! * periods), width: periods }));
  const next = new Int32Array(groups);
  for (let i = 0; i < units; i++) {
    const k = group[i]!;
    const { rows } = parts[k]!;
    const to = next[k]!;
    const first = values[i * periods]!;
    rows[to] = 1;
    for (let t = 1; t < periods; t++) rows[to + t] = values[i * periods + t]! - first - means[k * periods + t]!;
    next[k] = to + periods;
  }
  return parts;
}

/** Per cluster: the units and summed deviations of every group. */
function clusterRows({ groups, periods, clusters }: EstimatedGroupTime["statistics"]): Summands {
  const { sizes, deviations } = clusters!;
  const rows = deviations.slice();
  for (let cell = 0; cell < sizes.length; cell++) rows[cell * periods] = sizes[cell]!;
  return { rows, width: groups * periods };
}
