import { type Column, categoryFromStrings, type Frame, frame, numberColumn } from "../../frame/main.js";
import { mean } from "../../numerics/sums.js";
import { compositeIndex } from "../index/compositeIndex.js";
import type { IndexOptions } from "../index/options.js";
import type { PilotZonesPanel } from "./pilotZones.js";

/** The truth in points of one index: what an estimator applied to that index should find. */
export interface PlantedIndexEffects {
  /** Average effect of the own zone over treated rows, neighbours as they are: the estimand of group-time "simple". */
  own: number;
  /** The same by years since adoption, with the number of provinces behind each. */
  byEventTime: { time: number; effect: number; units: number }[];
  /** Average effect of neighbours' zones over rows without an own zone. */
  spillover: number;
}

/**
 * The effects that were planted, as one index sees them: the three worlds are scored with the ranges and weights of the observed one, and
 * scores are subtracted row by row. Exact for every index of `compositeIndex` whose ranges come from pooled or base-period rows.
 */
export function plantedIndexEffects(panel: PilotZonesPanel, options: IndexOptions): PlantedIndexEffects {
  const { observed } = panel;
  const rows = observed.rows;
  const worlds = [observed, panel.withoutOwn, panel.withoutZones];
  const fit = options.fit === undefined ? "world = 0" : `world = 0 and (${options.fit.where})`;
  const { scores } = compositeIndex(stacked(worlds), { ...options, fit: { where: fit }, alternatives: undefined, identityOf: undefined });
  const difference = (a: number, b: number) => Float64Array.from({ length: rows }, (_, i) => scores[a * rows + i]! - scores[b * rows + i]!);
  const own = difference(0, 1);
  const spill = difference(1, 2);
  const where = (keep: (row: number) => boolean) => Array.from({ length: rows }, (_, i) => i).filter(keep);
  const over = (values: Float64Array, at: number[]) => (at.length === 0 ? 0 : mean(Float64Array.from(at, (i) => values[i]!)));
  const times = [...new Set(panel.eventTime)].filter((e) => !Number.isNaN(e)).sort((a, b) => a - b);
  return {
    own: over(
      own,
      where((i) => panel.treated[i] === 1),
    ),
    byEventTime: times.map((time) => {
      const at = where((i) => panel.eventTime[i] === time);
      return { time, effect: over(own, at), units: at.length };
    }),
    spillover: over(
      spill,
      where((i) => panel.treated[i] === 0),
    ),
  };
}

/** Frames of equal columns under each other, with the number of the world in `world`. */
function stacked(worlds: readonly Frame[]): Frame {
  const columns = new Map<string, Column>();
  for (const name of worlds[0]!.columns.keys()) {
    const parts = worlds.map((w) => w.columns.get(name)!);
    columns.set(
      name,
      parts.every((c) => c.kind === "number")
        ? numberColumn(parts.flatMap((c) => Array.from(c.values)))
        : categoryFromStrings(parts.flatMap((c) => (c.kind === "category" ? Array.from(c.codes, (code) => c.labels[code]!) : []))),
    );
  }
  columns.set("world", numberColumn(worlds.flatMap((w, k) => new Array<number>(w.rows).fill(k))));
  return frame("worlds", columns);
}
