import { describe, expect, test } from "vitest";
import { frame } from "../frame/main.js";
import { hashOf, hashOfFrame, inCanonicalOrder } from "./hash.js";

describe("hashes", () => {
  const table = frame("t", { u: ["b", "a", "a", "b"], t: [1, 2, 1, 2], x: [0.5, null, -0, 3] });
  const shuffled = frame("other name", { x: [3, 0, null, 0.5], t: [2, 1, 2, 1], u: ["b", "a", "a", "b"] });

  test("order of rows and columns, the name of a table and the sign of zero do not enter", () => {
    expect(hashOfFrame(inCanonicalOrder(shuffled, "u", "t"))).toBe(hashOfFrame(inCanonicalOrder(table, "u", "t")));
  });

  test("a value, a label or a column name does", () => {
    const all = [
      table,
      frame("t", { u: ["b", "a", "a", "b"], t: [1, 2, 1, 2], x: [0.5, null, 0, 4] }),
      frame("t", { u: ["c", "a", "a", "c"], t: [1, 2, 1, 2], x: [0.5, null, 0, 3] }),
      frame("t", { u: ["b", "a", "a", "b"], t: [1, 2, 1, 2], y: [0.5, null, 0, 3] }),
    ].map((f) => hashOfFrame(inCanonicalOrder(f, "u", "t")));
    expect(new Set(all).size).toBe(all.length);
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
  });
});
