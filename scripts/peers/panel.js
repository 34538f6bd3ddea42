// Classical panels that only GPL packages carry, against numbers recorded from plm 2.6-2, sandwich 3.0-2, clubSandwich and fixest on R 4.2.2.
// Called by scripts/peers.js. bench/peers/export.R writes the data to .peers/, which is never committed.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inference, randomEffects, regress, rowOf } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".peers");

/** Where an exported data set stands. */
export const fileOf = (name) => join(folder, `${name}.csv`);

export function table(name) {
  const [header, ...lines] = readFileSync(fileOf(name), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const numeric = header.map((_, j) => lines.every((line) => line[j] === "" || Number.isFinite(Number(line[j]))));
  const cell = (text, j) => (text === "" ? null : numeric[j] ? Number(text) : text);
  return frame(name, Object.fromEntries(header.map((column, j) => [column, lines.map((line) => cell(line[j], j))])));
}

/** Half a unit in the last printed digit, and never below what thirteen digits can tell. */
function printed(text) {
  const value = Number(text);
  const digits = text.replace(/^-?0*\.?0*/, "").replace(".", "").length;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return Math.max(0.6 * 10 ** (exponent - digits + 1), 1e-12 * Math.abs(value));
}

export function compare(set, what, ours, text) {
  return { what: `${set}: ${what}`, ours, theirs: Number(text), tolerance: printed(text) };
}

/** Estimates (and errors) of one fit against texts as recorded. */
export function coefficients(set, fit, recorded) {
  return Object.entries(recorded).flatMap(([term, [estimate, error]]) => [
    compare(set, term, rowOf(fit, term).estimate, estimate),
    ...(error === undefined ? [] : [compare(set, `error of ${term}`, rowOf(fit, term).stdError, error)]),
  ]);
}

/** The error of one term under other choices. */
function errors(set, fit, term, recorded) {
  return recorded.map(([what, option, text]) => compare(set, what, rowOf(inference(fit, option), term).stdError, text));
}

function produc() {
  const data = table("produc");
  const formula = "ln(gsp) ~ ln(pcap) + ln(pc) + ln(emp) + unemp";
  const one = regress(data, `${formula} | state`, { vcov: "iid" });
  const two = regress(data, `${formula} | state + year`, { vcov: "iid" });
  // The error of log public capital under every rule: the table of conventions.
  const rules = [
    ["none", 0.060326, 0.056919],
    ["plmSss", 0.061077, 0.057628],
    ["fixest", 0.061115, 0.05824],
    ["areg", 0.062967, 0.060042],
    ["CR1", 0.060965, 0.057521],
    ["CR2", 0.062457, 0.059216],
  ];
  const driscollKraay = (correction) => ({ method: "driscollKraay", lags: 2, correction });
  const dated = regress(data, `${formula} | state`, { vcov: "iid", unit: "state", time: "year" });
  const datedTwo = regress(data, `${formula} | state + year`, { vcov: "iid", unit: "state", time: "year" });
  return [
    ...coefficients("Produc, state effects", one, {
      "ln(pcap)": ["-0.02614965359468", "0.0290015754655"],
      "ln(pc)": ["0.2920069250843", "0.02511967284823"],
      "ln(emp)": ["0.7681594725989", "0.03009173941538"],
      unemp: ["-0.005297741259543", "0.0009887256687638"],
    }),
    ...coefficients("Produc, state and year effects", two, {
      "ln(pcap)": ["-0.03017605657984"],
      "ln(pc)": ["0.1688280354068"],
      "ln(emp)": ["0.7693061962034"],
      unemp: ["-0.004221092603541"],
    }),
    // plm solves normal equations here: the small coefficient keeps eleven digits of thirteen.
    ...coefficients(
      "Produc, random effects (Swamy and Arora)",
      randomEffects(data, formula, { unit: "state", time: "year", vcov: "iid" }),
      {
        "(Intercept)": ["2.135411002107"],
        "ln(pcap)": ["0.004438588467763"],
        "ln(pc)": ["0.3105484342042"],
        "ln(emp)": ["0.7296705325861"],
        unemp: ["-0.006172473013151"],
      },
    ).map((line) => ({ ...line, tolerance: Math.max(line.tolerance, 1e-11 * Math.abs(line.theirs)) })),
    ...errors("Produc, state effects", dated, "ln(pcap)", [
      ["Driscoll-Kraay", driscollKraay("none"), "0.057541"],
      ["Driscoll-Kraay, fixest", driscollKraay("fixest"), "0.061260"],
    ]),
    ...errors("Produc, state and year effects", datedTwo, "ln(pcap)", [
      ["Driscoll-Kraay", driscollKraay("none"), "0.044412"],
      ["Driscoll-Kraay, fixest", driscollKraay("fixest"), "0.047785"],
    ]),
    ...rules.flatMap(([correction, oneWay, twoWay]) => [
      ...errors("Produc, state effects", one, "ln(pcap)", [
        [`error under ${correction}`, { cluster: "state", correction }, oneWay.toFixed(6)],
      ]),
      ...errors("Produc, state and year effects", two, "ln(pcap)", [
        [`error under ${correction}`, { cluster: "state", correction }, twoWay.toFixed(6)],
      ]),
    ]),
  ];
}

function emplUK() {
  const fit = regress(table("emplUK"), "ln(emp) ~ ln(wage) + ln(capital) + ln(output) | firm + year", { vcov: "iid" });
  const clustered = (correction) => inference(fit, { cluster: "firm", correction });
  const recorded = (a, b, c) => ({ "ln(wage)": a, "ln(capital)": b, "ln(output)": c });
  const estimates = ["-0.2968767108946", "0.5475597817795", "0.2648248726621"];
  const withErrors = (list) => recorded(...estimates.map((estimate, j) => [estimate, list[j]]));
  return [
    ...coefficients("EmplUK, firm and year effects, iid", fit, withErrors(["0.05534734741833", "0.02177327662508", "0.081998848744991"])),
    ...coefficients("EmplUK, fixest", clustered("fixest"), withErrors(["0.1262997356488", "0.05070898489225", "0.1529614272478"])),
    ...coefficients("EmplUK, areg", clustered("areg"), withErrors(["0.135908993892", "0.05456707476531", "0.1645991860136"])),
  ];
}

function petersen() {
  const fit = regress(table("petersen"), "y ~ x", { vcov: "iid" });
  const jackknife = inference(fit, { cluster: "firm", correction: "CR3" });
  return [
    // clubSandwich's CR3 leaves out the jackknife's factor (G - 1)/G.
    compare(
      "Petersen, pooled",
      "CR3 by firm, without its factor",
      rowOf(jackknife, "x").stdError / Math.sqrt(jackknife.vcov.factor),
      "0.05081596631015",
    ),
    ...coefficients("Petersen, pooled", fit, { "(Intercept)": ["0.02967972073452"], x: ["1.034833439462", "0.02858328779128"] }),
    ...errors("Petersen, pooled", fit, "x", [
      ["HC1", "HC1", "0.02839516146794"],
      ["HC3", "HC3", "0.02841210127043"],
      ["CR2 by firm", { cluster: "firm", correction: "CR2" }, "0.05067776674031"],
      ["by firm", { cluster: "firm" }, "0.05059572588403"],
      ["by year", { cluster: "year" }, "0.03338891341193"],
      ["by firm and year, own factors", { cluster: ["firm", "year"], twoWay: "own" }, "0.05355802294494"],
      ["by firm and year, smaller factor", { cluster: ["firm", "year"] }, "0.055297"],
    ]),
  ];
}

function others() {
  const males = regress(table("males"), "wage ~ union + married + exper + exper2 | nr", { vcov: "iid" });
  const cigar = regress(table("cigar"), "sales ~ ndi | state + year", { vcov: "iid" });
  const wages = regress(table("wages"), "lwage ~ wks + south + smsa + married + exp + exp^2 + bluecol + ind + union | id", { vcov: "iid" });
  return [
    ...coefficients("Males, person effects", males, {
      union: ["0.08208713451161"],
      married: ["0.04530331444891"],
      exper: ["0.1168466910928"],
      exper2: ["-0.004300889009915"],
    }),
    ...coefficients("Cigar, state and year effects", cigar, { ndi: ["-0.006843845412981", "0.0004434212406959"] }),
    ...coefficients("Wages, person effects", wages, { exp: ["0.1132082749718"], wks: ["0.0008359460190307"] }),
  ];
}

/**
 * The comparisons: `ours` and `theirs` must differ by at most `tolerance` (the last recorded digit). Needs R with plm and sandwich.
 * @returns {{ what: string, ours: number, theirs: number, tolerance: number }[]}
 */
export function panelComparisons() {
  mkdirSync(folder, { recursive: true });
  execFileSync("Rscript", [join(root, "bench/peers/export.R"), folder], { stdio: ["ignore", "ignore", "inherit"] });
  return [...produc(), ...emplUK(), ...petersen(), ...others()];
}
