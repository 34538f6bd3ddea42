// Mistakes with dynamic panels, made in the same small study.
import { csv, panelRows, study } from "./panel.js";

const OLS = `    estimator: ols
    formula: lnOutput ~ treated + ..base | province + year
    vcov: { cluster: province }
`;
const STEP = "      - derive: { lnOutput: ln(output) }\n";
const TABLE = "tables:\n  main: { models: [fe], keep: [treated] }\n";
const OWN_PAST = "{ kind: endogenous, columns: [lnOutput], collapse: true, lastLag: 3 }";
const RD = "{ kind: exogenous, columns: [rd] }";

/** The study with its model estimated as a dynamic panel. */
const gmm = (name, code, { formula, sets = [OWN_PAST, RD], more = "", steps = [], rows = panelRows() }) => ({
  name,
  code,
  files: {
    "study.yaml": study(
      [OLS, `    estimator: gmm\n    formula: ${formula}\n${more}    instruments:\n${sets.map((set) => `      - ${set}\n`).join("")}`],
      [STEP, [STEP, ...steps.map((step) => `      - ${step}\n`)].join("")],
      [TABLE, "tables:\n  main: { models: [fe] }\n"],
    ),
    "data/provinces.csv": csv(rows),
  },
  args: ["run", "study.yaml"],
});

const DYNAMIC = "lnOutput ~ l(lnOutput, 1) + rd | province";
const SYSTEM = "    equations: [difference, level]\n";

/** Forty firms that follow their own past closely, or with errors that last; the same numbers everywhere. */
const firms = ({ rho, moving = 0, years = 8 }) => {
  const draw = (i, t, k) => {
    let bits = Math.imul((i * 73856093) ^ ((t + 7) * 19349663) ^ (k * 83492791), 0x9e3779b1);
    bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
    return ((bits ^ (bits >>> 13)) >>> 0) / 2 ** 32 - 0.5;
  };
  return Array.from({ length: 40 }, (_, i) => {
    const level = 3 * draw(i, 0, 9);
    let output = 20 + (level * 0.3) / (1 - Math.min(rho, 0.7));
    return Array.from({ length: years + 6 }, (_, t) => {
      output = 20 * (1 - rho) + rho * output + 0.3 * level + draw(i, t, 1) + moving * draw(i, t - 1, 1);
      return { province: `P${String(i).padStart(2, "0")}`, year: 2004 + t, output: output.toFixed(5), rd: (2 + draw(i, t, 5)).toFixed(4) };
    }).slice(6);
  })
    .flat()
    .map((row, k) => ({
      ...row,
      energy: (3 + ((k * 37) % 101) / 101).toFixed(4),
      treated: 0,
      adopted: "",
      region: k % 2 ? "east" : "west",
    }))
    .map((row) => ({ ...row, adopted: row.province < "P08" ? 2014 : "", treated: row.province < "P08" && row.year >= 2014 ? 1 : 0 }));
};

export const gmmMistakes = [
  gmm("industry effects in a dynamic panel", "GMM-EFFECTS", { formula: "lnOutput ~ l(lnOutput, 1) + rd | province + region" }),
  gmm("instruments of a dynamic panel behind a second bar", "GMM-INSTRUMENTS-WRITTEN", {
    formula: "lnOutput ~ l(lnOutput, 1) | province | rd ~ energy",
  }),
  gmm("the level equation alone", "GMM-LEVEL-ALONE", { formula: DYNAMIC, more: "    equations: [level]\n" }),
  gmm("instruments for an equation that is not there", "GMM-EQUATION-ABSENT", {
    formula: DYNAMIC,
    sets: [OWN_PAST, "{ kind: exogenous, columns: [rd], equation: level }"],
  }),
  gmm("lags from the last to the first", "GMM-LAGS-ORDER", {
    formula: DYNAMIC,
    sets: ["{ kind: gmm, columns: [lnOutput], lags: [4, 2] }", RD],
  }),
  gmm("lags longer than the panel", "GMM-LAGS-BEYOND", {
    formula: DYNAMIC,
    sets: ["{ kind: gmm, columns: [lnOutput], lags: [7, 9] }", RD],
  }),
  gmm("a dynamic panel of two years", "GMM-FEW-PERIODS", { formula: DYNAMIC, steps: ["filter: year in (2013, 2014)"] }),
  gmm("a dynamic panel of one unit", "GMM-FEW-UNITS", {
    formula: "lnOutput ~ l(lnOutput, 1) | province",
    sets: [OWN_PAST],
    steps: ["filter: province = 'Anhui'"],
  }),
  gmm("a text column as instrument", "GMM-INSTRUMENT-TEXT", {
    formula: DYNAMIC,
    sets: [OWN_PAST, RD, "{ kind: exogenous, columns: [region] }"],
  }),
  gmm("a regressor without an instrument", "GMM-FEW-INSTRUMENTS", {
    formula: "lnOutput ~ l(lnOutput, 1) + rd + energy | province",
    sets: ["{ kind: endogenous, columns: [lnOutput], collapse: true, lastLag: 2 }", RD],
  }),
  gmm("more instruments than rows", "GMM-INSTRUMENTS-ROWS", {
    formula: "lnOutput ~ l(lnOutput, 1) | province",
    sets: ["{ kind: endogenous, columns: [lnOutput, rd, energy] }"],
    steps: ["filter: province in ('Anhui', 'Gansu')"],
  }),
  gmm("a set of instruments for a column that is not there", "DATA-COLUMN-UNKNOWN", {
    formula: DYNAMIC,
    sets: [OWN_PAST, "{ kind: exogenous, columns: [rdd] }"],
  }),
  gmm("a regressor that does not change over time", "GMM-REGRESSOR-LEFT", {
    formula: "lnOutput ~ l(lnOutput, 1) + rd + east | province",
    sets: [OWN_PAST, RD],
    steps: ["derive: { east: 'if(region = \"east\", 1, 0)' }"],
  }),
  gmm("more instruments than units", "GMM-INSTRUMENTS-GROUPS", {
    formula: DYNAMIC,
    sets: ["{ kind: endogenous, columns: [lnOutput] }", "{ kind: predetermined, columns: [rd] }"],
  }),
  gmm("a Hansen test without power", "GMM-HANSEN-TOO-GOOD", {
    formula: "lnOutput ~ l(lnOutput, 1) + rd | province + year",
    sets: ["{ kind: endogenous, columns: [lnOutput, energy] }", "{ kind: predetermined, columns: [rd, rdEnergy] }"],
    more: SYSTEM,
    steps: ["derive: { rdEnergy: rd * energy }"],
    rows: firms({ rho: 0.3 }),
  }),
  gmm("instruments that are not valid", "GMM-HANSEN-REJECTS", {
    formula: "lnOutput ~ l(lnOutput, 1) | province + year",
    sets: ["{ kind: endogenous, columns: [lnOutput], collapse: true, lastLag: 4 }"],
    rows: firms({ rho: 0.3, moving: 0.9 }),
  }),
  gmm("errors that last into the next year", "GMM-AR2", {
    formula: "lnOutput ~ l(lnOutput, 1) | province + year",
    sets: ["{ kind: endogenous, columns: [lnOutput], collapse: true, lastLag: 4 }"],
    rows: firms({ rho: 0.3, moving: 0.9 }),
  }),
  gmm("a lag outside of its bounds", "GMM-BOND-BOUNDS", { formula: DYNAMIC }),
  gmm("difference GMM near a unit root", "GMM-PERSISTENT", {
    formula: "lnOutput ~ l(lnOutput, 1) | province + year",
    sets: ["{ kind: endogenous, columns: [lnOutput], collapse: true, lastLag: 4 }"],
    rows: firms({ rho: 0.97 }),
  }),
  gmm("a dynamic panel without its lag", "GMM-NO-LAG", { formula: "lnOutput ~ rd | province" }),
  gmm("an instrument twice", "GMM-INSTRUMENTS-COLLINEAR", {
    formula: DYNAMIC,
    sets: [OWN_PAST, RD, "{ kind: exogenous, columns: [twice] }"],
    steps: ["derive: { twice: 2 * rd }"],
  }),
  gmm("a dynamic panel with a missing year", "GMM-HOLES", {
    formula: DYNAMIC,
    rows: panelRows().filter((row) => row.province !== "Gansu" || row.year !== 2014),
  }),
  gmm("a dynamic panel without time dummies", "GMM-NO-TIME-EFFECTS", { formula: DYNAMIC }),
  gmm("a group mean with the unit in it, in a dynamic panel", "IV-INSTRUMENT-OWN-UNIT", {
    formula: DYNAMIC,
    sets: [OWN_PAST, "{ kind: exogenous, columns: [rdPeers] }"],
    steps: ["groupMean: { columns: [rd], by: [region, year], as: rdPeers }"],
  }),
];
