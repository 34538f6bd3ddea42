import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { spatialLag, spatialWeights } from "../spatial/weights.js";
import { chainOf, classOf, homogeneity, quantileCuts } from "./main.js";

const folder = join(import.meta.dirname, "../../../test/fixtures/inequality");
const table = (file: string) =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

/** Personal income per head of 48 states of the USA, 1929 to 2009 (Bureau of Economic Analysis), as the CRAN package griddy 0.1.0 has it. */
const states = table("us-states-income.csv").map((cells) => ({ name: cells[0]!, income: cells.slice(2).map(Number) }));
const YEARS = 81;
const means = Array.from({ length: YEARS }, (_, t) => states.reduce((s, state) => s + state.income[t]!, 0) / states.length);
const relative = states.map((state) => state.income.map((v, t) => v / means[t]!));
const weights = spatialWeights(
  states.map((s) => s.name),
  table("us-states-borders.csv").map(([from, to]) => ({ from: from!, to: to! })),
  { name: "borders" },
);
const lags = Array.from({ length: YEARS }, (_, t) =>
  spatialLag(
    weights,
    relative.map((r) => r[t]!),
  ),
);

function counted(k: number, classes: readonly (readonly number[])[], keep: (unit: number, t: number) => boolean = () => true): number[][] {
  const counts = Array.from({ length: k }, () => new Array<number>(k).fill(0));
  classes.forEach((path, unit) => {
    for (let t = 0; t + 1 < path.length; t++) if (keep(unit, t)) counts[path[t]!]![path[t + 1]!]!++;
  });
  return counts;
}

const cuts = quantileCuts(relative.flat(), 5);
const classes = relative.map((path) => path.map((v) => classOf(v, cuts)));
const rounded = (rows: readonly (readonly number[] | null)[], digits = 8) => rows.map((row) => row!.map((p) => Number(p.toFixed(digits))));

// giddy's documentation of Markov and Spatial_Markov (PySAL, giddy/markov.py); the borders are ours and give its cut points of lags.
test("the chain of relative incomes of the states of the USA is that of giddy's documentation", () => {
  expect(cuts.map((c) => c.toFixed(8))).toEqual(["0.83999133", "0.94707545", "1.03242697", "1.14911154"]);
  const chain = chainOf(counted(5, classes));
  expect(chain.counts).toEqual([
    [707, 58, 7, 1, 0],
    [50, 629, 80, 1, 1],
    [4, 79, 610, 73, 2],
    [0, 7, 72, 650, 37],
    [0, 0, 0, 48, 724],
  ]);
  expect(rounded(chain.probabilities)[1]).toEqual([0.06570302, 0.82654402, 0.10512484, 0.00131406, 0.00131406]);
  expect(rounded([chain.ergodic!.shares])[0]).toEqual([0.17957376, 0.21631443, 0.21499942, 0.21134662, 0.17776576]);
});

test("classes by the quintiles of each year, too", () => {
  const years = Array.from({ length: YEARS }, (_, t) =>
    quantileCuts(
      states.map((s) => s.income[t]!),
      5,
    ),
  );
  const chain = chainOf(
    counted(
      5,
      states.map((s) => s.income.map((v, t) => classOf(v, years[t]!))),
    ),
  );
  expect(chain.counts[1]).toEqual([72, 567, 80, 3, 0]);
  expect(rounded([chain.ergodic!.shares])[0]).toEqual([0.20774716, 0.18725774, 0.20740537, 0.18821787, 0.20937187]);
});

test("the spatial chain and its tests are those of giddy's documentation", () => {
  const lagCuts = quantileCuts(
    states.flatMap((_, i) => lags.map((lag) => lag[i]!)),
    5,
  );
  expect(lagCuts.map((c) => c.toFixed(8))).toEqual(["0.88973386", "0.95891917", "1.01469758", "1.11835660"]);
  const conditional = Array.from({ length: 5 }, (_, m) => counted(5, classes, (unit, t) => classOf(lags[t]![unit]!, lagCuts) === m));
  const chains = conditional.map(chainOf);
  expect(rounded(chains[0]!.probabilities)[3]).toEqual([0, 0.03571429, 0.32142857, 0.57142857, 0.07142857]);
  expect(rounded(chains[4]!.probabilities)[0]).toEqual([0.33333333, 0.66666667, 0, 0, 0]);
  expect(rounded([chains[0]!.ergodic!.shares])[0]).toEqual([0.43509425, 0.2635327, 0.20363044, 0.06841983, 0.02932278]);
  expect(rounded([chains[4]!.ergodic!.shares])[0]).toEqual([0.01776781, 0.19964349, 0.19009833, 0.25524697, 0.3372434]);
  const test = homogeneity(conditional);
  expect(test.likelihoodRatio.toFixed(3)).toBe("170.659");
  expect(test.pearson.toFixed(3)).toBe("200.624");
  expect(test.df).toBe(60);
});

test("with four classes of lags, too", () => {
  const lagCuts = quantileCuts(
    states.flatMap((_, i) => lags.map((lag) => lag[i]!)),
    4,
  );
  const test = homogeneity(Array.from({ length: 4 }, (_, m) => counted(5, classes, (unit, t) => classOf(lags[t]![unit]!, lagCuts) === m)));
  expect([test.likelihoodRatio.toFixed(3), test.pearson.toFixed(3), test.df]).toEqual(["172.105", "321.128", 45]);
});

test("long-run shares of a chain with classes that are left for good, and none of a chain with two ends", () => {
  const leaving = chainOf([
    [2, 2, 0],
    [0, 3, 1],
    [0, 1, 1],
  ]);
  expect(leaving.ergodic!.shares[0]).toBe(0);
  expect(leaving.ergodic!.shares[1]).toBeCloseTo(2 / 3, 14);
  const ends = chainOf([
    [4, 0, 0],
    [1, 2, 1],
    [0, 0, 4],
  ]);
  expect([ends.ergodic, ends.ergodicReason]).toEqual([null, "notOneClosedSet"]);
  const empty = chainOf([
    [4, 1],
    [0, 0],
  ]);
  expect([empty.ergodic, empty.ergodicReason, empty.mobility]).toEqual([null, "emptyClass", null]);
});

test("the errors of the long run are those of a numerical derivative", () => {
  const counts = [
    [20, 6, 1],
    [5, 30, 8],
    [2, 7, 21],
  ];
  const chain = chainOf(counts);
  const p = chain.probabilities as number[][];
  const shares = (q: number[][]) => chainOf(q.map((row) => row.map((v) => v * 1e9))).ergodic!.shares;
  const step = 1e-6;
  const variance = [0, 0, 0];
  for (let i = 0; i < 3; i++) {
    // Derivatives along p_ij - p_i2, j = 0, 1; multinomial covariance of the row.
    const slopes = [0, 1].map((j) => {
      const move = (by: number) => p.map((row, r) => row.map((v, c) => v + (r === i ? (c === j ? by : c === 2 ? -by : 0) : 0)));
      const up = shares(move(step));
      const down = shares(move(-step));
      return up.map((v, k) => (v - down[k]!) / (2 * step));
    });
    for (let a = 0; a < 2; a++)
      for (let b = 0; b < 2; b++) {
        const covariance = ((a === b ? p[i]![a]! : 0) - p[i]![a]! * p[i]![b]!) / chain.from[i]!;
        variance.forEach((_, k) => {
          variance[k]! += slopes[a]![k]! * slopes[b]![k]! * covariance;
        });
      }
  }
  variance.forEach((v, k) => {
    expect(Math.abs(chain.ergodic!.errors[k]! / Math.sqrt(v) - 1)).toBeLessThan(1e-5);
  });
});

test("long-run shares are left in place by a move, and one table twice is homogeneous", () => {
  const positive = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(positive, (counts) => {
      const chain = chainOf(counts);
      const { shares } = chain.ergodic!;
      const p = chain.probabilities as number[][];
      shares.forEach((share, j) => {
        expect(Math.abs(p.reduce((s, row, i) => s + shares[i]! * row[j]!, 0) - share)).toBeLessThan(1e-14);
      });
      const same = homogeneity([counts, counts]);
      expect([same.pearson, same.df]).toEqual([0, 12]);
      expect(same.likelihoodRatio).toBe(0);
    }),
  );
});

test("probabilities, errors, half-life and the test over time are those of markovchain and formulas in R", () => {
  // markovchain 0.9.1; script: bench/peers/regionalDifferences.R
  const { chain: r } = JSON.parse(readFileSync(join(folder, "peers.json"), "utf8"));
  const chain = chainOf(counted(5, classes));
  chain.probabilities.forEach((row, i) => {
    row!.forEach((p, j) => {
      expect(Math.abs(p - r.probabilities[i][j])).toBeLessThan(1e-14);
      expect(Math.abs(chain.errors[i]![j]! - r.errors[i][j])).toBeLessThan(1e-14);
    });
  });
  chain.ergodic!.shares.forEach((share, i) => {
    expect(Math.abs(share / r.ergodic[i] - 1)).toBeLessThan(1e-12);
  });
  expect(Math.abs(chain.halfLife! / r.halfLife - 1)).toBeLessThan(1e-11);
  const halves = homogeneity([counted(5, classes, (_, t) => t < 40), counted(5, classes, (_, t) => t >= 40)]);
  expect(Math.abs(halves.likelihoodRatio / r.halves.likelihoodRatio - 1)).toBeLessThan(1e-11);
  expect(Math.abs(halves.pearson / r.halves.pearson - 1)).toBeLessThan(1e-12);
  expect(halves.df).toBe(r.halves.df);
});
