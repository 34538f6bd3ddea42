// Poisson pseudo maximum likelihood on a million rows: ours and fixest's in one run, from arrays in memory to a fit with clustered errors.
// Usage: node bench/ppml.js [rows] [repeats]; needs Rscript with fixest. Writes docs/bench-ppml.md.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { ppml } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { exp, log, stream } from "../dist/numerics/main.js";

const rows = Number(process.argv[2] ?? 1e6);
const repeats = Number(process.argv[3] ?? 3);

/** Counts of firms over ten years, with regions for a third set of effects. */
function counts() {
  const s = stream(20250303, 1);
  const columns = Object.fromEntries(["firm", "year", "region", "y", "x", "z"].map((name) => [name, new Float64Array(rows)]));
  let level = 0;
  for (let i = 0; i < rows; i++) {
    const year = i % 10;
    if (year === 0) level = 0.8 * s.normal();
    const x = s.normal() + 0.3 * level;
    const z = s.normal();
    const mean = exp(0.3 * x - 0.2 * z + level + 0.05 * year);
    let count = 0;
    for (let at = -log(s.uniform()); at < mean; count++) at += -log(s.uniform());
    Object.entries({ firm: Math.floor(i / 10), year, region: s.integer(500), y: count, x, z }).forEach(([name, value]) => {
      columns[name][i] = value;
    });
  }
  return columns;
}

function ours(columns, formula) {
  const seconds = [];
  let fit;
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    fit = ppml(frame("bench", columns), formula, { cluster: "firm" });
    seconds.push((performance.now() - start) / 1000);
  }
  const [row] = fit.coefficients;
  return { seconds, b: row.estimate, se: row.stdError, residual: fit.certificate.residual, iterations: fit.certificate.iterations };
}

function theirs(columns, formula) {
  const file = ".peers/ppml.bin";
  writeFileSync(file, Buffer.concat(Object.values(columns).map((c) => Buffer.from(c.buffer))));
  const output = execFileSync(
    "Rscript",
    ["bench/peers/ppmlBench.R", file, Object.keys(columns).join(","), String(rows), formula, String(repeats)],
    {
      encoding: "utf8",
    },
  );
  rmSync(file);
  return JSON.parse(output);
}

mkdirSync(".peers", { recursive: true });
const columns = counts();
const lines = [];
let version = "";
for (const formula of ["y ~ x + z | firm + year", "y ~ x + z | firm + year + region"]) {
  const a = ours(columns, formula);
  const b = theirs(columns, formula);
  version = b.version;
  const ratio = Math.min(...a.seconds) / Math.min(...[b.seconds].flat());
  console.log(
    `${formula}: ours ${a.seconds.map((t) => t.toFixed(2)).join(" ")} s, fixest ${[b.seconds]
      .flat()
      .map((t) => t.toFixed(2))
      .join(" ")} s`,
  );
  lines.push(
    `| \`${formula}\` | ${ratio.toFixed(2)} | ${a.iterations} / ${b.iterations} | ${a.residual.toExponential(1)} / ${b.residual.toExponential(1)} | ${a.b.toPrecision(12)} / ${b.b.toPrecision(12)} |`,
  );
}
writeFileSync(
  new URL("../docs/bench-ppml.md", import.meta.url),
  `# Poisson pseudo maximum likelihood beside fixest

${rows.toLocaleString("en")} rows, ${(rows / 10).toLocaleString("en")} firms, 10 years, 500 regions, errors clustered by firm; from arrays in memory to the fit. Ratio of times, ours to
fixest::fepois ${version} with two threads and its default tolerances, best of ${repeats} each, one after the other on ${cpus()[0].model}. The residual is the largest sum of
y - mu over a firm, relative to the firm's outcomes: the first-order condition of its effect. Made by \`node bench/ppml.js\`.

| model | time, ours / fixest | iterations | residual | first coefficient |
| --- | --- | --- | --- | --- |
${lines.join("\n")}

fixest stops at a relative change of the deviance of 1e-8; here the iterations go on until no row of the index moves by 1e-9.
`,
);
