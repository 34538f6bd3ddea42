// docs/agreement-panel.md: what other programs say about the ten generated panels, quantity by quantity, from their recorded numbers.
import { panels } from "../../test/fixtures/iv/panels.js";
import { ivPanelComparisons, recorded, recordedErrors } from "../peers/ivPanels.js";
import { panelModelComparisons, recordedModels } from "../peers/panelModels.js";
import { agreementTable } from "./agreementTable.js";

/** The page, all numbers computed afresh on our side. */
export function agreementPanelPage() {
  const iv = ivPanelComparisons();
  const models = panelModelComparisons();
  const refused = models.filter((c) => c.ours === null);
  return `# Instruments and panel models beside fixest, ivreg, plm and gretl

Ten generated panels (\`test/fixtures/iv/panels.js\`), each with something that programs disagree about. Written by \`npm run test:peers\` and
\`node scripts/docs.js\`; every number is compared again by the tests, within 1e-8.

| panel | what it is |
| --- | --- |
${Object.entries(panels)
  .map(([name, p]) => `| ${name} | ${describe(p)} |`)
  .join("\n")}

Each cell below: how many numbers, and a bound on the largest relative difference (below 1e-13 shown as 1e-13).

## Instruments

${table(iv)}

${recorded.source}; ${recordedErrors.source}.

## Random effects, between, Mundlak, first differences

Random effects under each of the four variance components (Swamy and Arora, Wallace and Hussain, Amemiya, Nerlove; gretl: the first only).

${table(models.filter((c) => c.ours !== null))}

${recordedModels.source}. On the eight panels with several years; weights are not used here.

## Where programs differ, and by which convention

| what | who | convention | ours |
| --- | --- | --- | --- |
| errors of LIML | gretl | residual variance divided by N | divided by N - K; the numbers above are gretl's times the root of N/(N - K) |
| first-stage F with an instrument that others span | fixest 0.14.2 | divides by all instruments written | counts those that are independent; not compared on \`collinear\` |
| two-way clusters with few groups | fixest | the smaller number of groups in one factor for all terms | the same by default (\`twoWay: min\`); \`own\` is Stata's \`cluster2\` and sandwich's |
| HC1 and clustered errors with effects | ivreg + sandwich | dummies written out, all counted | effects nested in the cluster not counted under \`fixest\`, all counted under \`areg\` |
| Hausman's classical statistic where the difference of the covariances is not positive definite | plm | inverts it all the same | not computed, with the reason; the robust form takes its place (${refused.length} of ${refused.length + models.filter((c) => c.what === "Hausman" && c.ours !== null).length} panels here) |
| first differences across a hole in time | plm | differences rows that follow each other, whatever years lie between | no change is taken across a hole; compared on panels without holes |
| HC1 of first differences | plm | multiplies by rows of changes over (rows of levels - K) | N/(N - K) of the changes; compared as HC0 |
| S statistic under other errors than iid | ivreg2 | all moments at the least squares coefficients of the exogenous regressors | exogenous regressors partialled out ([instruments](instruments.md)) |
| Swamy and Arora in Mundlak's regression | plm | stops, for regressors and means are one column between units | uses those that are independent; compared under Wallace and Hussain |
${refused.map((c) => `\nNot computed: ${c.what} on \`${c.panel}\`: ${c.reason}. plm prints ${c.theirs.toPrecision(6)}.`).join("")}
`;
}

function describe({ firms, years, endogenous, instruments, effects, missing, collinear, strength, weights }) {
  return [
    `${firms} firms${years > 1 ? `, ${years} years` : ""}`,
    `${endogenous} endogenous, ${instruments} ${instruments === 1 ? "instrument" : "instruments"}`,
    ...(effects.length > 0 ? [`effects of ${effects.join(" and ")}`] : []),
    ...(missing ? [`${100 * missing} % of the rows missing, with gaps`] : []),
    ...(collinear ? ["one instrument spanned by the others"] : []),
    ...(strength ? ["weak"] : []),
    ...(weights ? ["weights"] : []),
  ].join("; ");
}

function table(comparisons) {
  const lineOf = ({ what }) => what.replace(/ of (x\d|size|age|m_.*|\(Intercept\)|const)$/, "").replace(/ \d$/, "");
  return agreementTable(comparisons, { heading: "quantity", lineOf, floor: -13 });
}
