// The table of docs/dynamic-panels.md below the line "## Against other programs", from the recorded numbers of the peers.
import { gmmPanelComparisons, recorded } from "../peers/gmmPanels.js";

/** The page with its last section made afresh. */
export function dynamicPanelsPage(text) {
  const heading = "## Against other programs\n";
  return `${text.slice(0, text.indexOf(heading) + heading.length)}\n${agreement()}`;
}

function agreement() {
  const comparisons = gmmPanelComparisons();
  const panels = [...new Set(comparisons.map((c) => c.panel))];
  const peers = [...new Set(comparisons.map((c) => c.peer))];
  const cell = (panel, peer) => {
    const numbers = comparisons.filter((c) => c.panel === panel && c.peer === peer);
    if (numbers.length === 0) return "";
    const largest = Math.max(...numbers.map((c) => Math.abs(c.ours - c.theirs) / Math.abs(c.theirs)));
    // Rounded up to a power of ten: the last digits of a difference of rounding errors are no fact about either program.
    const power = Math.ceil(Math.log10(Math.max(largest, 1e-16)));
    return `${numbers.length}, 1e${Math.max(power, -12)}`;
  };
  return `Nine generated panels (\`test/fixtures/gmm/panels.js\`: balanced, unbalanced, with holes, collapsed, limited lags, systems, persistent, small):
how many numbers were compared (coefficients, errors after one and two steps with and without Windmeijer's correction, instruments, AR(1) to AR(3),
Sargan, Hansen), and a bound on the largest relative difference (below 1e-12 shown as 1e-12). \`formula\` are the papers' matrices written out in R:
identity weights (h(1)), orthogonal deviations, and for systems h(2) and h(3). plm is left out where there are holes, which it does not see.

| panel | ${peers.join(" | ")} |
| --- | ${peers.map(() => "---").join(" | ")} |
${panels.map((panel) => `| ${panel} | ${peers.map((peer) => cell(panel, peer)).join(" | ")} |`).join("\n")}

${recorded.source}. \`npm run test:peers\` compares Arellano and Bond's own data: plm and gretl to the printed digit, Stata's xtabond and xtabond2
(difference-in-Hansen tests among them), pydynpd, and the published Table 4 (a1).
`;
}
