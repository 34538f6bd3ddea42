// Three sets of effects, a million rows: ours and fixest's in one run, from arrays in memory to a fit with clustered errors.
// Usage: node bench/factors/factors.js [rows] [repeats] [simple|difficult]; needs Rscript with fixest. Writes docs/bench-factors.md where no design is named.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { regress, regressAll } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { design, formulaOf } from "./designs.js";

const rows = Number(process.argv[2] ?? 1e6);
const repeats = Number(process.argv[3] ?? 12);
const only = process.argv[4];
const all = [
  ["simple", 1],
  ["simple", 10],
  ["difficult", 1],
  ["difficult", 10],
];
const cases = only === undefined ? all : all.filter(([kind]) => kind === only);

// Garbage is collected between the calls, as the twin does in R.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Clock and processor time of one call, in seconds, and what it returned. */
function timed(call) {
  collect();
  const start = performance.now();
  const before = process.cpuUsage();
  const result = call();
  const used = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, processor: (used.user + used.system) / 1e6, result };
}

function ours(columns, formula) {
  const seconds = [];
  const processor = [];
  let fit;
  for (let k = 0; k < repeats; k++) {
    // A table of the bare arrays each time, so that nothing is remembered from the last; of the fits the last is kept, as in the twin.
    const one = timed(() => regress(frame("bench", columns), formula, { cluster: "worker" }));
    seconds.push(one.seconds);
    processor.push(one.processor);
    fit = one.result;
  }
  const [row] = fit.coefficients;
  const { residual, method } = fit.certificate;
  return { seconds, processor, b: row.estimate, se: row.stdError, residual, method };
}

/** Ten specifications on one table, y on x1, on x1 and x2, ..., on all ten, against the last of them alone: in one call, and one by one. */
function tenSpecifications(columns) {
  const formulas = Array.from({ length: 10 }, (_, k) => formulaOf(k + 1));
  const errors = { cluster: "worker" };
  const runs = Array.from({ length: Math.max(repeats, 9) }, () => ({
    one: timed(() => regress(frame("bench", columns), formulas[9], errors)).seconds,
    together: timed(() => regressAll(frame("bench", columns), formulas, errors)).seconds,
    apart: timed(() => {
      const table = frame("bench", columns);
      for (const formula of formulas) regress(table, formula, errors);
    }).seconds,
  }));
  // Medians: one run in ten finds its memory at hand and takes half the time.
  const median = (name) => runs.map((run) => run[name]).sort((a, b) => a - b)[runs.length >> 1];
  for (const name of ["one", "together", "apart"]) console.log(`  ${name} ${runs.map((run) => run[name].toFixed(2)).join(" ")}`);
  return { together: median("together") / median("one"), apart: median("apart") / median("one") };
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
const tens = [];
let version = "";
for (const [kind, regressors] of cases) {
  const columns = design(kind, rows, regressors);
  const formula = formulaOf(regressors);
  const a = ours(columns, formula);
  const b = theirs(columns, formula);
  version = b.version;
  const best = (list) => Math.min(...[list].flat());
  const ratio = best(a.seconds) / best(b.seconds);
  const cold = a.seconds[0] / [b.seconds].flat()[0];
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
    `| ${kind} | ${regressors} | ${ratio.toFixed(2)} | ${cold.toFixed(2)} | \`${a.method}\` | ${a.residual.toExponential(1)} | ${b.residual.toExponential(1)} | ${a.b.toPrecision(12)} | ${b.b.toPrecision(12)} |`,
  );
  if (regressors === 10) {
    const ten = tenSpecifications(columns);
    console.log(`  ten specifications: ${ten.together.toFixed(2)} times the largest alone in one call, ${ten.apart.toFixed(2)} one by one`);
    tens.push(`${ten.together.toFixed(1)} times in one call of \`regressAll\` (${ten.apart.toFixed(1)} one by one) on the ${kind} design`);
  }
}
if (only === undefined)
  writeFileSync(
    "docs/bench-factors.md",
    `# Three sets of effects against fixest

${rows.toLocaleString("en")} rows, effects of worker, firm and year, errors clustered by worker; from arrays in memory to the fit, everything included.
Ratio of times, ours to fixest ${version} with two threads and its default tolerance, best of ${repeats} each
(garbage collected between the calls), one after the other on ${cpus()[0].model}.
Made by \`node bench/factors/factors.js\`; the designs are those of kylebutts/fixest_benchmarks (\`bench/factors/designs.js\`). The residual is what the
effects could still explain of a freed column, as a share of its norm.

| design | regressors | time, ours / fixest | first call | method | residual, ours | residual, fixest | first coefficient, ours | fixest |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}

Ten specifications on one table (y on x1, on x1 and x2, ..., on all ten regressors) take, as a multiple of the last of them alone (medians), ${tens.join(", ")}.

What ten million rows of the simple design take in memory is measured by \`npm run check:large-fit\`, which fails above 3 GB.
`,
  );
