import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveLeastSquares } from "../leastSquares.js";
import { fromColumns, type Matrix } from "../matrix.js";
import { pivotedQr } from "../qr.js";
import { stream } from "../streams.js";
import { connectedComponents } from "./components.js";
import { type Factor, interceptFactor, isNested } from "./factor.js";
import { recursiveSingletons } from "./singletons.js";
import { prepareFactors, solveFactors } from "./solve.js";

/** All effects as explicit columns: indicators, and indicators times slopes. */
function dummies(factors: readonly Factor[], rows: number): Matrix {
  const columns = factors.flatMap((factor) =>
    Array.from({ length: factor.levels }, (_, g) => {
      const own = Float64Array.from({ length: rows }, (_, i) => (factor.codes[i] === g ? 1 : 0));
      const sloped = factor.slopes.map((slope) => own.map((v, i) => v * slope[i]!));
      return factor.intercept ? [own, ...sloped] : sloped;
    }).flat(),
  );
  return fromColumns(columns, rows);
}

/** The residual of a dense weighted least squares on explicit dummies: the oracle. */
function denseResidual(
  column: Float64Array,
  factors: readonly Factor[],
  weights: Float64Array | null,
): { residual: Float64Array; rank: number } {
  const d = dummies(factors, column.length);
  const root = weights === null ? column.map(() => 1) : weights.map(Math.sqrt);
  const scaled = { ...d, data: d.data.map((v, k) => v * root[k % d.rows]!) };
  const qr = pivotedQr(scaled, 1e-9);
  const b = solveLeastSquares(
    qr,
    column.map((v, i) => v * root[i]!),
  );
  const residual = column.map((v, i) => v - qr.kept.reduce((total, j, k) => total + b[k]! * d.data[i + j * d.rows]!, 0));
  return { residual, rank: qr.rank };
}

function randomFactor(seed: number, rows: number, levels: number, kind: "intercept" | "both" | "slope" = "intercept"): Factor {
  const s = stream(seed, 1);
  const codes = Int32Array.from({ length: rows }, () => s.integer(levels));
  const slopes = kind === "intercept" ? [] : [Float64Array.from({ length: rows }, () => s.normal() + 3)];
  return { codes, levels, intercept: kind !== "slope", slopes };
}

function randomColumn(seed: number, rows: number): Float64Array {
  const s = stream(seed, 2);
  return Float64Array.from({ length: rows }, () => 5 + s.normal());
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

const kinds = fc.constantFrom<"intercept" | "both" | "slope">("intercept", "intercept", "both", "slope");
const settings = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  rows: fc.integer({ min: 5, max: 70 }),
  levels: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), kinds), { minLength: 1, maxLength: 4 }),
  weighted: fc.boolean(),
});

describe("taking effects out of a column", () => {
  test("equals dense least squares on explicit dummies: any number of factors, slopes, weights, empty and redundant levels", () => {
    fc.assert(
      fc.property(settings, ({ seed, rows, levels, weighted }) => {
        const factors = levels.map(([count, kind], q) => randomFactor(seed + q, rows, count, kind));
        const s = stream(seed, 3);
        const weights = weighted ? Float64Array.from({ length: rows }, () => 0.1 + s.uniform()) : null;
        const column = randomColumn(seed, rows);
        const ours = solveFactors([column], factors, weights);
        const oracle = denseResidual(column, factors, weights);
        expect(largestDifference(ours.columns[0]!, oracle.residual)).toBeLessThan(1e-8);
        expect(ours.rank).toBe(oracle.rank);
        expect(ours.residual).toBeLessThan(1e-12);
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  test("by conjugate gradients, on the same panels", () => {
    fc.assert(
      fc.property(settings, ({ seed, rows, levels, weighted }) => {
        const factors = levels.map(([count, kind], q) => randomFactor(seed + q, rows, count, kind));
        const s = stream(seed, 3);
        const weights = weighted ? Float64Array.from({ length: rows }, () => 0.1 + s.uniform()) : null;
        const column = randomColumn(seed, rows);
        const ours = solveFactors([column], factors, weights, { directLevels: 0, probe: Number.POSITIVE_INFINITY });
        const oracle = denseResidual(column, factors, weights);
        expect(ours.residual).toBeLessThan(1e-10);
        expect(largestDifference(ours.columns[0]!, oracle.residual)).toBeLessThan(1e-7);
        if (ours.rankExact) expect(ours.rank).toBe(oracle.rank);
        else expect(ours.rank).toBeGreaterThanOrEqual(oracle.rank);
      }),
      { numRuns: 400, seed: 8 },
    );
  });

  test("by a sparse factor, on the same panels, and its rank is exact", () => {
    fc.assert(
      fc.property(settings, ({ seed, rows, levels, weighted }) => {
        const factors = levels.map(([count], q) => randomFactor(seed + q, rows, count));
        const s = stream(seed, 3);
        const weights = weighted ? Float64Array.from({ length: rows }, () => 0.1 + s.uniform()) : null;
        const column = randomColumn(seed, rows);
        const ours = solveFactors([column, randomColumn(seed + 1, rows)], factors, weights, { directLevels: 0, probe: 0 });
        const oracle = denseResidual(column, factors, weights);
        expect(["sparseCholesky", "oneFactor", "balancedTwoWay"]).toContain(ours.method);
        expect(ours.residual).toBeLessThan(1e-12);
        expect(largestDifference(ours.columns[0]!, oracle.residual)).toBeLessThan(1e-8);
        expect(ours.rank).toBe(oracle.rank);
      }),
      { numRuns: 400, seed: 10 },
    );
  });

  test("the rank of three and four sets of intercepts is exact without the direct solve", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 8, max: 60 }),
        fc.integer({ min: 3, max: 4 }),
        (seed, rows, count) => {
          const factors = Array.from({ length: count }, (_, q) => randomFactor(seed + q, rows, 3 + ((seed + q * 7) % 11)));
          const solver = prepareFactors(factors, null, { directLevels: 0 });
          expect(solver.rankExact).toBe(true);
          expect(solver.rank).toBe(denseResidual(randomColumn(seed, rows), factors, null).rank);
        },
      ),
      { numRuns: 300, seed: 9 },
    );
  });
});

/** Workers who each pass through few neighbouring firms: a ring of links, the hard case for iterative solvers. */
function ring(workers: number, periods: number, firms: number, parts: number): Factor[] {
  const s = stream(3, workers);
  const rows = workers * periods;
  const worker = new Int32Array(rows);
  const firm = new Int32Array(rows);
  const perPart = Math.floor(firms / parts);
  for (let i = 0; i < workers; i++) {
    const part = i % parts;
    let at = s.integer(perPart);
    for (let t = 0; t < periods; t++) {
      if (s.uniform() < 0.5) at = (at + (s.uniform() < 0.5 ? 1 : perPart - 1)) % perPart;
      worker[i * periods + t] = i;
      firm[i * periods + t] = part * perPart + at;
    }
  }
  return [interceptFactor(worker, workers), interceptFactor(firm, perPart * parts)];
}

describe("hard graphs", () => {
  test.each([1, 5])("a ring in %i parts: iterations reach the direct solution and stop at the floor of precision", (parts) => {
    const factors = ring(2500, 6, 500, parts);
    const rows = factors[0]!.codes.length;
    const s = stream(4, 0);
    // A column made mostly of effects: what is left is small, and errors show.
    const column = Float64Array.from(
      { length: rows },
      (_, i) => (factors[1]!.codes[i]! % 100) / 5 + factors[0]!.codes[i]! / 100 + s.normal(),
    );
    const direct = solveFactors([column], factors);
    const iterated = solveFactors([column], factors, null, { directLevels: 0, probe: Number.POSITIVE_INFINITY });
    const sparse = solveFactors([column], factors, null, { directLevels: 0 });
    expect(direct.method).toBe("schur");
    expect(iterated.method).toBe("conjugateGradients");
    // Iterations contract slowly on a ring, so by itself the solver turns to a factor.
    expect(sparse.method).toBe("sparseCholesky");
    expect(sparse.residual).toBeLessThan(1e-13);
    expect(largestDifference(direct.columns[0]!, sparse.columns[0]!)).toBeLessThan(1e-9);
    expect(sparse.rank).toBe(direct.rank);
    expect(iterated.components).toBe(parts);
    expect(iterated.rank).toBe(direct.rank);
    expect(direct.residual).toBeLessThan(1e-13);
    expect(iterated.residual).toBeLessThan(1e-10);
    expect(largestDifference(direct.columns[0]!, iterated.columns[0]!)).toBeLessThan(1e-6);
  });

  test("a column comes out with the same bits alone, in any company, and after any other", () => {
    const [worker, firm] = ring(2500, 6, 500, 1) as [Factor, Factor];
    const factors = [worker, firm, randomFactor(6, worker.codes.length, 40)];
    const rows = worker.codes.length;
    const s = stream(9, 0);
    // Some settle within the first iterations, others only by a factor: a smooth function of the place on the ring contracts worst.
    const columns = [
      randomColumn(5, rows),
      Float64Array.from(firm.codes, (code) => Math.abs(code - 250) + s.normal()),
      Float64Array.from(worker.codes, (code) => code),
      Float64Array.from(firm.codes, (code) => code % 2),
      randomColumn(7, rows),
      Float64Array.from(factors[2]!.codes, (code, i) => code + (firm.codes[i]! < 50 ? 1 : 0)),
    ];
    const fresh = () => prepareFactors(factors, null, { directLevels: 0 });
    const alone = columns.map((column) => fresh().partialOut([column]));
    expect(new Set(alone.map(({ method }) => method))).toEqual(new Set(["conjugateGradients", "sparseCholesky"]));
    const order = [3, 1, 5, 0, 4, 2];
    const solver = fresh();
    const inCompany = solver.partialOut(order.map((j) => columns[j]!));
    order.forEach((j, at) => {
      expect(inCompany.columns[at]).toEqual(alone[j]!.columns[0]);
      expect(inCompany.freeings[at]).toEqual(alone[j]!.freeings[0]);
      expect(solver.partialOut([columns[j]!])).toEqual(alone[j]);
    });
    expect(solver.rank).toBe(fresh().rank);
  });

  test("by the graphs of the pairs, on random panels", () => {
    fc.assert(
      fc.property(settings, ({ seed, rows, levels, weighted }) => {
        const factors = levels.map(([count], q) => randomFactor(seed + q, rows, count));
        const s = stream(seed, 3);
        const weights = weighted ? Float64Array.from({ length: rows }, () => 0.1 + s.uniform()) : null;
        const column = randomColumn(seed, rows);
        const ours = solveFactors([column, randomColumn(seed + 1, rows)], factors, weights, { directLevels: 0, probe: 0, mostWork: 0 });
        expect(["graphPreconditioned", "oneFactor", "balancedTwoWay"]).toContain(ours.method);
        expect(ours.residual).toBeLessThan(1e-10);
        expect(largestDifference(ours.columns[0]!, denseResidual(column, factors, weights).residual)).toBeLessThan(1e-7);
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  test("three large sets of effects, few movers: the graphs take a fraction of the plain iterations, with the same certificate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(1, 4), (seed, parts) => {
        const [worker, firm] = ring(6000, 5, 1500, parts) as [Factor, Factor];
        const s = stream(seed, 5);
        // A third ring, on which the workers move at other times.
        const place = new Int32Array(worker.codes.length);
        for (let i = 0; i < place.length; i++) {
          const stays = i % 5 !== 0 && s.uniform() < 0.7;
          place[i] = i % 5 === 0 ? s.integer(1200) : stays ? place[i - 1]! : (place[i - 1]! + 1) % 1200;
        }
        const factors = [worker, firm, interceptFactor(place, 1200)];
        const column = Float64Array.from(firm.codes, (code, i) => Math.abs(code - 700) / 50 + Math.abs(place[i]! - 600) / 50 + s.normal());
        const plain = solveFactors([column], factors, null, { directLevels: 0, probe: Number.POSITIVE_INFINITY });
        const graphs = solveFactors([column], factors, null, { directLevels: 0, mostWork: 0 });
        expect(graphs.method).toBe("graphPreconditioned");
        expect(graphs.residual).toBeLessThan(1e-10);
        expect(plain.residual).toBeLessThan(1e-10);
        expect(graphs.iterations).toBeLessThan(plain.iterations / 3);
        expect(largestDifference(graphs.columns[0]!, plain.columns[0]!)).toBeLessThan(1e-6);
      }),
      { numRuns: 6, seed: 13 },
    );
  });

  test("levels without rows change nothing", () => {
    const [worker, firm] = ring(50, 5, 20, 1) as [Factor, Factor];
    const spread: Factor = { ...firm, codes: firm.codes.map((code) => 7 * code + 3), levels: 200 };
    const column = randomColumn(5, worker.codes.length);
    expect(solveFactors([column], [worker, spread])).toEqual(solveFactors([column], [worker, firm]));
    const iterated = solveFactors([column], [worker, spread], null, { directLevels: 0 });
    expect(iterated.columns[0]!.every(Number.isFinite)).toBe(true);
  });

  test("a column inside the effects comes out as rounding", () => {
    const factors = ring(200, 5, 60, 2);
    const column = Float64Array.from(factors[0]!.codes, (code, i) => 100 * code - 3 * factors[1]!.codes[i]!);
    for (const directLevels of [2000, 0]) {
      const { columns } = solveFactors([column], factors, null, { directLevels });
      expect(Math.max(...columns[0]!.map(Math.abs))).toBeLessThan(1e-7);
    }
  });
});

describe("recursive singletons", () => {
  test("are what is left out by looking again and again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 60 }), (seed, rows) => {
        const factors = [
          randomFactor(seed, rows, 1 + (seed % 25)),
          randomFactor(seed + 1, rows, 1 + (seed % 13)),
          randomFactor(seed + 2, rows, 30),
        ];
        const { leaves, count } = recursiveSingletons(factors, seed % 2 === 0 ? null : new Uint8Array(rows), rows);
        const alone = (row: number, inside: readonly number[]) =>
          factors.some((f) => inside.filter((other) => f.codes[other] === f.codes[row]).length === 1);
        let inside = Array.from({ length: rows }, (_, row) => row);
        for (let before = -1; before !== inside.length; ) {
          before = inside.length;
          const now: readonly number[] = inside;
          inside = now.filter((row) => !alone(row, now));
        }
        expect(count).toBe(rows - inside.length);
        expect(inside.every((row) => leaves[row] === 0)).toBe(true);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  test("do not look at slopes alone", () => {
    const slopes = randomFactor(1, 10, 200, "slope");
    expect(recursiveSingletons([slopes], null, 10).count).toBe(0);
  });
});

describe("graphs of two factors", () => {
  test("components and nesting", () => {
    const a = Int32Array.of(0, 0, 1, 2, 2, 3);
    const b = Int32Array.of(0, 1, 1, 2, 2, 3);
    expect(connectedComponents(a, 4, b, 4)).toEqual({ count: 3, first: Int32Array.of(0, 0, 1, 2), second: Int32Array.of(0, 0, 1, 2) });
    expect(isNested(interceptFactor(a, 4), { codes: Int32Array.of(0, 0, 0, 1, 1, 1), levels: 2 })).toBe(true);
    expect(isNested(interceptFactor(a, 4), interceptFactor(b, 4))).toBe(false);
  });
});
