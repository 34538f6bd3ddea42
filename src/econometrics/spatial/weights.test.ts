import { expect, test } from "vitest";
import type { Problem } from "../../messages/main.js";
import { type Edge, spatialLag, spatialWeights } from "./main.js";

const chain: Edge[] = [
  { from: "a", to: "b" },
  { from: "b", to: "c" },
  { from: "c", to: "b" },
];

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Problem).code;
  }
  return "nothing thrown";
}

test("a pair counts in both directions and once, and rows sum to one", () => {
  const w = spatialWeights(["a", "b", "c"], chain, { name: "w" });
  expect(w.neighbours.map((row) => [...row])).toEqual([[1], [0, 2], [1]]);
  expect([...spatialLag(w, [1, 10, 4])]).toEqual([10, 2.5, 10]);
  const plain = spatialWeights(["a", "b", "c"], chain, { name: "w", standardise: "none" });
  expect([...spatialLag(plain, [1, 10, 4])]).toEqual([10, 5, 10]);
});

test("weights stand by unit, whatever the order of units and pairs", () => {
  const edges = [
    { from: "a", to: "b", weight: 3 },
    { from: "c", to: "a", weight: 1 },
  ];
  const one = spatialLag(spatialWeights(["a", "b", "c"], edges, { name: "w" }), [0, 4, 8]);
  const other = spatialLag(spatialWeights(["c", "a", "b"], [...edges].reverse(), { name: "w" }), [8, 0, 4]);
  expect([other[1], other[2], other[0]]).toEqual([...one]);
  expect(one[0]).toBe(5);
});

test("pairs outside the sample leave, and the rest is standardised anew", () => {
  const w = spatialWeights(["b", "a"], chain, { name: "w" });
  expect([...spatialLag(w, [7, 9])]).toEqual([9, 7]);
});

test("what is wrong with a list of pairs is told by its own code", () => {
  const units = ["a", "b", "c"];
  const options = { name: "w" };
  expect(codeOf(() => spatialWeights(["a", "b", "z"], chain, options))).toBe("MATRIX-UNIT-UNKNOWN");
  expect(codeOf(() => spatialWeights(["a", "c"], chain, options))).toBe("MATRIX-ISLAND");
  expect(spatialWeights(["a", "c"], chain, { ...options, islands: "keep" }).islands).toEqual(["a", "c"]);
  expect(codeOf(() => spatialWeights(units, [...chain, { from: "a", to: "a" }], options))).toBe("MATRIX-EDGE-SELF");
  expect(codeOf(() => spatialWeights(units, [{ from: "a", to: "b", weight: 0 }, ...chain], options))).toBe("MATRIX-EDGE-WEIGHT");
  expect(codeOf(() => spatialWeights(units, [...chain, { from: "b", to: "a", weight: 2 }], options))).toBe("MATRIX-EDGE-TWICE");
});
