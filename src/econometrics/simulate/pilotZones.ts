import { type Frame, frame } from "../../frame/main.js";
import { exp } from "../../numerics/elementary.js";
import { stream } from "../../numerics/streams.js";
import { mean, variance } from "../../numerics/sums.js";
import { autoregressive, panelSeries } from "./panelSeries.js";
import { pilotZonesControls, pilotZonesIndicators, pilotZonesMediators } from "./pilotZonesSeries.js";

/** The real part: provinces, when each got its first zone, and which share a border. */
export interface PilotZonesWorld {
  provinces: readonly { gb: string; province: string; region: string; firstTreated: number | null }[];
  /** Pairs of `gb` codes. */
  borders: readonly (readonly [string, string])[];
  years: readonly number[];
}

/** Effects planted in points of the index (0..1), before the index's own weights pass them through (`passThrough`). */
export interface PlantedEffects {
  /** Whole effect of the own zone, through the mediators and directly, by years since adoption; the last value stays. */
  own: readonly number[];
  /** What a zone adds to each mediator (in its units), and what one unit of the mediator adds to the index. */
  talent: { fromZone: number; toIndex: number };
  structure: { fromZone: number; toIndex: number };
  /** Effect on a province all of whose neighbours have zones. */
  spillover: number;
  /** What one unit of each control adds to the index. */
  controls: Readonly<Record<string, number>>;
}

/** The sizes of paper 002: 0.028 on average over the 41 treated cells, growing with time; coefficients of its Tables 3 and 5. */
export const paperEffects: PlantedEffects = {
  own: [0.016, 0.029, 0.041, 0.052],
  talent: { fromZone: 0.25, toIndex: 0.04 },
  structure: { fromZone: 0.06, toIndex: 0.035 },
  spillover: 0.006,
  controls: { edu: 0.06, fin: 0.02, ind: -0.067, infra: 0.0475, urban: 0.056 },
};

/** No zone does anything: for the size of tests. */
export const noEffects: PlantedEffects = {
  ...paperEffects,
  own: [0],
  talent: { fromZone: 0, toIndex: 0.04 },
  structure: { fromZone: 0, toIndex: 0.035 },
  spillover: 0,
};

export interface PilotZonesOptions {
  seed: number;
  /** Default `paperEffects`. */
  effects?: PlantedEffects;
  /** Autocorrelation of every error; default 0.5. */
  ar1?: number;
  /** Standard deviation of the shock that moves all responding indicators of a province together, in index points; default 0.014. */
  shock?: number;
}

/** One simulated panel in three worlds. Rows are province by year, in the order given. */
export interface PilotZonesPanel {
  /** What an analyst would see. */
  observed: Frame;
  /** The same draws with each province's own zone taken away (its neighbours keep theirs). */
  withoutOwn: Frame;
  /** The same draws without any zone. */
  withoutZones: Frame;
  /** 1 in a year in which the province has a zone. */
  treated: Int8Array;
  /** Years since the first zone; NaN where there is none. */
  eventTime: Float64Array;
  /** Share of neighbours that have a zone. */
  exposure: Float64Array;
}

/**
 * A panel of provinces with planted effects of the AI pilot zones, for checking estimators against a known truth. Timetable and borders are
 * given and real; every number is simulated. Indicator j of province i in year t is
 *
 *   level_ij + path_jt + noise_ijt + response_j range_j E_it,
 *   E_it = own zone + spillover + toIndex (talent, structure: what moves over time) + controls (the same) + shock_it,
 *
 * all additive, so that parallel trends hold exactly in every indicator and in every index that is linear in them.
 * Streams of the seed: 0 development, 2 shock, from 10 on one for each series, so that adding a series changes no other.
 */
export function simulatePilotZones(world: PilotZonesWorld, options: PilotZonesOptions): PilotZonesPanel {
  const effects = options.effects ?? paperEffects;
  const ar1 = options.ar1 ?? 0.5;
  const { units, periods, treated, eventTime, exposure } = timetable(world);
  const development = developmentOf(world, options.seed);
  const specs = [...pilotZonesMediators, ...pilotZonesControls, ...pilotZonesIndicators];
  const series = new Map(specs.map((spec, k) => [spec.name, panelSeries(spec, development, periods, ar1, stream(options.seed, k + 10))]));
  const moving = (name: string) => {
    const { values, level } = series.get(name)!;
    return values.map((v, row) => v - level[Math.floor(row / periods)]!);
  };

  const background = autoregressive(units, periods, ar1, stream(options.seed, 2)).map((e) => (options.shock ?? 0.014) * e);
  addTo(background, moving("talent"), effects.talent.toIndex);
  addTo(background, moving("structure"), effects.structure.toIndex);
  for (const [name, slope] of Object.entries(effects.controls)) addTo(background, moving(name), slope);
  const own = Float64Array.from(eventTime, (e) => (Number.isNaN(e) ? 0 : effects.own[Math.min(e, effects.own.length - 1)]!));
  const spill = exposure.map((share) => effects.spillover * share);

  const build = (ownZone: boolean, neighbours: boolean): Frame => {
    const moved = background.map((b, row) => b + (ownZone ? own[row]! : 0) + (neighbours ? spill[row]! : 0));
    const columns = new Map<string, Float64Array | string[] | (number | null)[]>([
      ["gb", cells(world, (p) => p.gb)],
      ["province", cells(world, (p) => p.province)],
      ["year", world.provinces.flatMap(() => [...world.years])],
      ["region", cells(world, (p) => p.region)],
      ["firstTreated", world.provinces.flatMap((p) => world.years.map(() => p.firstTreated))],
    ]);
    for (const spec of pilotZonesIndicators) {
      const { values } = series.get(spec.name)!;
      const reach = (spec.direction === "lower" ? -1 : 1) * spec.response * rangeOf(values);
      columns.set(
        spec.name,
        values.map((v, row) => v + reach * moved[row]!),
      );
    }
    for (const { name } of pilotZonesMediators) {
      const fromZone = name === "talent" ? effects.talent.fromZone : effects.structure.fromZone;
      columns.set(
        name,
        series.get(name)!.values.map((v, row) => v + (ownZone ? fromZone * treated[row]! : 0)),
      );
    }
    for (const { name } of pilotZonesControls) columns.set(name, series.get(name)!.values);
    return frame("provinces", columns);
  };
  return { observed: build(true, true), withoutOwn: build(false, true), withoutZones: build(false, false), treated, eventTime, exposure };
}

/** Who has a zone when, and the share of neighbours that have one. Provinces without a neighbour among those given have exposure 0. */
function timetable(world: PilotZonesWorld) {
  const units = world.provinces.length;
  const periods = world.years.length;
  const position = new Map(world.provinces.map((p, i) => [p.gb, i]));
  const neighbours: number[][] = world.provinces.map(() => []);
  for (const [a, b] of world.borders) {
    const i = position.get(a);
    const j = position.get(b);
    if (i === undefined || j === undefined) continue;
    neighbours[i]!.push(j);
    neighbours[j]!.push(i);
  }
  const since = (i: number, t: number) => {
    const start = world.provinces[i]!.firstTreated;
    return start === null || world.years[t]! < start ? Number.NaN : world.years[t]! - start;
  };
  const eventTime = Float64Array.from({ length: units * periods }, (_, row) => since(Math.floor(row / periods), row % periods));
  const treated = Int8Array.from(eventTime, (e) => (Number.isNaN(e) ? 0 : 1));
  const exposure = Float64Array.from({ length: units * periods }, (_, row) => {
    const own = neighbours[Math.floor(row / periods)]!;
    return own.length === 0 ? 0 : own.filter((j) => !Number.isNaN(since(j, row % periods))).length / own.length;
  });
  return { units, periods, treated, eventTime, exposure };
}

/** One latent level of development for each province, higher in the east and with a few leaders: it orders provinces in all series that load on it. */
function developmentOf(world: PilotZonesWorld, seed: number): Float64Array {
  const draws = stream(seed, 0);
  const lift: Record<string, number> = { East: 1.1, Central: 0, Northeast: -0.1, West: -0.5 };
  const skewed = Float64Array.from(world.provinces, (p) => exp(0.7 * ((lift[p.region] ?? 0) + 0.6 * draws.normal())));
  const centre = mean(skewed);
  const sd = Math.sqrt(variance(skewed));
  return skewed.map((v) => (v - centre) / sd);
}

function cells(world: PilotZonesWorld, text: (p: PilotZonesWorld["provinces"][number]) => string): string[] {
  return world.provinces.flatMap((p) => world.years.map(() => text(p)));
}

function addTo(total: Float64Array, part: Float64Array, times: number): void {
  for (let i = 0; i < total.length; i++) total[i]! += times * part[i]!;
}

function rangeOf(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}
