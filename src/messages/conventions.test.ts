import { expect, test } from "vitest";
import { conventionKey, conventionValue } from "./conventions.js";

test("conventions have names and phrases in both languages; what is unknown is printed as it stands", () => {
  expect(conventionKey("basePeriod", "en")).toBe("Base period");
  expect(conventionKey("basePeriod", "zh")).toBe("基期");
  expect(conventionKey("constructor", "zh")).toBe("`constructor`");
  expect(conventionValue("all fit rows", "en")).toBe("all fit rows");
  expect(conventionValue("all fit rows", "zh")).toBe("全部拟合行");
  expect(conventionValue("ln of hc, capital", "zh")).toBe("对 hc, capital 取对数");
  expect(conventionValue("province", "zh")).toBe("`province`");
});
