import { describe, expect, it } from "vitest";
import { type Frame, numbers } from "../../frame/main.js";
import { stream } from "../../numerics/streams.js";
import { mean, variance } from "../../numerics/sums.js";
import { compositeIndex, type IndexOptions } from "../index/main.js";
import { autoregressive, panelSeries } from "./panelSeries.js";
import { noEffects, type PilotZonesWorld, paperEffects, simulatePilotZones } from "./pilotZones.js";
import { pilotZonesControls, pilotZonesIndicators, pilotZonesMediators } from "./pilotZonesSeries.js";
import { plantedIndexEffects } from "./plantedIndexEffects.js";

// A made-up world with the real cohort sizes (2, 8, 3, 3 and 14 never): a ring of 30 provinces. The real one is tested in test/pilot-zones.test.ts.
const starts = [2019, 2019, ...new Array(8).fill(2020), 2021, 2021, 2021, 2022, 2022, 2022, ...new Array(14).fill(null)] as (
  | number
  | null
)[];
const world: PilotZonesWorld = {
  provinces: starts.map((firstTreated, i) => ({
    gb: String(10 + i),
    province: `p${10 + i}`,
    region: ["East", "Central", "West", "Northeast"][i % 4]!,
    firstTreated,
  })),
  borders: starts.map((_, i) => [String(10 + i), String(10 + ((i * 7 + 7) % 30))] as const),
  years: Array.from({ length: 11 }, (_, t) => 2012 + t),
};
const options: IndexOptions = {
  name: "np",
  unit: "province",
  time: "year",
  method: "criticEntropyProduct",
  indicators: Object.fromEntries(pilotZonesIndicators.map((spec) => [spec.name, spec.direction])),
};
const gap = (a: Frame, b: Frame, name: string) => numbers(a, name).map((v, i) => v - numbers(b, name)[i]!);

describe("panelSeries", () => {
  const spec = { name: "x", mean: 5, sd: 2, skew: 0.8, tail: 0.1, trend: 0.2, noise: 0.1, loading: 0.5 };
  const development = Float64Array.from({ length: 30 }, (_, i) => Math.sin(i * 12.9898));

  it("meets mean and standard deviation exactly", () => {
    const { values } = panelSeries(spec, development, 11, 0.5, stream(1, 0));
    expect(mean(values)).toBeCloseTo(5, 12);
    expect(Math.sqrt(variance(values))).toBeCloseTo(2, 12);
  });

  it("moves over time by the same path in every unit when there is no noise", () => {
    const { values, level } = panelSeries({ ...spec, noise: 0 }, development, 11, 0.5, stream(1, 0));
    const moved = values.map((v, row) => v - level[Math.floor(row / 11)]!);
    for (let row = 11; row < moved.length; row++) expect(moved[row]).toBeCloseTo(moved[row % 11]!, 12);
  });

  it("has the autocorrelation asked for", () => {
    for (const ar1 of [0, 0.5, 0.8]) {
      const e = autoregressive(4000, 11, ar1, stream(3, 0));
      let cross = 0;
      let square = 0;
      for (let row = 1; row < e.length; row++)
        if (row % 11 !== 0) {
          cross += e[row]! * e[row - 1]!;
          square += e[row - 1]! ** 2;
        }
      expect(Math.abs(cross / square - ar1)).toBeLessThan(0.015);
      expect(Math.abs(variance(e) - 1)).toBeLessThan(0.03);
    }
  });
});

describe("simulatePilotZones", () => {
  const panel = simulatePilotZones(world, { seed: 1 });

  it("treats 41 of 330 rows: mean .1242, sd .3304, two provinces at +3", () => {
    const treated = Float64Array.from(panel.treated);
    expect(mean(treated)).toBeCloseTo(0.12424, 5);
    expect(Math.sqrt(variance(treated))).toBeCloseTo(0.33036, 5);
    expect([0, 1, 2, 3].map((e) => panel.eventTime.filter((t) => t === e).length)).toEqual([16, 13, 10, 2]);
  });

  it("gives the same bits for the same seed and other numbers for another", () => {
    const again = simulatePilotZones(world, { seed: 1 });
    const other = simulatePilotZones(world, { seed: 2 });
    expect(again.observed.columns).toEqual(panel.observed.columns);
    expect(numbers(other.observed, "wage")).not.toEqual(numbers(panel.observed, "wage"));
  });

  it("comes near the printed moments of controls, mediators and index", () => {
    // Zhang and Chen, Table 2: mean, sd, min, max.
    const printed: Record<string, number[]> = {
      np: [0.225, 0.078, 0.091, 0.586],
      talent: [0.983, 0.925, 0.145, 5.031],
      structure: [1.383, 0.752, 0.613, 5.282],
      edu: [0.252, 0.109, 0.117, 0.643],
      fin: [1.545, 0.448, 0.698, 2.774],
      ind: [0.324, 0.075, 0.1, 0.542],
      infra: [11.718, 0.852, 9.435, 12.911],
      urban: [0.606, 0.118, 0.363, 0.896],
    };
    const seeds = 10;
    const average = new Map(Object.keys(printed).map((name) => [name, [0, 0, 0, 0]]));
    for (let seed = 1; seed <= seeds; seed++) {
      const { observed } = simulatePilotZones(world, { seed });
      const np = compositeIndex(observed, options).scores;
      for (const [name, sums] of average) {
        const values = name === "np" ? np : numbers(observed, name);
        [mean(values), Math.sqrt(variance(values)), Math.min(...values), Math.max(...values)].forEach((v, k) => {
          sums[k]! += v / seeds;
        });
      }
    }
    for (const [name, [m, sd, min, max]] of average) {
      const [wantMean, wantSd, wantMin, wantMax] = printed[name]!;
      const reach = wantMax! - wantMin!;
      expect(Math.abs(m! - wantMean!) / reach, `${name} mean`).toBeLessThan(0.03);
      expect(Math.abs(sd! - wantSd!) / wantSd!, `${name} sd`).toBeLessThan(0.12);
      expect(Math.abs(min! - wantMin!) / reach, `${name} min`).toBeLessThan(0.08);
      expect(Math.abs(max! - wantMax!) / reach, `${name} max`).toBeLessThan(0.25);
    }
  });

  it("keeps every indicator positive and every share below one", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { observed } = simulatePilotZones(world, { seed });
      for (const { name } of [...pilotZonesIndicators, ...pilotZonesMediators, ...pilotZonesControls])
        expect(Math.min(...numbers(observed, name)), `${name}, seed ${seed}`).toBeGreaterThan(0);
      for (const name of ["college", "nonfarm", "engel", "renewables", "forest", "greenSpending", "edu", "ind", "urban"])
        expect(Math.max(...numbers(observed, name)), `${name}, seed ${seed}`).toBeLessThan(1);
    }
  });

  it("plants effects where they belong and nowhere else", () => {
    const wage = gap(panel.observed, panel.withoutOwn, "wage");
    const spill = gap(panel.withoutOwn, panel.withoutZones, "wage");
    const reference = wage[panel.eventTime.indexOf(0)]! / paperEffects.own[0]!;
    wage.forEach((v, row) => {
      const e = panel.eventTime[row]!;
      expect(v).toBeCloseTo(Number.isNaN(e) ? 0 : reference * paperEffects.own[e]!, 6);
      expect(spill[row]).toBeCloseTo(reference * paperEffects.spillover * panel.exposure[row]!, 6);
    });
    gap(panel.observed, panel.withoutOwn, "talent").forEach((v, row) => {
      expect(v).toBeCloseTo(0.25 * panel.treated[row]!, 10);
    });
    expect(gap(panel.observed, panel.withoutZones, "forest").every((v) => v === 0)).toBe(true);
    expect(gap(panel.observed, panel.withoutZones, "urban").every((v) => v === 0)).toBe(true);
    expect(gap(panel.observed, panel.withoutOwn, "engel").every((v, row) => (panel.treated[row] === 1 ? v < 0 : v === 0))).toBe(true);
  });

  it("without effects the three worlds are one", () => {
    const idle = simulatePilotZones(world, { seed: 4, effects: noEffects });
    for (const { name } of [...pilotZonesIndicators, ...pilotZonesMediators])
      expect(numbers(idle.observed, name)).toEqual(numbers(idle.withoutZones, name));
  });
});

describe("plantedIndexEffects", () => {
  it("is the response-weighted effect of a linear index", () => {
    const panel = simulatePilotZones(world, { seed: 5 });
    const truth = plantedIndexEffects(panel, options);
    const weights = compositeIndex(panel.observed, options).result.weights;
    // By hand: an indicator adds weight x (observed - without) / observed range.
    let byHand = 0;
    for (const w of weights) {
      const moved = gap(panel.observed, panel.withoutOwn, w.indicator);
      const sign = w.direction === "lower" ? -1 : 1;
      byHand += (sign * w.weight * moved.reduce((s, v) => s + v, 0)) / 41 / (w.max - w.min);
    }
    expect(truth.own).toBeCloseTo(byHand, 10);
    expect(truth.byEventTime.map((e) => e.units)).toEqual([16, 13, 10, 2]);
    expect(truth.byEventTime[3]!.effect / truth.byEventTime[0]!.effect).toBeCloseTo(0.052 / 0.016, 8);
    expect(truth.own).toBeGreaterThan(0.02);
    expect(truth.own).toBeLessThan(0.035);
    expect(truth.spillover).toBeGreaterThan(0);
  });

  it("is zero where nothing was planted", () => {
    const truth = plantedIndexEffects(simulatePilotZones(world, { seed: 5, effects: noEffects }), options);
    expect(truth.own).toBe(0);
    expect(truth.spillover).toBe(0);
  });
});
