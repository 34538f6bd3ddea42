// Two-step difference and system GMM with Windmeijer's errors on 4,000 firms, 9 years, collapsed instruments, beside plm::pgmm on the same rows.
// Usage: node bench/gmm.js [--write]  (R with plm; `--write` renews the table of docs/dynamic-panels.md)
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { dynamicPanel } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { stream } from "../dist/numerics/main.js";

const [firms, years] = [4000, 9];
const draw = stream(7, 0);
const columns = { firm: [], year: [], y: [], x: [], w: [] };
for (let firm = 0; firm < firms; firm++) {
  const effect = draw.normal();
  let [y, x] = [2 * effect, 0];
  // Two thirds of the rows: panels begin late or end early.
  const first = draw.integer(4);
  const last = years - draw.integer(4);
  for (let t = -10; t < years; t++) {
    const u = draw.normal();
    x = 0.6 * x + 0.4 * u + 0.3 * effect + draw.normal();
    const w = draw.normal();
    y = 0.5 * y + 0.3 * x + 0.2 * w + effect + u;
    if (t < first || t >= last) continue;
    for (const [name, value] of Object.entries({ firm, year: 2010 + t, y, x, w })) columns[name].push(value);
  }
}
const rows = columns.y.length;
mkdirSync(".peers/gmm", { recursive: true });
const names = Object.keys(columns);
writeFileSync(
  ".peers/gmm/bench.csv",
  `${[names.join(","), ...columns.y.map((_, i) => names.map((name) => columns[name][i]).join(","))].join("\n")}\n`,
);

const options = {
  unit: "firm",
  time: "year",
  instruments: [
    { kind: "endogenous", columns: ["y", "x"], collapse: true },
    { kind: "exogenous", columns: ["w"], equation: "difference" },
  ],
};
const system = {
  ...options,
  equations: ["difference", "level"],
  instruments: [...options.instruments, { kind: "exogenous", columns: ["w"], equation: "level" }],
};

/** Seconds of the best of five fits, and the fit. The first call is counted too: a user makes one. */
function timed(settings) {
  const times = [];
  let fit;
  for (let k = 0; k < 5; k++) {
    const start = performance.now();
    // A new table each time: nothing of the last fit is kept.
    fit = dynamicPanel(frame("bench", columns), "y ~ l(y, 1) + x + w | firm + year", settings);
    times.push((performance.now() - start) / 1000);
  }
  return { first: times[0], best: Math.min(...times), fit };
}

const peer = JSON.parse(execFileSync("Rscript", ["bench/peers/gmmBench.R"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
const lines = [
  ["difference GMM", options, peer.d],
  ["system GMM", system, peer.ld],
].map(([name, settings, theirs]) => {
  const { first, best, fit } = timed(settings);
  const row = fit.coefficients.find((r) => r.term === "l(y, 1)");
  const gap = Math.max(Math.abs(row.estimate / theirs.lag - 1), Math.abs(row.stdError / theirs.error - 1));
  const instruments = fit.instruments.reduce((total, set) => total + set.count, 0);
  console.log(
    `${name}: ${rows} rows, ${firms} firms, ${instruments} instruments; first ${first.toFixed(2)} s, best ${best.toFixed(2)} s; plm ${theirs.seconds.toFixed(2)} s; lag and error within ${gap.toExponential(0)}`,
  );
  return `| ${name} | ${instruments} | ${Math.floor(theirs.seconds / first)} | ${Math.floor(theirs.seconds / best)} |`;
});
if (process.argv.includes("--write")) {
  const path = new URL("../docs/dynamic-panels.md", import.meta.url);
  const text = readFileSync(path, "utf8");
  const from = text.indexOf("| model | instruments | plm's time");
  const to = text.indexOf("\n\n", from);
  const table = `| model | instruments | plm's time over ours, first call | later calls |\n| --- | --- | --- | --- |\n${lines.join("\n")}`;
  writeFileSync(path, `${text.slice(0, from)}${table}${text.slice(to)}`);
}
