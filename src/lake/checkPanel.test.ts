import { describe, expect, test } from "vitest";
import { frame } from "../frame/main.js";
import { checkPanel } from "./checkPanel.js";
import { isTotalName, nearDuplicates, plainName } from "./names.js";

const nan = Number.NaN;

describe("what is no panel is an error", () => {
  test.each<[string, ReturnType<typeof frame>, object]>([
    [
      "DATA-UNIT-TIME-TWICE",
      frame("d", { p: ["a", "b", "a", "a"], t: [1, 1, 1, 1] }),
      { count: 2, cases: [{ unit: "a", time: 1, rows: [1, 3, 4] }] },
    ],
    ["DATA-UNIT-TIME-MISSING", frame("d", { p: ["a", null], t: [1, 1] }), { column: "p", role: "unit", count: 1, rows: [2] }],
    ["DATA-UNIT-TIME-MISSING", frame("d", { p: ["a", "b"], t: [1, nan] }), { column: "t", role: "time", count: 1, rows: [2] }],
    ["DATA-TIME-FRACTION", frame("d", { p: ["a", "b"], t: [1, 1.5] }), { value: 1.5, row: 2 }],
    ["DATA-COLUMN-TEXT", frame("d", { p: ["a", "b"], t: ["2012年", "2013年"] }), { column: "t" }],
    ["DATA-COLUMN-UNKNOWN", frame("d", { q: ["a"], t: [1] }), { column: "p" }],
  ])("%s", (code, source, evidence) => {
    expect(() => checkPanel(source, "p", "t")).toThrow(expect.objectContaining({ code, evidence: expect.objectContaining(evidence) }));
  });
});

describe("what a reader should know is a finding", () => {
  test("a clean panel has none", () => {
    const clean = frame("c", { p: ["a", "a", "b", "b"], t: [1, 2, 1, 2], x: [1, 2, 3, 4] });
    expect(checkPanel(clean, "p", "t")).toEqual([]);
  });

  test("gaps, units seen once, near duplicates, totals", () => {
    const source = frame("c", { p: ["广东", "广东", "广 东", "全国", "全国", "全国"], t: [1, 3, 2, 1, 2, 3] });
    expect(checkPanel(source, "p", "t").map((f) => [f.code, f.where, f.evidence])).toEqual([
      ["DATA-GAPS", "data.c", { table: "c", units: [{ unit: "广东", missing: [2] }] }],
      ["DATA-SINGLE-PERIOD", "data.c", { table: "c", units: ["广 东"], of: 3 }],
      ["DATA-UNIT-NEAR-DUPLICATE", "data.c", { table: "c", column: "p", names: ["广 东", "广东"] }],
      ["DATA-UNIT-TOTAL", "data.c", { table: "c", column: "p", names: ["全国"] }],
    ]);
  });

  test("a period that no unit has is no gap", () => {
    expect(checkPanel(frame("c", { p: ["a", "a", "b", "b"], t: [2010, 2020, 2010, 2020] }), "p", "t")).toEqual([]);
  });

  test("variables without variation", () => {
    const units = ["a", "b", "c", "d", "e", "f"];
    const rows = units.flatMap((u, k) => [1, 2, 3, 4].map((t) => ({ u, t, k })));
    const source = frame("c", {
      p: rows.map((r) => r.u),
      t: rows.map((r) => r.t),
      same: rows.map(() => 5),
      lon: rows.map((r) => 100 + r.k),
      copied: rows.map((r) => (r.u === "c" ? 7 : r.k + r.t)),
      dummy: rows.map((r) => (r.k > 2 && r.t > 2 ? 1 : 0)),
    });
    expect(checkPanel(source, "p", "t").map((f) => [f.code, f.evidence])).toEqual([
      ["DATA-UNIT-CONSTANT", { table: "c", column: "copied", units: ["c"], of: 6 }],
      ["DATA-COLUMN-CONSTANT", { table: "c", columns: ["same"] }],
      ["DATA-TIME-INVARIANT", { table: "c", columns: ["lon"] }],
    ]);
  });
});

describe("names", () => {
  test("what two spellings of one name share", () => {
    expect(["广 东", "广东省", "广　东", "北京市", "内蒙古自治区", "ＢＥＩＪＩＮＧ", "Bei jing"].map(plainName)).toEqual([
      "广东",
      "广东",
      "广东",
      "北京",
      "内蒙古",
      "beijing",
      "beijing",
    ]);
    // The ending alone is not taken away from a name of two characters.
    expect(plainName("沙市")).toBe("沙市");
  });

  test("near duplicates come in groups, others do not", () => {
    expect(nearDuplicates(["河北", "河南", "湖北", "海南", "CHN", "CHL"])).toEqual([]);
    expect(nearDuplicates(["Korea", "korea ", "Japan"])).toEqual([["Korea", "korea "]]);
  });

  test.each(["合计", "全国", "Total", "东部地区", "华北", "Grand Total", " sum "])("%j is a total", (name) =>
    expect(isTotalName(name)).toBe(true),
  );
  test.each(["河北", "China", "Sumatra", "Total SA", "全州县", "华北制药"])("%j is a unit", (name) =>
    expect(isTotalName(name)).toBe(false),
  );
});
