import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dagumGini, gini, theil, wolfson } from "./main.js";

/** Values with ties and zeros, three groups nested in two, integer weights. */
const world = fc.array(
  fc.record({
    value: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0.01, max: 100, noNaN: true })),
    inner: fc.integer({ min: 0, max: 4 }),
    weight: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 2, maxLength: 30 },
);
const usable = (rows: readonly { value: number }[]) => rows.some((r) => r.value > 0);
const columns = (rows: readonly { value: number; inner: number; weight: number }[]) => ({
  values: Float64Array.from(rows, (r) => r.value),
  inner: Int32Array.from(rows, (r) => r.inner),
  outer: Int32Array.from(rows, (r) => (r.inner < 2 ? 0 : 1)),
  weights: Float64Array.from(rows, (r) => r.weight),
});

test("the Gini coefficient of textbook cases", () => {
  expect(gini(Float64Array.of(1, 1, 1))).toBe(0);
  expect(gini(Float64Array.of(0, 1))).toBe(0.5);
  // 1, 2, ..., n: (n - 1) / (3 n)
  expect(gini(Float64Array.from({ length: 10 }, (_, i) => i + 1))).toBeCloseTo(9 / 30, 15);
});

test("the Gini coefficient is the mean absolute difference over twice the mean, and a weight is so many units", () => {
  fc.assert(
    fc.property(world.filter(usable), (rows) => {
      const { values, weights } = columns(rows);
      const all = rows.flatMap((r) => new Array<number>(r.weight).fill(r.value));
      const mean = all.reduce((s, v) => s + v, 0) / all.length;
      const difference = all.reduce((s, a) => s + all.reduce((t, b) => t + Math.abs(a - b), 0), 0) / all.length ** 2;
      const wanted = difference / (2 * mean);
      expect(Math.abs(gini(values, weights) - wanted)).toBeLessThan(1e-14);
      expect(Math.abs(gini(Float64Array.from(all)) - wanted)).toBeLessThan(1e-14);
    }),
  );
});

test("Dagum's three parts add up, are not negative, and the part between groups is the Gini coefficient of their means", () => {
  fc.assert(
    fc.property(world.filter(usable), (rows) => {
      const { values, inner, weights } = columns(rows);
      const made = dagumGini(values, inner, weights);
      expect(made.gap).toBeLessThan(1e-14);
      for (const part of [made.within, made.between, made.transvariation]) expect(part).toBeGreaterThan(-1e-15);
      const means = gini(
        Float64Array.from(made.groups, (g) => g.mean),
        Float64Array.from(made.groups, (g) => g.populationShare),
      );
      expect(Math.abs(made.between - means)).toBeLessThan(1e-14);
      for (const pair of made.pairs) expect(pair.affluence >= -1e-14 && pair.affluence <= 1 + 1e-14).toBe(true);
    }),
  );
});

test("groups that do not overlap have no transvariation; one group has only inequality within", () => {
  const apart = dagumGini(Float64Array.of(1, 2, 10, 11), Int32Array.of(0, 0, 1, 1));
  expect(apart.transvariation).toBe(0);
  expect(apart.pairs).toHaveLength(1);
  expect(apart.pairs[0]).toMatchObject({ higher: 1, lower: 0, affluence: 1 });
  const one = dagumGini(Float64Array.of(1, 2, 10, 11), Int32Array.of(0, 0, 0, 0));
  expect([one.between, one.transvariation]).toEqual([0, 0]);
  expect(one.within).toBe(one.gini);
});

test("Theil's components add up along nested groupings and are not negative; L is not defined with a zero", () => {
  fc.assert(
    fc.property(world.filter(usable), (rows) => {
      const { values, inner, outer, weights } = columns(rows);
      for (const index of ["theilT", "theilL"] as const) {
        const made = theil(values, index, [outer, inner], weights);
        if (index === "theilL" && values.includes(0)) {
          expect(made).toBeNull();
          continue;
        }
        expect(made!.components).toHaveLength(3);
        expect(made!.gap).toBeLessThan(1e-14 * Math.max(1, made!.total));
        for (const part of made!.components) expect(part).toBeGreaterThan(-1e-15);
        const within = made!.groups.reduce((s, g) => s + g.within, 0);
        expect(Math.abs(within - made!.components[1]! - made!.components[2]!)).toBeLessThan(1e-14 * Math.max(1, made!.total));
        expect(made!.components[0]).toBeCloseTo(theil(values, index, [outer], weights)!.components[0]!, 13);
      }
    }),
  );
});

test("order of units, names of groups, scale and replication change nothing", () => {
  fc.assert(
    fc.property(world.filter(usable), fc.integer({ min: 1, max: 1000 }), (rows, seed) => {
      const { values, inner, weights } = columns(rows);
      const order = rows.map((_, i) => i).sort((a, b) => ((a * seed) % 31) - ((b * seed) % 31) || a - b);
      const take = <T extends Float64Array | Int32Array>(x: T): T => (x as Float64Array).map((_, i) => x[order[i]!]!) as T;
      const base = dagumGini(values, inner, weights);
      expect(dagumGini(take(values), take(inner), take(weights))).toEqual(base);
      const renamed = dagumGini(
        values,
        inner.map((g) => 4 - g),
        weights,
      );
      expect(Math.abs(renamed.transvariation - base.transvariation)).toBeLessThan(1e-14);
      const scaled = values.map((v) => 8 * v);
      expect(dagumGini(scaled, inner, weights).within).toBe(base.within);
      const twice = [...rows, ...rows];
      const again = columns(twice);
      expect(Math.abs(dagumGini(again.values, again.inner, again.weights).within - base.within)).toBeLessThan(1e-14);
      expect(Math.abs(theil(again.values, "theilT")!.total - theil(values, "theilT")!.total)).toBeLessThan(1e-13);
    }),
  );
});

test("Wolfson's index is 0 where all are equal and 1 where half have nothing", () => {
  expect(wolfson(Float64Array.of(3, 3, 3, 3))).toBeCloseTo(0, 15);
  expect(wolfson(Float64Array.of(1, 1, 3, 3, 3, 3, 1, 1))).toBeGreaterThan(0);
  expect(wolfson(Float64Array.of(0, 0, 1, 1))).toBeCloseTo(1, 15);
  expect(wolfson(Float64Array.of(0, 0, 0, 1))).toBeNull();
  // A population of which each unit stands for two.
  expect(wolfson(Float64Array.of(1, 2, 5), Float64Array.of(2, 2, 2))).toBeCloseTo(wolfson(Float64Array.of(1, 1, 2, 2, 5, 5))!, 14);
});

const folder = join(import.meta.dirname, "../../../test/fixtures/inequality");
// ineq 0.2-13 and double loops over pairs in R; script: bench/peers/regionalDifferences.R
const { inequality: r } = JSON.parse(readFileSync(join(folder, "peers.json"), "utf8"));
const states = readFileSync(join(folder, "us-states-income.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));
const latest = Float64Array.from(states, (cells) => Number(cells.at(-1)));
const region = Int32Array.from(states, (cells) => Number(cells[1]) % 4);
const half = region.map((g) => (g < 2 ? 0 : 1));
const people = Float64Array.from(states, (cells) => 1 + (Number(cells[1]) % 7));
const close = (got: number, want: number) => expect(Math.abs(got / want - 1)).toBeLessThan(1e-12);

test("Gini and Theil of the incomes of the states of the USA are those of ineq", () => {
  close(gini(latest), r.gini);
  close(gini(Float64Array.from(states, (cells) => Number(cells[2]))), r.gini1929);
  close(gini(latest, people), r.giniReplicated);
  close(theil(latest, "theilT")!.total, r.theilT);
  close(theil(latest, "theilL")!.total, r.theilL);
});

test("Dagum's parts are those of double loops over pairs, weighted or not", () => {
  for (const [weights, wanted] of [
    [undefined, r.dagum],
    [people, r.dagumWeighted],
  ] as const) {
    const made = dagumGini(latest, region, weights);
    for (const part of ["gini", "within", "between", "transvariation"] as const) close(made[part], wanted[part]);
    // R lists pairs column by column of the lower triangle: (2,1), (3,1), (4,1), (3,2), ...
    const at = (a: number, b: number) => made.pairs.find((p) => [p.higher, p.lower].includes(a) && [p.higher, p.lower].includes(b))!;
    const order = [at(0, 1), at(0, 2), at(0, 3), at(1, 2), at(1, 3), at(2, 3)];
    order.forEach((pair, k) => {
      close(pair.gini, wanted.pairGini[k]);
      close(pair.affluence, wanted.pairAffluence[k]);
    });
  }
});

test("Theil's nested components are those of formulas in R", () => {
  for (const [index, components, total] of [
    ["theilT", r.nestedT, r.totalT],
    ["theilL", r.nestedL, r.totalL],
  ] as const) {
    const made = theil(latest, index, [half, region], people)!;
    close(made.total, total);
    // A component of 1e-6 beside a total of 1e-2 has ten digits.
    made.components.forEach((part, k) => {
      expect(Math.abs(part - components[k])).toBeLessThan(1e-14);
    });
  }
});
