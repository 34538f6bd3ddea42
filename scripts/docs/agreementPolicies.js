// docs/agreement-policies.md: staggered designs on published panels beside the programs they come with.

/** The page, from the comparisons of scripts/peers/policies.js. */
export function agreementPoliciesPage({ source, comparisons, critical, synthetic }) {
  return `# Staggered designs beside did, fixest, bacondecomp, didimputation, did2s and etwfe

Written by \`npm run test:peers\` on a machine with R. The panels come with R packages and are not part of this project: each run exports them, runs the
packages without bootstrap and compares every number. Generated panels with the peers' recorded numbers are compared by \`npm test\`
(\`test/fixtures/did\`).

Each line: how many numbers, the largest difference (relative to the larger of the number and 0.01), and what is allowed. Errors are compared
as well as estimates.

| data | what | program | numbers | largest difference | allowed | equal |
| --- | --- | --- | --- | --- | --- | --- |
${lines(comparisons).join("\n")}

${source}.

## Uniform bands

Critical values for the twelve cells of \`mpdta\` (never-treated controls, varying base), 25,000 draws, seed 1. The two rules do not give the same number; results say which
was used.

| rule | Xinzhi | reference |
| --- | --- | --- |
| \`bands: { method: bootstrap }\`: Rademacher multipliers, interquartile errors | ${critical.bootstrap.toFixed(3)} | 2.668 (\`did\`, 25,000 draws; from seed to seed 2.66 to 2.69) |
| \`bands: { method: gaussian }\`: sup-t of the estimated covariance | ${critical.gaussian.toFixed(3)} | 2.829 to 2.835 |

## Where programs differ, and by which convention

| what | who | convention | ours |
| --- | --- | --- | --- |
| units treated from the first period on | bacondecomp | a group of its own, to which later adopters are compared | in no estimate, named (\`DID-ALWAYS-TREATED\`); \`divorce\` is compared without them |
| leads of group-time effects | did | the period before each, short changes | the same by default; \`groupTime: { base: universal }\` for long ones |
| a cohort date outside the sample | fixest | a value after it is never treated, silently | not yet treated throughout, named (\`DID-AFTER-SAMPLE\`) |
| units with holes | did | dropped, or taken for a repeated cross-section (\`allow_unbalanced_panel\`) | dropped by name, or compared cell by cell where both periods are there |
| p-values of group-time effects | did | the normal | t(clusters - 1) |
| factor of the clustered variance | etwfe | effects of cohorts, which are not nested in units, are counted | effects of units, nested in the clusters and with the same estimates, are not; compared after that factor |
| leads of the imputation estimator | didimputation | a separate regression on the leads asked for | every period before the first of them is the reference |

Synthetic difference in differences on Proposition 99 (\`test/fixtures/synthetic\`): ${synthetic.estimate.toFixed(4)} with an optimality gap of
${synthetic.gap.toExponential(0)}; \`synthdid\`, which stops earlier, gives -15.6038 ([synthetic comparisons](synthetic.md)). HonestDiD: [sensitivity](sensitivity.md).
`;
}

function lines(comparisons) {
  const keyOf = (c) => [c.data, c.of, c.peer].join("|");
  return [...new Set(comparisons.map(keyOf))].map((key) => {
    const of = comparisons.filter((c) => keyOf(c) === key);
    const { data, of: what, peer } = of[0];
    const sizes = of.map((c) =>
      c.ours === null ? Number.POSITIVE_INFINITY : Math.abs(c.ours - c.theirs) / Math.max(Math.abs(c.theirs), 0.01),
    );
    const allowed = [...new Set(of.map((c) => c.tolerance))];
    const isEqual = of.every((c, j) => sizes[j] <= c.tolerance);
    const shown = peer.includes("printed") ? "none to nine digits" : power(Math.max(...sizes));
    const bound = peer.includes("printed") ? "none" : allowed.map((t) => t.toExponential(0)).join("; errors ");
    return `| ${data} | ${what} | ${peer} | ${of.length} | ${shown} | ${bound} | ${isEqual ? "yes" : "**no**"} |`;
  });
}

/** Rounded up to a power of ten: the last digits of a difference of rounding errors are no fact about either program. */
function power(size) {
  if (size === Number.POSITIVE_INFINITY) return "missing";
  return `1e${Math.max(-15, Math.ceil(Math.log10(Math.max(size, 1e-16))))}`;
}
