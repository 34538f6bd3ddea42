import { describe, expect, test } from "vitest";
import { canonicalJson, compactJson, settle } from "./canonical.js";

describe("canonical JSON", () => {
  test("numbers are the shortest that read back to the same bits, and -0 is 0", () => {
    for (const x of [0.1 + 0.2, 1e21, 5e-324, 1 / 3, 123456789012345680, 0.000001]) {
      expect(Object.is(JSON.parse(compactJson(x)), x)).toBe(true);
    }
    expect(compactJson([-0, { a: -0 }])).toBe('[0,{"a":0}]');
  });

  test("a row that is not finite is null with a reason; a reason already given is kept", () => {
    expect(settle({ term: "x", estimate: Number.NaN })).toEqual({ term: "x", estimate: null, reason: "estimate is not a finite number" });
    expect(settle({ name: "F", statistic: Number.POSITIVE_INFINITY, reason: "no rank" })).toEqual({
      name: "F",
      statistic: null,
      reason: "no rank",
    });
    expect(compactJson({ list: new Float64Array([1, Number.NaN]) })).toBe('{"list":[1,null]}');
  });

  test("a key called __proto__ survives and pollutes nothing", () => {
    const value = JSON.parse('{"__proto__": {"polluted": 1}, "a": 2}');
    expect(compactJson(value)).toBe('{"__proto__":{"polluted":1},"a":2}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test("the readable form holds the same value as the compact one, and keeps the order of keys", () => {
    const value = {
      z: 1,
      a: Array.from({ length: 200 }, (_, i) => i / 7),
      rows: [{ term: "x".repeat(150), estimate: 1 }, { b: [[1], [2, 3]] }],
      empty: {},
      none: [],
    };
    const text = canonicalJson(value);
    expect(JSON.parse(text)).toEqual(JSON.parse(compactJson(value)));
    expect(text.startsWith('{\n  "z": 1,\n  "a": [')).toBe(true);
    expect(text.endsWith("}\n")).toBe(true);
    expect(Math.max(...text.split("\n").map((l) => l.length))).toBeLessThan(200);
  });

  test("undefined members leave, and what JSON cannot hold is refused as our own fault", () => {
    expect(compactJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => compactJson({ a: new Map() })).toThrow(TypeError);
    expect(() => compactJson(() => 1)).toThrow(TypeError);
  });
});
