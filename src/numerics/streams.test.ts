import { describe, expect, test } from "vitest";
import { chi2Upper } from "./distributions/chi2.js";
import { normalCdf } from "./distributions/normal.js";
import { philox4x32, stream } from "./streams.js";

describe("Philox4x32-10", () => {
  // Known-answer vectors of the Random123 library (Salmon et al. 2011), file kat_vectors: counter, key, output.
  test.each([
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("counter %s, key %s", (counter, key, output) => {
    const parse = (text: string) => text.split(" ").map((word) => Number.parseInt(word, 16));
    const words = Uint32Array.from(parse(counter));
    const [key0, key1] = parse(key);
    philox4x32(words, key0!, key1!);
    expect([...words]).toEqual(parse(output));
  });
});

describe("streams", () => {
  test("the same seed and index give the same numbers, whatever else was drawn in between", () => {
    const a = stream(42, 7);
    const first = Array.from({ length: 9 }, () => a.bits());
    const other = stream(42, 8);
    const b = stream(42, 7);
    const second = Array.from({ length: 9 }, () => {
      other.bits();
      return b.bits();
    });
    expect(second).toEqual(first);
  });

  test("seeds and indices beyond 32 bits count in full", () => {
    const starts = [stream(1, 0), stream(1 + 2 ** 32, 0), stream(1, 2 ** 32), stream(1, 1), stream(2, 0), stream(2 ** 53 - 1, 2 ** 53 - 1)];
    expect(new Set(starts.map((s) => s.bits())).size).toBe(starts.length);
  });

  test("recorded numbers of seed 1, stream 0: they may never change", () => {
    const s = stream(1, 0);
    expect([s.uniform(), s.normal(), s.integer(1000), s.uniform()]).toEqual([
      0.8902591749233709, 0.21656407873011543, 587, 0.8741119276820605,
    ]);
    expect([...stream(1, 1).shuffle(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7))]).toEqual([6, 4, 0, 3, 7, 1, 5, 2]);
  });

  test("uniforms lie inside (0, 1) and fill it evenly", () => {
    const s = stream(3, 0);
    const counts = new Float64Array(64);
    for (let i = 0; i < 64_000; i++) {
      const u = s.uniform();
      expect(u > 0 && u < 1).toBe(true);
      counts[Math.floor(u * 64)]! += 1;
    }
    expect(
      chi2Upper(
        counts.reduce((a, c) => a + (c - 1000) ** 2 / 1000, 0),
        63,
      ),
    ).toBeGreaterThan(0.001);
  });

  test("normals have the normal distribution", () => {
    const s = stream(4, 0);
    const n = 50_000;
    const x = Float64Array.from({ length: n }, () => s.normal()).sort();
    let distance = 0;
    for (let i = 0; i < n; i++) distance = Math.max(distance, Math.abs(normalCdf(x[i]!) - (i + 0.5) / n));
    // Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed by a true sample with probability 0.999.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  });

  test("integers are unbiased also where n does not divide 2^32", () => {
    const s = stream(5, 0);
    for (const n of [1, 2, 3, 7, 1000, 3_000_000_000]) {
      for (let i = 0; i < 200; i++) {
        const draw = s.integer(n);
        expect(Number.isInteger(draw) && draw >= 0 && draw < n).toBe(true);
      }
    }
    // With a plain remainder the lower third would appear twice as often as the rest.
    const third = 2 ** 32 * 0.75;
    let low = 0;
    for (let i = 0; i < 30_000; i++) if (s.integer(third) < third / 3) low++;
    expect(Math.abs(low - 10_000)).toBeLessThan(300);
  });

  test("all orders of four cards are equally likely", () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 24_000; index++) {
      const order = stream(6, index)
        .shuffle(Int32Array.of(0, 1, 2, 3))
        .join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const statistic = [...counts.values()].reduce((a, c) => a + (c - 1000) ** 2 / 1000, 0);
    expect(chi2Upper(statistic, 23)).toBeGreaterThan(0.001);
  });

  test("neighbouring streams are not correlated", () => {
    let product = 0;
    const n = 20_000;
    for (let index = 0; index < n; index++) product += stream(8, index).normal() * stream(8, index + 1).normal();
    expect(Math.abs(product) / Math.sqrt(n)).toBeLessThan(3.5);
  });
});
