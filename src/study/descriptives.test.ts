import { expect, test } from "vitest";
import { frame } from "../frame/main.js";
import { quantileOfSorted } from "../numerics/quantile.js";
import { describe as descriptives } from "./descriptives.js";

test("quantiles are type 7, sd divides by n - 1, missing cells are counted", () => {
  // R 4.2: quantile(c(1, 2, 4, 8, 16), c(.25, .5, .75)) is 2 4 8; sd is 6.09918; quantile(1:4, .25) is 1.75
  const [row] = descriptives(frame("t", { x: [8, 1, null, 16, 2, 4] }), "t", ["x", "absent"]);
  expect(row).toMatchObject({ rows: 5, missing: 1, mean: 6.2, min: 1, p25: 2, median: 4, p75: 8, max: 16 });
  expect(row!.sd).toBeCloseTo(6.09918, 5);
  expect(quantileOfSorted(Float64Array.of(1, 2, 3, 4), 0.25)).toBe(1.75);
});
