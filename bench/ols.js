// Least squares without and with one or two sets of effects, robust and clustered errors, ours beside fixest and lm (bench/peers/ols.R) on the same
// arrays, into docs/bench-ols.md. Usage: nice -n -20 node bench/ols.js
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { regress, rowOf } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { stream } from "../dist/numerics/main.js";

const sizes = [100_000, 1_000_000];
const slopes = "y ~ x1 + x2 + x3 + x4 + x5";
const models = [
  [slopes, "HC1"],
  [slopes, "cluster"],
  [`${slopes} | firm`, "HC1"],
  [`${slopes} | firm`, "cluster"],
  [`${slopes} | firm + year`, "HC1"],
  [`${slopes} | firm + year`, "cluster"],
];

/** Simulated: firms over ten years, one year in ten missing; regressors lean on what the firm is like. */
function simulated(rows) {
  const random = stream(1, 0);
  const names = ["firm", "year", "y", "x1", "x2", "x3", "x4", "x5"];
  const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(rows)]));
  let able = 0;
  for (let i = 0, cell = 0; i < rows; cell++) {
    if (cell % 10 === 0) able = random.normal();
    if (random.uniform() < 0.1) continue;
    columns.firm[i] = Math.floor(cell / 10);
    columns.year[i] = 2013 + (cell % 10);
    let y = able + random.normal();
    for (let j = 1; j <= 5; j++) {
      const x = random.normal() + 0.3 * able;
      columns[`x${j}`][i] = x;
      y += 0.1 * j * x;
    }
    columns.y[i++] = y;
  }
  return columns;
}

/** Least seconds of three fits, each on a table of its own, so that nothing worked out for one serves the next. */
function ours(columns, [formula, errors]) {
  const options = errors === "cluster" ? { cluster: "firm" } : { vcov: errors };
  let least = Number.POSITIVE_INFINITY;
  let fit;
  for (let k = 0; k < 3; k++) {
    const from = performance.now();
    fit = regress(frame("bench", columns), formula, options);
    least = Math.min(least, (performance.now() - from) / 1000);
  }
  const { estimate, stdError } = rowOf(fit, "x1");
  return { seconds: least, b: estimate, se: stdError };
}

function theirs(columns, rows) {
  const folder = mkdtempSync(join(tmpdir(), "xinzhi-ols-"));
  try {
    writeFileSync(join(folder, "data"), Buffer.concat(Object.values(columns).map((c) => Buffer.from(c.buffer))));
    const script = fileURLToPath(new URL("peers/ols.R", import.meta.url));
    const said = execFileSync(
      "Rscript",
      [script, join(folder, "data"), Object.keys(columns).join(","), String(rows), JSON.stringify(models)],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    return JSON.parse(said);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let version = "";
const lines = sizes.flatMap((rows) => {
  const columns = simulated(rows);
  const peer = theirs(columns, rows);
  version = peer.version;
  return models.map((model, k) => {
    const mine = ours(columns, model);
    const they = peer.fixest[k];
    const apart = Math.max(Math.abs(mine.b / they.b - 1), Math.abs(mine.se / they.se - 1));
    console.log(rows, model.join(", "), mine.seconds.toFixed(3), they.seconds.toFixed(3), peer.lm[k]?.toFixed(3) ?? "", apart);
    if (!(apart < 1e-7)) process.exitCode = 1;
    const lm = peer.lm[k] === null ? "" : (mine.seconds / peer.lm[k]).toFixed(2);
    return `| ${rows.toLocaleString("en")} | \`${model[0].replaceAll("|", "\\|")}\` | ${model[1]} | ${(mine.seconds / they.seconds).toFixed(2)} | ${lm} | ${apart.toExponential(0)} |`;
  });
});

const page = `# Least squares against fixest and lm

Ratio of times, ours to the peer's, from arrays in memory to the fit with its errors; best of three each, one after the other, on ${cpus()[0].model.replace(/ Processor.*| CPU.*/, "")}. ${version},
fixest with two threads and its defaults; \`lm\` with \`sandwich\` (HC1) or \`vcovCL\`. Simulated firms over ten years with one year in ten missing; errors clustered by
firm where it says so. Made by \`node bench/ols.js\` (its twin: \`bench/peers/ols.R\`), which fails where the first coefficient or its error differs by more than 1e-7.

| rows | model | errors | ours / fixest | ours / lm and sandwich | largest relative difference from fixest |
| --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
writeFileSync(new URL("../docs/bench-ols.md", import.meta.url), page);
