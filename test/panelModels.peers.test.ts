import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  between,
  type ComponentsMethod,
  coefficient,
  correlatedRandomEffects,
  type Fit,
  firstDifference,
  inference,
  randomEffects,
  stdError,
} from "../dist/econometrics/main.js";
import { type Frame, frame } from "../dist/frame/main.js";
import { agreementPanelPage } from "../scripts/docs/agreementPanel.js";
import { panelModelComparisons } from "../scripts/peers/panelModels.js";
import { ivPanel } from "./fixtures/iv/panels.js";

type Numbers = Record<string, number>;
interface Peer {
  components: Record<ComponentsMethod, { coef: Numbers; iid: Numbers; firm: Numbers; unit: number; rest: number }>;
  between: { coef: Numbers; iid: Numbers };
  correlated: { coef: Numbers; firm: Numbers };
  firstDifference?: { coef: Numbers; iid: Numbers };
  hausman: number;
  breuschPagan: number;
  effectsF: number;
  pesaranCd: number;
  wooldridgeSerial?: number;
  wooldridgeDifferences?: number;
}
// plm 2.6-2 on R 4.2.2; script: bench/peers/panelModels.R.
const peers = JSON.parse(readFileSync(new URL("./fixtures/panel/models.json", import.meta.url), "utf8")).panels as Record<string, Peer>;
const formulas: Record<string, string> = {
  firmEffects: "y ~ x1 + size + age",
  unbalanced: "y ~ x1 + size + age",
  twoEndogenous: "y ~ x1 + x2 + size",
  threeEndogenous: "y ~ x1 + x2 + x3 + size",
};
const panel = { unit: "firm", time: "year" };
const plain = { cluster: "firm", correction: "none" } as const;

function expectClose(actual: number, expected: number, what: string, tolerance = 1e-8): void {
  expect(Math.abs(actual - expected), `${what}: ${actual} against ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

function expectAll(numbers: Numbers, of: (term: string) => number, what: string): void {
  for (const [term, value] of Object.entries(numbers)) expectClose(of(term.replace(/^m_(.*)$/, "mean($1)")), value, `${what} of ${term}`);
}

describe.each(Object.keys(formulas))("panel models against plm, %s", (name) => {
  const data: Frame = frame(name, ivPanel(name));
  const formula = formulas[name]!;
  const peer = peers[name]!;

  test.each(["swamyArora", "wallaceHussain", "amemiya", "nerlove"] as const)("random effects by %s", (components) => {
    const expected = peer.components[components];
    const fit = randomEffects(data, formula, { ...panel, components, vcov: "iid" });
    expectClose((fit.conventions["sigmaUnit"] as number) ** 2, expected.unit, "unit variance");
    expectClose((fit.conventions["sigmaRest"] as number) ** 2, expected.rest, "rest variance");
    expectAll(expected.coef, (term) => coefficient(fit, term), "coefficient");
    expectAll(expected.iid, (term) => stdError(fit, term), "iid error");
    const clustered = inference(fit, plain);
    expectAll(expected.firm, (term) => stdError(clustered, term), "clustered error");
  });

  test("between, correlated random effects, first differences", () => {
    const fit = between(data, formula, { ...panel, vcov: "iid" });
    expectAll(peer.between.coef, (term) => coefficient(fit, term), "coefficient");
    expectAll(peer.between.iid, (term) => stdError(fit, term), "iid error");
    // plm cannot make the between regression of Swamy and Arora here: regressors and their means are the same in it.
    const correlated = correlatedRandomEffects(data, formula, { ...panel, components: "wallaceHussain", vcov: plain });
    expectAll(peer.correlated.coef, (term) => coefficient(correlated, term), "coefficient");
    expectAll(peer.correlated.firm, (term) => stdError(correlated, term), "clustered error");
    if (peer.firstDifference === undefined) return;
    const changes = firstDifference(data, formula, { ...panel, vcov: "iid" });
    expectAll(peer.firstDifference.coef, (term) => coefficient(changes, term), "coefficient");
    expectAll(peer.firstDifference.iid, (term) => stdError(changes, term), "iid error");
  });

  test("Hausman, Breusch-Pagan, F, CD, Wooldridge", () => {
    const fit: Fit = randomEffects(data, formula, { ...panel, vcov: "iid" });
    for (const key of ["hausman", "breuschPagan", "effectsF", "pesaranCd", "wooldridgeSerial", "wooldridgeDifferences"] as const) {
      const expected = peer[key];
      if (expected === undefined) continue;
      const ours = fit.tests.find((t) => t.name === key)!;
      // plm inverts a difference of covariances that is not positive definite.
      if (ours.statistic === null) expect(ours.reason).toContain("not positive definite");
      else expectClose(ours.statistic, expected, key);
    }
  });
});

// plm 2.6-2 and gretl 2022c; script: bench/peers/panelModels.R.
test("panel models on all eight panels with several years, plm and gretl", () => {
  const comparisons = panelModelComparisons().filter((c) => c.ours !== null);
  expect(comparisons.length).toBeGreaterThan(600);
  for (const { panel, peer, what, ours, theirs } of comparisons) expectClose(ours!, theirs, `${panel}, ${peer}, ${what}`);
});

test("docs/agreement-panel.md is what the numbers say", () => {
  expect(readFileSync(new URL("../docs/agreement-panel.md", import.meta.url), "utf8")).toBe(agreementPanelPage());
});
