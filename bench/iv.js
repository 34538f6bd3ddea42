// Two-stage least squares with a firm and a year effect on a million rows beside our own least squares of the same equation, from bare arrays to a
// fit with all its tests. Usage: node bench/iv.js [rows] [repeats]. Writes docs/bench-iv.md.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { ivRegress, regress } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { stream } from "../dist/numerics/main.js";

const rows = Number(process.argv[2] ?? 1e6);
const repeats = Number(process.argv[3] ?? 8);
const PERIODS = 10;

function panel() {
  const s = stream(20250302, 1);
  const columns = Object.fromEntries(["firm", "year", "y", "x", "c", "z1", "z2"].map((name) => [name, new Float64Array(rows)]));
  let level = 0;
  for (let i = 0; i < rows; i++) {
    if (i % PERIODS === 0) level = s.normal();
    const [u, z1, z2] = [s.normal(), s.normal(), s.normal()];
    columns.firm[i] = Math.floor(i / PERIODS);
    columns.year[i] = i % PERIODS;
    columns.c[i] = s.normal() + 0.2 * level;
    columns.z1[i] = z1;
    columns.z2[i] = z2;
    columns.x[i] = 0.5 * z1 + 0.3 * z2 + 0.5 * u + level + s.normal();
    columns.y[i] = columns.x[i] + 0.3 * columns.c[i] + level + u + 0.1 * (i % PERIODS);
  }
  return columns;
}

const columns = panel();
const seconds = (call) => {
  // Arrays of its own each time: what models on one table share is kept under its arrays.
  const fresh = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice()]));
  const start = performance.now();
  call(frame("bench", fresh));
  return (performance.now() - start) / 1000;
};
const models = {
  "2SLS, one instrument": (data, options) => ivRegress(data, "y ~ c | firm + year | x ~ z1", options),
  "2SLS, two instruments": (data, options) => ivRegress(data, "y ~ c | firm + year | x ~ z1 + z2", options),
  "least squares": (data, options) => regress(data, "y ~ x + c | firm + year", options),
};
const errors = { iid: { vcov: "iid" }, "by firm": { cluster: "firm" } };
const lines = [];
for (const [label, options] of Object.entries(errors)) {
  const best = Object.fromEntries(Object.keys(models).map((name) => [name, Number.POSITIVE_INFINITY]));
  // In turn, so that a busy moment of the machine meets all alike.
  for (let k = 0; k < repeats; k++)
    for (const [name, run] of Object.entries(models))
      best[name] = Math.min(
        best[name],
        seconds((data) => run(data, options)),
      );
  for (const name of Object.keys(models).slice(0, 2)) {
    const ratio = best[name] / best["least squares"];
    console.log(
      `${name}, errors ${label}: ${best[name].toFixed(2)} s, least squares ${best["least squares"].toFixed(2)} s, ratio ${ratio.toFixed(2)}`,
    );
    lines.push(`| ${name} | ${label} | ${ratio.toFixed(2)} |`);
  }
}
writeFileSync(
  new URL("../docs/bench-iv.md", import.meta.url),
  `# Two-stage least squares beside least squares

${rows.toLocaleString("en")} rows, ${(rows / PERIODS).toLocaleString("en")} firms, ${PERIODS} years, effects of firm and year, one endogenous and one exogenous regressor; from arrays in memory to
the fit with first stages, all tests and the Anderson-Rubin set. Ratio of times to our own least squares of the same equation, best of ${repeats} each,
taken in turn on ${cpus()[0].model}. Made by \`node bench/iv.js\`.

| model | errors | time, 2SLS / least squares |
| --- | --- | --- |
${lines.join("\n")}

The instruments are one or two more columns to free of the effects. Nothing else has a value for every row: residuals, fitted regressors and scores are
made block by block where they are summed (\`iv/rows.ts\`). Under clustered errors all tests ask for scores of the same few columns: the products of
these columns are added up by cluster once (\`iv/products.ts\`), and no test passes over the rows again.
`,
);
