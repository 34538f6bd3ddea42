// Correct digits on NIST's eleven linear regressions through a formula, ours beside R's lm (run here: bench/peers/nist.R) and the best of other peers, into
// docs/nist.md. Run after the build: node bench/nist.js
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { regress, rowOf } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";

const fixture = fileURLToPath(new URL("../test/fixtures/nist/nist.json", import.meta.url));
const sets = JSON.parse(readFileSync(fixture, "utf8"));
const r = JSON.parse(execFileSync("Rscript", [fileURLToPath(new URL("peers/nist.R", import.meta.url)), fixture], { encoding: "utf8" }));

// Digits of the worst coefficient. statsmodels 0.13.5 (pinv, its default, and qr), numpy lstsq, gretl 2022c, R 4.2.2's Householder QR on all columns:
// the best of them, with its name, measured on one machine. statsmodels' pinv has 0 on Filip and 6.3 on Pontius.
const peers = {
  Norris: [13.0, "statsmodels pinv"],
  Pontius: [12.8, "statsmodels qr"],
  NoInt1: [14.8, "statsmodels qr"],
  NoInt2: [15, "all"],
  Filip: [8.2, "R, Householder QR"],
  Longley: [10.9, "statsmodels"],
  Wampler1: [9.6, "numpy lstsq"],
  Wampler2: [13.0, "statsmodels qr"],
  Wampler3: [9.5, "numpy lstsq"],
  Wampler4: [7.8, "statsmodels"],
  Wampler5: [6.5, "gretl"],
};

/** McCullough's log relative error, 15 at most; where the certified value is zero, -log10 of the value itself. */
function digits(value, certified) {
  const error = certified === 0 ? Math.abs(value) : Math.abs(value / certified - 1);
  return error === 0 ? 15 : Math.max(0, Math.min(15, -Math.log10(error)));
}

function worst(values, certified) {
  return Math.min(...certified.map((wanted, k) => digits(values[k], wanted)));
}

/** A set as a user would write it. */
function estimate(name, { y, columns, powers }) {
  const data = frame(name, { y, ...Object.fromEntries(columns.map((values, j) => [`x${j + 1}`, values])) });
  const terms = powers === null ? columns.map((_, j) => `x${j + 1}`) : powers.filter((p) => p > 0).map((p) => (p === 1 ? "x1" : `x1^${p}`));
  return regress(data, `y ~ ${terms.join(" + ")}${powers === null || powers.includes(0) ? "" : " - 1"}`);
}

const rows = Object.entries(sets).map(([name, set]) => {
  const fit = estimate(name, set);
  const coefficients = fit.coefficients.map((row) => row.estimate);
  const errors = fit.coefficients.map((row) => rowOf(fit, row.term).stdError ?? 0);
  const [best, who] = peers[name];
  const ofLm = (values) => worst(values, set.coefficients).toFixed(1);
  return `| ${name} | ${worst(coefficients, set.coefficients).toFixed(1)} | ${worst(errors, set.stdErrors).toFixed(1)} | ${ofLm(r.lm[name])} | ${ofLm(r.all[name])} | ${best.toFixed(1)} (${who}) |`;
});

const page = `# NIST's linear regressions

Correct digits (at most 15) of the worst coefficient on the eleven linear sets of NIST's Statistical Reference Datasets, estimated as a user would:
\`regress(data, "y ~ x + x^2 + ... + x^10")\`. Made by \`bench/nist.js\` beside ${r.version.replace(/ \(.*/, "")} (\`bench/peers/nist.R\`); the floors are held by
\`src/econometrics/nist.test.ts\`, those of the algebra alone by \`src/numerics/nist.test.ts\`. Data and certified values: \`test/fixtures/nist\`, where every
certified value is checked to its last digit in exact rational arithmetic.

| set | Xinzhi | its standard errors | R lm | R lm, every column kept | best of other peers |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

Coefficients and residuals are refined together, with the failures of their equations in double-double. Powers carry what rounding took from them:
a power of a regressor is not a number of the machine, and on Filip that rounding alone moves the eighth digit (7.6 digits is the exact solution of the
rounded problem; a peer above that is lucky). In a formula \`x^k\` is evaluated to a pair of numbers, and least squares without effects or weights
uses both wherever the condition number calls for it.

A column is dropped as collinear when the earlier ones leave less than 1e-11 of its norm. Filip's last column leaves 5e-8, so it stays; \`lm\`, at
1e-7, drops it. Where the certified error is zero (a perfect fit), the digits are those after the
decimal point. On Wampler2 the outcomes themselves are decimals that a machine rounds: 13.2 digits is the exact solution of what is left.
`;

writeFileSync(new URL("../docs/nist.md", import.meta.url), page);
console.log(page);
