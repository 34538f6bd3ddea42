import { type Matrix, submatrix } from "../../numerics/main.js";
import type { EventPoint, Row } from "../../results/main.js";
import { supTCritical } from "./bands.js";
import { covarianceMatrix } from "./cohortStatistics.js";
import { type EffectSet, eventPoints } from "./effects.js";
import type { EstimatedGroupTime } from "./groupTime.js";
import { contrastOf } from "./groupTimeRows.js";
import type { PolicySettings } from "./settings.js";
import type { TwoWayEventStudy } from "./twoWay.js";

/** Points of one estimator with the covariance of those that have an error, in the order of their times. */
export interface EventStudy {
  points: EventPoint[];
  times: number[];
  covariance: Matrix;
  df: number;
  /** Sup-t critical value of the band; null where there is none. */
  critical: number | null;
}

type BandSettings = PolicySettings["bands"];

/** The two-way event study; the ends of its window hold all earlier and later periods. */
export function twoWayStudy({ points, estimated }: TwoWayEventStudy, clusters: number, bands: BandSettings): EventStudy {
  const list = points.map(
    ({ time, binned, reference, row }): EventPoint => ({
      estimator: "twoWay",
      time,
      binned,
      reference,
      row,
      bandLow: null,
      bandHigh: null,
    }),
  );
  return withBands(list, estimated.times, estimated.covariance, clusters - 1, bands);
}

/** The event study of group-time effects within the window. */
export function groupTimeStudy(
  estimated: EstimatedGroupTime,
  aggregates: readonly Row[],
  { window, bands }: Pick<PolicySettings, "window" | "bands">,
): EventStudy {
  const points = aggregates
    .filter((row) => row.aggregate === "dynamic" && row.time !== undefined && row.time >= window.from && row.time <= window.to)
    .map(
      (row): EventPoint => ({
        estimator: "groupTime",
        time: row.time!,
        binned: false,
        reference: false,
        row,
        bandLow: null,
        bandHigh: null,
      }),
    );
  const contrasts = points.map(({ time }) =>
    contrastOf(estimated, estimated.aggregates.find(({ name, at }) => name === "dynamic" && at === time)!),
  );
  const covariance = covarianceMatrix(estimated.statistics, contrasts);
  const times = points.map(({ time }) => time);
  return withBands(points, times, covariance, estimated.panel.wide.clusters - 1, bands);
}

/** The event study of any other estimator within the window. */
export function setStudy(set: EffectSet, rows: readonly Row[], { window, bands }: Pick<PolicySettings, "window" | "bands">): EventStudy {
  const points = eventPoints(set, rows, window);
  const estimated = points.filter((p) => p.row.stdError !== null).map((p) => p.time);
  const at = estimated.map((time) => set.targets.findIndex((t) => t.aggregate === "dynamic" && t.at === time));
  return withBands(points, estimated, submatrix(set.covariance, at), set.df, bands);
}

/** Adds the band that holds all points of an event study at once. */
function withBands(
  points: EventPoint[],
  times: number[],
  covariance: Matrix,
  df: number,
  { level, draws, seed }: BandSettings,
): EventStudy {
  const critical = times.length === 0 ? null : supTCritical(covariance, { level, draws, seed, df });
  const banded = points.map((point): EventPoint => {
    const { estimate, stdError } = point.row;
    if (critical === null || point.reference || estimate === null || stdError === null) return point;
    return { ...point, bandLow: estimate - critical * stdError, bandHigh: estimate + critical * stdError };
  });
  return { points: banded, times, covariance, df, critical };
}
