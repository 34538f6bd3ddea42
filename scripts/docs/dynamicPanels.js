// The table of docs/dynamic-panels.md below the line "## Against other programs", from the recorded numbers of the peers.
import { gmmPanelComparisons, recorded } from "../peers/gmmPanels.js";
import { agreementTable, withAgreement } from "./agreementTable.js";

/** The page with its last section made afresh. */
export function dynamicPanelsPage(text) {
  return withAgreement(text, agreement());
}

function agreement() {
  return `Nine generated panels (\`test/fixtures/gmm/panels.js\`: balanced, unbalanced, with holes, collapsed, limited lags, systems, persistent, small):
how many numbers were compared (coefficients, errors after one and two steps with and without Windmeijer's correction, instruments, AR(1) to AR(3),
Sargan, Hansen), and a bound on the largest relative difference (below 1e-12 shown as 1e-12). \`formula\` are the papers' matrices written out in R:
identity weights (h(1)), orthogonal deviations, and for systems h(2) and h(3). plm is left out where there are holes, which it does not see.

${agreementTable(gmmPanelComparisons(), { heading: "panel", lineOf: (c) => c.panel, floor: -12 })}

${recorded.source}. \`npm run test:peers\` compares Arellano and Bond's own data: plm and gretl to the printed digit, Stata's xtabond and xtabond2
(difference-in-Hansen tests among them), pydynpd, and the published Table 4 (a1).
`;
}
