// Random effects, between, first differences and their tests on the generated panels against plm's and gretl's numbers in
// test/fixtures/panel/models.json (recorded by bench/peers/panelModels.R). Needs a build, no R.
import { readFileSync } from "node:fs";
import { between, correlatedRandomEffects, firstDifference, inference, randomEffects } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { ivPanel } from "../../test/fixtures/iv/panels.js";

export const recordedModels = JSON.parse(readFileSync(new URL("../../test/fixtures/panel/models.json", import.meta.url), "utf8"));

const formulas = {
  twoEndogenous: "y ~ x1 + x2 + size",
  threeEndogenous: "y ~ x1 + x2 + x3 + size",
  weighted: "y ~ x1 + x2 + size",
};

const coefficientsOf = (fit) => Object.fromEntries(fit.coefficients.map((row) => [row.term, row.estimate]));
const errorsOf = (fit) => Object.fromEntries(fit.coefficients.map((row) => [row.term, row.stdError]));
const meanNamed = (term) => term.replace(/^m_(.*)$/, "mean($1)");

/**
 * Every number of plm and gretl beside ours; `reason` where ours is deliberately none.
 * @returns {{ panel: string, peer: string, what: string, ours: number | null, theirs: number, reason?: string }[]}
 */
export function panelModelComparisons() {
  return Object.entries(recordedModels.panels).flatMap(([name, peer]) => comparePanel(name, peer));
}

function comparePanel(name, peer) {
  const data = frame(name, ivPanel(name));
  const formula = formulas[name] ?? "y ~ x1 + size + age";
  const options = { unit: "firm", time: "year", vcov: "iid" };
  const plain = { cluster: "firm", correction: "none" };
  const list = [];
  const add = (program, what, ours, theirs, reason) =>
    list.push({ panel: name, peer: program, what, ours, theirs, ...(reason ? { reason } : {}) });
  const addAll = (program, what, ours, theirs) => {
    for (const [term, value] of Object.entries(theirs ?? {})) add(program, `${what} of ${term}`, ours[meanNamed(term)], value);
  };
  for (const [components, theirs] of Object.entries(peer.components)) {
    const fit = randomEffects(data, formula, { ...options, components });
    add("plm", "variance of unit effects", fit.conventions.sigmaUnit ** 2, theirs.unit);
    add("plm", "variance of the rest", fit.conventions.sigmaRest ** 2, theirs.rest);
    addAll("plm", "random effects coefficient", coefficientsOf(fit), theirs.coef);
    addAll("plm", "random effects iid error", errorsOf(fit), theirs.iid);
    addAll("plm", "random effects error by firm", errorsOf(inference(fit, plain)), theirs.firm);
  }
  const random = randomEffects(data, formula, options);
  addAll("gretl", "random effects coefficient", coefficientsOf(random), peer.gretl?.coef);
  addAll("gretl", "random effects iid error", errorsOf(random), peer.gretl?.iid);
  const errors = { hc0: "HC0", hc3: "HC3", dk: { method: "driscollKraay", lags: 2, correction: "none" } };
  const labels = { hc0: "HC0 error", hc3: "HC3 error", dk: "Driscoll-Kraay error" };
  for (const [key, option] of Object.entries(errors))
    addAll("plm", `random effects ${labels[key]}`, errorsOf(inference(random, option)), peer.others.randomEffects[key]);
  const means = between(data, formula, options);
  addAll("plm", "between coefficient", coefficientsOf(means), peer.between.coef);
  addAll("plm", "between iid error", errorsOf(means), peer.between.iid);
  const mundlak = correlatedRandomEffects(data, formula, { ...options, components: "wallaceHussain", vcov: plain });
  addAll("plm", "Mundlak coefficient", coefficientsOf(mundlak), peer.correlated.coef);
  addAll("plm", "Mundlak error by firm", errorsOf(mundlak), peer.correlated.firm);
  if (peer.firstDifference) {
    const changes = firstDifference(data, formula, options);
    addAll("plm", "first difference coefficient", coefficientsOf(changes), peer.firstDifference.coef);
    addAll("plm", "first difference iid error", errorsOf(changes), peer.firstDifference.iid);
    for (const [key, option] of Object.entries(errors))
      addAll("plm", `first difference ${labels[key]}`, errorsOf(inference(changes, option)), peer.others.firstDifference[key]);
  }
  const tests = {
    hausman: "Hausman",
    breuschPagan: "Breusch-Pagan LM",
    effectsF: "F of unit effects",
    pesaranCd: "Pesaran CD",
    wooldridgeSerial: "Wooldridge, within residuals",
    wooldridgeDifferences: "Wooldridge, differences",
  };
  for (const [key, what] of Object.entries(tests)) {
    if (peer[key] === undefined) continue;
    const ours = random.tests.find((test) => test.name === key);
    add("plm", what, ours.statistic, peer[key], ours.statistic === null ? ours.reason : undefined);
  }
  return list;
}
