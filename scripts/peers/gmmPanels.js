// The nine generated dynamic panels against the numbers of plm, gretl and plain matrix formulas in test/fixtures/gmm/peers.json (recorded by
// bench/peers/gmm.R). Needs a build, no R. A table of docs/dynamic-panels.md is made from it.
import { readFileSync } from "node:fs";
import { dynamicPanel } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { gmmModel, gmmPanel, panels } from "../../test/fixtures/gmm/panels.js";

export const recorded = JSON.parse(readFileSync(new URL("../../test/fixtures/gmm/peers.json", import.meta.url), "utf8"));

/** Names of the peers for the terms of the panels. */
const TERMS = { lag: "l(y, 1)", x: "x", w: "w" };

/**
 * Every number of every peer beside ours.
 * @returns {{ panel: string, peer: string, what: string, ours: number, theirs: number }[]}
 */
export function gmmPanelComparisons() {
  return Object.keys(panels).flatMap((name) => comparePanel(name, recorded.panels[name]));
}

function comparePanel(name, { plm, gretl, gretlDefault, formula }) {
  const { instruments, equations, formula: text } = gmmModel(name);
  const data = frame(name, gmmPanel(name));
  const system = equations.length === 2;
  const estimate = (options) => dynamicPanel(data, text, { unit: "firm", time: "year", equations, instruments, ...options });
  const list = [];
  const add = (peer, what, ours, theirs) => {
    if (typeof theirs === "number") list.push({ panel: name, peer, what, ours, theirs });
  };
  const numbers = (peer, what, fit, column, theirs) => {
    for (const [short, term] of Object.entries(TERMS))
      add(peer, `${what} of ${term}`, fit.coefficients.find((row) => row.term === term)[column], theirs?.[short]);
  };
  const test = (fit, key) => fit.tests.find((t) => t.name === key).statistic;
  const count = (fit) => fit.instruments.reduce((total, set) => total + set.count, 0);

  // plm differences and lags rows, not periods: it reads a panel with holes as another one. Its system model instruments w in each equation apart.
  if (panels[name].missing === undefined) {
    const [one, two, plain] = [{ steps: "one" }, {}, { errors: "conventional" }].map(estimate);
    add("plm", "instruments", count(two), plm.instruments);
    numbers("plm", "one-step coefficient", one, "estimate", plm.one);
    numbers("plm", "robust one-step error", one, "stdError", plm.oneRobust);
    numbers("plm", "two-step coefficient", two, "estimate", plm.two);
    numbers("plm", "uncorrected two-step error", plain, "stdError", plm.twoPlain);
    numbers("plm", "Windmeijer error", two, "stdError", plm.windmeijer);
    add("plm", "Hansen", test(two, "hansen"), plm.hansen);
    if (!system) for (const key of ["ar1", "ar2"]) add("plm", `${key}, two steps`, test(two, key), plm[key]);
  }
  const shared = system ? { instruments: together(instruments) } : {};
  if (gretl !== null) ofGretl("gretl", gretl, system ? { ...shared, weighting: 2 } : {});
  if (gretlDefault) ofGretl("gretl", gretlDefault, shared);
  for (const [key, theirs] of Object.entries(formula)) {
    const options = {
      transform: key.startsWith("orthogonal") ? "orthogonal" : "difference",
      weighting: key === "h2" ? 2 : key.endsWith("3") ? 3 : 1,
      ...(key === "h2" ? { instruments: together(instruments) } : {}),
    };
    const [one, two, plain] = [{ ...options, steps: "one" }, options, { ...options, errors: "conventional" }].map(estimate);
    const what = (text) => `${key}: ${text}`;
    add("formula", what("instruments"), count(two), theirs.instruments);
    numbers("formula", what("one-step coefficient"), one, "estimate", theirs.one);
    numbers("formula", what("robust one-step error"), one, "stdError", theirs.oneRobust);
    numbers("formula", what("two-step coefficient"), two, "estimate", theirs.two);
    numbers("formula", what("uncorrected two-step error"), plain, "stdError", theirs.twoPlain);
    numbers("formula", what("Windmeijer error"), two, "stdError", theirs.windmeijer);
    add("formula", what("Hansen"), test(two, "hansen"), theirs.hansen);
    for (const order of ["ar1", "ar2", "ar3"]) add("formula", what(order), test(two, order), theirs[order]);
  }
  return list;

  function ofGretl(peer, theirs, options) {
    const style = !system ? "" : options.weighting === 2 ? ", h(2)" : ", h(3)";
    const [one, two] = [{ ...options, steps: "one" }, options].map(estimate);
    add(peer, `instruments${style}`, count(two), theirs.two.instruments);
    numbers(peer, `one-step coefficient${style}`, one, "estimate", theirs.one.coef);
    numbers(peer, `robust one-step error${style}`, one, "stdError", theirs.one.se);
    numbers(peer, `two-step coefficient${style}`, two, "estimate", theirs.two.coef);
    numbers(peer, `Windmeijer error${style}`, two, "stdError", theirs.two.se);
    add(peer, `Hansen${style}`, test(two, "hansen"), theirs.hansen ?? theirs.two.sargan);
    for (const key of ["ar1", "ar2"]) {
      add(peer, `${key}, one step${style}`, test(one, key), theirs.one[key]);
      add(peer, `${key}, two steps${style}`, test(two, key), theirs.two[key]);
    }
    // gretl divides squared residuals by the rows, not rows less coefficients; in a system by the rows of levels, of which there are more.
    if (!system) add(peer, "Sargan", (test(one, "sargan") * one.nobs) / (one.nobs - one.coefficients.length), theirs.one.sargan);
  }
}

/** The sets of a system with one column for a standard instrument of both equations, as gretl has it. */
function together(instruments) {
  return [...instruments.filter((set) => set.kind === "gmm"), { kind: "standard", columns: ["w"], equation: "both" }];
}
