// Mistakes in equations with instruments, made in the same small study.
import { csv, panelRows, study } from "./panel.js";

const OLS = `    estimator: ols
    formula: lnOutput ~ treated + ..base | province + year
    vcov: { cluster: province }
`;
const STEP = "      - derive: { lnOutput: ln(output) }\n";

/** The study with its model estimated by instruments; `steps` are lines put behind its first derived column. */
const iv = (name, code, formula, { vcov = "{ cluster: province }", method = "2sls", steps = [] } = {}) => ({
  name,
  code,
  files: {
    "study.yaml": study(
      [OLS, `    estimator: iv\n    method: ${method}\n    formula: ${formula}\n    vcov: ${vcov}\n`],
      [STEP, [STEP, ...steps.map((step) => `      - ${step}\n`)].join("")],
      ["tables:\n  main: { models: [fe], keep: [treated] }\n", "tables:\n  main: { models: [fe] }\n"],
    ),
    "data/provinces.csv": csv(panelRows()),
  },
  args: ["run", "study.yaml"],
});

export const instrumentMistakes = [
  iv("no instruments", "IV-NO-INSTRUMENTS", "lnOutput ~ treated + rd | province + year"),
  iv("an instrument that is a regressor", "IV-INSTRUMENT-IS-REGRESSOR", "lnOutput ~ rd | province + year | treated ~ rd"),
  iv("an endogenous variable written twice", "IV-ENDOGENOUS-TWICE", "lnOutput ~ treated + rd | province + year | treated ~ energy"),
  iv("fewer instruments than endogenous variables", "IV-FEW-INSTRUMENTS", "lnOutput ~ 1 | province + year | treated + rd ~ energy"),
  iv("an endogenous variable the effects absorb", "IV-ENDOGENOUS-LEFT", "lnOutput ~ rd | province | early ~ energy", {
    steps: ["derive: { early: 'if(province = \"Gansu\", 1, 0)' }"],
  }),
  iv("an instrument unrelated by construction", "IV-NOT-IDENTIFIED", "lnOutput ~ 1 | odd ~ stage", {
    steps: ["derive: { odd: 'if(year in (2012, 2014, 2016), 1, -1)', stage: 'if(year < 2014, 3, if(year < 2016, 1, 7))' }"],
  }),
  iv(
    "more instruments than rows can carry",
    "IV-MANY-INSTRUMENTS",
    "lnOutput ~ 1 | treated ~ rd + rd^2 + rd^3 + energy + energy^2 + energy^3 + i(year)",
    { steps: ["filter: province in ('Anhui', 'Gansu')"], vcov: "iid" },
  ),
  iv("a lagged instrument in a panel of two years", "MODEL-NO-ROWS", "lnOutput ~ 1 | province + year | treated ~ l(rd, 1)", {
    steps: ["filter: year in (2013, 2014)"],
  }),
  iv("an instrument lagged beyond the panel", "MODEL-NO-ROWS", "lnOutput ~ 1 | year | treated ~ l(rd, 9)"),
  iv("efficient GMM with two clusters", "IV-GMM-MOMENTS", "lnOutput ~ 1 | treated ~ rd + energy", {
    method: "gmm",
    vcov: "{ cluster: region }",
  }),
  iv("an instrument that is another one again", "IV-INSTRUMENT-LEFT", "lnOutput ~ 1 | province | treated ~ rd + twice", {
    steps: ["derive: { twice: 2 * rd }"],
  }),
  iv("a lag of the treatment as its instrument", "IV-INSTRUMENT-LAG", "lnOutput ~ energy | province | rd ~ l(rd, 1)"),
  iv("a group mean with the unit in it", "IV-INSTRUMENT-OWN-UNIT", "lnOutput ~ energy | year | rd ~ rdPeers", {
    steps: ["groupMean: { columns: [rd], by: [region, year], as: rdPeers }"],
  }),
  iv("an instrument that is the variable itself", "IV-FIRST-STAGE-IDENTITY", "lnOutput ~ energy | year | rd ~ twice", {
    steps: ["derive: { twice: 2 * rd }"],
  }),
  iv("weak instruments", "IV-WEAK", "lnOutput ~ rd | province + year | treated ~ energy"),
  iv("a confidence set without bounds", "IV-SET-UNBOUNDED", "lnOutput ~ rd | province | energy ~ treated"),
  iv("Cragg-Donald beside clustered errors", "IV-CRAGG-DONALD-ROBUST", "lnOutput ~ energy | province | rd ~ l(rd, 1)"),
  iv("instruments that contradict each other", "IV-OVERIDENTIFICATION", "lnOutput ~ 1 | rd ~ mixed + bad", {
    steps: ["derive: { mixed: rd + energy, bad: rd + 3 * output }"],
    vcov: "iid",
  }),
  iv("a confidence set that is empty", "IV-SET-EMPTY", "lnOutput ~ 1 | rd ~ mixed + bad", {
    steps: ["derive: { mixed: rd + energy, bad: rd + 3 * output }"],
    vcov: "iid",
  }),
];
