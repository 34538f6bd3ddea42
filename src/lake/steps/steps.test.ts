import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { categories, type Frame, frame, takeRows, unitTimeOrder } from "../../frame/main.js";
import { ledgerText, Problem } from "../../messages/main.js";
import { quantileOfSorted } from "../../numerics/quantile.js";
import { aggregateFrame } from "./aggregate.js";
import { applySteps } from "./apply.js";
import type { Step } from "./step.js";

const nan = Number.NaN;
const keys = { unit: "p", time: "t" };

function run(source: Frame, steps: Step[], tables: Record<string, Frame> = {}): Frame {
  return applySteps(source, steps, new Map(Object.entries(tables)), keys);
}

function refused(source: Frame, steps: Step[], tables: Record<string, Frame> = {}, named: object = keys): Problem {
  try {
    applySteps(source, steps, new Map(Object.entries(tables)), named);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}

/** The ledger with its lines in words. */
function told(source: Frame) {
  return source.ledger.map(({ what, ...line }) => ({ ...line, detail: ledgerText(line.reason, what, "en") }));
}

function column(source: Frame, name: string): (string | number | null)[] {
  const found = source.columns.get(name)!;
  if (found.kind === "number") return Array.from(found.values);
  return Array.from(found.codes, (code) => found.labels[code] ?? null);
}

const panel = frame("panel", {
  p: ["a", "a", "a", "b", "b", "c"],
  t: [1, 2, 4, 1, 2, 1],
  x: [1, nan, 4, 10, nan, 7],
  g: ["u", "u", "v", "u", "v", "v"],
});

describe("filter", () => {
  test("rows that fail and rows nobody decided about are counted apart; units that leave are named", () => {
    const kept = run(panel, [{ filter: "x < 7" }]);
    expect(column(kept, "x")).toEqual([1, 4]);
    expect(told(kept)).toEqual([
      { step: 1, reason: "filter", rows: 2, detail: "kept where x < 7", units: ["b", "c"] },
      { step: 1, reason: "filterMissing", rows: 2, detail: "x < 7 cannot be told: a value is missing" },
    ]);
    expect(Array.from(kept.sourceRows!)).toEqual([1, 3]);
  });

  test("no row left is an error that names the step", () => {
    const found = refused(panel, [{ filter: "t > 0" }, { filter: "t > 100" }]);
    expect(found).toMatchObject({
      code: "DATA-NO-ROWS",
      evidence: { table: "panel", after: "filter: t > 100" },
      place: { path: "steps.1.filter" },
    });
  });

  test("a mistake has its path and offset", () => {
    expect(refused(panel, [{ filter: "y > 1" }])).toMatchObject({
      code: "DATA-COLUMN-UNKNOWN",
      place: { path: "steps.0.filter", column: 1 },
    });
    expect(refused(panel, [{ derive: { z: "x +" } }])).toMatchObject({
      code: "EXPR-UNEXPECTED",
      place: { path: "steps.0.derive.z", column: 4 },
    });
  });
});

describe("derive", () => {
  test("columns follow one another, and the ledger holds what was written", () => {
    const derived = run(panel, [{ derive: { y: "x * 2", z: "y + 1", one: 1 } }]);
    expect(column(derived, "z")).toEqual([3, nan, 9, 21, nan, 15]);
    expect(column(derived, "one")).toEqual([1, 1, 1, 1, 1, 1]);
    expect(told(derived).map((l) => l.detail)).toEqual(["y = x * 2", "z = y + 1", "one = 1"]);
    expect(derived.findings).toEqual([]);
  });

  test("replacing a column is said", () => {
    expect(told(run(panel, [{ derive: { x: "coalesce(x, 0)" } }]))[0]!.detail).toBe(
      "x = coalesce(x, 0) (replaces the column of that name)",
    );
  });

  test("a date without its month does not become never treated in silence", () => {
    const dates = frame("zones", { p: ["a", "b", "c"], t: [1, 1, 1], d: ["2017-09", "2018", null] });
    const rule = (month: string): string => `if(${month} >= 9, year(d) + 1, year(d))`;
    const derived = run(dates, [{ derive: { first: rule("month(d)") } }]);
    expect(column(derived, "first")).toEqual([2018, nan, nan]);
    expect(derived.findings).toMatchObject([
      { code: "DATA-DERIVED-MISSING", where: "data.zones", evidence: { column: "first", count: 1, units: ["b"] } },
    ]);
    const guarded = run(dates, [{ derive: { first: rule("coalesce(month(d), 1)") } }]);
    expect(column(guarded, "first")).toEqual([2018, 2018, nan]);
    expect(guarded.findings).toEqual([]);
    expect(run(panel, [{ derive: { y: "if(x > 5, x, missing)" } }]).findings).toEqual([]);
  });

  test("a logarithm of zero stops with unit and time", () => {
    const zero = frame("z", { p: ["a", "b"], t: [1, 2], x: [0, 1] });
    expect(refused(zero, [{ derive: { l: "ln(x)" } }])).toMatchObject({
      code: "DATA-LOG-NONPOSITIVE",
      evidence: { where: ["a 1"], rows: [1] },
    });
  });
});

describe("interpolate", () => {
  test("straight in time inside gaps, nothing beyond the ends, cells and units named", () => {
    const holes = frame("h", {
      p: ["a", "a", "a", "a", "b", "b", "b", "c"],
      t: [1, 2, 4, 5, 1, 2, 3, 1],
      x: [1, nan, 7, nan, nan, 5, nan, nan],
    });
    const filled = run(holes, [{ interpolate: { columns: ["x"], within: "p" } }]);
    expect(column(filled, "x")).toEqual([1, 3, 7, nan, nan, 5, nan, nan]);
    expect(told(filled)).toEqual([
      { step: 1, reason: "interpolate", rows: 0, detail: "x, linear inside gaps within p", units: ["a"], cells: 1, column: "x" },
    ]);
    expect(column(holes, "x")[1]).toBe(nan);
  });

  test("a straight line comes back exactly, whatever is missing inside and in whatever order rows come", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        (times, there) => {
          const ends = [Math.min(...times), Math.max(...times)];
          const source = frame("l", {
            p: times.map(() => "a"),
            t: times,
            x: times.map((t, i) => (ends.includes(t) || there[i] ? 3 * t - 5 : nan)),
          });
          const filled = run(source, [{ interpolate: { columns: ["x"], within: "p" } }]);
          for (const [i, value] of column(filled, "x").entries()) expect(value).toBeCloseTo(3 * times[i]! - 5, 10);
        },
      ),
    );
  });
});

describe("winsorize", () => {
  test("quantiles are of type 7", () => {
    // R 4.2: quantile(c(1, 2, 4, 8, 16), c(.1, .25, .5, .9), type = 7) gives 1.4 2.0 4.0 12.8
    const values = Float64Array.of(1, 2, 4, 8, 16);
    expect([0.1, 0.25, 0.5, 0.9, 0, 1].map((p) => quantileOfSorted(values, p))).toEqual([1.4, 2, 4, 12.8, 1, 16]);
  });

  test("values beyond are pulled in, over all rows or by group; missing stays missing", () => {
    const source = frame("w", { p: ["a", "b", "c", "d", "e", "f"], t: [1, 1, 1, 2, 2, 2], x: [1, 2, 4, 8, 16, nan] });
    const pooled = run(source, [{ winsorize: { columns: ["x"], at: [0.1, 0.9], within: "none" } }]);
    expect(column(pooled, "x")).toEqual([1.4, 2, 4, 8, 12.8, nan]);
    expect(told(pooled)).toEqual([
      {
        step: 1,
        reason: "winsorize",
        rows: 0,
        detail: "x at 0.1 and 0.9 over all rows (quantile type 7): below 1.4, above 12.8",
        units: ["a", "e"],
        cells: 2,
      },
    ]);
    const grouped = run(source, [{ winsorize: { columns: ["x"], at: [0, 0.5], within: "t" } }]);
    expect(column(grouped, "x")).toEqual([1, 2, 2, 8, 12, nan]);
  });
});

describe("lag", () => {
  test("periods are counted in time, not in rows", () => {
    const lagged = run(panel, [{ lag: { columns: ["x", "g"], by: 1 } }, { lag: { columns: ["x"], by: -2 } }]);
    expect(column(lagged, "x_lag1")).toEqual([nan, 1, nan, nan, 10, nan]);
    expect(column(lagged, "g_lag1")).toEqual([null, "u", null, null, "u", null]);
    expect(column(lagged, "x_lead2")).toEqual([nan, 4, nan, nan, nan, nan]);
    expect(told(lagged)[0]!.detail).toBe("x_lag1: missing in 4 rows whose unit has no row 1 before");
  });

  test.each<[string, Step[], object, object]>([
    ["DATA-STEP-KEYS", [{ lag: { columns: ["x"], by: 1 } }], { unit: "p" }, { missing: ["time"] }],
    ["DATA-COLUMN-EXISTS", [{ lag: { columns: ["x", "x"], by: 1 } }], keys, { column: "x_lag1" }],
    ["DATA-COLUMN-UNKNOWN", [{ lag: { columns: ["y"], by: 1 } }], keys, { column: "y" }],
    ["DATA-COLUMN-TEXT", [{ lag: { columns: ["x"], by: 1 } }], { unit: "p", time: "g" }, { column: "g" }],
  ])("%s", (code, steps, named, evidence) => {
    expect(refused(panel, steps, {}, named)).toMatchObject({ code, evidence });
  });
});

describe("groupMean", () => {
  test("over the group, and over the others only", () => {
    const source = frame("g", {
      p: ["a", "a", "b", "c"],
      t: [1, 2, 1, 1],
      i: ["m", "m", "m", null],
      x: [1, 2, 6, 9],
      y: [nan, nan, nan, 1],
    });
    const means = run(source, [
      { groupMean: { columns: ["x"], by: ["i"], as: "all" } },
      { groupMean: { columns: ["x"], by: ["i"], leaveOut: "unit", as: "peers" } },
      { groupMean: { columns: ["x", "y"], by: ["i"], as: "m" } },
    ]);
    expect(column(means, "all")).toEqual([3, 3, 3, nan]);
    expect(column(means, "peers")).toEqual([6, 6, 1.5, nan]);
    expect(column(means, "m_x")).toEqual([3, 3, 3, nan]);
    expect(column(means, "m_y")).toEqual([nan, nan, nan, nan]);
    expect(told(means)[1]!.detail).toBe("peers: mean of x by i, rows of the own unit left out; missing in 1 rows without such a row");
  });

  test("needs the unit to leave it out", () => {
    const steps: Step[] = [{ groupMean: { columns: ["x"], by: ["g"], leaveOut: "unit", as: "m" } }];
    expect(refused(panel, steps, {}, {})).toMatchObject({ code: "DATA-STEP-KEYS", evidence: { missing: ["unit"] } });
    expect(refused(panel, [{ groupMean: { columns: ["x"], by: ["g"], as: "x" } }])).toMatchObject({ code: "DATA-COLUMN-EXISTS" });
  });
});

describe("join", () => {
  const zones = frame("zones", { p: ["a", "b", "z"], approved: ["2017", "2018", "2019"], n: [1, 2, 3] });
  test("left keeps rows without a partner, counts and names them", () => {
    const joined = run(panel, [{ join: { with: "zones", on: ["p"], how: "left" } }], { zones });
    expect(column(joined, "approved")).toEqual(["2017", "2017", "2017", "2018", "2018", null]);
    expect(column(joined, "n")).toEqual([1, 1, 1, 2, 2, nan]);
    expect(told(joined)).toEqual([
      { step: 1, reason: "join", rows: 0, detail: "left join with zones on p: 1 rows without a partner", units: ["c"] },
    ]);
    expect(joined.findings).toMatchObject([{ code: "DATA-JOIN-UNUSED", severity: "note", evidence: { values: ["z"] } }]);
  });

  test("inner drops them", () => {
    const joined = run(panel, [{ join: { with: "zones", on: ["p"], how: "inner" } }], { zones });
    expect(joined.rows).toBe(5);
    expect(told(joined)).toEqual([{ step: 1, reason: "join", rows: 1, detail: "inner join with zones on p", units: ["c"] }]);
  });

  test("two keys, and numbers that meet their text", () => {
    const years = frame("years", { p: ["a", "b"], t: ["1", "2"], w: [5, 6] });
    expect(column(run(panel, [{ join: { with: "years", on: ["p", "t"], how: "left" } }], { years }), "w")).toEqual([
      5,
      nan,
      nan,
      nan,
      6,
      nan,
    ]);
  });

  test("a slip of the pen is found, also blanks and endings of Chinese names", () => {
    const left = frame("left", { p: ["Beijing", "Tianjin", "广东", "内蒙古", "CHN"], t: [1, 1, 1, 1, 1] });
    const right = frame("right", { p: ["Bejing", "Tianjin", "广 东", "内蒙古自治区", "CHL"], v: [1, 2, 3, 4, 5] });
    const joined = run(left, [{ join: { with: "right", on: ["p"], how: "left" } }], { right });
    expect(joined.findings).toMatchObject([
      {
        code: "DATA-JOIN-NEAR",
        severity: "serious",
        evidence: {
          pairs: [
            { left: "Beijing", right: "Bejing" },
            { left: "内蒙古", right: "内蒙古自治区" },
            { left: "广东", right: "广 东" },
          ],
        },
      },
      { code: "DATA-JOIN-UNUSED", evidence: { values: ["CHL"] } },
    ]);
  });

  test.each<[string, Frame, string[], object]>([
    ["DATA-JOIN-KEY-TWICE", frame("zones", { p: ["a", "a", "b"], v: [1, 2, 3] }), ["p"], { keys: ["a"], count: 1 }],
    ["DATA-JOIN-COLUMN-TWICE", frame("zones", { p: ["a"], x: [1] }), ["p"], { columns: ["x"] }],
    ["DATA-JOIN-NO-MATCH", frame("zones", { p: ["A", "B"], v: [1, 2] }), ["p"], { left: ["a", "b", "c"], right: ["A", "B"] }],
    ["DATA-COLUMN-UNKNOWN", frame("zones", { q: ["a"], v: [1] }), ["p"], { table: "zones", column: "p" }],
  ])("%s", (code, other, on, evidence) => {
    expect(refused(panel, [{ join: { with: "zones", on, how: "left" } }], { zones: other })).toMatchObject({ code, evidence });
  });

  test("an undeclared table", () => {
    expect(refused(panel, [{ join: { with: "zone", on: ["p"], how: "left" } }], { zones })).toMatchObject({
      code: "DATA-TABLE-UNKNOWN",
      evidence: { nearest: "zones" },
    });
  });
});

describe("balance", () => {
  test("units complete in every period stay; who leaves is listed", () => {
    const source = frame("b", {
      p: ["a", "a", "a", "b", "b", "b", "c", "c", "d"],
      t: [1, 2, 3, 1, 2, 3, 1, 2, 3],
      x: [1, 2, 3, 1, nan, 3, 1, 2, 3],
      g: ["u", "u", null, "u", "u", "u", "u", "u", "u"],
    });
    const balanced = run(source, [{ balance: { columns: ["x", "g"], from: 1, to: 2 } }]);
    expect(column(balanced, "p")).toEqual(["a", "a", "c", "c"]);
    expect(told(balanced)).toEqual([
      { step: 1, reason: "balancePeriod", rows: 3, detail: "kept 1-2", units: ["d"] },
      { step: 1, reason: "balanceIncomplete", rows: 2, detail: "units without x, g in every period", units: ["b"] },
    ]);
    expect(refused(source, [{ balance: { columns: ["x"], from: 1, to: 9 } }])).toMatchObject({ code: "DATA-NO-ROWS" });
  });
});

describe("aggregate", () => {
  const firms = frame("firms", {
    p: ["b", "a", "a", "a", null],
    t: [1, 2, 1, 1, 1],
    x: [4, 5, 1, 2, 100],
    y: [nan, 1, 3, nan, 7],
  });
  test("one row per group in canonical order, over the values that are there", () => {
    const means = aggregateFrame("means", firms, { by: ["p", "t"], aggregate: { x: "mean", y: "count" } });
    expect(Object.fromEntries(["p", "t", "x", "y"].map((n) => [n, column(means, n)]))).toEqual({
      p: ["a", "a", "b"],
      t: [1, 2, 1],
      x: [1.5, 5, 4],
      y: [1, 1, 0],
    });
    expect(told(means)).toEqual([
      { step: 0, reason: "aggregate", rows: 1, detail: "from firms by p, t: 4 rows become 3; missing cells left out", cells: 2 },
    ]);
    const others = aggregateFrame("o", firms, { by: ["p"], aggregate: { x: "sum", y: "min", t: "max" } });
    expect([column(others, "x"), column(others, "y"), column(others, "t")]).toEqual([
      [8, 4],
      [1, nan],
      [2, 1],
    ]);
    expect(column(aggregateFrame("o", firms, { by: ["p"], aggregate: { x: "median" } }), "x")).toEqual([2, 4]);
  });

  test("needs a group", () => {
    const none = frame("none", { p: ["", ""], x: [1, 2] });
    expect(() => aggregateFrame("n", none, { by: ["p"], aggregate: { x: "mean" } })).toThrow("DATA-");
  });
});

test("no step depends on the order of rows, to the last bit", () => {
  const row = fc.record({
    u: fc.integer({ min: 0, max: 4 }),
    t: fc.integer({ min: 0, max: 5 }),
    x: fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true })),
    g: fc.constantFrom("k", "l"),
  });
  const rows = fc.uniqueArray(row, { minLength: 4, maxLength: 24, selector: (r) => `${r.u} ${r.t}` });
  const steps: Step[] = [
    { interpolate: { columns: ["x"], within: "p" } },
    { winsorize: { columns: ["x"], at: [0.1, 0.9], within: "none" } },
    { lag: { columns: ["x"], by: 1 } },
    { groupMean: { columns: ["x"], by: ["g", "t"], leaveOut: "unit", as: "peers" } },
    { derive: { z: "coalesce(peers, 0) + coalesce(x_lag1, 1)" } },
    { filter: "t > 0 or z > 0" },
  ];
  fc.assert(
    fc.property(rows, fc.infiniteStream(fc.nat()), (list, picks) => {
      const shuffled = [...list];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = picks.next().value! % (i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      const outcome = (source: typeof list): unknown => {
        const made = frame("s", {
          p: source.map((r) => `u${r.u}`),
          t: source.map((r) => r.t),
          x: source.map((r) => r.x),
          g: source.map((r) => r.g),
        });
        let done: Frame;
        try {
          done = run(made, steps);
        } catch (error) {
          return (error as Problem).code;
        }
        const ordered = takeRows(done, unitTimeOrder(done, "p", "t"));
        const means = aggregateFrame("m", done, { by: ["g"], aggregate: { z: "mean", t: "sum" } });
        return [
          ...Array.from(ordered.columns.keys(), (name) => column(ordered, name)),
          ...Array.from(means.columns.keys(), (name) => column(means, name)),
          told(done),
        ];
      };
      expect(outcome(shuffled)).toEqual(outcome(list));
    }),
    { numRuns: 300 },
  );
  expect(categories(panel, "p").labels).toEqual(["a", "b", "c"]);
});

describe("atTime", () => {
  test("a base-year value is carried along the unit; units without that year are counted", () => {
    const result = run(panel, [{ atTime: { columns: ["x", "g"], time: 2 } }]);
    expect(column(result, "g_2")).toEqual(["u", "u", "u", "v", "v", null]);
    expect(column(run(panel, [{ atTime: { columns: ["x"], time: 1 } }]), "x_1")).toEqual([1, 1, 1, 10, 10, 7]);
    expect(told(result).at(-1)!.detail).toContain("missing for 1 units");
  });
});

describe("cut", () => {
  const units = frame("units", { p: ["a", "a", "b", "c", "d", "e", "f"], t: [1, 2, 1, 1, 1, 1, 1], v: [6, 6, 5, 4, 3, 2, nan] });

  test("units, not rows, are ranked; missing stays missing", () => {
    const result = run(units, [{ cut: { column: "v", groups: 2, as: "half" } }]);
    expect(column(result, "half")).toEqual([2, 2, 2, 1, 1, 1, nan]);
  });

  test("equal values share a group", () => {
    const tied = frame("tied", { p: ["a", "b", "c", "d"], t: [1, 1, 1, 1], v: [1, 1, 1, 2] });
    expect(column(run(tied, [{ cut: { column: "v", groups: 2, as: "half" } }]), "half")).toEqual([1, 1, 1, 2]);
  });

  test("a column that changes within a unit, or has too few values, is refused", () => {
    expect(refused(panel, [{ cut: { column: "x", groups: 2, as: "h" } }]).code).toBe("DATA-CUT-VARIES");
    expect(refused(units, [{ cut: { column: "v", groups: 9, as: "h" } }]).code).toBe("DATA-CUT-FEW");
  });
});
