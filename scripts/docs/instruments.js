// The tables of docs/instruments.md below the line "## Against other programs", from the recorded numbers of the peers.
import { ivPanelComparisons, recorded, recordedErrors } from "../peers/ivPanels.js";
import { agreementTable, withAgreement } from "./agreementTable.js";

/** The page with its last section made afresh. */
export function instrumentsPage(text) {
  return withAgreement(text, agreement());
}

function agreement() {
  return `Ten generated panels (\`test/fixtures/iv/panels.js\`: one and several endogenous variables, unbalanced, a collinear instrument, weak
instruments, weights, heteroskedastic errors that share a province): how many numbers were compared (coefficients, errors under iid, HC1, one-way
and two-way clusters, Newey-West, Driscoll-Kraay, Conley, first-stage F, Wu-Hausman, Sargan, Hansen, kappa, Anderson-Rubin, effective F), and a bound on the largest relative
difference (differences below 1e-13 are shown as 1e-13).

${agreementTable(ivPanelComparisons(), { heading: "panel", lineOf: (c) => c.panel, floor: -13 })}

${recorded.source}; ${recordedErrors.source}. \`npm run test:peers\` also compares data sets that only come with those programs (CigarettesSW, Crime, Griliches 1976), the
numbers of Stata's ivreg2 among them.
`;
}
