// Memory of a fit with three sets of effects: peak of the process, the table included, and what the fit adds to it.
// Usage: node bench/factors/large.js [rows] [regressors] [most megabytes]; exits 1 where the peak is above. Default: 1e7 rows, one regressor, 3000.
import { regress } from "../../dist/econometrics/main.js";
import { frame } from "../../dist/frame/main.js";
import { design, formulaOf } from "./designs.js";

const rows = Number(process.argv[2] ?? 1e7);
const regressors = Number(process.argv[3] ?? 1);
const most = Number(process.argv[4] ?? 3000);
const peak = () => process.resourceUsage().maxRSS / 1024;

const node = peak();
const columns = design("simple", rows, regressors);
const withTable = peak();
const start = performance.now();
const fit = regress(frame("large", columns), formulaOf(regressors), { cluster: "worker" });
const seconds = (performance.now() - start) / 1000;
const { method, residual, iterations } = fit.certificate;
console.log(
  `${rows.toLocaleString("en")} rows, ${regressors} regressors: ${seconds.toFixed(1)} s, ${method}, ${iterations} iterations, residual ${residual}`,
);
console.log(
  `peak of the process ${peak().toFixed(0)} MB: Node ${node.toFixed(0)}, table ${(withTable - node).toFixed(0)}, fit ${(peak() - withTable).toFixed(0)}`,
);
const [first] = fit.coefficients;
console.log(`${first.term} ${first.estimate} (${first.stdError})`);
if (peak() > most) process.exitCode = 1;
