// How often each test rejects on the pilot-zones design: a true null, a planted effect, and a true null where its assumptions fail.
// Writes docs/montecarlo-size.md. Usage: npm run montecarlo:size [-- panels draws]
import { readFileSync, writeFileSync } from "node:fs";
import { covariance } from "../dist/econometrics/did/cohortStatistics.js";
import { estimateGroupTime } from "../dist/econometrics/did/groupTime.js";
import { groupTimeAssigned } from "../dist/econometrics/did/groupTimeAssigned.js";
import { contrastOf } from "../dist/econometrics/did/groupTimeRows.js";
import { randomize } from "../dist/econometrics/did/randomization.js";
import { twoWayEffect } from "../dist/econometrics/did/twoWay.js";
import { doublyDemeaned, twoWayAssigned } from "../dist/econometrics/did/twoWayAssigned.js";
import { stream, tQuantile } from "../dist/numerics/main.js";

const panels = Number(process.argv[2] ?? 5000);
const draws = Number(process.argv[3] ?? 499);
const [units, periods] = [30, 11];
// 2012-2022: two provinces adopt in 2019, eight in 2020, three in 2021, three in 2022, fourteen never.
const positions = [7, 8, 9, 10, Number.POSITIVE_INFINITY];
const sizes = [2, 8, 3, 3, 14];
const group = Int32Array.from(sizes.flatMap((n, k) => Array.from({ length: n }, () => k)));
const schedule = { periods, cohorts: 4, positions };
const groups = positions.map((position, k) => ({
  adopted: Number.isFinite(position) ? 2012 + position : null,
  position,
  units: Int32Array.from([...group.keys()].filter((i) => group[i] === k)),
}));
const rules = { controlGroup: "notYet", anticipation: 0, basePeriod: "varying" };
const t29 = tQuantile(0.975, units - 1);

/** Region of every unit, as in the study: the provinces in order of adoption. */
const region = regionsByCohort();

function regionsByCohort() {
  const lines = (name) =>
    readFileSync(new URL(`../studies/pilot-zones/data/${name}`, import.meta.url), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
  const firstTreated = new Map();
  for (const [, province, , approved] of lines("ai-pilot-zones.csv")) {
    const [year, month] = approved.split("-").map(Number);
    const first = month >= 9 ? year + 1 : year;
    firstTreated.set(province, Math.min(first, firstTreated.get(province) ?? first));
  }
  const provinces = lines("provinces.csv")
    .filter(([, province]) => province !== "Tibet")
    .map(([, province, , place]) => ({ first: firstTreated.get(province) ?? Number.POSITIVE_INFINITY, place }))
    .sort((a, b) => a.first - b.first);
  const cohorts = provinces.map(({ first }) => positions.indexOf(first - 2012));
  if (cohorts.some((k, i) => k !== group[i])) throw new Error("the study's provinces are not those of this design");
  const names = [...new Set(provinces.map(({ place }) => place))];
  return Int32Array.from(provinces, ({ place }) => names.indexOf(place));
}

/** AR(1) with variance one, started in its stationary law; levels of units and periods drop out of every estimator. */
function shocks(random, rho, length) {
  const innovation = Math.sqrt(1 - rho * rho);
  const path = new Float64Array(length);
  let shock = random.normal();
  for (let t = 0; t < length; t++) {
    path[t] = shock;
    shock = rho * shock + innovation * random.normal();
  }
  return path;
}

/** A panel of independent AR(1) units, changed cell by cell by `change(i, t, shock)`. */
function panelOf(rho, number, change = (_i, _t, shock) => shock) {
  const random = stream(20_000 + Math.round(100 * rho), number);
  const values = new Float64Array(units * periods);
  for (let i = 0; i < units; i++) {
    const path = shocks(random, rho, periods);
    for (let t = 0; t < periods; t++) values[i * periods + t] = change(i, t, path[t]);
  }
  const wide = { units, periods, values, group, cluster: null, clusters: units };
  return { wide, schedule, groups, members: Int32Array.from(group.keys()) };
}

const { factor } = twoWayEffect({ panel: panelOf(0, 0), covariates: [] });
// The doubly demeaned treatment, for the error that knows no clusters.
const treated = Float64Array.from({ length: units * periods }, (_, c) =>
  c % periods >= positions[group[Math.floor(c / periods)]] ? 1 : 0,
);
const demeaned = doublyDemeaned(treated, units, periods);
const treatedSquares = demeaned.reduce((s, d) => s + d * d, 0);

function iidError(panel, estimate) {
  const y = doublyDemeaned(panel.wide.values, units, periods);
  const rss = y.reduce((s, v, c) => s + (v - estimate * demeaned[c]) ** 2, 0);
  return Math.sqrt(rss / (units * periods - units - periods) / treatedSquares);
}

const tests = [
  ["randomisation of the two-way estimate (studentised)", "exact under the null"],
  ["randomisation of the group-time average (studentised)", "exact under the null"],
  ["two-way, clustered, t(29)", "16 treated units"],
  ["two-way, errors as if independent", "16 treated units"],
  ["group-time average (simple), analytic, t(29)", "16 treated units"],
  ["group-time overall by event time (dynamic), analytic, t(29)", "16 treated units"],
  ["group-time, cohort 2021 (three units), analytic, t(29)", "3 treated units"],
  ["group-time, cohort 2019 (two units), analytic, t(29)", "2 treated units"],
  ["group-time, event time +3 (two units), analytic, t(29)", "2 treated units"],
];

function rejectionsOfNull(rho) {
  return shares(tests.length, (number) => {
    const panel = panelOf(rho, number);
    const estimated = estimateGroupTime(panel, rules);
    const aggregate = (name, at) => estimated.aggregates.find((plan) => plan.name === name && plan.at === at);
    const analytic = (plan) => analyticRejects(estimated, plan);
    const twoWay = twoWayAssigned(panel.wide, schedule, { factor });
    const { estimate, stdError } = twoWay(group);
    return [
      randomised(twoWay, null, number),
      randomised(groupTimeAssigned(estimated, aggregate("simple", null)), null, number),
      Math.abs(estimate) > t29 * stdError,
      Math.abs(estimate) > tQuantile(0.975, units * periods - units - periods) * iidError(panel, estimate),
      analytic(aggregate("simple", null)),
      analytic(aggregate("dynamic", null)),
      analytic(aggregate("group", 2)),
      analytic(aggregate("group", 0)),
      analytic(aggregate("dynamic", 3)),
    ];
  });
}

/** Share of panels in which each of `count` tests rejects. */
function shares(count, testsOf) {
  const counts = new Array(count).fill(0);
  for (let number = 0; number < panels; number++) {
    testsOf(number).forEach((rejected, j) => {
      if (rejected) counts[j]++;
    });
  }
  return counts.map((c) => c / panels);
}

function analyticRejects(estimated, plan) {
  const contrast = contrastOf(estimated, plan);
  return Math.abs(contrast.estimate) > t29 * Math.sqrt(covariance(estimated.statistics, contrast, contrast));
}

function randomised(assigned, strata, seed) {
  return randomize(assigned, { group, strata, blocks: null }, { draws, seed }).pValue <= 0.05;
}

/** The headline (group-time average over treated rows, randomised) with and without strata, and the two tests most papers print. */
const headlineTests = [
  "headline: randomisation of the group-time average",
  "the same within regions",
  "two-way, clustered, t(29)",
  "group-time average, analytic, t(29)",
];

function headlineRejections(make) {
  return shares(headlineTests.length, (number) => {
    const panel = make(number);
    const estimated = estimateGroupTime(panel, rules);
    const simple = estimated.aggregates.find((plan) => plan.name === "simple" && plan.at === null);
    const assigned = groupTimeAssigned(estimated, simple);
    const { estimate, stdError } = twoWayAssigned(panel.wide, schedule, { factor })(group);
    return [
      randomised(assigned, null, number),
      randomised(assigned, region, number),
      Math.abs(estimate) > t29 * stdError,
      analyticRejects(estimated, simple),
    ];
  });
}

const isTreated = (i, t) => t >= positions[group[i]];
const adopts = (i) => Number.isFinite(positions[group[i]]);
const effects = [0.25, 0.5, 0.75, 1];

function power(rho) {
  return effects.map((effect) =>
    headlineRejections((number) => panelOf(rho, number, (i, t, shock) => shock + (isTreated(i, t) ? effect : 0))),
  );
}

/** Worlds in which exchangeable units or parallel trends fail; nothing happens to the treated in any of them. */
const worlds = [
  [
    "regions drift apart: each its own straight trend, slopes with sd 0.1 per year",
    (number) => {
      const random = stream(30_001, number);
      const slopes = Array.from({ length: 4 }, () => 0.1 * random.normal());
      return panelOf(0.5, number, (i, t, shock) => shock + slopes[region[i]] * t);
    },
  ],
  [
    "a common AR(1) shock, loadings between 0 and 2 at random",
    (number) => {
      const random = stream(30_002, number);
      const common = shocks(random, 0.5, periods);
      const loadings = Array.from({ length: units }, () => 2 * random.uniform());
      return panelOf(0.5, number, (i, t, shock) => shock + loadings[i] * common[t]);
    },
  ],
  [
    "a common AR(1) shock, loadings 1.5 where zones come and 0.5 elsewhere",
    (number) => {
      const common = shocks(stream(30_003, number), 0.5, periods);
      return panelOf(0.5, number, (i, t, shock) => shock + (adopts(i) ? 1.5 : 0.5) * common[t]);
    },
  ],
  ["standard deviation doubled where zones come", (number) => panelOf(0.5, number, (i, _t, shock) => (adopts(i) ? 2 : 1) * shock)],
  ["standard deviation doubled where none comes", (number) => panelOf(0.5, number, (i, _t, shock) => (adopts(i) ? 1 : 2) * shock)],
];

const rhos = [0, 0.5, 0.8];
const sizesOfTests = rhos.map(rejectionsOfNull);
const powers = rhos.map(power);
const failing = worlds.map(([, make]) => headlineRejections(make));
const percent = (share) => `${(100 * share).toFixed(1)}`;
const row = (cells) => `| ${cells.join(" | ")} |`;
const error = 100 * Math.sqrt((0.05 * 0.95) / panels);
const page = `# How often each test rejects

## A true null

Share of panels, in percent, in which a test at the 5 percent level rejects although nothing happened. Design: the pilot zones, 30 provinces,
2012-2022, adoption in 2019 (2 provinces), 2020 (8), 2021 (3), 2022 (3), 14 never; outcomes AR(1) with the coefficient in the head of the
column. ${panels.toLocaleString("en-US")} panels, ${draws} draws each; the simulation's own error is ${error.toFixed(1)} points at 5 percent. Controls: not yet treated.

${row(["test", "behind it", ...rhos.map((r) => `AR(1) ${r}`)])}
${row(["---", "---", "---", "---", "---"])}
${tests.map(([name, behind], j) => row([name, behind, ...sizesOfTests.map((s) => percent(s[j]))])).join("\n")}

What to read in it: re-assigning the adoption dates holds its level whatever the serial correlation; two-way errors clustered by province do nearly so;
errors that ignore clusters do not. The analytic errors of group-time effects reject too often, and on cohorts of two or three
provinces several times too often: that is why no stars are printed on cells with fewer than five treated clusters, and why the headline
p of a policy is the randomisation p.

## A planted effect

Share of panels, in percent, in which each test rejects when every treated row moves by the effect in the head of the column (standard deviations
of the outcome within a province).

${row(["test", "AR(1)", ...effects.map((e) => `${e} sd`)])}
${row(["---", "---", ...effects.map(() => "---")])}
${rhos.flatMap((rho, k) => headlineTests.map((name, j) => row([name, rho, ...powers[k].map((s) => percent(s[j]))]))).join("\n")}

Beside the analytic errors of the same average, re-assignment finds a given effect a few points less often: the price of its level. The two-way
estimate finds an effect that is the same in every treated row more often where shocks pass quickly, less often where they last.

## Where the assumptions fail

The same null, AR(1) 0.5, in worlds where units are not exchangeable. Nothing here is a promise of the program: it says what the p-value of such a
study would be worth.

${row(["world", ...headlineTests])}
${row(["---", ...headlineTests.map(() => "---")])}
${worlds.map(([name], j) => row([name, ...failing[j].map(percent)])).join("\n")}

Made by \`npm run montecarlo:size\`.
`;
writeFileSync(new URL("../docs/montecarlo-size.md", import.meta.url), page);
console.log(page);
