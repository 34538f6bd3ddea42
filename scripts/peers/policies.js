// Staggered designs on the panels they are shown on, against did, fixest, bacondecomp, didimputation, did2s and etwfe. The panels come with R packages
// and are not part of this project: bench/peers/policies.R exports them to .peers/. Writes docs/agreement-policies.md.
// Called by scripts/peers.js; alone: node scripts/peers/policies.js
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { evaluatePolicy, groupTimeEffects, staggeredEffects } from "../../dist/econometrics/did/main.js";
import { syntheticEffects } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { agreementPoliciesPage } from "../docs/agreementPolicies.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".peers");

// did 2.5.1, bstrap = FALSE, as printed on another machine to nine digits: [estimate, error].
const printed = {
  "nevertreated, none": {
    simple: [-0.039951275, 0.012034013],
    dynamic: [-0.077239821, 0.019964989],
    group: [-0.031018282, 0.012446059],
    calendar: [-0.041700432, 0.015971852],
  },
  "notyettreated, none": {
    simple: [-0.039763626, 0.012052425],
    dynamic: [-0.077399314, 0.019560177],
    group: [-0.030462228, 0.01257512],
    calendar: [-0.044267083, 0.015570904],
  },
  "nevertreated, reg": {
    simple: [-0.041968612, 0.01144483],
    dynamic: [-0.080781745, 0.018745855],
    group: [-0.03292924, 0.011860309],
    calendar: [-0.044532331, 0.014885028],
  },
  "nevertreated, ipw": {
    simple: [-0.041777082, 0.011499719],
    dynamic: [-0.080376887, 0.01895425],
    group: [-0.032875369, 0.0118932],
    calendar: [-0.044170101, 0.015035224],
  },
  "nevertreated, dr": {
    simple: [-0.041751772, 0.011502838],
    dynamic: [-0.08035395, 0.018957557],
    group: [-0.032819597, 0.011898179],
    calendar: [-0.044177358, 0.015038175],
  },
};

/** A csv of `.peers/`; the columns named in `texts` are not numbers. */
function read(name, texts = []) {
  const [head, ...lines] = readFileSync(join(folder, `${name}.csv`), "utf8")
    .trim()
    .split("\n");
  const cells = lines.map((line) => line.split(","));
  const column = (heading, j) => cells.map((c) => (texts.includes(heading) ? c[j] : c[j] === "" ? null : Number(c[j])));
  return frame(name, new Map(head.split(",").map((heading, j) => [heading, column(heading, j)])));
}

/**
 * Every number beside ours: `ours` and `theirs` must differ by at most `tolerance` times the larger of their size and 0.01.
 * Needs R with the packages; throws where one is missing.
 */
export function policyComparisons() {
  mkdirSync(folder, { recursive: true });
  execFileSync("Rscript", [join(root, "bench/peers/policies.R"), folder], { stdio: ["ignore", "ignore", "inherit"] });
  return compareAll(JSON.parse(readFileSync(join(folder, "policies.json"), "utf8")));
}

function compareAll(peers) {
  const comparisons = [...groupTime(peers), ...decompositions(peers), ...estimators(peers)];
  return { source: peers.source, critical: criticalValues(), synthetic: proposition99(), comparisons };
}

export const differs = ({ ours, theirs, tolerance }) =>
  !(typeof ours === "number" && Math.abs(ours - theirs) <= tolerance * Math.max(Math.abs(theirs), 0.01));

const overallOf = (rows, name) => rows.find((row) => row.aggregate === name && row.time === undefined && row.cohort === undefined);

/** Collects pairs of estimate and error under one heading. */
function collector(data, peer, of, [estimates, errors]) {
  const list = [];
  const add = (what, row, [estimate, error]) => {
    list.push({ data, peer, of, what: `${what} estimate`, ours: row?.estimate ?? null, theirs: estimate, tolerance: estimates });
    list.push({ data, peer, of, what: `${what} error`, ours: row?.stdError ?? null, theirs: error, tolerance: errors });
  };
  return { list, add };
}

function mpdtaPanel() {
  const data = read("mpdta");
  const columns = Object.fromEntries(data.columns);
  const first = columns["first.treat"].values.map((year) => (year === 0 ? Number.NaN : year));
  return frame("mpdta", { county: columns.countyreal, year: columns.year, lemp: columns.lemp, lpop: columns.lpop, first });
}

const mpdtaNames = { outcome: "lemp", adopted: "first", unit: "county", time: "year" };

function groupTime({ groupTime: peers, balanced }) {
  const data = mpdtaPanel();
  const methods = { none: {}, reg: { method: "regression" }, ipw: { method: "weighting" }, dr: { method: "doublyRobust" } };
  const controls = { nevertreated: "never", notyettreated: "notYet" };
  return Object.entries(peers).flatMap(([group, runs]) =>
    Object.entries(runs).flatMap(([method, theirs]) => {
      const options = {
        ...mpdtaNames,
        controlGroup: controls[group],
        ...methods[method],
        ...(method === "none" ? {} : { covariates: ["lpop"] }),
        balance: 1,
      };
      const ours = groupTimeEffects(data, options);
      const title = `${group}, ${method}`;
      const { list, add } = collector("mpdta", "did", title, [1e-8, 1e-8]);
      for (const cell of theirs.cells) {
        const row = ours.cells.find((r) => r.cohort === cell.cohort && r.time === cell.time);
        add(`ATT(${cell.cohort},${cell.time})`, row, [cell.estimate, cell.stdError]);
      }
      const addAggregate = (name, { overall, points }) => {
        add(name, overallOf(ours.aggregates, name), overall);
        for (const p of points) {
          const row = ours.aggregates.find((r) => r.aggregate === name && (name === "group" ? r.cohort : r.time) === p.at);
          add(`${name} at ${p.at}`, row, [p.estimate, p.stdError]);
        }
      };
      for (const [name, aggregate] of Object.entries(theirs.aggregates)) addAggregate(name, aggregate);
      if (title === "nevertreated, none") addAggregate("balanced", balanced);
      list.push({
        data: "mpdta",
        peer: "did",
        of: title,
        what: "Wald pre-test",
        ours: ours.pretest.waldChi2,
        theirs: theirs.wald,
        tolerance: 1e-8,
      });
      // Nine printed digits: half a unit of the last.
      const digits = Object.entries(printed[title] ?? {}).flatMap(([name, numbers]) =>
        ["estimate", "stdError"].map((field, j) => {
          const value = overallOf(ours.aggregates, name)[field];
          return {
            data: "mpdta",
            peer: "did, as printed",
            of: title,
            what: `${name} ${field}`,
            ours: Number(value.toFixed(9)),
            theirs: numbers[j],
            tolerance: 1e-15,
          };
        }),
      );
      return [...list, ...digits];
    }),
  );
}

/** Critical values of uniform bands on the cells of mpdta: 25,000 draws. */
function criticalValues() {
  const data = mpdtaPanel();
  const of = (method) => {
    const effects = groupTimeEffects(data, { ...mpdtaNames, controlGroup: "never", bands: { method, draws: 25_000, seed: 1 } });
    return effects.bands.cells.critical;
  };
  return { bootstrap: of("bootstrap"), gaussian: of("gaussian") };
}

/** California's cigarette tax: a panel that a permissive package carries, so it is in the project. */
function proposition99() {
  const lines = readFileSync(join(root, "test/fixtures/synthetic/smoking.csv"), "utf8").trim().split("\n").slice(1);
  const rows = lines.map((line) => line.split(","));
  const data = frame("smoking", {
    state: rows.map((r) => r[0]),
    year: rows.map((r) => Number(r[1])),
    sales: rows.map((r) => Number(r[2])),
    first: rows.map((r) => (r[0] === "California" ? 1989 : null)),
  });
  const names = { outcome: "sales", adopted: "first", unit: "state", time: "year" };
  const [made] = syntheticEffects(data, { ...names, methods: ["syntheticDid"] });
  return { estimate: made.row.estimate, gap: made.optimalityGap };
}

function decompositions({ bacon }) {
  return Object.entries(bacon).flatMap(([name, theirs]) => {
    const { result } = evaluatePolicy(read(name, ["unit"]), {
      data: name,
      outcome: "y",
      adopted: "first",
      unit: "unit",
      time: "time",
      estimators: ["twoWay"],
      randomization: { draws: 99 },
    });
    const { estimates } = result.outcomes.y.decomposition;
    const shared = { data: name, peer: "bacondecomp", of: "comparisons behind the two-way estimate", tolerance: 1e-8 };
    return theirs.flatMap((c) => {
      const control = c.untreated === 99999 ? null : c.untreated;
      const at = result.comparisons.findIndex((o) => o.treated === c.treated && o.control === control);
      return [
        { ...shared, what: `${c.treated} against ${c.untreated}, weight`, ours: result.comparisons[at]?.weight ?? null, theirs: c.weight },
        { ...shared, what: `${c.treated} against ${c.untreated}, estimate`, ours: estimates[at] ?? null, theirs: c.estimate },
      ];
    });
  });
}

function estimators(peers) {
  const stagg = {
    adopted: "first",
    unit: "id",
    time: "year",
    outcome: "y",
    controls: { columns: ["x1"], at: "current" },
    window: { from: -9, to: 8 },
  };
  const het = { adopted: "first", unit: "unit", time: "year", outcome: "y", cluster: "state", window: { from: -2, to: 20 } };
  const county = { ...mpdtaNames, controls: { columns: ["lpop"], at: "current" }, window: { from: -2, to: 3 } };
  const runs = [
    ["base_stagg", "fixest", "sunAbraham", peers.sunab, stagg, read("base_stagg"), [1e-7, 1e-6]],
    ["df_het", "didimputation", "imputation", peers.imputation, { ...het, imputation: { leaveOut: false } }, read("df_het"), [1e-7, 1e-6]],
    ["df_het", "did2s", "twoStage", peers.twoStage, het, read("df_het"), [1e-7, 1e-6]],
    ["mpdta", "etwfe", "saturated", peers.saturated, county, mpdtaPanel(), [1e-7, 1e-4]],
  ];
  return runs.flatMap(([data, peer, estimator, theirs, options, panel, tolerances]) => {
    const { aggregates } = staggeredEffects(panel, { ...options, estimator });
    const { list, add } = collector(data, peer, `\`${estimator}\``, tolerances);
    add("overall", overallOf(aggregates, "simple"), theirs.overall);
    for (const p of theirs.points) {
      const row = aggregates.find((r) => r.aggregate === "dynamic" && r.time === p.at);
      add(`event ${p.at}`, row, [p.estimate, p.stdError]);
    }
    return list;
  });
}

/** Compares, writes the page, and returns what differs. */
export function checkPolicies() {
  const made = policyComparisons();
  writeFileSync(join(root, "docs/agreement-policies.md"), agreementPoliciesPage(made));
  const failed = made.comparisons.filter(differs).map((c) => ({ ...c, what: `${c.data}, ${c.peer}, ${c.of}: ${c.what}` }));
  for (const [name, expected] of [
    ["bootstrap", 2.668],
    ["gaussian", 2.832],
  ])
    if (!(Math.abs(made.critical[name] - expected) <= 0.04))
      failed.push({ what: `critical value, ${name}`, ours: made.critical[name], theirs: expected });
  return { count: made.comparisons.length + 2, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { count, failed } = checkPolicies();
  for (const { what, ours, theirs } of failed) console.log(`DIFFERS ${what}: ${ours} and ${theirs}`);
  console.log(`${count - failed.length} of ${count} numbers equal.`);
  if (failed.length > 0) process.exitCode = 1;
}
