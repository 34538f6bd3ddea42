// Mistakes in how an index is made, in the same small study.
import { csv, panelRows, study } from "./panel.js";

const INDICATORS = "    indicators: { rd: higher, energy: lower }\n";

/** The study with a third indicator and more lines in its index. */
const index = (
  name,
  code,
  lines,
  { rows = panelRows(), indicators = "{ rd: higher, energy: lower, output: higher }", method = "entropy" } = {},
) => ({
  name,
  code,
  files: {
    "study.yaml": study(
      ["    method: entropy\n", `    method: ${method}\n`],
      [INDICATORS, `    indicators: ${indicators}\n${lines.map((line) => `    ${line}\n`).join("")}`],
    ),
    "data/provinces.csv": csv(rows),
  },
  args: ["run", "study.yaml"],
});

/** The same with an experts' form of points. */
const withForm = (name, code, lines) => {
  const made = index(name, code, ["experts: form"], { method: "budget" });
  return {
    ...made,
    files: {
      ...made.files,
      "study.yaml": made.files["study.yaml"].replace("indices:\n", "  form: { file: data/form.csv }\nindices:\n"),
      "data/form.csv": `expert,group,item,points\n${lines}`,
    },
  };
};

const changed = (where, values) => panelRows().map((row) => (where(row) ? { ...row, ...values } : row));

const FE = "    vcov: { cluster: province }\n";
const FORMULA = "formula: lnOutput ~ treated + ..base | province + year";

/** The index as the outcome of a model over its recipes. */
const band = (name, code, formula, more = "") => ({
  name,
  code,
  files: {
    "study.yaml": study([FORMULA, formula], [FE, `${FE}    index: all\n`], [INDICATORS, `${INDICATORS}${more}`]),
    "data/provinces.csv": csv(panelRows()),
  },
  args: ["run", "study.yaml"],
});

/** The study with a figure of its index. */
const figured = (name, code, figure, indicators = "{ rd: higher, energy: lower }") => {
  const made = index(name, code, [], { indicators });
  return { ...made, files: { ...made.files, "study.yaml": `${made.files["study.yaml"]}  look: ${figure}\n` } };
};

export const indexMistakes = [
  band("a band for an outcome that is no index", "INDEX-BAND-NONE", FORMULA),
  band(
    "a band of the faulty entropy",
    "INDEX-BAND-FAULTY",
    "formula: tech ~ treated | province + year",
    "    alternatives: { entropyDenominator: [periods], method: [equal] }\n",
  ),
  band(
    "an effect whose sign the recipe decides",
    "INDEX-BAND-SIGN",
    "formula: tech ~ treated | province + year",
    "    alternatives: { leaveOneOut: true, method: [equal] }\n",
  ),
  index("intervals of ranks without uncertainty", "INDEX-OPTION-UNUSED", ["uncertainty: { vary: { impute: [median] } }"]),
  index("a hierarchy with a loop", "INDEX-GROUP-LOOP", ["groups: { inputs: { of: [rd, all] }, all: { of: [inputs, energy] } }"]),
  index("a group with a member that is nothing", "INDEX-GROUP-MEMBER", ["groups: { inputs: { of: [rd, enrgy] } }"]),
  index("weights of a group that do not sum to one", "INDEX-WEIGHTS-SUM", [
    "groups: { inputs: { of: [rd, energy], weights: { rd: 0.5, energy: 0.4 } } }",
  ]),
  index("a middle-best indicator without its best value", "INDEX-BEST-VALUE", [], {
    indicators: "{ rd: higher, energy: { direction: middle } }",
  }),
  index("a denominator of zero", "INDEX-DENOMINATOR", ["denominators: { rd: energy }"], {
    indicators: "{ rd: higher, output: higher }",
    rows: changed((row) => row.province === "Gansu" && row.year === 2013, { energy: 0 }),
  }),
  index("goalposts that are not given", "INDEX-SCALE-NEEDS", ["scale: { method: goalposts }"]),
  index("a reference unit that is not there", "INDEX-REFERENCE", ["scale: { method: distanceToReference, reference: Shandong }"]),
  index("a target at the worst value", "INDEX-SCALE-UNDEFINED", ["scale: { method: fractionOfMax }"], {
    indicators: "{ rd: higher, output: higher }",
    rows: changed((row) => row.province === "Gansu" && row.year === 2013, { rd: 0 }),
  }),
  index("a zero under a geometric mean", "INDEX-GEOMETRIC-NONPOSITIVE", ["aggregate: geometric"]),
  index(
    "z-scores, half of them negative, under a geometric mean",
    "INDEX-GEOMETRIC-NONPOSITIVE",
    ["scale: { method: zScore }", "aggregate: geometric"],
    {
      method: "equal",
    },
  ),
  index("a unit that covers too little and gets no score", "INDEX-COVERAGE-LOW", ["impute: { method: mean }", "coverage: 0.65"], {
    rows: changed((row) => row.province === "Gansu" && row.year === 2013, { rd: "", energy: "" }),
  }),
  index("weights of the index that do not sum to one", "INDEX-WEIGHTS-SUM", ["weights: { rd: 0.5, energy: 0.2, output: 0.2 }"], {
    method: "manual",
  }),
  index("principal components whose loadings nearly cancel", "INDEX-PCA-UNSTABLE", [], {
    method: "pca",
    rows: panelRows().map((row) => ({
      ...row,
      energy: Number(row.rd) + 0.2 * ((7 * row.year) % 3),
      output: 1 + ((7 * row.year + 3 * row.province.length) % 5),
    })),
  }),
  index("principal components whose loadings cancel", "INDEX-PCA-CANCELLED", [], {
    method: "pca",
    indicators: "{ rd: higher, energy: higher }",
    rows: panelRows().map((row) => ({ ...row, energy: 9 - row.rd + 0.2 * ((7 * row.year) % 3) })),
  }),
  index("an indicator constant in one year", "INDEX-NO-VARIATION", ["scale: { frame: byYear }"], {
    rows: changed((row) => row.year === 2014, { rd: 2 }),
  }),
  index("a unit with two of three indicators missing", "INDEX-COVERAGE-LOW", ["impute: { method: mean }"], {
    rows: changed((row) => row.province === "Gansu" && row.year === 2013, { rd: "", energy: "" }),
  }),
  index("an outlier pulled in", "INDEX-TREATED", ["treat: { winsorise: 3 }"], {
    rows: changed((row) => row.province === "Gansu" && row.year === 2013, { rd: 900 }),
  }),
  index("outliers that treatment cannot mend", "INDEX-OUTLIERS-REMAIN", ["treat: { winsorise: 1, otherwise: none }"], {
    rows: panelRows().map((row) => (row.province === "Gansu" && row.year < 2014 ? { ...row, rd: row.year - 1100 } : row)),
  }),
  index("comparisons that are not reciprocal", "INDEX-AHP-MATRIX", ["comparisons: [[1, 3, 5], [3, 1, 2], [1/5, 1/2, 1]]"], {
    method: "ahp",
  }),
  index("comparisons that contradict each other", "INDEX-AHP-INCONSISTENT", ["comparisons: [[1, 5, 1/5], [1/5, 1, 5], [5, 1/5, 1]]"], {
    method: "ahp",
  }),
  withForm("a form with a member left out", "INDEX-EXPERTS-FORM", "E1,tech,rd,60\nE1,tech,energy,40\n"),
  withForm(
    "experts who do not agree",
    "INDEX-EXPERTS-DISAGREE",
    "E1,tech,rd,60\nE1,tech,energy,30\nE1,tech,output,10\nE2,tech,rd,10\nE2,tech,energy,30\nE2,tech,output,60\n",
  ),
  index("benefit of the doubt over z-scores", "INDEX-DOUBT-NEGATIVE", ["scale: { method: zScore }"], { method: "benefitOfTheDoubt" }),
  index("importance that cannot be reached", "INDEX-IMPORTANCE-MISSED", ["importance: { rd: 1, energy: 1, output: 20 }"], {
    method: "targetImportance",
  }),
  index("a catalogue that does not exist", "INDEX-CATALOGUE-UNKNOWN", ["catalogue: nqp-provinces"]),
  index("a column said to be what the catalogue does not list", "INDEX-CATALOGUE-INDICATOR", ["catalogue: nqp-firm"], {
    indicators: "{ rd: { as: rdStafShare }, energy: lower }",
  }),
  index("an indicator of a catalogue that is not named", "INDEX-OPTION-UNUSED", [], {
    indicators: "{ rd: { as: rdStaffShare, direction: higher }, energy: lower }",
  }),
  {
    name: "a control that is an indicator by accounting",
    code: "INDEX-CATALOGUE-OVERLAP",
    files: {
      "study.yaml": study(
        [FORMULA, "formula: tech ~ treated + energyIntensity | province + year"],
        [INDICATORS, "    catalogue: nqp-province\n    indicators: { energy: { as: energyEfficiency }, output: higher }\n"],
      ),
      "data/provinces.csv": csv(panelRows().map((row) => ({ ...row, energyIntensity: 1 / row.energy + 0.01 * (row.year % 3) }))),
    },
    args: ["run", "study.yaml"],
  },
  index("an index of a few indicators of a catalogue", "INDEX-CATALOGUE", ["catalogue: nqp-province"], {
    indicators: "{ energy: { as: energyEfficiency }, rd: { as: patentsPerPerson } }",
  }),
  figured("a radar of two indicators", "INDEX-OPTION-UNUSED", "{ kind: radar, index: tech }"),
  figured("a heat map of groups that are not there", "INDEX-OPTION-UNUSED", "{ kind: heatMap, index: tech, of: groups }"),
  figured(
    "a radar of a unit that is not ranked",
    "STUDY-NAME-UNKNOWN",
    "{ kind: radar, index: tech, units: [Bejing] }",
    "{ rd: higher, energy: lower, output: higher }",
  ),
  index("an indicator counted twice", "INDEX-PAIR-HIGH", [], {
    rows: panelRows().map((row) => ({ ...row, output: 2 * row.rd + 0.001 * (row.year % 3) })),
  }),
  index("indicators that work against each other", "INDEX-PAIR-NEGATIVE", [], {
    rows: panelRows().map((row) => ({ ...row, output: 9 - row.rd + 0.1 * (row.year % 3) })),
  }),
  index("an outlier that squeezes an indicator until the index no longer follows it", "INDEX-WEIGHT-SILENT", [], {
    method: "equal",
    rows: panelRows().map((row) => ({ ...row, output: row.province === "Gansu" && row.year === 2013 ? 900 : 1 + (row.year % 3) })),
  }),
  index("a group whose members measure different things", "INDEX-ALPHA-LOW", ["audit: true"], {
    rows: panelRows().map((row) => ({ ...row, output: 1 + ((7 * row.year + 3 * row.province.length) % 5) })),
  }),
  index("marks of an audit out of order", "INDEX-OPTION-UNUSED", ["audit: { high: 0.2 }"]),
  index("an imputation without its groups", "INDEX-OPTION-UNUSED", ["impute: { method: groupMean }"]),
];
