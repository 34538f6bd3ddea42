// Arellano and Bond's (1991) firms as dynamic panels, against numbers recorded from plm 2.6-2, gretl 2022c, Stata's xtabond and xtabond2, pydynpd and
// panelvar. Called by scripts/peers.js after the data were exported (scripts/peers/panel.js).
import { dynamicPanel } from "../../dist/econometrics/main.js";
import { coefficients, compare, table } from "./panel.js";

const LAG = "l(ln(emp), 1)";
const LAG2 = "l(ln(emp), 2)";
const panel = { unit: "firm", time: "year" };

const test = (set, fit, name, text, scale = 1) => {
  const found = fit.tests.find((t) => t.name === name || t.name.startsWith(`${name}(`));
  return compare(set, name, found.statistic * scale, text);
};
const instruments = (set, fit, text) =>
  compare(
    set,
    "instruments",
    fit.instruments.reduce((total, { count }) => total + count, 0),
    text,
  );

/** Stata's file holds the logarithms in single precision: its numbers keep six digits of ours. */
const single = (lines) => lines.map((line) => ({ ...line, tolerance: Math.max(line.tolerance, 2e-6 * Math.abs(line.theirs)) }));

/** n on two lags, w, w(-1), k, ys, ys(-1) and year dummies; instruments: n from lag 2 (one column per lag and year), the rest themselves. */
function shorter(data) {
  const exogenous = ["ln(wage)", "l(ln(wage), 1)", "ln(capital)", "ln(output)", "l(ln(output), 1)"];
  const formula = `ln(emp) ~ ${LAG} + ${LAG2} + ${exogenous.join(" + ")} | firm + year`;
  const terms = [LAG, LAG2, ...exogenous];
  const rows = (estimates, errors) => Object.fromEntries(terms.map((term, j) => [term, [estimates[j], errors?.[j]]]));
  const made = (options, collapse = false) =>
    dynamicPanel(data, formula, {
      ...panel,
      instruments: [
        { kind: "endogenous", columns: ["ln(emp)"], collapse },
        { kind: "exogenous", columns: exogenous },
      ],
      ...options,
    });
  const [one, two, plain, collapsed] = [made({ steps: "one" }), made({}), made({ errors: "conventional" }), made({}, true)];
  const twoSteps = [
    "0.474150601481",
    "-0.05296749382639",
    "-0.5132047810234",
    "0.2246398103069",
    "0.2927230869275",
    "0.609774823384",
    "-0.4463725878012",
  ];
  return [
    instruments("difference GMM, 611 rows", two, "38"),
    ...coefficients(
      "difference GMM, one step, robust (plm, gretl)",
      one,
      rows(
        [
          "0.5346136198262",
          "-0.07506918757967",
          "-0.591573111833",
          "0.2915096110783",
          "0.3585024546466",
          "0.5971984771202",
          "-0.61170445251",
        ],
        [
          "0.1664492776762",
          "0.06797887796069",
          "0.1678838062671",
          "0.1410578191772",
          "0.05382840271264",
          "0.171932812587",
          "0.2117959033075",
        ],
      ),
    ),
    test("difference GMM, one step, robust (plm, gretl)", one, "ar1", "-2.493371772467"),
    test("difference GMM, one step, robust (plm, gretl)", one, "ar2", "-0.3594475546607"),
    test("difference GMM, one step (gretl --dpdstyle)", one, "sargan", "73.8581"),
    test("difference GMM, one step (gretl, which divides by rows)", one, "sargan", "75.4637195120833", 611 / 598),
    test("difference GMM, one step (plm)", one, "hansenFirstStep", "44.61875"),
    ...coefficients(
      "difference GMM, two steps, Windmeijer (plm, gretl)",
      two,
      rows(twoSteps, [
        "0.1853984543018",
        "0.05174910231246",
        "0.1455653189795",
        "0.1419495067069",
        "0.06262712021078",
        "0.1562625201248",
        "0.2173020301978",
      ]),
    ),
    test("difference GMM, two steps, Windmeijer (plm, gretl)", two, "ar1", "-1.538450153894"),
    test("difference GMM, two steps, Windmeijer (plm, gretl)", two, "ar2", "-0.279682923207"),
    test("difference GMM, two steps (plm, gretl)", two, "hansen", "30.11246657695"),
    ...coefficients(
      "difference GMM, two steps, uncorrected (plm)",
      plain,
      rows(twoSteps, [
        "0.08530306665492",
        "0.02728433378165",
        "0.04934538531734",
        "0.08006271521868",
        "0.03946258671176",
        "0.1085237127991",
        "0.1248146157883",
      ]),
    ),
    test("difference GMM, two steps, uncorrected (plm)", plain, "ar1", "-2.4278"),
    test("difference GMM, two steps, uncorrected (plm)", plain, "ar2", "-0.3325"),
    instruments("difference GMM, collapsed", collapsed, "18"),
    ...coefficients(
      "difference GMM, collapsed, two steps (plm)",
      collapsed,
      rows([
        "0.8538954765373",
        "-0.1698860082936",
        "-0.5331185138214",
        "0.352516130901",
        "0.2717067952421",
        "0.6128551873196",
        "-0.6825499250252",
      ]),
    ),
    test("difference GMM, collapsed, two steps (plm)", collapsed, "hansen", "11.62681169807"),
  ];
}

/** Column (a1) of Arellano and Bond's Table 4: two lags of k and ys as well. */
function published(data) {
  const exogenous = ["wage", "capital", "output"].flatMap((name) => [
    `ln(${name})`,
    `l(ln(${name}), 1)`,
    ...(name === "wage" ? [] : [`l(ln(${name}), 2)`]),
  ]);
  const made = (options) =>
    dynamicPanel(data, `ln(emp) ~ ${LAG} + ${LAG2} + ${exogenous.join(" + ")} | firm + year`, {
      ...panel,
      instruments: [
        { kind: "endogenous", columns: ["ln(emp)"] },
        { kind: "exogenous", columns: exogenous },
      ],
      steps: "one",
      ...options,
    });
  const [robust, plain] = [made({}), made({ errors: "conventional" })];
  const set = "Arellano and Bond 1991, Table 4 (a1)";
  return [
    ...coefficients(set, robust, { [LAG]: ["0.686", "0.145"], [LAG2]: ["-0.085", "0.056"], "ln(wage)": ["-0.608", "0.178"] }),
    test(set, robust, "ar2", "-0.516"),
    test(set, robust, "sargan", "65.8"),
    test(`${set} (Stata)`, robust, "sargan", "65.818"),
    test(`${set} (gretl)`, robust, "sargan", "67.588", 611 / 595),
    ...single(coefficients(`${set}, conventional (Stata xtabond)`, plain, { [LAG]: ["0.6862262", "0.1486163"] })),
    test(`${set}, conventional (Stata xtabond)`, plain, "ar1", "-3.94"),
    test(`${set}, conventional (Stata xtabond)`, plain, "ar2", "-0.54"),
  ];
}

/** xtabond2 n L(1/2).n w k, gmm(n, lag(2 4)) gmm(w, lag(1 3)) iv(k) nolevel twostep robust; and as a system (pydynpd, panelvar). */
function limited(data) {
  const sets = [
    { kind: "gmm", columns: ["ln(emp)"], lags: [2, 4] },
    { kind: "gmm", columns: ["ln(wage)"], lags: [1, 3] },
    { kind: "standard", columns: ["ln(capital)"] },
  ];
  const formula = `ln(emp) ~ ${LAG} + ${LAG2} + ln(wage) + ln(capital) | firm`;
  const difference = dynamicPanel(data, formula, { ...panel, instruments: sets });
  const system = dynamicPanel(data, formula, { ...panel, instruments: sets, equations: ["difference", "level"] });
  const set = "limited lags (xtabond2)";
  const both = "limited lags, system (pydynpd, panelvar)";
  return single([
    instruments(set, difference, "36"),
    ...coefficients(set, difference, {
      [LAG]: ["0.1700616", "0.1046652"],
      [LAG2]: ["-0.0113381", "0.0377205"],
      "ln(wage)": ["-0.9510582", "0.1277298"],
      "ln(capital)": ["0.4637223", "0.0718328"],
    }),
    test(set, difference, "ar1", "-1.19"),
    test(set, difference, "ar2", "-0.81"),
    test(`${set}, which divides by rows`, difference, "sargan", "91.61", 611 / 607),
    test(set, difference, "hansen", "47.86"),
    test(set, difference, "hansenWithout(ln(emp) lags 2 to 4, difference)", "23.75"),
    test(set, difference, "differenceInHansen(ln(emp) lags 2 to 4, difference)", "24.11"),
    test(set, difference, "hansenWithout(ln(wage) lags 1 to 3, difference)", "17.25"),
    test(set, difference, "differenceInHansen(ln(wage) lags 1 to 3, difference)", "30.61"),
    test(set, difference, "hansenWithout(ln(capital), difference)", "38.33"),
    test(set, difference, "differenceInHansen(ln(capital), difference)", "9.53"),
    instruments(both, system, "51"),
    ...coefficients(both, system, {
      [LAG]: ["0.9453810", "0.1429764"],
      [LAG2]: ["-0.0860069", "0.1082318"],
      "ln(wage)": ["-0.4477795", "0.1521917"],
      "ln(capital)": ["0.1235808", "0.0508836"],
      "(Intercept)": ["1.5630849", "0.4993484"],
    }),
    test(both, system, "hansen", "96.442"),
    test(both, system, "ar1", "-2.35"),
    test(both, system, "ar2", "-1.15"),
  ]);
}

/** Blundell and Bond's (1998) system: n on its lag, w, w(-1), k, k(-1); instruments: n, w and k from lag 2, changes dated t - 1 in levels. */
function blundellBond(data) {
  const terms = [LAG, "ln(wage)", "l(ln(wage), 1)", "ln(capital)", "l(ln(capital), 1)"];
  const made = (options) =>
    dynamicPanel(data, `ln(emp) ~ ${terms.join(" + ")} | firm + year`, {
      ...panel,
      equations: ["difference", "level"],
      instruments: [{ kind: "endogenous", columns: ["ln(emp)", "ln(wage)", "ln(capital)"] }],
      ...options,
    });
  const rows = (estimates, errors) => Object.fromEntries(terms.map((term, j) => [term, [estimates[j], errors?.[j]]]));
  const [three, two, one] = [made({}), made({ weighting: 2 }), made({ steps: "one" })];
  return [
    instruments("system, 891 rows", three, "113"),
    ...coefficients(
      "system, two steps, h(3) (plm ld)",
      three,
      rows(["0.9322135218719", "-0.6344765873092", "0.4946689575495", "0.4852606624998", "-0.4232229479551"]),
    ).map((line) => ({ ...line, tolerance: 1e-10 * Math.abs(line.theirs) })),
    { ...test("system, two steps, h(3) (plm ld)", three, "hansen", "110.7008856382"), tolerance: 1e-8 },
    ...coefficients(
      "system, two steps, h(3) (gretl)",
      three,
      rows(["0.932214", "-0.634477", "0.494669", "0.485261", "-0.423223"], ["0.0268594", "0.118758", "0.131783", "0.0604270", "0.0644451"]),
    ),
    test("system, two steps, h(3) (gretl)", three, "ar1", "-5.58356"),
    test("system, two steps, h(3) (gretl)", three, "ar2", "-0.225442"),
    ...coefficients(
      "system, one step, h(3), robust (gretl)",
      one,
      rows(["0.935605", "-0.630976", "0.482620", "0.483930", "-0.424393"], ["0.0262951", "0.118054", "0.136887", "0.0538669", "0.0584788"]),
    ),
    // gretl divides the squares of 751 differences by the 891 rows of levels.
    test("system, one step, h(3) (gretl)", one, "sargan", "186.902", ((891 / 878) * 891) / 751),
    ...coefficients(
      "system, two steps, h(2) (gretl --dpdstyle)",
      two,
      rows(["0.872881", "-0.779745", "0.526803", "0.470077", "-0.357608"], ["0.0452841", "0.116560", "0.162083", "0.0798592", "0.0800305"]),
    ),
    test("system, two steps, h(2) (gretl --dpdstyle)", two, "hansen", "111.589"),
    test("system, two steps, h(2) (gretl --dpdstyle)", two, "ar1", "-5.80672"),
  ];
}

/**
 * @returns {{ what: string, ours: number, theirs: number, tolerance: number }[]}
 */
export function emplUkComparisons() {
  const data = table("emplUK");
  return [...shorter(data), ...published(data), ...limited(data), ...blundellBond(data)];
}
