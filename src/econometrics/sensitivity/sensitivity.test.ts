import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cholesky, fromColumns, multiplyVector, stream } from "../../numerics/main.js";
import { eventStudySensitivity } from "./analyse.js";
import { type EventStudy, splitStudy } from "./eventStudy.js";
import { foldedQuantile } from "./foldedNormal.js";
import { leastFavourable } from "./leastFavourable.js";
import { acceptanceTests, relativeMagnitudesSet, union } from "./relativeMagnitudes.js";
import { smoothnessInterval } from "./smoothness.js";

/** An event study with four leads and as many lags as asked, errors correlated through the reference. */
function study(lags: number, seed = 1, size = 0.03): EventStudy {
  const times = [-5, -4, -3, -2, ...Array.from({ length: lags }, (_, t) => t)];
  const n = times.length;
  const draws = stream(seed, 5);
  const loading = Array.from({ length: n }, () => Float64Array.from({ length: n }, () => draws.normal() * 0.4));
  const covariance = fromColumns(
    times.map((_, j) =>
      Float64Array.from(times, (_, i) => {
        const common = loading[i]!.reduce((sum, v, k) => sum + v * loading[j]![k]!, 0);
        return size * size * (common + (i === j ? 1 : 0.5));
      }),
    ),
  );
  return { times, reference: -1, covariance, estimates: Float64Array.from(times, (t) => (t < 0 ? 0 : 0.1) + size * 0.5 * draws.normal()) };
}

const equal = (n: number) => Array.from({ length: n }, () => 1 / n);

describe("the conditional test", () => {
  /** Corners of { g >= 0, g's = 1, g'X = 0 } by trying every basis: what the closed form must equal. */
  function cornersByEnumeration(errors: number[], nuisance: number[][]): number[][] {
    const rows = errors.length;
    const size = nuisance[0]!.length + 1;
    const found: number[][] = [];
    for (let mask = 0; mask < 1 << rows; mask++) {
      const chosen = Array.from({ length: rows }, (_, i) => i).filter((i) => mask & (1 << i));
      if (chosen.length !== size) continue;
      const solved = solve(
        [chosen.map((i) => errors[i]!), ...nuisance[0]!.map((_, j) => chosen.map((i) => nuisance[i]![j]!))],
        Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0)),
      );
      if (solved === null || solved.some((g) => g < -1e-12)) continue;
      const corner = Array(rows).fill(0);
      chosen.forEach((i, k) => {
        corner[i] = solved[k]!;
      });
      found.push(corner);
    }
    return found;
  }

  test("its statistic is the linear program's, at every effect and bound", () => {
    const lags = 3;
    const split = splitStudy(study(lags, 3), [0.2, 0.5, 0.3]);
    for (const bound of [0.3, 1, 2.5]) {
      for (const { comparison, corners } of acceptanceTests(split, bound, 0.95)!) {
        // Moments: plus and minus the change into each lag, less bound x W; nuisance: changes of the effects that keep their weighted sum.
        const form = comparison.changeForm;
        const n = split.estimates.length;
        const step = (t: number) =>
          Array.from({ length: n }, (_, j) => (j === split.leads + t ? 1 : t > 0 && j === split.leads + t - 1 ? -1 : 0));
        const moments = Array.from({ length: lags }, (_, t) => [1, -1].map((s) => step(t).map((v, j) => s * v - bound * form[j]!))).flat();
        const variance = (a: number[]) =>
          a.reduce((sum, x, i) => sum + a.reduce((inner, y, j) => inner + x * y * split.covariance.data[i + j * n]!, 0), 0);
        const errors = moments.map((m) => Math.sqrt(variance(m)));
        const w = comparison.stepWeights;
        // Basis of the changes with zero weighted sum, and one with weighted sum one.
        const basis = [
          [w[1]!, -w[0]!, 0],
          [0, w[2]!, -w[1]!],
        ];
        const particular = [1 / w[0]!, 0, 0];
        const nuisance = Array.from({ length: lags }, (_, t) => [1, -1].map((s) => basis.map((b) => s * b[t]!))).flat();
        const duals = cornersByEnumeration(errors, nuisance);
        expect(duals.length).toBeGreaterThan(2);
        for (const effect of [-0.2, 0, 0.1, 0.35]) {
          const y = moments.map(
            (m, i) =>
              m.reduce((sum, v, j) => sum + v * split.estimates[j]!, 0) - (i % 2 === 0 ? 1 : -1) * particular[Math.floor(i / 2)]! * effect,
          );
          const program = Math.max(...duals.map((g) => g.reduce((sum, v, i) => sum + v * y[i]!, 0)));
          const ours = Math.max(...corners.map((c) => c.onEffect * (comparison.effect - effect) + c.onChange * comparison.change));
          expect(ours).toBeCloseTo(program, 9);
        }
      }
    }
  });

  test("the first stage rejects one time in two hundred when every moment holds with equality", () => {
    const pair = { varEffect: 0.8, varChange: 1.4, covariance: -0.5 };
    const corners = [
      { onEffect: 0.9, onChange: -0.7 },
      { onEffect: -1.1, onChange: -0.6 },
      { onEffect: 0, onChange: -0.5 },
    ];
    const critical = leastFavourable(pair, corners, 0.005);
    const draws = stream(9, 0);
    let above = 0;
    const n = 400_000;
    for (let r = 0; r < n; r++) {
      const a = draws.normal();
      const b = draws.normal();
      const change = Math.sqrt(pair.varChange) * a;
      const effect =
        (pair.covariance / Math.sqrt(pair.varChange)) * a + Math.sqrt(pair.varEffect - pair.covariance ** 2 / pair.varChange) * b;
      if (corners.some((c) => c.onEffect * effect + c.onChange * change > critical)) above++;
    }
    expect(Math.abs(above / n - 0.005)).toBeLessThan(4 * Math.sqrt((0.005 * 0.995) / n));
  });

  test("covers at the edge of what is allowed", () => {
    // The violation changes by exactly one times its largest change before: bound 1 must cover in 95 of 100 samples or more.
    const base = study(4, 2);
    const step = 0.05;
    const truth = base.times.map((t) => (t < -1 ? (t === -2 ? -step : -step) : 0.1 + step * (t + 1)));
    const lower = cholesky(base.covariance)!;
    let covered = 0;
    const n = 200;
    for (let r = 0; r < n; r++) {
      const draws = stream(31, r);
      const noise = multiplyVector(
        lower,
        Float64Array.from(truth, () => draws.normal()),
      );
      const split = splitStudy({ ...base, estimates: Float64Array.from(truth, (d, j) => d + noise[j]!) }, equal(4));
      if (relativeMagnitudesSet(split, 1, 0.95)!.some(([low, high]) => low <= 0.1 && 0.1 <= high)) covered++;
    }
    expect(covered / n).toBeGreaterThan(0.95 - 2 * Math.sqrt((0.95 * 0.05) / n));
  });
});

describe("fixed-length intervals", () => {
  test("no weights of the leads give a shorter one", () => {
    const split = splitStudy(study(3, 4), [0.5, 0.3, 0.2]);
    for (const bound of [0.002, 0.01, 0.05]) {
      const best = smoothnessInterval(split, bound, 0.95)!;
      const draws = stream(4, 1);
      let tried = 0;
      for (let r = 0; r < 4000; r++) {
        const size = r < 2000 ? 0.02 : 0.3;
        const direction = Float64Array.from({ length: 3 }, () => size * draws.normal());
        const weights = best.leadWeights.slice();
        // Second sums moved: straight violations still cancel.
        direction.forEach((c, j) => {
          weights[j + 1]! += c;
          weights[j]! -= 2 * c;
          if (j > 0) weights[j - 1]! += c;
        });
        const half = halfLengthOf(split, weights, bound);
        if (half < best.halfLength * 1.5) tried++;
        expect(half).toBeGreaterThanOrEqual(best.halfLength * (1 - 1e-12));
      }
      expect(tried).toBeGreaterThan(100);
    }
  });

  /** The half length of given weights by definition: the worst bias is the sum of the second sums. */
  function halfLengthOf(
    { leads, lags, covariance, weights: lagWeights }: ReturnType<typeof splitStudy>,
    leadWeights: Float64Array,
    bound: number,
  ): number {
    let bias = 0;
    for (let j = 0; j < leads; j++) {
      let sum = 0;
      for (let k = j; k < leads; k++) sum += (k + 1 - j) * leadWeights[k]!;
      bias += Math.abs(sum);
    }
    for (let s = 1; s < lags; s++) {
      let sum = 0;
      for (let t = s + 1; t <= lags; t++) sum += (t - s) * lagWeights[t - 1]!;
      bias += Math.abs(sum);
    }
    const form = Float64Array.from([...leadWeights, ...lagWeights]);
    const variance = multiplyVector(covariance, form).reduce((sum, v, i) => sum + v * form[i]!, 0);
    return Math.sqrt(variance) * foldedQuantile(0.95, (bound * bias) / Math.sqrt(variance));
  }

  test("covers a bent violation", () => {
    const base = study(3, 6);
    const truth = base.times.map((t) => 0.01 * (t + 1) * (t + 1) + 0.03 * (t + 1) + (t >= 0 ? 0.2 : 0));
    const lower = cholesky(base.covariance)!;
    let covered = 0;
    for (let r = 0; r < 400; r++) {
      const draws = stream(17, r);
      const noise = multiplyVector(
        lower,
        Float64Array.from(truth, () => draws.normal()),
      );
      const split = splitStudy({ ...base, estimates: Float64Array.from(truth, (d, j) => d + noise[j]!) }, equal(3));
      const { estimate, halfLength } = smoothnessInterval(split, 0.02, 0.95)!;
      if (Math.abs(estimate - 0.2) <= halfLength) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.925);
  });

  test("the quantile of a folded normal, in R: qchisq(.95, 1, ncp = 1.5^2)", () => {
    expect(foldedQuantile(0.95, 0)).toBeCloseTo(1.959963984540054, 14);
    expect(foldedQuantile(0.95, 1.5) ** 2).toBeCloseTo(9.8902080994, 8);
    expect(foldedQuantile(0.95, 40)).toBeCloseTo(41.64485362695147, 12);
  });
});

describe("what must hold for every event study", () => {
  const scaled = (s: EventStudy, k: number): EventStudy => ({
    ...s,
    estimates: s.estimates.map((v) => k * v),
    covariance: { ...s.covariance, data: s.covariance.data.map((v) => k * k * v) },
  });
  const close = (a: readonly [number, number][], b: readonly [number, number][]) => {
    expect(a).toHaveLength(b.length);
    a.forEach((interval, i) => {
      expect(interval[0]).toBeCloseTo(b[i]![0], 8);
      expect(interval[1]).toBeCloseTo(b[i]![1], 8);
    });
  };

  test("another unit scales the sets, the other sign mirrors them, breakdown values stay", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 5 }), (seed, lags) => {
        const one = study(lags, seed);
        const options = { relativeMagnitudes: [0, 0.7], smoothness: [0.01] };
        const plain = eventStudySensitivity(one, equal(lags), options);
        const large = eventStudySensitivity(scaled(one, 100), equal(lags), { ...options, smoothness: [1] });
        const mirrored = eventStudySensitivity(scaled(one, -1), equal(lags), options);
        plain.sets.forEach((set, i) => {
          close(
            large.sets[i]!.intervals!.map(([a, b]) => [a / 100, b / 100]),
            set.intervals!,
          );
          close(mirrored.sets[i]!.intervals!.map(([a, b]) => [-b, -a] as [number, number]).reverse(), set.intervals!);
        });
        if (plain.breakdown === null) expect(large.breakdown).toBeNull();
        else expect(large.breakdown).toBeCloseTo(plain.breakdown, 6);
        expect(large.pretest[0]!.slope / 100).toBeCloseTo(plain.pretest[0]!.slope, 6);
      }),
      { numRuns: 5 },
    );
  });

  test("at the breakdown value zero is on the edge of the set", () => {
    const split = study(3, 8);
    const { breakdown } = eventStudySensitivity(split, equal(3));
    expect(breakdown).toBeGreaterThan(0.1);
    const at = (m: number) => eventStudySensitivity(split, equal(3), { relativeMagnitudes: [m] }).sets[0]!.intervals!;
    const holds = (m: number) => at(m).some(([low, high]) => low <= 0 && 0 <= high);
    expect(holds(breakdown! + 1e-4)).toBe(true);
    expect(holds(breakdown! - 1e-4)).toBe(false);
  });

  test("one lead, one lag: a triangle", () => {
    const one: EventStudy = {
      times: [-2, 0],
      reference: -1,
      estimates: Float64Array.of(0.01, 0.2),
      covariance: fromColumns([Float64Array.of(0.01 ** 2, 0), Float64Array.of(0, 0.01 ** 2)]),
    };
    const made = eventStudySensitivity(one, [1], { smoothness: [0] });
    // No bend allowed: 0.2 + 0.01 extrapolated, error 0.01 sqrt 2.
    const [low, high] = made.sets.at(-1)!.intervals![0]!;
    expect((low + high) / 2).toBeCloseTo(0.21, 12);
    expect((high - low) / 2).toBeCloseTo(1.959963984540054 * 0.01 * Math.SQRT2, 12);
    expect(made.sets).toHaveLength(5);
  });

  test("a gap in event times, weights that do not fit, a singular covariance", () => {
    const good = study(3);
    expect(() => eventStudySensitivity({ ...good, times: [-6, -4, -3, -2, 0, 1, 2] }, equal(3))).toThrow(
      expect.objectContaining({ code: "POLICY-SENSITIVITY-TIMES" }),
    );
    expect(() => eventStudySensitivity({ ...good, reference: 5 }, equal(3))).toThrow(
      expect.objectContaining({ code: "POLICY-SENSITIVITY-TIMES" }),
    );
    for (const weights of [[1], [0, 0, 0], [1, Number.NaN, 0]])
      expect(() => eventStudySensitivity(good, weights)).toThrow(expect.objectContaining({ code: "POLICY-SENSITIVITY-WEIGHTS" }));
    const flat = { ...good, covariance: { ...good.covariance, data: new Float64Array(49) } };
    const made = eventStudySensitivity(flat, equal(3));
    expect(made.sets.every((set) => set.intervals === null)).toBe(true);
    expect(made.pretest).toEqual([]);
  });

  test("intervals that meet become one", () => {
    expect(
      union([
        [3, 4],
        [0, 1],
        [0.5, 2],
      ]),
    ).toEqual([
      [0, 2],
      [3, 4],
    ]);
  });
});

function solve(a: number[][], b: number[]): number[] | null {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]!]);
  for (let col = 0; col < n; col++) {
    const pivot = Array.from({ length: n - col }, (_, k) => col + k).reduce(
      (best, r) => (Math.abs(m[r]![col]!) > Math.abs(m[best]![col]!) ? r : best),
      col,
    );
    if (Math.abs(m[pivot]![col]!) < 1e-12) return null;
    [m[col], m[pivot]] = [m[pivot]!, m[col]!];
    for (let r = 0; r < n; r++) {
      if (r === col) continue;
      const f = m[r]![col]! / m[col]![col]!;
      for (let c = col; c <= n; c++) m[r]![c]! -= f * m[col]![c]!;
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}
