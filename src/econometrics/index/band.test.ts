import { expect, it } from "vitest";
import type { Row } from "../../results/contract.js";
import { bandFindings, indexBand } from "./band.js";

const row = (estimate: number | null, pValue = 0.01): Row => ({
  term: "treated",
  equation: "main",
  kind: "coefficient",
  estimate,
  stdError: 0.1,
  statistic: 1,
  distribution: "t(29)",
  pValue,
  confLow: null,
  confHigh: null,
  level: 0.95,
  method: "iid",
  stars: true,
});

it("spans the declared estimate and those of sound recipes; a faulty one stands beside it", () => {
  const band = indexBand(
    "np",
    [row(0.0474)],
    [
      { name: "criticEntropyProduct", rows: [row(0.039, 0.2)] },
      { name: "entropyDenominator periods", rows: [row(0.0346)] },
      { name: "without x", rows: [row(null)] },
    ],
  );
  expect(band.terms).toEqual([
    {
      term: "treated",
      estimate: 0.0474,
      low: 0.039,
      lowBy: "criticEntropyProduct",
      high: 0.0474,
      highBy: null,
      recipes: 1,
      sameSign: 1,
      significant: 0,
    },
  ]);
  const findings = bandFindings(band, "models.fe");
  expect(findings.map((f) => f.code)).toEqual(["INDEX-BAND-FAULTY"]);
  expect(findings[0]!.evidence).toMatchObject({ estimate: 0.0474, faulty: 0.0346 });
});

it("a recipe with the other sign is a serious finding", () => {
  const band = indexBand("np", [row(0.02)], [{ name: "equal", rows: [row(-0.01)] }]);
  expect(bandFindings(band, "models.fe")).toMatchObject([
    { code: "INDEX-BAND-SIGN", severity: "serious", evidence: { others: 1, recipes: 1 } },
  ]);
});
