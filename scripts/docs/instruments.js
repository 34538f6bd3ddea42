// The tables of docs/instruments.md below the line "## Against other programs", from the recorded numbers of the peers.
import { ivPanelComparisons, recorded } from "../peers/ivPanels.js";

/** The page with its last section made afresh. */
export function instrumentsPage(text) {
  const heading = "## Against other programs\n";
  return `${text.slice(0, text.indexOf(heading) + heading.length)}\n${agreement()}`;
}

function agreement() {
  const comparisons = ivPanelComparisons();
  const panels = [...new Set(comparisons.map((c) => c.panel))];
  const peers = [...new Set(comparisons.map((c) => c.peer))];
  const cell = (panel, peer) => {
    const numbers = comparisons.filter((c) => c.panel === panel && c.peer === peer);
    if (numbers.length === 0) return "";
    const largest = Math.max(...numbers.map((c) => Math.abs(c.ours - c.theirs) / Math.abs(c.theirs)));
    // Rounded up to a power of ten: the last digits of a difference of rounding errors are no fact about either program.
    const power = Math.ceil(Math.log10(Math.max(largest, 1e-16)));
    return `${numbers.length}, 1e${Math.max(power, -13)}`;
  };
  return `Ten generated panels (\`test/fixtures/iv/panels.js\`: one and several endogenous variables, unbalanced, a collinear instrument, weak
instruments, weights, heteroskedastic errors that share a province): how many numbers were compared (coefficients, errors under iid, HC1, one-way
and two-way clusters, first-stage F, Wu-Hausman, Sargan, Hansen, kappa, Anderson-Rubin, effective F), and a bound on the largest relative
difference (differences below 1e-13 are shown as 1e-13).

| panel | ${peers.join(" | ")} |
| --- | ${peers.map(() => "---").join(" | ")} |
${panels.map((panel) => `| ${panel} | ${peers.map((peer) => cell(panel, peer)).join(" | ")} |`).join("\n")}

${recorded.source}. \`npm run test:peers\` also compares data sets that only come with those programs (CigarettesSW, EmplUK, Crime), the
numbers of Stata's ivreg2 among them.
`;
}
