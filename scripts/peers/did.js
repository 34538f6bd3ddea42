// Group-time effects on mpdta against the R package did: its recorded numbers, and what it says on this machine.
// Called by scripts/peers.js; alone: node scripts/peers/did.js
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { groupTimeEffects } from "../../dist/econometrics/did/main.js";
import { frame } from "../../dist/frame/main.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".peers");

// did 2.5.1, bstrap = FALSE, nine digits: [estimate, error].
const recorded = {
  never: {
    simple: [-0.039951275, 0.012034013],
    dynamic: [-0.077239821, 0.019964989],
    group: [-0.031018282, 0.012446059],
    calendar: [-0.041700432, 0.015971852],
  },
  notYet: {
    simple: [-0.039763626, 0.012052425],
    dynamic: [-0.077399314, 0.019560177],
    group: [-0.030462228, 0.01257512],
    calendar: [-0.044267083, 0.015570904],
  },
};

function mpdta() {
  const lines = readFileSync(join(folder, "mpdta.csv"), "utf8").trim().split("\n").slice(1);
  const cells = lines.map((line) => line.split(",").map(Number));
  return frame("mpdta", {
    county: cells.map((c) => c[0]),
    year: cells.map((c) => c[1]),
    first: cells.map((c) => (c[2] === 0 ? null : c[2])),
    lemp: cells.map((c) => c[3]),
  });
}

/**
 * The comparisons: `ours` and `theirs` must differ by at most `tolerance`. Needs R with did; throws where it is missing.
 * @returns {{ what: string, ours: number, theirs: number, tolerance: number }[]}
 */
export function didComparisons() {
  mkdirSync(folder, { recursive: true });
  execFileSync("Rscript", [join(root, "bench/peers/mpdta.R"), folder], { stdio: ["ignore", "ignore", "inherit"] });
  const peer = JSON.parse(readFileSync(join(folder, "mpdta.json"), "utf8"));
  const data = mpdta();
  return Object.keys(recorded).flatMap((controlGroup) => {
    const ours = groupTimeEffects(data, { outcome: "lemp", adopted: "first", unit: "county", time: "year", controlGroup });
    const overall = (name) => ours.aggregates.find((row) => row.aggregate === name && row.time === undefined && row.cohort === undefined);
    const pair = (what, row, [estimate, error], tolerance) => [
      { what: `mpdta ${controlGroup} ${what}`, ours: row.estimate, theirs: estimate, tolerance },
      { what: `mpdta ${controlGroup} error of ${what}`, ours: row.stdError, theirs: error, tolerance },
    ];
    const theirs = peer[controlGroup];
    return [
      ...Object.entries(recorded[controlGroup]).flatMap(([name, numbers]) => pair(`${name} (recorded)`, overall(name), numbers, 5.1e-10)),
      ...Object.entries(theirs.aggregates).flatMap(([name, numbers]) => pair(`${name} (${peer.version})`, overall(name), numbers, 1e-8)),
      ...theirs.cells.flatMap(({ cohort, time, estimate, stdError }) => {
        const row = ours.cells.find((r) => r.cohort === cohort && r.time === time);
        return pair(`ATT(${cohort},${time}) (${peer.version})`, row, [estimate, stdError], 1e-8);
      }),
      { what: `mpdta ${controlGroup} Wald pre-test (${peer.version})`, ours: ours.pretest.waldChi2, theirs: theirs.wald, tolerance: 1e-6 },
    ];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const comparisons = didComparisons();
  const failed = comparisons.filter(({ ours, theirs, tolerance }) => !(Math.abs(ours - theirs) <= tolerance));
  for (const { what, ours, theirs } of failed) console.log(`DIFFERS ${what}: ${ours} and ${theirs}`);
  console.log(`${comparisons.length - failed.length} of ${comparisons.length} numbers equal.`);
  if (failed.length > 0) process.exitCode = 1;
}
