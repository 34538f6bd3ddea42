import { type Matrix, submatrix } from "../../numerics/main.js";
import type { EventPoint, Row } from "../../results/main.js";
import { supTCritical } from "./bands.js";
import { type EffectSet, eventPoints, referencePoint } from "./effects.js";
import type { EstimatedGroupTime } from "./groupTime.js";
import { type Band, type BandRules, bandsOf } from "./groupTimeBands.js";
import { contrastOf } from "./groupTimeRows.js";
import type { PolicySettings } from "./settings.js";
import type { TwoWayEventStudy } from "./twoWay.js";

type StudySettings = Pick<PolicySettings, "window" | "bands">;

/** The two-way event study; the ends of its window hold all earlier and later periods. */
export function twoWayStudy({ points, estimated }: TwoWayEventStudy, clusters: number, bands: BandRules): EventPoint[] {
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
  return withBands(list, estimated.covariance, clusters - 1, bands);
}

/** The event study of group-time effects within the window; on a universal base its reference is a point of zero. */
export function groupTimeStudy(estimated: EstimatedGroupTime, aggregates: readonly Row[], { window, bands }: StudySettings): EventPoint[] {
  const rows = aggregates.filter(
    (row) => row.aggregate === "dynamic" && row.time !== undefined && row.time >= window.from && row.time <= window.to,
  );
  const contrasts = rows.map(({ time }) =>
    contrastOf(estimated, estimated.aggregates.find(({ name, at }) => name === "dynamic" && at === time)!),
  );
  const [{ intervals }] = bandsOf(estimated, [{ rows, contrasts }], bands) as [Band];
  const points = rows.map((row, j): EventPoint => {
    const shared = { estimator: "groupTime", time: row.time!, binned: false, reference: false, row };
    return { ...shared, bandLow: intervals[j]?.low ?? null, bandHigh: intervals[j]?.high ?? null };
  });
  const reference = -1 - estimated.rules.anticipation;
  if (estimated.rules.basePeriod === "universal" && reference >= window.from) points.push(referencePoint("groupTime", reference));
  return points.sort((a, b) => a.time - b.time);
}

/** The event study of any other estimator within the window. */
export function setStudy(set: EffectSet, rows: readonly Row[], { window, bands }: StudySettings): EventPoint[] {
  const points = eventPoints(set, rows, window);
  const estimated = points.filter((p) => p.row.stdError !== null).map((p) => p.time);
  const at = estimated.map((time) => set.targets.findIndex((t) => t.aggregate === "dynamic" && t.at === time));
  return withBands(points, submatrix(set.covariance, at), set.df, bands);
}

/** Adds the band that holds all points of an event study at once; `covariance` is that of the points that have an error. */
function withBands(points: EventPoint[], covariance: Matrix, df: number, { method, level, draws, seed }: BandRules): EventPoint[] {
  const scale = method === "gaussian" ? null : df;
  const critical = covariance.rows === 0 ? null : supTCritical(covariance, { level, draws, seed, df: scale });
  return points.map((point): EventPoint => {
    const { estimate, stdError } = point.row;
    if (critical === null || point.reference || estimate === null || stdError === null) return point;
    return { ...point, bandLow: estimate - critical * stdError, bandHigh: estimate + critical * stdError };
  });
}
