// Mistakes in what is asked about differences between units, in a small study of its own: twelve provinces in a row, six years.
import { csv } from "./panel.js";

const YEARS = [2012, 2013, 2014, 2015, 2016, 2017];

const panel = (output) =>
  Array.from({ length: 12 }, (_, i) =>
    YEARS.map((year, t) => ({
      province: `P${String(i + 1).padStart(2, "0")}`,
      code: i + 1,
      year,
      region: ["east", "middle", "west"][Math.floor(i / 4)],
      half: i < 6 ? "first" : "second",
      people: 10 + i,
      output: output(i, t).toFixed(4),
    })),
  ).flat();

const steady = (i, t) => 2 + 0.5 * i + 0.1 * t + 0.05 * ((i * 7 + t * 5) % 3);
const pairs = Array.from({ length: 11 }, (_, i) => ({ from: i + 1, to: i + 2 }));

const asked = (
  name,
  code,
  parts,
  { output = steady, change = (rows) => rows, edges = pairs, more = "", variable = more === "" ? "output" : "tech" } = {},
) => ({
  name,
  code,
  files: {
    "study.yaml": `title: Gaps
data:
  provinces: { file: data/provinces.csv, unit: province, time: year }
matrices:
  border: { units: code, edges: data/pairs.csv${"weight" in edges[0] ? ", weight: weight" : ""} }
${more}differences:
  gaps:
    data: provinces
    variable: ${variable}
${parts.map((part) => `    ${part}\n`).join("")}`,
    "data/provinces.csv": csv(change(panel(output))),
    "data/pairs.csv": csv(edges),
  },
  args: ["run", "study.yaml", "--no-report"],
});

const spatial = ["markov: { classes: 2, matrix: border }"];
const where = (test, values) => (rows) => rows.map((row) => (test(row) ? { ...row, ...values } : row));
const index = (method) =>
  `indices:\n  tech: { data: provinces, method: equal, scale: { method: ${method} }, indicators: { output: higher, people: higher } }\n`;

export const differencesMistakes = [
  asked("a unit the matrix does not know", "MATRIX-UNIT-UNKNOWN", spatial, { edges: pairs.slice(0, -1) }),
  asked("a unit whose only neighbour left", "MATRIX-ISLAND", spatial, { change: (rows) => rows.filter((row) => row.code !== 11) }),
  asked("a unit that is its own neighbour", "MATRIX-EDGE-SELF", spatial, { edges: [...pairs, { from: 3, to: 3 }] }),
  asked("a pair without weight", "MATRIX-EDGE-WEIGHT", spatial, { edges: pairs.map((pair) => ({ ...pair, weight: -1 })) }),
  asked("a pair with two weights", "MATRIX-EDGE-TWICE", spatial, {
    edges: [...pairs.map((pair) => ({ ...pair, weight: 1 })), { from: 2, to: 1, weight: 3 }],
  }),
  asked("a list of pairs with one column", "MATRIX-COLUMNS", spatial, { edges: pairs.map(({ from }) => ({ from })) }),
  asked("a matrix that is not there", "STUDY-NAME-UNKNOWN", ["markov: { classes: 2, matrix: borders }"]),
  asked("differences of nothing", "DIFF-EMPTY", ["groups: region"]),
  asked("a figure of what was not asked", "DIFF-FIGURE-PART", ["sigma: {}"], {
    more: "figures:\n  shape: { kind: density, differences: gaps }\n",
    variable: "output",
  }),
  asked("no row with a weight", "DIFF-NO-ROWS", ["weights: people", "inequality: {}"], {
    change: where(() => true, { people: "" }),
  }),
  asked("shares of negative amounts", "DIFF-NEGATIVE", ["inequality: {}"], { more: index("zScore") }),
  asked("growth from zero", "DIFF-NOT-POSITIVE", ["beta: { absolute: {} }"], { change: where((row) => row.code === 2, { output: 0 }) }),
  asked("a weight of zero", "DIFF-WEIGHT", ["weights: people", "inequality: {}"], {
    change: where((row) => row.code === 5, { people: 0 }),
  }),
  asked("groups that cross", "DIFF-NOT-NESTED", ["groups: [half, region]", "inequality: {}"]),
  asked("a move longer than the panel", "DIFF-PERIODS-FEW", ["markov: { classes: 2, lag: 9 }"]),
  asked("more classes than values", "DIFF-CLASSES-MANY", ["markov: { classes: 6 }"], { output: (i) => 1 + (i % 3) }),
  asked("clubs without groups", "DIFF-CLUBS-GROUPS", ["beta: { clubs: { clubs: true } }"]),
  asked("a unit with two codes", "DIFF-CODE-VARIES", spatial, {
    change: where((row) => row.code === 3 && row.year === 2014, { code: 4 }),
  }),
  asked("cells missing among the differences", "DIFF-ROWS-LEFT", ["weights: people", "inequality: {}"], {
    change: where((row) => row.code === 4 && row.year === 2013, { people: "" }),
  }),
  asked("the Gini coefficient of a min-max index", "DIFF-NO-NATURAL-ZERO", ["inequality: {}"], { more: index("minMax") }),
  asked("Theil's L of a zero", "DIFF-ZERO", ["inequality: {}"], { change: where((row) => row.code === 2, { output: 0 }) }),
  asked("a group of one unit", "DIFF-GROUP-SINGLE", ["groups: region", "inequality: {}"], {
    change: where((row) => row.code === 12, { region: "far" }),
  }),
  asked("a density of twelve units", "DIFF-FEW-UNITS", ["density: {}"]),
  asked("a panel that is not balanced", "DIFF-UNBALANCED", ["sigma: {}"], {
    change: (rows) => rows.filter((row) => row.code !== 7 || row.year > 2013),
  }),
  asked("unit effects in a short panel", "DIFF-NICKELL", ["beta: { panel: { sample: panel, effects: unit } }"]),
  asked("a club of one unit", "DIFF-CLUB-SMALL", ["groups: region", "beta: { clubs: { clubs: true } }"], {
    change: where((row) => row.code === 12, { region: "far" }),
  }),
  asked("convergence without coming closer", "DIFF-GALTON", ["beta: { absolute: {} }"], {
    output: (i, t) => (t < 3 ? 2 + i : 12.9 - i) + 0.01 * ((i * 5) % 7),
  }),
  asked("classes that are hardly left", "DIFF-CLASS-THIN", ["markov: { classes: 12 }"]),
  asked("fixed classes of what grows", "DIFF-CLASS-DRIFT", ["markov: { classes: 3 }"], { output: (i, t) => 1 + 0.1 * i + 2 * t }),
  asked("a chain that changes half-way", "DIFF-CHAIN-CHANGES", ["markov: { classes: 2, frame: byYear }"], {
    output: (i, t) => (t <= 3 || t % 2 === 1 ? 2 + i : 14 - i) + 0.1 * t,
  }),
];
