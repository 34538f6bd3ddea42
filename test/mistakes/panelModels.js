// Mistakes with random effects, between and first differences, made in the same small study.
import { csv, panelRows, study } from "./panel.js";

const OLS = `    estimator: ols
    formula: lnOutput ~ treated + ..base | province + year
    vcov: { cluster: province }
`;
const STEP = "      - derive: { lnOutput: ln(output) }\n";
const TABLE = "tables:\n  main: { models: [fe], keep: [treated] }\n";

const model = (name, code, estimator, formula, { vcov = "{ cluster: province }", steps = [], rows = panelRows() } = {}) => ({
  name,
  code,
  files: {
    "study.yaml": study(
      [OLS, `    estimator: ${estimator}\n    formula: ${formula}\n    vcov: ${vcov}\n`],
      [STEP, [STEP, ...steps.map((step) => `      - ${step}\n`)].join("")],
      [TABLE, "tables:\n  main: { models: [fe] }\n"],
    ),
    "data/provinces.csv": csv(rows),
  },
  args: ["run", "study.yaml"],
});

/** Output whose unit means are all the same. */
const level = () => {
  const rows = panelRows();
  const mean = (province) => {
    const own = rows.filter((row) => row.province === province);
    return own.reduce((sum, row) => sum + Math.log(Number(row.output)), 0) / own.length;
  };
  return rows.map((row) => ({ ...row, flat: (Math.log(Number(row.output)) - mean(row.province)).toFixed(6) }));
};

export const panelModelMistakes = [
  {
    name: "random effects of a table without unit",
    code: "PANEL-UNIT-NEEDED",
    files: { "data/provinces.csv": csv(panelRows()) },
    args: ["estimate", "output ~ rd", "--data", "data/provinces.csv", "--estimator", "randomEffects"],
  },
  model("fixed effects written into random effects", "PANEL-EFFECTS-WRITTEN", "randomEffects", "lnOutput ~ rd | province"),
  model("more regressors than units allow between them", "PANEL-FEW-UNITS", "randomEffects", "lnOutput ~ rd + energy + rd:energy", {
    steps: ["filter: province in ('Anhui', 'Gansu', 'Hebei')"],
  }),
  model("unit means of what does not vary", "PANEL-NO-WITHIN", "correlatedRandomEffects", "lnOutput ~ east", {
    steps: ["derive: { east: 'if(region = \"east\", 1, 0)' }"],
  }),
  model("changes between years that do not follow each other", "PANEL-NO-DIFFERENCES", "firstDifference", "lnOutput ~ rd", {
    steps: ["filter: year in (2012, 2014, 2016)"],
  }),
  model("the between estimator clustered by year", "PANEL-CLUSTER-WITHIN", "between", "lnOutput ~ rd", { vcov: "{ cluster: year }" }),
  model("random effects that move with a regressor", "PANEL-HAUSMAN", "randomEffects", "lnOutput ~ rd + i(year)"),
  model("random effects in a panel of two years", "PANEL-TWO-PERIODS", "randomEffects", "lnOutput ~ rd", {
    steps: ["filter: year in (2013, 2014)"],
  }),
  model("changes in a panel of two years", "PANEL-TWO-PERIODS", "firstDifference", "lnOutput ~ rd", {
    steps: ["filter: year in (2013, 2014)"],
  }),
  {
    name: "random effects of rows without a unit",
    code: "DATA-UNIT-TIME-MISSING",
    files: { "data/provinces.csv": csv(panelRows().map((row, k) => (k === 6 ? { ...row, province: "" } : row))) },
    args: [
      ...["estimate", "output ~ rd", "--data", "data/provinces.csv", "--estimator", "randomEffects"],
      ...["--unit", "province", "--time", "year"],
    ],
  },
  model("serial correlation left out of the errors", "PANEL-AUTOCORRELATION", "randomEffects", "lnOutput ~ energy", { vcov: "iid" }),
  model("a shock that all units share", "PANEL-CROSS-SECTION", "randomEffects", "lnOutput ~ energy"),
  model("no variance between units", "PANEL-VARIANCE-NEGATIVE", "randomEffects", "flat ~ energy", { rows: level() }),
];
