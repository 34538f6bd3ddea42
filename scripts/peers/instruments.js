// Classical equations with instruments that come with other programs' packages, against numbers recorded from ivreg (AER 1.2-10) with sandwich,
// plm 2.6-2, and Stata's ivreg2 02.2.08 (as statsmodels keeps its output). Called by scripts/peers.js after the data were exported.
import { existsSync } from "node:fs";
import { inference, ivRegress } from "../../dist/econometrics/main.js";
import { coefficients, compare, fileOf, table } from "./panel.js";

const test = (set, fit, name, text, field = "statistic") => compare(set, name, fit.tests.find((t) => t.name === name)[field], text);
const firstStageF = (set, fit, text) => compare(set, "first-stage F", fit.firstStages[0].tests[0].statistic, text);

/** Demand for cigarettes in 48 states, 1995 (Stock and Watson): sales tax and excise as instruments of the price. */
function cigarettes() {
  const data = table("cigarettes");
  const formula = "ln(packs) ~ ln(rincome) | ln(rprice) ~ tdiff + rtax";
  const fit = ivRegress(data, formula, { vcov: "iid" });
  const [hc0, hc1] = ["HC0", "HC1"].map((option) => inference(fit, option));
  const liml = ivRegress(data, formula, { vcov: "iid", method: "liml" });
  const gmm = ivRegress(data, formula, { vcov: "HC0", method: "gmm" });
  const set = "CigarettesSW 1995";
  return [
    ...coefficients(`${set}, iid`, fit, {
      "(Intercept)": ["9.894955541155", "1.05855994763"],
      "ln(rprice)": ["-1.277424133427", "0.2631985902797"],
      "ln(rincome)": ["0.2804048250834", "0.2385654369082"],
    }),
    ...coefficients(`${set}, HC1`, hc1, {
      "(Intercept)": ["9.894955541155", "0.9592169428708"],
      "ln(rprice)": ["-1.277424133427", "0.249610000398"],
      "ln(rincome)": ["0.2804048250834", "0.2538896534186"],
    }),
    firstStageF(`${set}, iid`, fit, "244.733753556"),
    test(`${set}, iid`, fit, "craggDonaldF", "244.733753556"),
    firstStageF(`${set}, HC1`, hc1, "209.676269397"),
    test(`${set}, HC1`, hc1, "kleibergenPaapF", "209.676269397"),
    firstStageF(`${set}, HC0`, hc0, "228.737748433"),
    test(`${set}, HC0`, hc0, "effectiveF", "192.964554456"),
    test(`${set}, HC1`, hc1, "effectiveF", "176.884174918"),
    test(`${set}, iid`, fit, "wuHausman", "3.067816272944"),
    test(`${set}, iid`, fit, "sargan", "0.3326221419365"),
    test(`${set}, iid`, fit, "andersonRubin", "10.0991216267"),
    test(`${set}, HC1`, hc1, "andersonRubin", "9.63106547986"),
    compare(`${set}, LIML`, "kappa", liml.conventions.kappa, "1.00697767133"),
    ...coefficients(`${set}, LIML`, liml, { "ln(rprice)": ["-1.27644190309"] }),
    ...coefficients(`${set}, two-step GMM`, gmm, { "ln(rprice)": ["-1.29871793234"] }),
    test(`${set}, two-step GMM`, gmm, "hansenJ", "0.334735881706"),
  ];
}

/** Crime in 90 counties of North Carolina, 1981-87 (Cornwell and Trumbull): two endogenous variables within counties. */
function crime() {
  const data = table("crime");
  const made = (exogenous) =>
    ivRegress(data, `lcrmrte ~ ${exogenous.join(" + ")} | county + year | lprbarr + lpolpc ~ ltaxpc + lmix`, { vcov: "iid" });
  const few = ["lprbconv", "lprbpris", "lavgsen"];
  const wages = ["con", "tuc", "trd", "fir", "ser", "mfg", "fed", "sta", "loc"].map((name) => `lw${name}`);
  return [
    ...coefficients("Crime, county and year effects, three controls (plm)", made(few), {
      lprbarr: ["-0.603739952026", "0.554347134576"],
      lpolpc: ["0.686959772105", "0.5657646533"],
    }),
    ...coefficients("Crime, all controls (plm; Baltagi 2006 prints three digits of it)", made([...few, "ldensity", ...wages, "lpctymle"]), {
      lprbarr: ["-0.5755058293018", "0.8021842225513"],
      lpolpc: ["0.6575269774077", "0.8468673368616"],
    }),
  ];
}

/** Wages of very young men (Griliches 1976; Hayashi's Table 3.3): schooling and IQ instrumented. */
function griliches() {
  const data = table("griliches76");
  const formula = "lw ~ expr + tenure + rns + smsa + i(year) | s + iq ~ med + kww + age + mrt";
  const terms = ["s", "iq", "expr", "tenure", "rns", "smsa"];
  const rows = (estimates, errors) => Object.fromEntries(terms.map((term, j) => [term, [estimates[j], errors[j]]]));
  const fit = ivRegress(data, formula, { vcov: "iid" });
  const [hc0, hc1] = ["HC0", "HC1"].map((option) => inference(fit, option));
  const gmm = ivRegress(data, formula, { vcov: "HC0", method: "gmm" });
  const set = "Griliches 1976 (ivreg2)";
  const estimates = [
    "0.17242531190423",
    "-0.00909883103476",
    "0.04928948974574",
    "0.04221709210309",
    "-0.10179345001799",
    "0.12611094946923",
  ];
  const lines = [
    ...coefficients(
      `${set}, small`,
      fit,
      rows(estimates, [
        "0.02091823230823",
        "0.00474526917577",
        "0.00822542913447",
        "0.00891969338965",
        "0.03447336568476",
        "0.03119614930755",
      ]),
    ),
    test(`${set}, small`, fit, "andersonCanonicalCorrelation", "47.97804382236573"),
    test(`${set}, small`, fit, "craggDonaldF", "12.55161416131593"),
    test(`${set}, small`, fit, "sargan", "13.26833137393004"),
    ...coefficients(
      `${set}, robust`,
      hc0,
      rows(estimates, [
        "0.02073946970741",
        "0.00488623921475",
        "0.00804979771814",
        "0.00946363451747",
        "0.03371052765435",
        "0.03081138055695",
      ]),
    ),
    ...coefficients(
      `${set}, small robust`,
      hc1,
      rows(estimates, [
        "0.02091963554158",
        "0.00492868646034",
        "0.00811972711081",
        "0.0095458460509",
        "0.0340033743578",
        "0.03107904208149",
      ]),
    ),
    test(`${set}, robust`, hc1, "kleibergenPaapLm", "40.92698219921901"),
    test(`${set}, small robust`, hc1, "kleibergenPaapF", "11.46142788662503"),
    ...coefficients(
      `${set}, gmm2s robust`,
      gmm,
      rows(
        ["0.17579576800916", "-0.00928615655484", "0.0502827590727", "0.04252138311207", "-0.10409306761385", "0.12475123235604"],
        ["0.02067662557145", "0.00488241935929", "0.00804384217519", "0.00945488880069", "0.03352385821237", "0.03077474836143"],
      ),
    ),
    test(`${set}, gmm2s robust`, gmm, "hansenJ", "11.60148136780177"),
  ];
  // ivreg2 solves normal equations, and the instruments are far from orthogonal: nine digits are what both programs share.
  return lines.map((line) => ({ ...line, tolerance: Math.max(line.tolerance, 1e-9 * Math.abs(line.theirs)) }));
}

/**
 * Needs the data of scripts/peers/panel.js; Griliches' only where statsmodels, which carries them, is on the machine.
 * @returns {{ what: string, ours: number, theirs: number, tolerance: number }[]}
 */
export function instrumentComparisons() {
  const hasGriliches = existsSync(fileOf("griliches76"));
  if (!hasGriliches) console.log("SKIPPED Griliches 1976: statsmodels (which carries the data) is not on this machine.");
  return [...cigarettes(), ...crime(), ...(hasGriliches ? griliches() : [])];
}
