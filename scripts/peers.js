// npm run test:peers: ours against numbers of R packages on data that only GPL packages carry (exported to .peers/, never committed).
// Writes docs/peers.md. Without R it says so and does nothing; a number that differs ends it with status 1.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

function hasR() {
  try {
    execFileSync("Rscript", ["-e", "invisible(TRUE)"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function main() {
  if (!hasR()) {
    console.log("SKIPPED: Rscript is not on this machine; docs/peers.md keeps the last log.");
    return;
  }
  execFileSync(process.execPath, [join(root, "scripts/build.js")], { stdio: "inherit" });
  const { panelComparisons } = await import("./peers/panel.js");
  const { emplUkComparisons } = await import("./peers/emplUK.js");
  const { checkPolicies } = await import("./peers/policies.js");
  const { instrumentComparisons } = await import("./peers/instruments.js");
  const { ivPanelComparisons } = await import("./peers/ivPanels.js");
  const { panelModelComparisons } = await import("./peers/panelModels.js");
  const { agreementPanelPage } = await import("./docs/agreementPanel.js");
  const groups = [
    { title: "Panels: effects and clustered errors (plm, sandwich, fixest)", comparisons: panelComparisons() },
    { title: "Dynamic panels (plm, gretl, Stata, pydynpd, panelvar)", comparisons: emplUkComparisons() },
    { title: "Instruments (AER, sandwich, plm, Stata's ivreg2)", comparisons: instrumentComparisons() },
  ];
  const differs = ({ ours, theirs, tolerance }) => !(Math.abs(ours - theirs) <= tolerance);
  const failed = groups.flatMap((group) => group.comparisons).filter(differs);
  const policies = checkPolicies();
  failed.push(...policies.failed);
  const generated = [...ivPanelComparisons(), ...panelModelComparisons()].filter((c) => c.ours !== null);
  for (const c of generated)
    if (!(Math.abs(c.ours - c.theirs) <= 1e-8 * Math.abs(c.theirs))) failed.push({ ...c, what: `${c.panel}, ${c.peer}, ${c.what}` });
  writeFileSync(join(root, "docs/agreement-panel.md"), agreementPanelPage());
  for (const { what, ours, theirs } of failed) console.log(`DIFFERS ${what}: ${ours}, recorded ${theirs}`);
  writeFileSync(join(root, "docs/peers.md"), page(groups, differs));
  const total = groups.reduce((count, group) => count + group.comparisons.length, generated.length + policies.count);
  console.log(
    `${total - failed.length} of ${total} numbers equal; docs/peers.md, docs/agreement-panel.md and docs/agreement-policies.md written.`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

function page(groups, differs) {
  const rows = (comparisons) =>
    comparisons.map((c) => `| ${c.what} | ${c.ours} | ${c.theirs} | ${differs(c) ? "**no**" : "yes"} |`).join("\n");
  const sections = groups.map(
    ({ title, comparisons }) =>
      `## ${title}\n\n| number | Xinzhi | recorded | equal to the printed digit |\n| --- | --- | --- | --- |\n${rows(comparisons)}\n`,
  );
  return `# Numbers of other programs on classical data

Written by \`npm run test:peers\`, which exports the data sets from R packages (they are not part of this project) and compares.\n\n${sections.join("\n")}`;
}

await main();
