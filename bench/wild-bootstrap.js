// The wild cluster bootstrap after a fit: 9,999 draws, 50 clusters, a million rows, three designs of effects. Usage: node bench/wild-bootstrap.js
import { performance } from "node:perf_hooks";
import { inference, regress } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";
import { stream } from "../dist/numerics/main.js";

const rows = Number(process.argv[2] ?? 1_000_000);
const [clusters, years] = [50, 10];
const random = stream(1, 0);
const units = rows / years;
const column = () => new Float64Array(rows);
const [unit, year, province, y, x, z] = [column(), column(), column(), column(), column(), column()];
for (let i = 0; i < rows; i++) {
  unit[i] = Math.floor(i / years);
  year[i] = 2010 + (i % years);
  province[i] = Math.floor((unit[i] * clusters) / units);
  x[i] = random.normal() + province[i] / 50;
  z[i] = random.normal();
  y[i] = 0.01 * x[i] + z[i] + random.normal() + Math.sin(province[i] + year[i]);
}
const data = frame("bench", { unit, year, province, y, x, z });
for (const formula of ["y ~ x + z", "y ~ x + z | unit", "y ~ x + z | unit + year"]) {
  const from = performance.now();
  const fit = regress(data, formula, { unit: "unit", time: "year", cluster: "province" });
  const estimated = performance.now();
  const times = [1, 2, 3].map((seed) => {
    const start = process.cpuUsage();
    inference(fit, { method: "wildBootstrap", term: "x", draws: 9999, seed });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  console.log(
    `${formula.padEnd(26)} fit ${(estimated - from).toFixed(0)} ms, wild bootstrap, processor time ${times.map((t) => t.toFixed(0)).join(", ")} ms`,
  );
}
