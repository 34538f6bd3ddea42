// Three sets of effects, a million rows: ours and fixest's in one run, from arrays in memory to a fit with clustered errors.
// Usage: node bench/factors/factors.js [rows] [repeats] [simple|difficult]; needs Rscript with fixest. Writes docs/bench-factors.md.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { regress } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { design, formulaOf } from "./designs.js";

const rows = Number(process.argv[2] ?? 1e6);
const repeats = Number(process.argv[3] ?? 3);
const only = process.argv[4];
const all = [
  ["simple", 1],
  ["simple", 10],
  ["difficult", 1],
  ["difficult", 10],
];
const cases = only === undefined ? all : all.filter(([kind]) => kind === only);

function ours(columns, formula) {
  const data = frame("bench", columns);
  const seconds = [];
  const processor = [];
  let fit;
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    const before = process.cpuUsage();
    // A new frame each time, so that nothing is remembered from the last.
    fit = regress(frame("bench", Object.fromEntries(data.columns)), formula, { cluster: "worker" });
    seconds.push((performance.now() - start) / 1000);
    const used = process.cpuUsage(before);
    processor.push((used.user + used.system) / 1e6);
  }
  const [row] = fit.coefficients;
  return { seconds, processor, b: row.estimate, se: row.stdError, residual: fit.certificate.residual, method: fit.certificate.method };
}

function theirs(columns, formula) {
  const file = ".peers/factors.bin";
  writeFileSync(file, Buffer.concat(Object.values(columns).map((c) => Buffer.from(c.buffer))));
  const output = execFileSync(
    "Rscript",
    ["bench/peers/factors.R", file, Object.keys(columns).join(","), String(rows), formula, String(repeats)],
    {
      encoding: "utf8",
      maxBuffer: 1e8,
    },
  );
  rmSync(file);
  return JSON.parse(output);
}

mkdirSync(".peers", { recursive: true });
const lines = [];
let version = "";
for (const [kind, regressors] of cases) {
  const columns = design(kind, rows, regressors);
  const formula = formulaOf(regressors);
  const a = ours(columns, formula);
  const b = theirs(columns, formula);
  version = b.version;
  const best = (list) => Math.min(...[list].flat());
  const ratio = best(a.seconds) / best(b.seconds);
  const shown = (list) =>
    [list]
      .flat()
      .map((t) => t.toFixed(2))
      .join(" ");
  console.log(
    `${kind} ${regressors}: ours ${shown(a.seconds)} s (processor ${shown(a.processor)}), fixest ${shown(b.seconds)} s (processor ${shown(b.processor)})`,
  );
  console.log(`  ${a.method}, residual ${a.residual} and ${b.residual}; first coefficient ${a.b} and ${b.b}, error ${a.se} and ${b.se}`);
  lines.push(
    `| ${kind} | ${regressors} | ${ratio.toFixed(2)} | \`${a.method}\` | ${a.residual.toExponential(1)} | ${b.residual.toExponential(1)} | ${a.b.toPrecision(12)} | ${b.b.toPrecision(12)} |`,
  );
}
writeFileSync(
  "docs/bench-factors.md",
  `# Three sets of effects against fixest

${rows.toLocaleString("en")} rows, effects of worker, firm and year, errors clustered by worker; from arrays in memory to the fit, everything included.
Ratio of times, ours to fixest ${version} with two threads and its default tolerance, best of ${repeats} each, one after the other on ${cpus()[0].model}.
Made by \`node bench/factors/factors.js\`; the designs are those of kylebutts/fixest_benchmarks (\`bench/factors/designs.js\`). The residual is what the
effects could still explain of a freed column, as a share of its norm.

| design | regressors | time, ours / fixest | method | residual, ours | residual, fixest | first coefficient, ours | fixest |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`,
);
