// Uncertainty of the ASEM ranks (51 countries, 49 indicators, four levels) beside COINr in the same run, and a Sobol analysis of four choices.
// Usage: node bench/index.js [COINr's replicates]. Needs Rscript with COINr. Writes docs/bench-index.md, and fails where a mark is missed.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { compositeIndex } from "../dist/econometrics/main.js";
import { frame } from "../dist/frame/main.js";

const theirs = Number(process.argv[2] ?? 40);
const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const [head, ...lines] = read("studies/asem-connectivity/data/asem.csv").trim().split("\n");
const cells = lines.map((line) => line.split(","));
const isText = (name) => name.startsWith("u") || name.endsWith("_group");
const number = (text) => (text === "" ? Number.NaN : Number(text));
const countries = frame(
  "countries",
  Object.fromEntries(head.split(",").map((name, j) => [name, cells.map((c) => (isText(name) ? c[j] : number(c[j])))])),
);
const asem = {
  name: "connectivity",
  unit: "uCode",
  method: "equal",
  ...JSON.parse(read("test/fixtures/index/asem.json")).system,
  impute: { method: "groupMean", by: ["EurAsia_group"] },
  treat: {},
  scale: { range: [1, 100] },
};

/** Processor seconds of this process, all threads. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
function timed(work) {
  const start = cpu();
  const made = work();
  return { seconds: cpu() - start, made };
}
const best = (runs, work) => Array.from({ length: runs }, () => timed(work)).reduce((a, b) => (b.seconds < a.seconds ? b : a));

// The same three choices as in bench/peers/indexBench.R: points pulled in (1 to 5), scale (min-max or z-scores), weights of all levels +-25 %.
const vary = { winsorise: [1, 2, 3, 4], scale: ["zScore"], weights: 0.25 };
const draws = 10_000;
compositeIndex(countries, { ...asem, uncertainty: { draws: 500, vary } });
const alone = best(5, () => compositeIndex(countries, asem)).seconds;
const ours = best(5, () => compositeIndex(countries, { ...asem, uncertainty: { draws, vary } }));
const rate = draws / (ours.seconds - alone);
const units = ours.made.result.uncertainty.units;
const width = units.reduce((sum, u) => sum + u.high - u.low, 0) / units.length;

const peer = JSON.parse(execFileSync("Rscript", ["bench/peers/indexBench.R", String(theirs)], { cwd: root, encoding: "utf8" }));
const ratio = rate / (theirs / peer.seconds);

// Four choices as the study declares them: base 1024, 6,144 runs, 500 bootstraps.
const four = { winsorise: [1, 2, 3, 4], scale: ["percentileRank"], aggregate: ["geometric"], weights: 0.25 };
const sobol = best(3, () => compositeIndex(countries, { ...asem, uncertainty: { draws: 100, vary: four, sobol: {} } }));
const { runs, bootstraps } = sobol.made.result.uncertainty.sobol;

console.log(
  `ours ${rate.toFixed(0)} replicates per processor second, COINr ${(theirs / peer.seconds).toFixed(2)}, ratio ${ratio.toFixed(0)}`,
);
console.log(`mean width of the middle 90 % of ranks: ours ${width.toFixed(2)}, COINr ${peer.width.toFixed(2)} (${theirs} replicates)`);
console.log(`Sobol: ${runs} runs and ${bootstraps} bootstraps in ${sobol.seconds.toFixed(2)} processor seconds`);
const marks = {
  "1,000 replicates per processor second": rate >= 1000,
  "200 times COINr": ratio >= 200,
  "Sobol within 10 s": sobol.seconds <= 10,
};
const missed = Object.entries(marks).flatMap(([mark, isMet]) => (isMet ? [] : [mark]));
if (missed.length > 0) throw new Error(`missed: ${missed.join(", ")}`);

writeFileSync(
  new URL("../docs/bench-index.md", import.meta.url),
  `# How sure the ranks are, beside COINr

The ASEM index of sustainable connectivity: ${units.length} countries, 49 indicators, four levels, denominators, imputation by group, winsorising, min-max,
weighted means. Each replicate draws three choices anew: how many points are pulled in (1 to 5), min-max or z-scores, and all weights of all levels
times 0.75 to 1.25. Processor time on ${cpus()[0].model}, one thread, both in one run: best of 5 times ${draws.toLocaleString("en")} replicates here, ${theirs} replicates of COINr
${peer.version} (\`get_sensitivity\`, \`SA_type = "UA"\`). Made by \`node bench/index.js\` with \`bench/peers/indexBench.R\`.

| | |
| --- | --- |
| replicates per processor second, Xinzhi / COINr | ${Number(ratio.toPrecision(2))} |
| 1,000 replicates per processor second on one thread | met |
| Sobol indices of four choices, ${runs.toLocaleString("en")} runs and ${bootstraps} bootstraps, within 10 processor seconds | met |
| mean width of the middle 90 % of the ranks, Xinzhi and COINr | ${width.toFixed(1)} and ${peer.width.toFixed(1)} |

COINr makes the whole object anew for every replicate. Here what the choices decide is made once for each combination of them (ten in this case),
and a replicate that differs in its weights alone is one pass of aggregation from the bottom up. That the ranks drawn are those of the
index made each way by itself, is tested (\`src/econometrics/index/uncertainty.test.ts\`).
`,
);
