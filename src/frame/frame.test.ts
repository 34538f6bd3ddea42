import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { categories, categoryColumn, categoryFromStrings, frame, numbers, takeRows, withColumn, withLedger } from "./frame.js";
import { unitTimeOrder } from "./order.js";
import { compareText, looksLikeNumber } from "./text.js";

describe("columns", () => {
  test("labels stand in code-point order and each is used", () => {
    const column = categoryFromStrings(["b", null, "a", "b", ""]);
    expect(column.labels).toEqual(["a", "b"]);
    expect(Array.from(column.codes)).toEqual([1, -1, 0, 1, -1]);
    expect(categoryColumn(Int32Array.of(2, 0, 0), ["z", "y", "a"])).toEqual({
      kind: "category",
      codes: Int32Array.of(0, 1, 1),
      labels: ["a", "z"],
    });
  });

  test("equal labels under two codes become one", () => {
    expect(categoryColumn(Int32Array.of(0, 1), ["a", "a"])).toEqual({ kind: "category", codes: Int32Array.of(0, 0), labels: ["a"] });
  });

  test("numbers become the same categories through a table as through a hash: missing, negative, far apart, broken", () => {
    for (const values of [
      [7, 3, Number.NaN, 3, -2, 0],
      [1e9, 3, 1e9],
      [0.5, -1.25, 0.5],
      [Number.NaN],
      [],
      [Number.POSITIVE_INFINITY, 1],
    ]) {
      const distinct = [...new Set(values.filter((v) => !Number.isNaN(v)))].sort((a, b) => a - b);
      const { codes, labels } = categories(frame("t", { v: Float64Array.from(values) }), "v");
      expect(labels).toEqual(distinct.map(String));
      expect([...codes]).toEqual(values.map((v) => distinct.indexOf(v)));
    }
  });
  test("number columns become categories in numeric order", () => {
    const source = frame("t", { v: [10, 2, Number.NaN, 10] });
    expect(categories(source, "v")).toEqual({ codes: Int32Array.of(1, 0, -1, 1), labels: ["2", "10"] });
  });

  test("a column called __proto__ is a column", () => {
    const source = frame("t", new Map([["__proto__", [1, 2]]]));
    expect(Array.from(numbers(source, "__proto__"))).toEqual([1, 2]);
    expect(() => numbers(source, "constructor")).toThrow("DATA-COLUMN-UNKNOWN");
  });

  test("text is refused where numbers are wanted, codes with leading zeros too", () => {
    const source = frame("t", { code: ["000001", "000002"], sales: ["1", "12%"] });
    expect(() => numbers(source, "code")).toThrow(
      expect.objectContaining({ evidence: expect.objectContaining({ numeric: true, count: 2 }) }),
    );
    expect(() => numbers(source, "sales")).toThrow(
      expect.objectContaining({ evidence: expect.objectContaining({ numeric: false, count: 1, values: [{ value: "12%", row: 2 }] }) }),
    );
  });
});

describe("rows", () => {
  test("rows taken keep the numbers they had in the file, and unused labels leave", () => {
    const source = frame("t", { p: ["c", "a", "b"], v: [1, 2, 3] });
    const once = takeRows(source, Int32Array.of(2, 0));
    const twice = takeRows(once, Int32Array.of(0));
    expect(once.sourceRows).toEqual(Int32Array.of(3, 1));
    expect(twice.sourceRows).toEqual(Int32Array.of(3));
    expect(categories(twice, "p").labels).toEqual(["b"]);
    expect(source.columns.size).toBe(2);
  });

  test("columns and ledger lines are added without touching the source", () => {
    const source = frame("t", { v: [1] });
    const more = withLedger(withColumn(source, "w", { kind: "number", values: Float64Array.of(2) }), {
      step: 1,
      reason: "filter",
      what: { condition: "v > 1" },
      rows: 3,
    });
    expect(more.columns.size).toBe(2);
    expect(more.ledger).toHaveLength(1);
    expect(source.columns.size).toBe(1);
    expect(source.ledger).toHaveLength(0);
  });
});

describe("order", () => {
  test("the order of rows in the file leaves no trace", () => {
    const row = fc.record({
      unit: fc.option(fc.constantFrom("a", "b", "c")),
      time: fc.option(fc.integer({ min: 2000, max: 2003 })),
      x: fc.option(fc.integer({ min: 0, max: 3 })),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.infiniteStream(fc.nat()), (rows, picks) => {
        const shuffled = [...rows];
        for (let i = shuffled.length - 1; i > 0; i--) {
          const j = picks.next().value! % (i + 1);
          [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
        }
        const ordered = (list: typeof rows) => {
          const source = frame("t", { unit: list.map((r) => r.unit), time: list.map((r) => r.time), x: list.map((r) => r.x) });
          return Array.from(unitTimeOrder(source, "unit", "time", ["x"]), (i) => list[i]);
        };
        expect(ordered(shuffled)).toEqual(ordered(rows));
      }),
      { numRuns: 500 },
    );
  });

  test("numeric units sort as numbers, missing last", () => {
    const source = frame("t", { unit: [10, 2, Number.NaN, 2], time: [1, 2, 0, 1] });
    expect(Array.from(unitTimeOrder(source, "unit", "time"))).toEqual([3, 1, 0, 2]);
  });
});

describe("text", () => {
  test("code-point order is the order of UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["12", true],
    [" -1.5e-3 ", true],
    [".5", true],
    ["1,234", false],
    ["12%", false],
    ["0x10", false],
    ["", false],
    ["1e", false],
    ["inf", false],
  ])("%j is a number: %s", (text, expected) => expect(looksLikeNumber(text)).toBe(expected));
});
