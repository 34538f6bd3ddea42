// Seeded mistakes: each writes a study and its data, and runs a real command. `code` is the error or finding that must come of it.
import { differencesMistakes } from "./differences.js";
import { gmmMistakes } from "./gmm.js";
import { indexMistakes } from "./indices.js";
import { instrumentMistakes } from "./instruments.js";
import { csv, panelRows, study } from "./panel.js";
import { panelModelMistakes } from "./panelModels.js";
import { policyMistakes } from "./policies.js";
import { ppmlMistakes } from "./ppml.js";

const base = () => ({ "study.yaml": study(), "data/provinces.csv": csv(panelRows()) });
/** The right study with pieces of its text replaced. */
const inStudy = (...changes) => ({ ...base(), "study.yaml": study(...changes) });
/** The right study over changed rows. */
const inRows = (change, columns) => {
  const rows = panelRows();
  return { ...base(), "data/provinces.csv": csv(change(rows) ?? rows, columns) };
};
const run = ["run", "study.yaml"];

/** A mistake in the study file. */
const says = (name, code, ...changes) => ({ name, code, files: inStudy(...changes), args: run });
/** A mistake in the data. */
const data = (name, code, change, columns) => ({ name, code, files: inRows(change, columns), args: run });
/** A slip at the command line, with the right study at hand. */
const command = (name, code, args) => ({ name, code, files: base(), args });

const set = (rows, where, values) => {
  for (const row of rows) if (where(row)) Object.assign(row, values);
};

export const mistakes = [
  // The study file as text.
  says("no study at the path", "STUDY-FILE-MISSING"),
  { name: "empty study", code: "STUDY-FILE-EMPTY", files: { "study.yaml": "# nothing yet\n" }, args: run },
  { name: "study of 1.1 MB", code: "STUDY-FILE-LARGE", files: { "study.yaml": `title: ${"x".repeat(1_100_000)}\n` }, args: run },
  {
    name: "study in another encoding",
    code: "STUDY-FILE-BYTES",
    files: { "study.yaml": Buffer.from([0x74, 0x3a, 0x20, 0xd1, 0xd0, 0x0a]) },
    args: run,
  },
  says("comma of an expression inside braces", "STUDY-YAML-COMMA", ["      - derive: {", "      - derive: { late: if(year > 2015, 1, 0),"]),
  says("bad YAML indent", "STUDY-YAML-INDENT", ["    unit: province", "   unit: province"]),
  says("bracket left open", "STUDY-YAML-SYNTAX", ["energy: lower }", "energy: lower"]),
  says("tab as indent", "STUDY-YAML-SYNTAX", ["    unit: province", "\tunit: province"]),
  says("too deep", "STUDY-YAML-DEPTH", ["sets: { base: [rd, energy] }", `sets: ${"[".repeat(60)}`]),
  {
    name: "alias bomb",
    code: "STUDY-YAML-ALIASES",
    files: {
      "study.yaml": `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[..."bcdefg"].map((k, i) => `${k}: &${k} [${Array(10).fill(`*${"abcdef"[i]}`).join(",")}]`).join("\n")}\n`,
    },
    args: run,
  },
  says("duplicate key", "STUDY-KEY-TWICE", ["tables:\n", "models: {}\ntables:\n"]),
  says("a key called __proto__", "STUDY-KEY-RESERVED", ["tables:\n", "__proto__: { x: 1 }\ntables:\n"]),

  // The study file as a study.
  says("unknown key", "STUDY-KEY-UNKNOWN", ["    estimator: ols", "    esimator: ols"]),
  says("missing key", "STUDY-KEY-MISSING", ["    formula: lnOutput ~ treated + ..base | province + year\n", ""]),
  says("text for a number", "STUDY-VALUE-KIND", ["draws: 99", "draws: many"]),
  says("number for a list", "STUDY-VALUE-KIND", ["models: [fe]", "models: 1"]),
  says("unknown estimator", "STUDY-VALUE-CHOICE", ["estimator: ols", "estimator: olss"]),
  says("unknown index method", "STUDY-VALUE-CHOICE", ["method: entropy", "method: entropie"]),
  says("too few draws", "STUDY-VALUE-RANGE", ["draws: 99", "draws: 9"]),
  says("empty list", "STUDY-VALUE-EMPTY", ["models: [fe]", "models: []"]),
  says("blank in a table's name", "STUDY-NAME-FORM", ["  main: {", "  my table: {"]),
  says("unfinished block", "STUDY-NOT-YET", [
    "tables:\n",
    "matchings:\n  psm: { data: provinces, treated: treated, on: ..base }\ntables:\n",
  ]),
  says("unfinished estimator", "STUDY-NOT-YET", ["estimator: ols", "estimator: sdm"]),
  says("Excel file", "STUDY-NOT-YET", ["data/provinces.csv", "data/provinces.xlsx"]),
  says("unknown table", "STUDY-NAME-UNKNOWN", ["    data: provinces\n    estimator", "    data: province\n    estimator"]),
  says("figure of an unknown policy", "STUDY-NAME-UNKNOWN", ["policy: zones", "policy: zone"]),
  says("label for an unknown column", "STUDY-NAME-UNKNOWN", ["data:\n", "variables: { outptu: { label: Output } }\ndata:\n"]),
  says("table without a source", "STUDY-TABLE-SOURCE", ["    file: data/provinces.csv\n", ""]),
  says("policy on a table without time", "STUDY-PANEL-UNDECLARED", ["    time: year\n", ""]),
  says("tables that need each other", "STUDY-CIRCLE", [
    "indices:\n",
    "  means: { from: zones, by: [region], aggregate: { rd: mean } }\n  zones: { from: means, by: [region], aggregate: { rd: mean } }\nindices:\n",
  ]),
  says("index named like a column", "STUDY-NAME-TAKEN", ["  tech:\n", "  treated:\n"]),

  says("two things in one step", "STUDY-STEP-KEYS", ["      - derive: {", "        derive: {"]),
  says("another start without a balance step", "STUDY-VARIANT-UNUSABLE", [
    "    smallestEffect: 0.01",
    "    variants: { start: [2013] }\n    smallestEffect: 0.01",
  ]),
  says("figure of variants that are not declared", "STUDY-FIGURE-NO-VARIANTS", ["kind: eventStudy", "kind: specificationCurve"]),
  says("table of an unknown term", "STUDY-NAME-UNKNOWN", ["keep: [treated]", "keep: [treatd]"]),

  // Files.
  says("missing file", "DATA-FILE-MISSING", ["data/provinces.csv", "data/province.csv"]),
  says("a folder as file", "DATA-FILE-MISSING", ["data/provinces.csv", "data"]),
  says("path outside the project", "DATA-PATH-OUTSIDE", ["data/provinces.csv", "../provinces.csv"]),
  says("file of unknown kind", "DATA-FORMAT-UNKNOWN", ["data/provinces.csv", "study.yaml"]),
  { name: "empty file", code: "DATA-FILE-EMPTY", files: { ...base(), "data/provinces.csv": "" }, args: run },
  {
    name: "header only",
    code: "DATA-NO-ROWS",
    files: { ...base(), "data/provinces.csv": "province,year,output,rd,energy,treated,adopted,region\n" },
    args: run,
  },
  {
    name: "ragged rows",
    code: "DATA-CSV-RAGGED",
    files: { ...base(), "data/provinces.csv": csv(panelRows()).replace("Anhui,2013", "Anhui,Hefei,2013") },
    args: run,
  },
  {
    name: "quote never closed",
    code: "DATA-CSV-QUOTE",
    files: { ...base(), "data/provinces.csv": csv(panelRows()).replace("Anhui,2013", '"Anhui,2013') },
    args: run,
  },
  {
    name: "NUL byte",
    code: "DATA-NUL",
    files: { ...base(), "data/provinces.csv": csv(panelRows()).replace("Anhui,2013", "An\0hui,2013") },
    args: run,
  },
  {
    name: "bad bytes",
    code: "DATA-ENCODING",
    files: { ...base(), "data/provinces.csv": Buffer.concat([Buffer.from(csv(panelRows())), Buffer.from([0xff, 0xff, 0x0a])]) },
    args: run,
  },
  {
    name: "column without a name",
    code: "DATA-NAME-EMPTY",
    files: { ...base(), "data/provinces.csv": csv(panelRows()).replace("region\n", "\n") },
    args: run,
  },
  {
    name: "duplicated column names",
    code: "DATA-NAME-TWICE",
    files: { ...base(), "data/provinces.csv": csv(panelRows()).replace("region\n", "rd\n") },
    args: run,
  },
  {
    name: "query with two statements",
    code: "DATA-QUERY-STATEMENT",
    files: inStudy(["indices:\n", '  east: { query: "SELECT * FROM provinces; DROP TABLE provinces" }\nindices:\n']),
    args: run,
  },
  {
    name: "query reading a file",
    code: "DATA-QUERY-FORBIDDEN",
    files: inStudy(["indices:\n", "  east: { query: \"SELECT * FROM read_csv('/etc/passwd')\" }\nindices:\n"]),
    args: run,
  },
  {
    name: "query on an unknown table",
    code: "DATA-QUERY-TABLE",
    files: inStudy(["indices:\n", "  east: { query: SELECT * FROM province }\nindices:\n"]),
    args: run,
  },

  // Columns and panel.
  says("mistyped column", "DATA-COLUMN-UNKNOWN", ["~ treated + ..base", "~ treatd + ..base"]),
  says("mistyped column in a filter", "DATA-COLUMN-UNKNOWN", ["filter: year >= 2012", "filter: yeer >= 2012"]),
  says("columns differing only in case", "DATA-COLUMN-UNKNOWN", ["unit: province", "unit: Province"]),
  data("text in a number column", "DATA-COLUMN-TEXT", (rows) => set(rows, (r) => r.province === "Gansu" && r.year === 2014, { rd: "n.a" })),
  data("negative into ln", "DATA-LOG-NONPOSITIVE", (rows) => set(rows, (r) => r.province === "Gansu" && r.year === 2014, { output: "-1" })),
  data("all-missing column", "INDEX-FIT-EMPTY", (rows) => set(rows, () => true, { rd: "" })),
  data("duplicate unit-year", "DATA-UNIT-TIME-TWICE", (rows) =>
    set(rows, (r) => r.province === "Gansu" && r.year === 2014, { year: 2013 }),
  ),
  data("hole in the panel", "DID-UNITS-INCOMPLETE", (rows) => rows.filter((r) => !(r.province === "Gansu" && r.year === 2014))),
  {
    name: "unknown unit in a join",
    code: "DATA-JOIN-NEAR",
    files: {
      ...inStudy(
        ["indices:\n", "  zones: { file: data/zones.csv }\nindices:\n"],
        ["    steps:\n", "    steps:\n      - join: { with: zones, on: [province], how: left }\n"],
      ),
      "data/zones.csv": "province,approved\nBejing,2014\nHenan,2016\n",
    },
    args: run,
  },
  {
    name: "a column called __proto__",
    code: "DATA-COLUMN-UNKNOWN",
    files: {
      ...inStudy(["~ treated + ..base", "~ treated + __prot__"]),
      "data/provinces.csv": csv(panelRows()).replace("region\n", "__proto__\n"),
    },
    args: run,
  },

  // Expressions and formulas.
  says("mistyped function", "EXPR-FUNCTION-UNKNOWN", ["ln(output)", "lln(output)"]),
  says("unbalanced parenthesis", "EXPR-UNCLOSED", ["ln(output)", "ln(output"]),
  says("full-width bracket", "EXPR-CHARACTER", ["ln(output)", "ln（output）"]),
  says("condition that is a number", "EXPR-NOT-CONDITION", ["filter: year >= 2012", "filter: year - 2012"]),
  says("chained comparison", "EXPR-CHAINED", ["filter: year >= 2012", "filter: 2012 <= year <= 2017"]),
  says("text compared with a number", "EXPR-TYPES", ["filter: year >= 2012", "filter: province >= 2012"]),
  says("unknown set", "FORMULA-SET-UNKNOWN", ["+ ..base", "+ ..bass"]),
  says("formula without outcome", "FORMULA-NO-OUTCOME", ["formula: lnOutput ~ treated + ..base", "formula: treated + rd"]),
  says("outcome on both sides", "FORMULA-OUTCOME-REGRESSOR", ["~ treated +", "~ lnOutput +"]),

  // Models.
  says(
    "constant regressor",
    "MODEL-REGRESSOR-CONSTANT",
    ["- derive: { lnOutput: ln(output) }", "- derive: { lnOutput: ln(output), one: 1 }"],
    ["~ treated +", "~ treated + one +"],
  ),
  says(
    "collinear regressors",
    "MODEL-COLLINEAR",
    ["- derive: { lnOutput: ln(output) }", "- derive: { lnOutput: ln(output), twice: 2 * rd }"],
    ["~ treated +", "~ treated + twice +"],
  ),
  says(
    "regressor absorbed by the effects",
    "MODEL-REGRESSOR-ABSORBED",
    ["~ treated +", "~ treated + early +"],
    ["- derive: { lnOutput: ln(output) }", "- derive: { lnOutput: ln(output), early: 'if(province = \"Gansu\", 1, 0)' }"],
  ),
  says(
    "cluster column constant",
    "MODEL-CLUSTER-ONE",
    ["- derive: { lnOutput: ln(output) }", "- derive: { lnOutput: ln(output), nation: 1 }"],
    ["cluster: province", "cluster: nation"],
  ),
  says("few clusters", "MODEL-FEW-CLUSTERS"),
  says("CR2 with two clusterings", "MODEL-ERRORS-ONE-WAY", ["{ cluster: province }", "{ cluster: [province, year], correction: CR2 }"]),
  says(
    "randomisation of a column that others are made of",
    "MODEL-RANDOMIZATION-SHARED",
    ["~ treated +", "~ treated + treated:rd +"],
    ["{ cluster: province }", "{ cluster: province }\n    inference: [{ method: randomization, of: treated }]"],
  ),
  says("randomisation within strata that cut units", "MODEL-RANDOMIZATION-HISTORIES", [
    "{ cluster: province }",
    "{ cluster: province }\n    inference: [{ method: randomization, of: treated, strata: year }]",
  ]),
  says("randomisation within strata of one unit", "MODEL-RANDOMIZATION-NOTHING", [
    "{ cluster: province }",
    "{ cluster: province }\n    inference: [{ method: randomization, of: treated, strata: province }]",
  ]),
  says("more lags than periods", "MODEL-LAGS-MANY", ["{ cluster: province }", "{ method: neweyWest, lags: 20 }"]),
  says(
    "a zone of one province, jackknifed",
    "MODEL-CLUSTER-IDENTIFIES",
    ["lnOutput: ln(output) }", `lnOutput: ln(output), lone: "if(province = 'Beijing' and year > 2014, 1, 0)" }`],
    ["treated + ..base |", "lone + ..base |"],
    ["{ cluster: province }", "{ cluster: province, correction: CR3 }"],
    ["keep: [treated]", "keep: [lone]"],
  ),
  says(
    "a regressor of one row under HC3",
    "MODEL-LEVERAGE-ONE",
    ["lnOutput: ln(output) }", `lnOutput: ln(output), lone: "if(province = 'Beijing' and year = 2014, 1, 0)" }`],
    ["treated + ..base |", "lone + ..base |"],
    ["{ cluster: province }", "HC3"],
    ["keep: [treated]", "keep: [lone]"],
  ),
  says(
    "latitude and longitude exchanged",
    "MODEL-PLACE-RANGE",
    ["lnOutput: ln(output) }", "lnOutput: ln(output), lat: 116.4, lon: 39.9 }"],
    ["{ cluster: province }", "{ method: conley, lat: lat, lon: lon, cutoff: 300 }"],
  ),
  says(
    "fewer rows than parameters",
    "MODEL-FEW-ROWS",
    ["filter: year >= 2012", "filter: year = 2014 and province in ('Gansu', 'Hebei')"],
    ["formula: lnOutput ~ treated + ..base | province + year", "formula: lnOutput ~ ..base"],
  ),
  says("instruments for ols", "MODEL-INSTRUMENTS-UNUSED", ["| province + year\n", "| province + year | treated ~ rd\n"]),

  ...instrumentMistakes,
  ...panelModelMistakes,
  ...ppmlMistakes,
  ...gmmMistakes,
  ...differencesMistakes,

  // Indices.
  ...indexMistakes,
  says("missing direction", "INDEX-DIRECTION-MISSING", ["indicators: { rd: higher, energy: lower }", "indicators: [rd, energy]"]),
  data("indicator without variation", "INDEX-NO-VARIATION", (rows) => set(rows, () => true, { energy: 1 })),
  says("entropy above one", "INDEX-ENTROPY-ABOVE-ONE", ["    method: entropy\n", "    method: entropy\n    entropyDenominator: periods\n"]),
  says(
    "weight domination",
    "INDEX-WEIGHT-DOMINANT",
    ["- derive: { lnOutput: ln(output) }", "- derive: { lnOutput: ln(output), root: sqrt(rd), square: rd * rd, spike: exp(8 * rd) }"],
    ["indicators: { rd: higher, energy: lower }", "indicators: { rd: higher, energy: lower, root: higher, square: higher, spike: higher }"],
  ),
  data("normalised series", "INDEX-NORMALISED-SERIES", (rows) =>
    rows.forEach((row) => {
      row.rd = (Number(row.rd) / Number(rows.find((r) => r.province === row.province && r.year === 2012).rd)).toFixed(6);
    }),
  ),
  says("indicator on the right-hand side", "INDEX-ON-RIGHT-SIDE", ["formula: lnOutput ~", "formula: tech ~"]),
  says(
    "negative control inside the index",
    "STUDY-NEGATIVE-CONTROL-IN-INDEX",
    ["outcome: [lnOutput]", "outcome: [tech]"],
    ["    adopted: adopted", "    negativeControls: [rd]\n    adopted: adopted"],
  ),

  // Policies.
  data("treatment in every unit", "DID-EVERY-UNIT-TREATED", (rows) =>
    rows.map((row, i) => ({ ...row, adopted: Math.floor(i / 6) % 2 === 0 ? 2014 : 2016 })),
  ),
  data("date before the sample", "DID-ALWAYS-TREATED", (rows) => set(rows, (r) => r.province === "Gansu", { adopted: 2009 })),
  data("two dates for one unit", "DID-ADOPTION-CONFLICT", (rows) =>
    set(rows, (r) => r.province === "Beijing" && r.year === 2013, { adopted: 2015 }),
  ),
  data("one treated unit", "DID-ONE-TREATED-UNIT", (rows) => set(rows, (r) => r.province !== "Beijing", { adopted: "" })),
  data("date after the sample", "DID-AFTER-SAMPLE", () => undefined),
  data("nobody treated", "DID-NO-TREATED", (rows) => set(rows, () => true, { adopted: "" })),
  data("a period without the outcome", "DID-NO-COMPLETE-UNIT", (rows) => set(rows, (r) => r.year === 2015, { output: "" })),
  says("smallest effect of an unknown outcome", "DID-SMALLEST-EFFECT-UNKNOWN", [
    "smallestEffect: 0.01",
    "smallestEffect: { output: 0.01 }",
  ]),

  ...policyMistakes,

  // The command line.
  command("unknown command", "CLI-COMMAND-UNKNOWN", ["rnu", "study.yaml"]),
  command("unknown option", "CLI-OPTION-UNKNOWN", ["run", "study.yaml", "--jsn"]),
  command("option without a value", "CLI-OPTION-EMPTY", ["run", "study.yaml", "--out"]),
  command("no study given", "CLI-ARGUMENT-MISSING", ["run"]),
  command("two studies given", "CLI-ARGUMENT-EXTRA", ["run", "study.yaml", "other.yaml"]),
  command("unknown code in explain", "CLI-CODE-UNKNOWN", ["explain", "DATA-COLUM-UNKNOWN"]),
  command("unknown estimator at the command line", "CLI-OPTION-CHOICE", [
    "estimate",
    "output ~ rd",
    "--data",
    "data/provinces.csv",
    "--estimator",
    "olss",
  ]),
  command("an option of another estimator", "CLI-OPTION-UNSUITED", [
    "estimate",
    "output ~ rd",
    "--data",
    "data/provinces.csv",
    "--components",
    "nerlove",
  ]),
  command("two kinds of errors at once", "CLI-OPTIONS-CONFLICT", [
    "estimate",
    "output ~ rd",
    "--data",
    "data/provinces.csv",
    "--vcov",
    "HC1",
    "--cluster",
    "province",
  ]),
  {
    name: "lag in a panel with a row twice",
    code: "FORMULA-LAG-DUPLICATE",
    files: inRows((rows) => set(rows, (r) => r.province === "Gansu" && r.year === 2014, { year: 2013 })),
    args: ["estimate", "output ~ l(rd, 1)", "--data", "data/provinces.csv", "--unit", "province", "--time", "year"],
  },
  command("path too long for the system", "STUDY-FILE-UNREADABLE", ["run", `${"study-".repeat(60)}.yaml`]),
  command("init over a study", "CLI-FILE-EXISTS", ["init", "data/provinces.csv"]),
  command("folder that is a file", "STUDY-OUT-UNWRITABLE", ["run", "study.yaml", "--out", "study.yaml"]),
];

// The first case asks for a study that is not there.
mistakes[0].args = ["run", "studdy.yaml"];
