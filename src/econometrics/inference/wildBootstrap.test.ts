import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import { coefficient, rowOf, stdError } from "../fit.js";
import { inference } from "../inference.js";
import { type RegressOptions, regress } from "../panel/ols.js";

interface Columns extends Record<string, number[]> {}

/** Unbalanced: clusters of 3 to 8 units, 5 periods, some cells missing; errors correlated within clusters. */
function panel(clusters: number, seed: number): Columns {
  const s = stream(seed, 0);
  const columns: Columns = { g: [], unit: [], year: [], y: [], x: [], z: [], w: [] };
  for (let g = 0; g < clusters; g++) {
    const level = s.normal();
    const units = 3 + s.integer(6);
    for (let u = 0; u < units; u++) {
      for (let year = 0; year < 5; year++) {
        if (s.uniform() < 0.2) continue;
        const x = s.normal() + 0.5 * level;
        const row = { g, unit: 100 * g + u, year, x, z: s.normal(), y: 0.2 * x + level + year / 3 + s.normal(), w: 0.5 + s.uniform() };
        for (const [name, value] of Object.entries(row)) columns[name]!.push(value);
      }
    }
  }
  return columns;
}

/** All 2^G draws made and estimated again one by one, errors clustered as the fit's. Returns the share with |t*| >= |t|. */
function byRefits(
  columns: Columns,
  clusters: number,
  formula: string,
  options: RegressOptions,
  nullValue: number,
  restricted: boolean,
): number {
  const data = frame("data", columns);
  const fit = regress(data, formula, options);
  const [slopes, effects] = formula.split("|");
  const others = `${slopes!.replace("x + ", "")}${effects === undefined ? "" : `|${effects}`}`.replace("y ~", "moved ~");
  const moved = columns["y"]!.map((y, i) => y - nullValue * columns["x"]![i]!);
  const under = regress(frame("null", { ...columns, moved }), others, options);
  const t = (coefficient(fit, "x") - nullValue) / stdError(fit, "x");
  const centre = restricted ? nullValue : coefficient(fit, "x");
  const source = restricted ? under : fit;
  // Residuals and fitted values by row of the table.
  const residual = new Float64Array(columns["y"]!.length);
  source.moments.design.rows.forEach((row, i) => {
    residual[row] = source.moments.residuals[i]!;
  });
  let extreme = 0;
  for (let d = 0; d < 2 ** clusters; d++) {
    const drawn = columns["y"]!.map(
      (y, i) => y - residual[i]! + (Math.floor(d / 2 ** columns["g"]![i]!) % 2 === 0 ? 1 : -1) * residual[i]!,
    );
    const again = regress(frame("drawn", { ...columns, y: drawn }), formula, options);
    const drawnT = (coefficient(again, "x") - centre) / stdError(again, "x");
    if (Math.abs(drawnT) >= Math.abs(t) * (1 - 1e-9)) extreme++;
  }
  return extreme / 2 ** clusters;
}

describe("the wild cluster bootstrap equals its definition by refits, all sign combinations", () => {
  const clusters = 6;
  const columns = panel(clusters, 3);
  const cases: [string, string, RegressOptions, boolean][] = [
    ["pooled", "y ~ x + z", {}, true],
    ["unit effects, nested", "y ~ x + z | unit", {}, true],
    ["unit and year effects, weighted", "y ~ x + z | unit + year", { weights: "w" }, true],
    ["year effects only, weighted", "y ~ x + z | year", { weights: "w" }, true],
    ["cluster and year slopes", "y ~ x + z | unit + year[w]", {}, true],
    ["unrestricted residuals", "y ~ x + z | unit + year", {}, false],
  ];
  test.each(cases)("%s", (_, formula, more, restricted) => {
    const options: RegressOptions = { ...more, vcov: { cluster: "g", correction: "areg" } };
    const fit = regress(frame("data", columns), formula, options);
    const result = inference(fit, { method: "wildBootstrap", term: "x", weights: "rademacher", restricted, draws: 99 });
    const [row] = result.rows;
    expect(result).toMatchObject({ draws: 64, seed: null, conventions: { signCombinations: "all, enumerated", clusters } });
    expect(row!.pValue).toBe(byRefits(columns, clusters, formula, options, 0, restricted));
    expect(row!.stdError! / stdError(fit, "x")).toBeCloseTo(1, 10);
    // The interval's ends: nulls a little inside are kept, a little outside are rejected.
    for (const [end, outward] of [
      [row!.confLow, -1],
      [row!.confHigh, 1],
    ] as const) {
      if (end === null) continue;
      const step = outward * 1e-6 * row!.stdError!;
      expect(byRefits(columns, clusters, formula, options, end - step, restricted)).toBeGreaterThan(0.05);
      expect(byRefits(columns, clusters, formula, options, end + step, restricted)).toBeLessThanOrEqual(0.05);
    }
  });
});

describe("drawn", () => {
  const columns = panel(20, 8);
  const data: Frame = frame("data", columns);
  const fit = regress(data, "y ~ x + z | unit + year", { vcov: { cluster: "g" } });

  test.each(["rademacher", "webb", "mammen"] as const)(
    "%s: the same seed gives the same bits, rows in any order; seeds differ little",
    (weights) => {
      const order = stream(9, 9).shuffle(Int32Array.from(columns["y"]!, (_, i) => i));
      const shuffled = frame(
        "shuffled",
        Object.fromEntries(Object.entries(columns).map(([name, v]) => [name, Array.from(order, (i) => v[i]!)])),
      );
      const again = regress(shuffled, "y ~ x + z | unit + year", { vcov: { cluster: "g" } });
      const option = { method: "wildBootstrap", weights, draws: 1999, seed: 5 } as const;
      const one = inference(fit, option);
      expect(inference(again, option)).toEqual(one);
      expect(one.rows.map((row) => row.term)).toEqual(["x", "z"]);
      const other = inference(fit, { ...option, seed: 6 });
      for (const [k, row] of one.rows.entries()) {
        expect(Math.abs(row.pValue! - other.rows[k]!.pValue!)).toBeLessThan(0.05);
        expect(row.confLow!).toBeLessThan(row.estimate!);
        expect(row.confHigh!).toBeGreaterThan(row.estimate!);
        // p and interval are one test: zero lies outside exactly when p is at most 5 percent.
        expect(row.pValue! <= 0.05).toBe(row.confLow! > 0 || row.confHigh! < 0);
      }
    },
  );

  test("many clusters go by coordinates, few by a matrix of clusters, with the same numbers", () => {
    const few = regress(data, "y ~ x + z", { vcov: { cluster: "g" } });
    const rich = regress(data, "y ~ x + z | year^g", { vcov: { cluster: "year" } });
    expect(inference(few, { method: "wildBootstrap", draws: 499 }).draws).toBe(499);
    // Five years: every sign combination; effects of year by cluster are nested in both.
    expect(inference(rich, { method: "wildBootstrap", weights: "rademacher" }).draws).toBe(32);
  });

  test("too few clusters leave the interval open", () => {
    const row = inference(regress(data, "y ~ x | unit", { vcov: { cluster: "year" } }), { method: "wildBootstrap", weights: "rademacher" });
    const three = frame("three", panel(3, 4));
    const open = inference(regress(three, "y ~ x", { vcov: { cluster: "g" } }), { method: "wildBootstrap", weights: "rademacher" })
      .rows[0]!;
    expect(row.draws).toBe(32);
    expect(open.confLow).toBe(null);
    expect(open.reason).toContain("open");
  });

  test("refused: no clustering, an unknown coefficient", () => {
    const code = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        if (error instanceof Problem) return error.code;
      }
      return null;
    };
    const plain = regress(data, "y ~ x", { vcov: "HC1" });
    expect(code(() => inference(plain, { method: "wildBootstrap" }))).toBe("MODEL-INFERENCE-CLUSTER");
    expect(code(() => inference(fit, { method: "wildBootstrap", term: "xx" }))).toBe("MODEL-TERM-UNKNOWN");
    expect(rowOf(fit, "x").method).toBe("cluster/fixest");
  });
});
