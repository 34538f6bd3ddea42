// How long `node dist/cli/main.js --help` takes beside bare Node: the goal is at most 1.3 times. Interleaved runs, medians and minima.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const commands = {
  "node -e 0": ["-e", "0"],
  "--help": [main, "--help"],
  "run --help": [main, "run", "--help"],
  "--version": [main, "--version"],
  explain: [main, "explain", "CLI-CODE-UNKNOWN"],
  schema: [main, "schema"],
};
const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));

for (let round = 0; round < 15; round++) {
  for (const [name, args] of Object.entries(commands)) {
    const started = performance.now();
    execFileSync(process.execPath, args, { stdio: "ignore" });
    times[name].push(performance.now() - started);
  }
}

const sorted = (list) => [...list].sort((a, b) => a - b);
const bare = sorted(times["node -e 0"]);
console.log("command       median ms   minimum ms   of bare Node (minimum)");
for (const [name, list] of Object.entries(times)) {
  const s = sorted(list);
  console.log(
    `${name.padEnd(12)} ${s[7].toFixed(0).padStart(9)} ${s[0].toFixed(0).padStart(12)} ${(s[0] / bare[0]).toFixed(2).padStart(12)}`,
  );
}
