import { expect, test } from "vitest";
import { stream } from "../numerics/main.js";
import { canonicalOrder } from "./order.js";

test("many rows without keys come in the order of their numbers, ties by the next column, equal rows as they stand", () => {
  const random = stream(1, 0);
  const n = 9000;
  const pool = [0, -0, 1e-310, -1e-310, 1.5, -1.5, 1e300, -1e300, Number.MAX_VALUE, Number.EPSILON];
  const first = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? pool[random.integer(pool.length)]! : random.normal()));
  const second = Float64Array.from({ length: n }, () => random.integer(5) - 2);
  const rows = Int32Array.from({ length: n }, (_, i) => i).filter((row) => row % 7 !== 3);
  const wanted = Array.from(rows).sort((a, b) => first[a]! - first[b]! || second[a]! - second[b]! || a - b);
  expect(Array.from(canonicalOrder(rows, [], [first, second]))).toEqual(wanted);
  const few = rows.subarray(0, 100);
  expect(Array.from(canonicalOrder(few, [], [first, second]))).toEqual(
    Array.from(few).sort((a, b) => first[a]! - first[b]! || second[a]! - second[b]! || a - b),
  );
});
