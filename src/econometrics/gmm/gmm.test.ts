import { describe, expect, test } from "vitest";
import { type Frame, frame } from "../../frame/main.js";
import { Problem } from "../../messages/main.js";
import { stream } from "../../numerics/main.js";
import type { Test } from "../../results/main.js";
import { coefficient, type Fit, stdError } from "../fit.js";
import { inference } from "../inference.js";
import { dynamicPanel } from "./dynamicPanel.js";
import type { GmmOptions } from "./setting.js";

type Columns = Record<string, number[]>;

/** A balanced panel: y follows itself, x answers to the error of today, w is exogenous, z moves x from outside; effects of firms and years. */
function panel(seed: number, firms = 60, years = 6): Columns {
  const s = stream(31, seed);
  const columns: Columns = { firm: [], year: [], y: [], x: [], w: [], z: [] };
  for (let firm = 0; firm < firms; firm++) {
    const effect = s.normal();
    let y = 2 * effect;
    for (let t = -10; t < years; t++) {
      const u = s.normal();
      const z = s.normal();
      const x = 0.5 * z + 0.5 * u + 0.5 * effect + s.normal();
      const w = s.normal();
      y = 0.5 * y + 0.4 * x + 0.3 * w + effect + 0.2 * t + u;
      if (t < 0) continue;
      for (const [name, value] of Object.entries({ firm, year: 2000 + t, y, x, w, z })) columns[name]!.push(value);
    }
  }
  return columns;
}

const table = (columns: Columns): Frame => frame("firms", columns);
const mapped = (columns: Columns, name: string, change: (value: number, row: number) => number): Columns => ({
  ...columns,
  [name]: columns[name]!.map(change),
});
const reordered = (columns: Columns, order: readonly number[]): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, order.map((row) => values[row]!)]));
const kept = (columns: Columns, keep: (row: number) => boolean): Columns =>
  reordered(
    columns,
    columns["y"]!.flatMap((_, row) => (keep(row) ? [row] : [])),
  );

const formula = "y ~ l(y, 1) + x + w | firm + year";
const difference: GmmOptions = {
  unit: "firm",
  time: "year",
  instruments: [
    { kind: "endogenous", columns: ["y", "x"] },
    { kind: "exogenous", columns: ["w"] },
  ],
};
const system: GmmOptions = { ...difference, equations: ["difference", "level"] };
const estimate = (columns: Columns, options: GmmOptions = difference): Fit => dynamicPanel(table(columns), formula, options);

const named = (fit: Fit, name: string): Test => fit.tests.find((t) => t.name === name)!;
const count = (fit: Fit): number => fit.instruments!.reduce((total, set) => total + set.count, 0);
const codesOf = (fit: Fit): string[] => fit.findings.map((f) => f.code);

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  throw new Error("nothing was refused");
}

function expectClose(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

/** Coefficients and errors of the slopes, Hansen and AR(2): `scale` says by what each slope is multiplied. */
function expectSame(a: Fit, b: Fit, scale: Record<string, number> = {}, tolerance = 1e-8): void {
  for (const term of ["l(y, 1)", "x", "w"]) {
    expectClose(coefficient(b, term), coefficient(a, term) * (scale[term] ?? 1), tolerance);
    expectClose(stdError(b, term), stdError(a, term) * (scale[term] ?? 1), tolerance);
  }
  for (const name of ["hansen", "sargan", "ar2"]) expectClose(named(b, name).statistic!, named(a, name).statistic!, tolerance);
}

describe.each([
  ["difference GMM", difference],
  ["system GMM", system],
  ["orthogonal deviations, collapsed", { ...difference, transform: "orthogonal" as const }],
])("%s", (_name, options) => {
  const columns = panel(1);
  const fit = estimate(columns, options);

  test("row order does not change a bit", () => {
    const order = columns["y"]!.map((_, row) => row).sort((a, b) => ((a * 7919) % 997) - ((b * 7919) % 997));
    const again = estimate(reordered(columns, order), options);
    expect(again.coefficients).toEqual(fit.coefficients);
    expect(again.tests).toEqual(fit.tests);
  });

  test("names of firms do not matter", () =>
    expectSame(
      fit,
      estimate(
        mapped(columns, "firm", (firm) => (firm * 37) % 61),
        options,
      ),
    ));

  test("the calendar does not matter", () => {
    const shifted = estimate(
      mapped(columns, "year", (year) => year - 1000),
      options,
    );
    for (const term of ["l(y, 1)", "x", "w"]) expect(coefficient(shifted, term)).toBe(coefficient(fit, term));
    expect(named(shifted, "hansen").statistic).toBe(named(fit, "hansen").statistic);
  });

  test("units of measurement scale coefficients and nothing else", () => {
    const scaled = mapped(
      mapped(columns, "y", (y) => 1000 * y),
      "x",
      (x) => x / 50,
    );
    expectSame(fit, estimate(scaled, options), { x: 50_000, w: 1000 });
  });

  test("a constant added to the outcome goes into the time dummies", () =>
    expectSame(
      fit,
      estimate(
        mapped(columns, "y", (y) => y + 5),
        options,
      ),
      {},
      1e-7,
    ));
});

describe("estimates", () => {
  test("one lag as the only instrument is Anderson and Hsiao's estimate", () => {
    const columns = panel(2);
    const fit = dynamicPanel(table(columns), "y ~ l(y, 1) | firm", {
      unit: "firm",
      time: "year",
      steps: "one",
      instruments: [{ kind: "gmm", columns: ["y"], lags: [2, 2], collapse: true }],
    });
    const y = columns["y"]!;
    let moved = 0;
    let pulled = 0;
    for (let row = 0; row < y.length; row++) {
      if (row % 6 < 2) continue;
      moved += y[row - 2]! * (y[row]! - y[row - 1]!);
      pulled += y[row - 2]! * (y[row - 1]! - y[row - 2]!);
    }
    expectClose(coefficient(fit, "l(y, 1)"), moved / pulled, 1e-12);
    expect(named(fit, "hansen").reason).toContain("exactly identified");
  });

  test("orthogonal deviations and differences agree on a balanced panel with every lag (Arellano and Bover 1995)", () => {
    const options: GmmOptions = { ...difference, steps: "one", instruments: [{ kind: "endogenous", columns: ["y", "x", "w"] }] };
    const a = estimate(panel(3), options);
    const b = estimate(panel(3), { ...options, transform: "orthogonal" });
    for (const term of ["l(y, 1)", "x", "w"]) expectClose(coefficient(b, term), coefficient(a, term));
    expect(count(a)).toBe(count(b));
  });

  test("an instrument from outside replaces the lags of an endogenous regressor", () => {
    const outside: GmmOptions = {
      ...difference,
      instruments: [
        { kind: "endogenous", columns: ["y"] },
        { kind: "exogenous", columns: ["w", "z"] },
      ],
    };
    const fit = dynamicPanel(table(panel(4, 400)), formula, outside);
    expect(Math.abs(coefficient(fit, "x") - 0.4)).toBeLessThan(4 * stdError(fit, "x"));
    expect(fit.instruments!.map((set) => set.column)).toContain("z");
  });

  test("plain words and lags written out are the same", () => {
    const written: GmmOptions = {
      ...system,
      instruments: [
        { kind: "gmm", columns: ["y"], lags: [2, 4], collapse: true },
        { kind: "gmm", columns: ["x"], lags: [1, 99] },
        { kind: "standard", columns: ["w"], equation: "difference" },
      ],
    };
    const plain: GmmOptions = {
      ...system,
      instruments: [
        { kind: "endogenous", columns: ["y"], lastLag: 4, collapse: true },
        { kind: "predetermined", columns: ["x"] },
        { kind: "exogenous", columns: ["w"], equation: "difference" },
      ],
    };
    expect(estimate(panel(5), plain).coefficients).toEqual(estimate(panel(5), written).coefficients);
  });

  test("time dummies are instruments once: in the level equation of a system, transformed otherwise", () => {
    const dummies = (fit: Fit) => fit.instruments!.filter((set) => set.column.startsWith("year::"));
    expect(dummies(estimate(panel(1), system)).map((set) => [set.equation, set.count])).toEqual(
      ["2002", "2003", "2004", "2005"].map(() => ["level", 1]),
    );
    expect(dummies(estimate(panel(1))).every((set) => set.equation === "difference")).toBe(true);
    expect(dummies(estimate(panel(1)))).toHaveLength(4);
  });

  test("the small-sample option multiplies the covariance and refers to t", () => {
    const [large, small] = [estimate(panel(6)), estimate(panel(6), { ...difference, small: true })];
    const parameters = large.coefficients.length;
    const factor = ((large.nobs - 1) / (large.nobs - parameters)) * (60 / 59);
    expectClose(stdError(small, "x"), stdError(large, "x") * Math.sqrt(factor), 1e-12);
    expect(small.coefficients[0]!.distribution).toBe("t(59)");
    expect(large.coefficients[0]!.distribution).toBe("normal");
  });
});

describe("holes and short panels", () => {
  const columns = panel(7);

  test("no difference is taken across a hole, and deviations bridge it", () => {
    const holed = kept(columns, (row) => !(columns["firm"]![row] === 3 && columns["year"]![row] === 2002));
    // Of firm 3 the lag needs 2001, 2004 and 2005 remain with a lag, and one difference.
    const fit = estimate(holed);
    expect(estimate(columns).nobs - fit.nobs).toBe(3);
    const bridged = estimate(holed, { ...difference, transform: "orthogonal" });
    expect(estimate(columns, { ...difference, transform: "orthogonal" }).nobs - bridged.nobs).toBe(2);
    expect(codesOf(fit)).toContain("GMM-HOLES");
  });

  test("rows lost to a lag alone are no finding, rows lost to a missing value are", () => {
    expect(codesOf(estimate(columns))).not.toContain("MODEL-ROWS-MISSING");
    const gaps = mapped(columns, "w", (w, row) => (row % 7 === 3 ? Number.NaN : w));
    expect(codesOf(estimate(gaps))).toContain("MODEL-ROWS-MISSING");
  });

  test("a unit with two rows in a year is refused", () => {
    const twice = mapped(columns, "year", (year, row) => (row === 8 ? year - 1 : year));
    expect(refusal(() => estimate(twice))).toBe("FORMULA-LAG-DUPLICATE");
  });

  test("two periods, one unit, and units too few for the coefficients are refused", () => {
    expect(refusal(() => estimate(kept(columns, (row) => columns["year"]![row]! < 2002)))).toBe("GMM-FEW-PERIODS");
    expect(refusal(() => estimate(kept(columns, (row) => columns["firm"]![row]! < 1)))).toBe("GMM-FEW-UNITS");
    const few = { ...difference, instruments: [{ kind: "endogenous" as const, columns: ["y", "x", "w"], collapse: true }] };
    expect(refusal(() => estimate(kept(columns, (row) => columns["firm"]![row]! < 5)))).toBe("GMM-INSTRUMENTS-ROWS");
    expect(
      refusal(() =>
        estimate(
          kept(columns, (row) => columns["firm"]![row]! < 5),
          few,
        ),
      ),
    ).toBe("GMM-FEW-UNITS");
  });

  test("AR tests say why they are missing", () => {
    const fit = estimate(kept(columns, (row) => columns["year"]![row]! < 2004));
    expect(named(fit, "ar2").statistic).toBeNull();
    expect(named(fit, "ar2").reason).toBe("no unit has differences 2 periods apart");
  });
});

describe("what does not fit", () => {
  const columns = panel(8);

  test("other errors belong to other estimators", () => {
    expect(refusal(() => inference(estimate(columns), "HC1"))).toBe("MODEL-ERRORS-OLS-ONLY");
  });

  test("an instrument spanned by others changes nothing and is not counted", () => {
    const twice = { ...columns, twice: columns["w"]!.map((w) => 2 * w) };
    const fit = dynamicPanel(table(twice), formula, {
      ...difference,
      instruments: [...difference.instruments, { kind: "exogenous", columns: ["twice"] }],
    });
    expectSame(estimate(columns), fit, {}, 1e-12);
    expect(count(fit)).toBe(count(estimate(columns)));
    expect(codesOf(fit)).toContain("GMM-INSTRUMENTS-COLLINEAR");
  });

  test("more instruments than units: Hansen's statistic stays below the number of units, and the row says so", () => {
    const fit = estimate(
      kept(columns, (row) => columns["firm"]![row]! < 15),
      { ...system, instruments: [{ kind: "endogenous", columns: ["y", "x", "w"] }] },
    );
    expect(codesOf(fit)).toContain("GMM-INSTRUMENTS-GROUPS");
    expect(named(fit, "hansen").statistic!).toBeLessThanOrEqual(15 + 1e-6);
    expect(named(fit, "hansen").reason).toContain("generalised inverse");
    expect(fit.tests.filter((t) => t.name.startsWith("differenceInHansen")).every((t) => t.reason !== null)).toBe(true);
  });

  test("a regressor that does not change over time stands in a system and not in differences", () => {
    const fixed = { ...columns, sector: columns["firm"]!.map((firm) => firm % 3) };
    const text = "y ~ l(y, 1) + x + w + sector | firm + year";
    const withSector = (options: GmmOptions): GmmOptions => ({
      ...options,
      instruments: [
        ...options.instruments,
        { kind: "exogenous", columns: ["sector"], equation: options.equations ? "level" : "difference" },
      ],
    });
    expect(codesOf(dynamicPanel(table(fixed), text, withSector(difference)))).toContain("GMM-REGRESSOR-LEFT");
    const inSystem = dynamicPanel(table(fixed), text, withSector(system));
    expect(codesOf(inSystem)).not.toContain("GMM-REGRESSOR-LEFT");
    expect(stdError(inSystem, "sector")).toBeGreaterThan(0);
  });
});
