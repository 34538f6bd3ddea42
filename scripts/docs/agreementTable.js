/**
 * A table of comparisons with peers: a line for each kind of number, a column for each peer; in each cell how many numbers, and a bound on the
 * largest relative difference.
 * @param {{ peer: string, ours: number, theirs: number }[]} comparisons
 * @param {{ heading: string, lineOf: (comparison: object) => string, floor: number }} options `heading` of the first column; `floor` the
 * power of ten below which a difference is shown as that
 */
export function agreementTable(comparisons, { heading, lineOf, floor }) {
  const peers = [...new Set(comparisons.map((c) => c.peer))];
  const cell = (line, peer) => {
    const numbers = comparisons.filter((c) => c.peer === peer && lineOf(c) === line);
    if (numbers.length === 0) return "";
    const largest = Math.max(...numbers.map((c) => (c.ours === c.theirs ? 0 : Math.abs(c.ours - c.theirs) / Math.abs(c.theirs))));
    // Rounded up to a power of ten: the last digits of a difference of rounding errors are no fact about either program.
    const power = Math.ceil(Math.log10(Math.max(largest, 1e-16)));
    return `${numbers.length}, 1e${Math.max(power, floor)}`;
  };
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const lines = [...new Set(comparisons.map(lineOf))];
  return [
    row([heading, ...peers]),
    row(["---", ...peers.map(() => "---")]),
    ...lines.map((line) => row([line, ...peers.map((peer) => cell(line, peer))])),
  ].join("\n");
}

/** A page with all below its line "## Against other programs" made afresh. */
export function withAgreement(page, agreement) {
  const heading = "## Against other programs\n";
  return `${page.slice(0, page.indexOf(heading) + heading.length)}\n${agreement}`;
}
