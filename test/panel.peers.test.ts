import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { coefficient, type Fit, inference, regress, stdError } from "../dist/econometrics/main.js";
import { type Frame, frame } from "../dist/frame/main.js";
import { threeFactors } from "./fixtures/panel/threeFactors.js";

type Numbers = Record<string, number>;
interface Peer {
  nobs: number;
  coef: Numbers;
  iidExact: Numbers;
  hc1Exact: Numbers;
  r2: number;
  r2Within: number;
  rmse: number;
  clusters: Record<string, { areg: Numbers; plm: Numbers; plmSss: Numbers; fixestDefault: Numbers }>;
  twoWay: { min: Numbers; own: Numbers; plain: Numbers };
}
// fixest 0.14.2 and lm + sandwich on R 4.2.2; script and versions inside the file: bench/peers/threeFactors.R.
const peers = JSON.parse(readFileSync(new URL("./fixtures/panel/threeFactors.json", import.meta.url), "utf8")) as {
  models: Record<string, Peer>;
  lm: {
    rank: number;
    coef: Numbers;
    se: Numbers;
    iid: Numbers;
    logLik: number;
    adjR2: number;
    weighted: { coef: Numbers; iid: Numbers; logLik: number; r2: number };
  };
};
const panel: Frame = frame("threeFactors", threeFactors() as Record<string, number[]>);

function expectClose(actual: number, expected: number, tolerance = 1e-8): void {
  expect(Math.abs(actual - expected) / Math.abs(expected), `${actual} against ${expected}`).toBeLessThan(tolerance);
}

function expectErrors(fit: Fit, expected: Numbers, factor = 1): void {
  for (const [term, value] of Object.entries(expected)) expectClose(stdError(fit, term), value * factor);
}

const models: Record<string, { formula: string; weights?: string }> = {
  three: { formula: "y ~ x1 + x2 | firm + occupation + year" },
  threeWeighted: { formula: "y ~ x1 + x2 | firm + occupation + year", weights: "w" },
  two: { formula: "y ~ x1 + x2 | firm + year" },
  combined: { formula: "y ~ x1 + x2 | firm + occupation^year" },
  slopes: { formula: "y ~ x1 | firm[x2] + year" },
  slopesWeighted: { formula: "y ~ x1 | firm[x2] + year", weights: "w" },
  firm: { formula: "y ~ x1 + x2 | firm" },
  pooled: { formula: "y ~ x1 + x2" },
  interacted: { formula: "y ~ x1 * x2 + i(year, x1, ref = 2001) | firm" },
};

describe.each(Object.entries(models))("the unbalanced, disconnected panel, %s", (name, { formula, weights }) => {
  const peer = peers.models[name]!;
  const fit = regress(panel, formula, { weights, vcov: "iid" });
  // fixest counts absorbed slopes even where it counts no effects; plm, whose rule this is, has none.
  const rules = formula.includes("[") ? (["areg", "plm"] as const) : (["areg", "plm", "plmSss"] as const);

  test("coefficients, R2 and rows equal fixest", () => {
    expect(fit.nobs).toBe(peer.nobs);
    for (const [term, value] of Object.entries(peer.coef)) expectClose(coefficient(fit, term), value);
    expectClose(fit.statistics.r2!, peer.r2);
    if (fit.statistics.r2Within !== null) expectClose(fit.statistics.r2Within, peer.r2Within);
    expectClose(fit.statistics.rmse!, peer.rmse);
    expect(fit.certificate.residual).toBeLessThan(1e-14);
  });

  test("iid and HC1 errors equal fixest with exact counts", () => {
    expectErrors(fit, peer.iidExact);
    expectErrors(inference(fit, "HC1"), peer.hc1Exact);
  });

  test.each(Object.keys(peer.clusters))("clustered by %s under every correction", (cluster) => {
    const expected = peer.clusters[cluster]!;
    for (const correction of rules) expectErrors(inference(fit, { cluster, correction }), expected[correction]);
    expectErrors(inference(fit, { cluster, correction: "none" }), expected.plm);
    // By default fixest counts every level but one of each effect outside the cluster; ours (as reghdfe's) leaves redundant levels out.
    const ours = inference(fit, { cluster, correction: "fixest" });
    const counted = ours.conventions["parametersCounted"] as number;
    const simple = (ours.conventions["parametersIfAllLevelsCounted"] as number | undefined) ?? counted;
    expectErrors(ours, expected.fixestDefault, Math.sqrt((fit.nobs - simple) / (fit.nobs - counted)));
  });

  test("two-way clusters, one factor or one each", () => {
    expectErrors(inference(fit, { cluster: ["firm", "year"], correction: "none" }), peer.twoWay.plain);
    if (rules.length === 2) return;
    expectErrors(inference(fit, { cluster: ["firm", "year"], correction: "plmSss" }), peer.twoWay.min);
    expectErrors(inference(fit, { cluster: ["firm", "year"], correction: "plmSss", twoWay: "own" }), peer.twoWay.own);
  });
});

describe("the same panel against dummies in lm", () => {
  test("rank, coefficients, clustered errors, likelihood", () => {
    const fit = regress(panel, models.three!.formula, { cluster: "firm", correction: "areg" });
    expect(fit.moments.parameters).toBe(peers.lm.rank);
    for (const [term, value] of Object.entries(peers.lm.coef)) expectClose(coefficient(fit, term), value);
    expectErrors(fit, peers.lm.se);
    expectErrors(inference(fit, "iid"), peers.lm.iid);
    expectClose(fit.statistics.logLik!, peers.lm.logLik);
    expectClose(fit.statistics.adjR2!, peers.lm.adjR2);
  });

  test("weighted", () => {
    const fit = regress(panel, models.three!.formula, { vcov: "iid", weights: "w" });
    for (const [term, value] of Object.entries(peers.lm.weighted.coef)) expectClose(coefficient(fit, term), value);
    expectErrors(fit, peers.lm.weighted.iid);
    expectClose(fit.statistics.logLik!, peers.lm.weighted.logLik);
    expectClose(fit.statistics.r2!, peers.lm.weighted.r2);
  });
});

describe("the disconnected panel", () => {
  test("a regressor that is a sum of two others and a firm effect is dropped and named", () => {
    const fit = regress(panel, "y ~ x1 + x2 + x3 | firm + occupation + year", { cluster: "firm" });
    expect(fit.collinear).toEqual([{ term: "x3", with: ["x1", "x2"] }]);
    expect(fit.certificate.components).toBe(3);
  });
});
