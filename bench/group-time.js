// Group-time effects from arrays: 100,000 units x 10 periods, 9 cohorts, all cells, aggregates, errors and the pre-test.
// Usage: node bench/group-time.js [units]
import { groupTimeFromArrays } from "../dist/econometrics/did/main.js";
import { stream } from "../dist/numerics/main.js";

const units = Number(process.argv[2] ?? 100_000);
const periods = 10;
const draws = stream(1, 0);
const rows = units * periods;
const unit = new Int32Array(rows);
const time = new Float64Array(rows);
const adopted = new Float64Array(rows);
const outcome = new Float64Array(rows);
for (let i = 0; i < units; i++) {
  // Ten groups of equal size: adoption in period 2, ..., 10, and never.
  const date = i % 10 === 0 ? Number.NaN : 1 + (i % 10);
  const level = draws.uniform() * 10;
  for (let t = 0; t < periods; t++) {
    const row = i * periods + t;
    unit[row] = i;
    time[row] = 1 + t;
    adopted[row] = date;
    outcome[row] = level + 0.1 * t + draws.uniform() + (1 + t >= date ? 0.5 : 0);
  }
}
const unitNames = Array.from({ length: units }, (_, i) => `unit ${i}`);
for (const controlGroup of ["never", "notYet"]) {
  const seconds = [];
  let cells = 0;
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    cells = groupTimeFromArrays({ outcome, unit, unitNames, time, adopted }, { controlGroup }).cells.length;
    seconds.push((performance.now() - start) / 1000);
  }
  const shown = seconds.map((s) => s.toFixed(3)).join(" ");
  console.log(`${controlGroup}: ${rows} rows, ${cells} cells, seconds of five runs ${shown}`);
}
