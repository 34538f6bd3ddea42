import { expect, test } from "vitest";
import { functionHere, operatorHere } from "./otherTools.js";
import { wordsOf } from "./problem.js";

test("words of other tools are sent to ours, not to the nearest in letters", () => {
  expect(functionHere("lag")).toBe("l(x, 1)");
  expect(functionHere("constructor")).toBeNull();
  const { message } = wordsOf("EXPR-FUNCTION-UNKNOWN", { name: "lag", nearest: "log", functions: ["log"] }, "en");
  expect(message).toContain("`l(x, 1)`");
  expect(message).not.toContain("Nearest");
});

test("Stata's operators are known only on columns there are", () => {
  const columns = ["gdp", "year", "L.odd"];
  expect(operatorHere("L2.gdp", columns)).toBe("l(gdp, 2)");
  expect(operatorHere("D.gdp", columns)).toBe("d(gdp, 1)");
  expect(operatorHere("i.year", columns)).toBe("i(year)");
  expect(operatorHere("c.gdp", columns)).toBe("gdp");
  expect(operatorHere("L.gpd", columns)).toBeNull();
});
