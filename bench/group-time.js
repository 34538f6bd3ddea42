// Group-time effects on a simulated panel of 100,000 units and 10 periods (9 cohorts, 81 cells), beside the R packages did and fastdid in the same
// run: from arrays and from a Parquet file to all cells, aggregates and errors, the bootstrap, covariates, ten million rows, and
// Proposition 99. Every figure is the first call of a fresh process, the best of several such processes.
// Usage: node bench/group-time.js [repeats]. Writes docs/bench-policies.md. Without R it prints ours alone and writes nothing.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const self = fileURLToPath(import.meta.url);
const PERIODS = 10;

/** Ten groups of equal size: adoption in period 2, ..., 10, and never. Rows unit by unit. */
async function simulate(units, covariates = 0) {
  const { stream } = await import("../dist/numerics/main.js");
  const draws = stream(1, 0);
  const rows = units * PERIODS;
  const panel = {
    unit: new Int32Array(rows),
    time: new Float64Array(rows),
    adopted: new Float64Array(rows),
    outcome: new Float64Array(rows),
  };
  panel.covariates = Array.from({ length: covariates }, () => new Float64Array(rows));
  for (let i = 0, row = 0; i < units; i++) {
    const date = i % 10 === 0 ? Number.NaN : 1 + (i % 10);
    const level = draws.uniform() * 10;
    const x = panel.covariates.map(() => draws.uniform());
    for (let t = 1; t <= PERIODS; t++, row++) {
      panel.unit[row] = i;
      panel.time[row] = t;
      panel.adopted[row] = date;
      panel.outcome[row] = level + 0.1 * t + draws.uniform() + (t >= date ? 0.5 : 0) + x.reduce((sum, v) => sum + 0.05 * v * t, 0);
      for (let k = 0; k < covariates; k++) panel.covariates[k][row] = x[k];
    }
  }
  panel.unitNames = Array.from({ length: units }, (_, i) => `unit ${i}`);
  return panel;
}

async function timed(call) {
  const start = performance.now();
  const result = await call();
  return { seconds: (performance.now() - start) / 1000, result };
}

const overall = ({ aggregates }) => aggregates.find((row) => row.aggregate === "simple");

/** What a child process does: one task, its first call timed. */
const tasks = {
  arrays: async (units) => {
    const panel = await simulate(units);
    const { groupTimeFromArrays } = await import("../dist/econometrics/did/main.js");
    const { seconds, result } = await timed(() => groupTimeFromArrays(panel));
    return { seconds, cells: result.cells.length, simple: overall(result).estimate, error: overall(result).stdError };
  },
  bootstrap: async (units) => {
    const panel = await simulate(units);
    const { groupTimeFromArrays } = await import("../dist/econometrics/did/main.js");
    const { seconds, result } = await timed(() => groupTimeFromArrays(panel, { bands: { method: "bootstrap", draws: 1000 } }));
    return { seconds, critical: result.bands.cells.critical };
  },
  covariates: async (units) => {
    const panel = await simulate(units, 3);
    const { groupTimeFromArrays } = await import("../dist/econometrics/did/main.js");
    const { seconds } = await timed(() => groupTimeFromArrays(panel));
    return { seconds };
  },
  parquet: async (_units, file) => {
    const { readFrame } = await import("../dist/lake/main.js");
    const { groupTimeEffects } = await import("../dist/econometrics/did/main.js");
    // The engine is loaded before the clock starts, as the packages of R are.
    await import("@duckdb/node-api");
    const { seconds, result } = await timed(async () =>
      groupTimeEffects(await readFrame(file), { outcome: "y", adopted: "first", unit: "unit", time: "time" }),
    );
    return { seconds, simple: overall(result).estimate };
  },
  smoking: async () => {
    const { syntheticEffects } = await import("../dist/econometrics/main.js");
    const { frame } = await import("../dist/frame/main.js");
    const lines = readFileSync(new URL("../test/fixtures/synthetic/smoking.csv", import.meta.url), "utf8")
      .trim()
      .split("\n")
      .slice(1);
    const rows = lines.map((line) => line.split(","));
    // Two treated states, so that the placebos are drawn: 200 of them.
    const treated = new Set(["California", "Utah"]);
    const data = frame("smoking", {
      state: rows.map((r) => r[0]),
      year: rows.map((r) => Number(r[1])),
      sales: rows.map((r) => Number(r[2])),
      first: rows.map((r) => (treated.has(r[0]) ? 1989 : null)),
    });
    const options = { outcome: "sales", adopted: "first", unit: "state", time: "year", methods: ["syntheticDid"], draws: 200 };
    const { seconds, result } = await timed(() => syntheticEffects(data, options));
    return { seconds, placebos: result[0].placebos.count };
  },
};

/** Runs a task in fresh processes; the best time and what the last one said. */
function best(task, repeats, ...rest) {
  const made = Array.from({ length: repeats }, () =>
    JSON.parse(execFileSync(process.execPath, [self, "--task", task, ...rest.map(String)], { encoding: "utf8" })),
  );
  const seconds = made.map((m) => m.seconds);
  return { ...made[made.length - 1], seconds: Math.min(...seconds), worst: Math.max(...seconds) };
}

/** The panel as csv for R and as Parquet for us. */
async function writeFiles(folder, units) {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const parquet = join(folder, `panel${units}.parquet`);
  // The values of simulate() do not matter for the time; those of the csv are the same as of the arrays, to compare the numbers.
  const panel = await simulate(units);
  const csv = join(folder, `panel${units}.csv`);
  const lines = ["unit,time,first,y"];
  const parts = [];
  for (let row = 0; row < panel.unit.length; row++) {
    const date = panel.adopted[row];
    lines.push(`${panel.unit[row]},${panel.time[row]},${Number.isNaN(date) ? "" : date},${panel.outcome[row]}`);
    if (lines.length === 1e6) parts.push(`${lines.splice(0).join("\n")}\n`);
  }
  parts.push(`${lines.join("\n")}\n`);
  writeFileSync(csv, parts.shift());
  for (const part of parts) writeFileSync(csv, part, { flag: "a" });
  await connection.run(`COPY (SELECT * FROM read_csv('${csv}')) TO '${parquet}' (FORMAT parquet)`);
  return { csv, parquet };
}

function peer(name, csv) {
  try {
    return JSON.parse(
      execFileSync("Rscript", [fileURLToPath(new URL("peers/groupTimeBench.R", import.meta.url)), name, csv], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
  } catch {
    return null;
  }
}

async function main(repeats) {
  const folder = mkdtempSync(join(tmpdir(), "xinzhi-bench-"));
  try {
    const files = await writeFiles(folder, 100_000);
    // Peers between ours, so that a busy moment of the machine meets all alike.
    const before = best("arrays", repeats, 100_000);
    const did = peer("did", files.csv);
    const between = best("arrays", repeats, 100_000);
    const fastdid = peer("fastdid", files.csv);
    const after = best("arrays", repeats, 100_000);
    const arrays = { ...after, seconds: Math.min(before.seconds, between.seconds, after.seconds) };
    const others = {
      parquet: best("parquet", repeats, 100_000, files.parquet),
      bootstrap: best("bootstrap", repeats, 100_000),
      covariates: best("covariates", repeats, 100_000),
      smoking: best("smoking", repeats),
    };
    rmSync(files.csv);
    const large = await writeFiles(folder, 1_000_000);
    others.largeArrays = best("arrays", 2, 1_000_000);
    others.largeParquet = best("parquet", 2, 1_000_000, large.parquet);
    report({ arrays, did, fastdid, ...others });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(made) {
  const { arrays, did, fastdid } = made;
  console.log(JSON.stringify(made, null, 1));
  if (did === null || fastdid === null) {
    console.log("Rscript with did and fastdid is not on this machine: docs/bench-policies.md stays as it is.");
    return;
  }
  for (const theirs of [did, fastdid]) {
    if (!(Math.abs(arrays.simple - theirs.simple) < 1e-6 && Math.abs(arrays.error - theirs.error) < 1e-6))
      throw new Error("the numbers differ");
  }
  const total = (p) => p.cells + p.aggregates;
  const times = (seconds) => Math.round(seconds / arrays.seconds);
  const limit = (seconds, most) => (seconds <= most ? `at most ${most} s` : `${seconds.toFixed(2)} s`);
  const share = (m) => (m.seconds / arrays.seconds).toFixed(1);
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const page = `# Group-time effects beside did and fastdid

A simulated panel of 100,000 units and 10 periods, nine cohorts and never-treated units: one million rows, 81 cells, not-yet-treated controls. From arrays in memory
to every cell, the simple, dynamic, group and calendar averages with their errors, and the joint pre-test. Every figure is the first call of a fresh
process, so it holds the time that a compiler takes to warm up; R's packages are loaded and the data read before their clock starts. All three
print the same estimate and error.

${row(["program", "cells and errors", "and all averages"])}
${row(["---", "---", "---"])}
${row(["Xinzhi", "", "1"])}
${row([`did ${did.version}, no bootstrap`, times(did.cells), times(total(did))])}
${row([`fastdid ${fastdid.version}; every kind of average is a run of its own`, times(fastdid.cells), times(total(fastdid))])}

In units of our time from arrays, which is ${limit(arrays.seconds, 0.2)} on this machine (${cpus()[0].model}, two cores). The rest, in the same units:

${row(["task", "time", "limit"])}
${row(["---", "---", "---"])}
${row(["the same from a Parquet file", share(made.parquet), limit(made.parquet.seconds, 1)])}
${row(["1,000 bootstrap draws of all cells and averages, estimates included", share(made.bootstrap), limit(made.bootstrap.seconds, 2)])}
${row(["three covariates, doubly robust", share(made.covariates), ""])}
${row(["ten million rows, from arrays", share(made.largeArrays), `${limit(made.largeArrays.seconds, 5)}, ${gibibytes(made.largeArrays)}`])}
${row(["ten million rows, from a Parquet file", share(made.largeParquet), `${limit(made.largeParquet.seconds, 5)}, ${gibibytes(made.largeParquet)}`])}
${row(["synthetic difference in differences on the 39 states of Proposition 99, 200 placebos of two states", share(made.smoking), limit(made.smoking.seconds, 2)])}

The panel is reduced once to each cohort's size, mean path and 10 x 10 scatter; cells, averages and errors are small linear algebra on those. The bootstrap draws
signed sums of the paths of each cohort, ten numbers, whatever the number of effects; signs of eight units are looked up at a time. Covariates
and holes need a pass over the units for every cell.

Made by \`node bench/group-time.js\`.
`;
  writeFileSync(new URL("../docs/bench-policies.md", import.meta.url), page);
}

function gibibytes({ peak }) {
  return `${peak <= 2 ** 30 ? "at most 1" : (peak / 2 ** 30).toFixed(1)} GiB in all`;
}

const at = process.argv.indexOf("--task");
if (at < 0) await main(Number(process.argv[2] ?? 5));
else {
  const [task, ...rest] = process.argv.slice(at + 1);
  const made = await tasks[task](Number(rest[0]), rest[1]);
  console.log(JSON.stringify({ ...made, peak: 1024 * process.resourceUsage().maxRSS }));
}
