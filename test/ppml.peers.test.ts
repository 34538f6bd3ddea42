import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { coefficient, type Fit, inference, ppml, stdError, type VcovOption } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { panels, ppmlPanel } from "./fixtures/ppml/panels.js";

type Numbers = Record<string, number>;
interface Peer {
  nobs: number;
  coef: Numbers;
  iid: Numbers;
  hc1: Numbers;
  unit: Numbers;
  plain: Numbers;
  twoWay: Numbers;
  dk: Numbers;
  logLik: number;
  deviance: number;
  pseudoR2: number;
  glm: { coef: Numbers; iid: Numbers; deviance: number; nullLogLik: number; hc0?: Numbers; hc3?: Numbers; cr2?: Numbers };
}

// fixest 0.14.2 (fepois), stats::glm with dummies, sandwich 3.0-2 on R 4.2.2; script: bench/peers/ppml.R.
const peers = JSON.parse(readFileSync(new URL("./fixtures/ppml/peers.json", import.meta.url), "utf8")).panels as Record<string, Peer>;

function expectClose(actual: number, expected: number, what: string, tolerance = 1e-8): void {
  expect(Math.abs(actual - expected), `${what}: ${actual} against ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

describe.each(Object.keys(panels) as (keyof typeof panels)[])("Poisson pseudo maximum likelihood against fixest and glm, %s", (name) => {
  const panel = panels[name] as { formula: string; kind: string; exposure?: boolean; weights?: boolean };
  const flows = panel.kind === "flows";
  const peer = peers[name]!;
  const fit = ppml(frame(name, ppmlPanel(name)), panel.formula, {
    vcov: "HC1",
    ...(panel.exposure === true ? { exposure: "hours" } : {}),
    ...(panel.weights === true ? { weights: "w" } : {}),
    ...(flows ? {} : { unit: "firm", time: "year" }),
  });
  const unit = flows ? "pair" : "firm";
  const errors = (expected: Numbers | undefined, option: VcovOption, what: string, factor = 1): void => {
    if (expected === undefined || Object.keys(expected).length === 0) return;
    const other: Fit = inference(fit, option);
    for (const [term, value] of Object.entries(expected))
      if (fit.moments.terms.includes(term)) expectClose(stdError(other, term), value * factor, `${what} of ${term}`);
  };

  test("coefficients, likelihood, deviance", () => {
    expect(fit.nobs).toBe(peer.nobs);
    for (const [term, value] of Object.entries(peer.coef)) expectClose(coefficient(fit, term), value, `coefficient of ${term}`);
    for (const term of Object.keys(peer.coef)) expectClose(coefficient(fit, term), peer.glm.coef[term]!, `glm's coefficient of ${term}`);
    expectClose(fit.statistics.logLik!, peer.logLik, "log-likelihood");
    expectClose(fit.statistics.deviance!, peer.deviance, "deviance");
    expectClose(fit.statistics.deviance!, peer.glm.deviance, "glm's deviance");
    expectClose(fit.statistics.pseudoR2!, 1 - peer.logLik / peer.glm.nullLogLik, "pseudo R2");
    // fixest's constant alone knows no offset and no weights.
    if (panel.exposure !== true && panel.weights !== true) expectClose(fit.statistics.pseudoR2!, peer.pseudoR2, "fixest's pseudo R2");
    expect(fit.certificate.residual).toBeLessThan(1e-12);
  });

  test("errors of fixest: iid with its factor, HC1, clustered, two-way, Driscoll-Kraay", () => {
    const { rows, parameters } = fit.moments;
    // fixest multiplies the inverse information by (N - 1)/(N - K); ours is glm's, which has no factor.
    errors(peer.iid, "iid", "iid error", Math.sqrt((rows - parameters) / (rows - 1)));
    errors(peer.hc1, "HC1", "HC1 error");
    // Of three sets of effects fixest counts all levels but one each; ours counts their rank, and says what the other count would be.
    const counted = (option: VcovOption): number => {
      const { parametersCounted: exact, parametersIfAllLevelsCounted: all } = inference(fit, option).conventions as Record<string, number>;
      return Math.sqrt((rows - (all ?? exact!)) / (rows - exact!));
    };
    errors(peer.unit, { cluster: unit }, `error by ${unit}`, counted({ cluster: unit }));
    errors(peer.plain, { cluster: unit, correction: "none" }, `plain error by ${unit}`);
    const both: VcovOption = { cluster: flows ? ["from", "to"] : ["firm", "year"] };
    if (Object.keys(peer.twoWay).length > 0) errors(peer.twoWay, both, "two-way error", counted(both));
    if (!flows) errors(peer.dk, { method: "driscollKraay", lags: 2 }, "Driscoll-Kraay error");
  });

  test("errors made from glm with dummies: information, HC0, HC3, CR2 by formula", () => {
    errors(peer.glm.iid, "iid", "information");
    errors(peer.glm.hc0, "HC0", "HC0 error");
    errors(peer.glm.hc3, "HC3", "HC3 error");
    errors(peer.glm.cr2, { cluster: "firm", correction: "CR2" }, "CR2 error");
  });
});
