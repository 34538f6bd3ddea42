// The ten generated panels with instruments against the numbers of fixest, ivreg, plm, ivmodel and gretl in test/fixtures/iv/peers.json
// (recorded by bench/peers/iv.R), and under serially and spatially robust errors those in errors.json (bench/peers/ivErrors.R). Needs a build, no R.
import { readFileSync } from "node:fs";
import { inference, ivRegress } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { ivFormula, ivPanel, ivPlaces, panels } from "../../test/fixtures/iv/panels.js";

const fixture = (name) => JSON.parse(readFileSync(new URL(`../../test/fixtures/iv/${name}.json`, import.meta.url), "utf8"));
export const recorded = fixture("peers");
export const recordedErrors = fixture("errors");

/** Errors robust over time and space, with the lags and the cutoff the peers were asked for. */
const distant = {
  neweyWest: { method: "neweyWest", lags: 2 },
  driscollKraay: { method: "driscollKraay", lags: 2 },
  conley: { method: "conley", lat: "lat", lon: "lon", cutoff: 300 },
};

const errorsOf = (fit) => Object.fromEntries(fit.coefficients.map((row) => [row.term, row.stdError]));
const coefficientsOf = (fit) => Object.fromEntries(fit.coefficients.map((row) => [row.term, row.estimate]));
const testOf = (fit, name) => fit.tests.find((test) => test.name === name);

/**
 * Every number of every peer beside ours.
 * @returns {{ panel: string, peer: string, what: string, ours: number, theirs: number }[]}
 */
export function ivPanelComparisons() {
  return [
    ...Object.keys(panels).flatMap((name) => comparePanel(name, recorded.panels[name])),
    ...Object.keys(recordedErrors.panels).flatMap((name) => compareErrors(name, recordedErrors.panels[name])),
  ];
}

/** Newey-West, Driscoll-Kraay and Conley: errors, and what two-step GMM and the tests make of the same covariances. */
function compareErrors(name, peers) {
  const columns = ivPanel(name);
  const data = frame(name, { ...columns, ...ivPlaces(columns) });
  const made = (options) =>
    ivRegress(data, ivFormula(name), { weights: panels[name].weights ? "w" : "none", unit: "firm", time: "year", ...options });
  const list = [];
  const add = (peer, what, ours, theirs) => {
    if (theirs !== null && theirs !== undefined) list.push({ panel: name, peer, what, ours, theirs });
  };
  for (const [kind, option] of Object.entries(distant)) {
    const addAll = (peer, what, ours, theirs) => {
      for (const [term, value] of Object.entries(theirs ?? {})) add(peer, `${kind}, ${what} of ${term}`, ours[term], value);
    };
    const plain = made({ vcov: { ...option, correction: "none" } });
    addAll("fixest", "error", errorsOf(made({ vcov: option })), peers.fixest[kind]);
    addAll("AER + sandwich", "error, no factor", errorsOf(plain), peers.sandwich?.[kind]);
    const formula = peers.formula?.[kind];
    if (formula === undefined) continue;
    add("R, by formula", `${kind}, Hansen J`, testOf(plain, "hansenJ").statistic, formula.hansenJ);
    add("R, by formula", `${kind}, Stock-Wright S`, testOf(plain, "stockWrightS").statistic, formula.stockWright);
    // Conley's sharp cutoff leaves these matrices indefinite: ours are repaired, as fixest's are, and weight nothing.
    if (kind === "conley") continue;
    addAll("R, by formula", "error, no factor", errorsOf(plain), formula.plain);
    add("R, by formula", `${kind}, first-stage Wald`, plain.firstStages[0].tests[0].waldChi2, formula.firstStageWald);
    addAll("R, by formula", "two-step GMM coefficient", coefficientsOf(made({ method: "gmm", vcov: option })), formula.gmm);
  }
  return list;
}

function comparePanel(name, peers) {
  const data = frame(name, ivPanel(name));
  const model = ivFormula(name);
  const weights = panels[name].weights ? "w" : "none";
  const made = (options) => ivRegress(data, model, { weights, unit: "firm", time: "year", vcov: "iid", ...options });
  const fit = made({});
  const under = (option) => inference(fit, option);
  const list = [];
  const add = (peer, what, ours, theirs) => {
    if (theirs === null || theirs === undefined || Number.isNaN(theirs)) return;
    list.push({ panel: name, peer, what, ours, theirs });
  };
  const addAll = (peer, what, ours, theirs, rename = (term) => term) => {
    for (const [term, value] of Object.entries(theirs ?? {})) add(peer, `${what} of ${term}`, ours[rename(term)], value);
  };

  const { fixest, ivreg, plm, ivmodel, formula, gretl } = peers;
  add("fixest", "rows", fit.nobs, fixest.nobs);
  addAll("fixest", "coefficient", coefficientsOf(fit), fixest.coef);
  addAll("fixest", "iid error", errorsOf(fit), fixest.iid);
  addAll("fixest", "HC1 error", errorsOf(under("HC1")), fixest.hc1);
  addAll("fixest", "error by firm", errorsOf(under({ cluster: "firm" })), fixest.firm);
  addAll("fixest", "error by province", errorsOf(under({ cluster: "province" })), fixest.province);
  if (panels[name].years > 1)
    addAll("fixest", "two-way error", errorsOf(under({ cluster: ["firm", "year"], correction: "none" })), fixest.twoWay);
  add("fixest", "Wu-Hausman", testOf(fit, "wuHausman").statistic, fixest.wh?.wh);
  // fixest 0.14.2 divides by all instruments written, a collinear one among them.
  for (const [key, value] of panels[name].collinear ? [] : Object.entries(fixest.ivf1 ?? {})) {
    const stage = fit.firstStages.find((s) => s.endogenous === key.split("::")[1]);
    add("fixest", `first-stage F of ${stage.endogenous}`, stage.tests[0].statistic, value);
  }

  addAll("ivreg", "coefficient", coefficientsOf(fit), ivreg.coef);
  addAll("ivreg", "iid error", errorsOf(fit), ivreg.iid);
  addAll("ivreg + sandwich", "HC1 error", errorsOf(under("HC1")), ivreg.hc1);
  addAll("ivreg + sandwich", "error by firm, no factor", errorsOf(under({ cluster: "firm", correction: "none" })), ivreg.firmPlain);
  ivreg.weakF.forEach((value, j) => {
    add("ivreg", `first-stage F of x${j + 1}`, fit.firstStages[j].tests[0].statistic, value);
  });
  add("ivreg", "Wu-Hausman", testOf(fit, "wuHausman").statistic, ivreg.wuHausman);
  add("ivreg", "Sargan", testOf(fit, "sargan").statistic, ivreg.sargan);

  addAll("plm", "coefficient", coefficientsOf(fit), plm?.coef);
  addAll("plm", "iid error", errorsOf(fit), plm?.iid);

  if (ivmodel !== null) {
    const liml = made({ method: "liml" });
    add("ivmodel", "LIML coefficient", coefficientsOf(liml).x1, ivmodel.liml);
    add("ivmodel", "kappa of LIML", liml.conventions.kappa, ivmodel.kappa);
    add("ivmodel", "LIML iid error", errorsOf(liml).x1, ivmodel.limlSe);
    add("ivmodel", "Anderson-Rubin F", testOf(fit, "andersonRubin").statistic, ivmodel.arF);
    const ends = fit.confidenceSets[0].intervals.flat().filter((end) => end !== null);
    const theirs = ivmodel.arCi.flat().filter((end) => Number.isFinite(end));
    if (ends.length === theirs.length) for (const [k, end] of ends.entries()) add("ivmodel", `Anderson-Rubin end ${k + 1}`, end, theirs[k]);
  }

  const constant = (term) => (term === "const" ? "(Intercept)" : term);
  const shown = (numbers) => {
    const all = Object.entries(numbers ?? {});
    return Object.fromEntries(panels[name].effects.length === 0 ? all : all.filter(([term]) => term !== "const"));
  };
  if (gretl?.tsls) {
    addAll("gretl", "2SLS coefficient", coefficientsOf(fit), shown(gretl.tsls.coef), constant);
    addAll("gretl", "2SLS iid error", errorsOf(fit), shown(gretl.tsls.se), constant);
  }
  if (gretl?.liml) {
    const liml = made({ method: "liml" });
    addAll("gretl", "LIML coefficient", coefficientsOf(liml), shown(gretl.liml.coef), constant);
    // gretl divides by N.
    const free = Math.sqrt(liml.nobs / (liml.nobs - liml.moments.parameters));
    const errors = Object.fromEntries(Object.entries(shown(gretl.liml.se)).map(([term, value]) => [term, value * free]));
    addAll("gretl", "LIML iid error", errorsOf(liml), errors, constant);
  }

  if (formula !== null) {
    // Plain clustered moments: the factor of the first-stage F is taken off again.
    const clustered = panels[name].years === 1 ? "HC1" : { cluster: "firm", correction: "none" };
    const robust = under(clustered);
    const factor = panels[name].years === 1 ? fit.nobs / (fit.nobs - robust.conventions.instruments.split(", ").length - 3) : 1;
    const gmm = made({ method: "gmm", vcov: clustered });
    addAll("R, by formula", "two-step GMM coefficient", coefficientsOf(gmm), formula.gmm);
    add("R, by formula", "Hansen J", testOf(robust, "hansenJ").statistic, formula.hansenJ);
    add("R, by formula", "Stock-Wright S", testOf(robust, "stockWrightS").statistic, formula.stockWright);
    add("R, by formula", "Kleibergen-Paap LM", testOf(robust, "kleibergenPaapLm").statistic, formula.kpLm);
    const kp = testOf(robust, "kleibergenPaapF").statistic;
    add("R, by formula", "Kleibergen-Paap Wald", kp && kp * gmm.instruments.length * factor, formula.kpWald);
    add("R, by formula", "effective F", testOf(robust, "effectiveF").statistic * factor, formula.effectiveF);
  }
  return list;
}
