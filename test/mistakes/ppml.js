// Mistakes with Poisson pseudo maximum likelihood, made in the same small study.
import { csv, panelRows, study } from "./panel.js";

const OLS = `    estimator: ols
    formula: lnOutput ~ treated + ..base | province + year
    vcov: { cluster: province }
`;
const STEP = "      - derive: { lnOutput: ln(output) }\n";

const ppml = (name, code, formula, { vcov = "{ cluster: province }", steps = [], more = "" } = {}) => ({
  name,
  code,
  files: {
    "study.yaml": study(
      [OLS, `    estimator: ppml\n    formula: ${formula}\n    vcov: ${vcov}\n${more}`],
      [STEP, [STEP, ...steps.map((step) => `      - ${step}\n`)].join("")],
      ["tables:\n  main: { models: [fe], keep: [treated] }\n", "tables:\n  main: { models: [fe] }\n"],
    ),
    "data/provinces.csv": csv(panelRows()),
  },
  args: ["run", "study.yaml"],
});

export const ppmlMistakes = [
  ppml("a negative outcome of ppml", "PPML-OUTCOME-NEGATIVE", "change ~ rd | province + year", {
    steps: ["derive: { change: output - 4 }"],
  }),
  ppml("an outcome of ppml that is zero throughout", "PPML-NOTHING-POSITIVE", "none ~ rd | province", {
    steps: ["derive: { none: 0 * year }"],
  }),
  ppml("an exposure of zero", "PPML-EXPOSURE", "output ~ rd | province", {
    steps: ["derive: { since: year - 2012 }"],
    more: "    exposure: since\n",
  }),
  ppml("a text as offset", "PPML-OFFSET-TEXT", "output ~ rd | province", { more: "    offset: region\n" }),
  ppml("a province whose outcome is always zero", "PPML-ALL-ZERO", "mostly ~ rd | province + year", {
    steps: ["derive: { mostly: 'if(province = \"Gansu\", 0, output)' }"],
  }),
  ppml("a treatment under which the outcome is always zero", "PPML-SEPARATED", "stopped ~ treated + rd | province + year", {
    steps: ["derive: { stopped: 'if(treated = 1, 0, output)' }"],
  }),
  ppml("the logarithm of the outcome in ppml", "PPML-OUTCOME-LOGGED", "ln(output) ~ rd | province + year"),
  ppml("ppml of what is not a count", "PPML-NOT-COUNT", "output ~ rd | province + year"),
  ppml("ppml of an outcome that varies less than a count would", "PPML-DISPERSION", "output ~ rd | province + year"),
  ppml("iid errors of ppml", "PPML-IID-ERRORS", "output ~ rd | province + year", { vcov: "iid" }),
];
