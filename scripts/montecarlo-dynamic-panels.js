// Bias, coverage and size of difference and system GMM in Blundell and Bond's (1998) design: persistent series, short panels.
// Writes docs/montecarlo-dynamic-panels.md, whatever comes out. Usage: npm run montecarlo:dynamic-panels [-- draws]
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { dynamicPanel, rowOf } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { stream } from "../dist/numerics/main.js";

const draws = Number(process.argv[2] ?? 1000);
/** Draws of a process; a section is many of them, side by side. */
const SLICE = 50;
const years = 7;
const LAG = "l(y, 1)";
/** `start`: periods before the first year from a start at zero; null starts each unit from its stationary distribution. */
const designs = [
  { title: "rho 0.5, 100 units", rho: 0.5, units: 100, start: null },
  { title: "rho 0.5, 400 units", rho: 0.5, units: 400, start: null },
  { title: "rho 0.9, 100 units", rho: 0.9, units: 100, start: null },
  { title: "rho 0.9, 400 units", rho: 0.9, units: 400, start: null },
  { title: "rho 0.9, 400 units, five years old", rho: 0.9, units: 400, start: 5 },
];
const estimators = [
  { title: "difference, one step", equations: ["difference"], steps: "one" },
  { title: "difference, two steps", equations: ["difference"], steps: "two" },
  { title: "system, one step", equations: ["difference", "level"], steps: "one" },
  { title: "system, two steps", equations: ["difference", "level"], steps: "two" },
];

function panel({ rho, units, start }, s) {
  const columns = { unit: [], year: [], y: [] };
  for (let unit = 0; unit < units; unit++) {
    const effect = s.normal();
    let y = start === null ? effect / (1 - rho) + s.normal() / Math.sqrt(1 - rho * rho) : 0;
    for (let t = start === null ? 1 : -start; t <= years; t++) {
      if (start !== null || t > 1) y = rho * y + effect + s.normal();
      if (t < 1) continue;
      columns.unit.push(unit);
      columns.year.push(t);
      columns.y.push(y);
    }
  }
  return frame("panel", columns);
}

/** The draws `from` to `to` of a design: per estimator what each gave, and its bounds. */
function slice(design, number, from, to) {
  const made = [];
  for (let draw = from; draw < to; draw++) {
    const data = panel(design, stream(8_000 + number, draw));
    const bounds = {};
    const results = estimators.map(({ equations, steps }) => {
      const estimate = (errors) =>
        dynamicPanel(data, `y ~ ${LAG} | unit`, {
          unit: "unit",
          time: "year",
          equations,
          steps,
          errors,
          instruments: [{ kind: "endogenous", columns: ["y"] }],
        });
      const robust = estimate("robust");
      Object.assign(bounds, { pooled: robust.conventions.lagPooled, within: robust.conventions.lagWithin });
      const row = rowOf(robust, LAG);
      const rejects = (name) => (robust.tests.find((test) => test.name === name).pValue < 0.05 ? 1 : 0);
      const holds = ({ confLow, confHigh }) => (confLow <= design.rho && design.rho <= confHigh ? 1 : 0);
      return {
        estimate: row.estimate,
        error: row.stdError,
        covered: holds(row),
        plain: steps === "two" ? holds(rowOf(estimate("conventional"), LAG)) : null,
        ar2: rejects("ar2"),
        hansen: rejects("hansen"),
        sargan: rejects("sargan"),
      };
    });
    made.push({ results, bounds });
  }
  return made;
}

/** Every draw of a design, slices in processes of their own, as many at a time as there are processors. */
async function simulate(number) {
  const starts = Array.from({ length: Math.ceil(draws / SLICE) }, (_, k) => k * SLICE);
  const slices = [];
  const run = async () => {
    for (let k = next++; k < starts.length; k = next++) {
      const args = [fileURLToPath(import.meta.url), "--slice", number, starts[k], Math.min(draws, starts[k] + SLICE)].map(String);
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });
      slices[k] = JSON.parse(stdout);
    }
  };
  let next = 0;
  await Promise.all(Array.from({ length: availableParallelism() }, run));
  return slices.flat();
}

async function section(number) {
  const design = designs[number];
  const made = await simulate(number);
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const lines = estimators.map(({ title, steps }, e) => {
    const of = (key) => made.map(({ results }) => results[e][key]);
    const percent = (key) => (100 * mean(of(key))).toFixed(1);
    const estimates = of("estimate");
    const center = mean(estimates);
    const sd = Math.sqrt(estimates.reduce((total, b) => total + (b - center) ** 2, 0) / (draws - 1));
    const cells = [
      (center - design.rho).toFixed(3),
      sd.toFixed(3),
      mean(of("error")).toFixed(3),
      percent("covered"),
      steps === "two" ? percent("plain") : "",
      ...["ar2", "sargan", "hansen"].map(percent),
    ];
    return `| ${title} | ${cells.join(" | ")} |`;
  });
  const bound = (key) => mean(made.map(({ bounds }) => bounds[key])).toFixed(3);
  const text = `## ${design.title}

| estimator | bias | standard deviation | mean error | interval holds the truth | without Windmeijer | AR(2) rejects | Sargan rejects | Hansen rejects |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}

Mean of the bounds: fixed effects ${bound("within")}, pooled least squares ${bound("pooled")}.
`;
  console.log(text);
  return text;
}

if (process.argv[2] === "--slice") {
  const [number, from, to] = process.argv.slice(3).map(Number);
  console.log(JSON.stringify(slice(designs[number], number, from, to)));
} else {
  const sections = [];
  for (const number of designs.keys()) sections.push(await section(number));
  writeFileSync(
    new URL("../docs/montecarlo-dynamic-panels.md", import.meta.url),
    `# Difference and system GMM where the outcome is persistent

Simulated panels of ${years} years: y = rho y(t - 1) + unit effect + error, both standard normal, as in Blundell and Bond (1998). Units start from their
stationary distribution, and in the last section from zero five years before the first row, which the level equation does not allow. Instruments:
every lag from 2 on, one column per lag and period (15 for differences, 21 for the system with its constant), no time dummies. ${draws.toLocaleString("en")} panels per section;
shares in percent; the simulation's own error is ${((100 * Math.sqrt(0.05 * 0.95)) / Math.sqrt(draws)).toFixed(1)} points at 5 percent. The bias stands here whatever it is; there is no gate.

${sections.join("\n")}
What to read in it. Where rho is 0.5 both estimators are nearly right with 400 units; with 100, differences pull the lag down and the system pulls it
up. Where rho is 0.9 lagged levels are weak instruments for changes: difference GMM is off by -0.18 to -0.46. The system is off by 0.03 to 0.07,
upwards: in levels the effects vary a hundred times as much as the errors, and changes are weak instruments there too (Bun and Windmeijer 2010).
Better than differences is not good: its intervals hold the truth in 32 to 74 percent of panels. Two-step errors without Windmeijer's correction are
too small throughout. AR(2) keeps its size, Hansen rejects valid instruments in 5 to 13 percent; Sargan after one step of a system is no test, because its weights know nothing of the unit
effect in the level errors. Where units are young the level equation is wrong: the system is off by 0.13 with a small error, no interval holds the
truth, and Hansen notices in 38 percent of panels. Show difference GMM and the bounds beside a system.

Made by \`npm run montecarlo:dynamic-panels\`.
`,
  );
}
