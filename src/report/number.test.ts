import { expect, test } from "vitest";
import { count, decimalsFor, fixed, magnitude, percent, plain, probability, withTrueMinus } from "./number.js";

test("numbers print the same in every place", () => {
  expect(fixed(-0.00123, 4)).toBe("−0.0012");
  expect(fixed(-0.00001, 3)).toBe("−0.000");
  expect(fixed(-12345.678, 1)).toBe("−12,345.7");
  expect(fixed(2019, 2)).toBe("2019.00");
  expect(count(1234567)).toBe("1,234,567");
  expect(count(-1234)).toBe("−1,234");
  expect(count(999)).toBe("999");
  expect(percent(0.546)).toBe("55%");
  expect(probability(0.0004)).toBe("<0.001");
  expect(probability(0.0516)).toBe("0.052");
});

test("running text shows three significant digits and no empty ones", () => {
  expect(plain(0.01)).toBe("0.01");
  expect(plain(0.0264)).toBe("0.0264");
  expect(plain(0.99951)).toBe("1");
  expect(plain(12345.6)).toBe("12,346");
  expect(plain(2019.5, 5)).toBe("2019.5");
  expect(plain(1234567)).toBe("1,234,567");
  expect(plain(-2.34567, 4)).toBe("−2.346");
  expect(plain(1.5e-9)).toBe("1.50×10^−9");
  expect(plain(0)).toBe("0");
});

test("decimals follow the size of a number", () => {
  expect(magnitude(0.00999)).toBe(-3);
  expect(magnitude(1000)).toBe(3);
  expect(decimalsFor(0.0784, 3)).toBe(4);
  expect(decimalsFor(55.1, 3)).toBe(1);
  expect(decimalsFor(5510, 3)).toBe(0);
});

test("messages get true minus signs, code and names keep their hyphens", () => {
  expect(withTrueMinus("leads -5..-2, F = -1.2 (-3), two-way, `x -1`")).toBe("leads −5..−2, F = −1.2 (−3), two-way, `x -1`");
});
