import type { InstrumentSet, ModelResult, Row } from "../results/main.js";

/** A model as a plain text table: what `String(fit)` prints. */
export function fitTable(model: ModelResult): string {
  const header = ["", "estimate", "std. error", "statistic", "p", "95 % interval"];
  const level = model.coefficients[0]?.level;
  if (level !== undefined) header[5] = `${Math.round(level * 1000) / 10} % interval`;
  const body = model.coefficients
    .filter((row) => row.kind !== "timeEffect")
    .map((row) => [
      row.term,
      short(row.estimate),
      short(row.stdError),
      row.statistic === null ? "" : row.statistic.toFixed(3),
      `${pText(row.pValue)}${row.stars ? stars(row) : ""}`,
      row.confLow === null ? "" : `[${short(row.confLow)}, ${short(row.confHigh)}]`,
    ]);
  const table = [header, ...body];
  const widths = header.map((_, c) => Math.max(...table.map((line) => width(line[c]!))));
  const lines = table.map((line) =>
    line
      .map((cell, c) => (c === 0 ? padEnd(cell, widths[c]!) : padStart(cell, widths[c]!)))
      .join("  ")
      .trimEnd(),
  );
  const rule = "-".repeat(Math.max(...lines.map(width)));
  return [`${model.formula}`, rule, lines[0], rule, ...lines.slice(1), rule, ...footer(model)].join("\n");
}

function footer(model: ModelResult): string[] {
  const { statistics, vcov, sample } = model;
  const distribution =
    vcov.correction === "CR2" ? "t with Satterthwaite degrees of freedom by coefficient" : vcov.df === null ? "normal" : `t(${vcov.df})`;
  const errors =
    vcov.type === "cluster"
      ? `errors: clustered by ${Object.entries(vcov.clusters)
          .map(([name, count]) => `${name} (${count})`)
          .join(" and ")}, correction ${vcov.correction}, ${distribution}`
      : `errors: ${vcov.type}, ${distribution}`;
  const effects = (model.absorbed ?? []).map((e) => `${e.effect} (${e.levels})`).join(", ");
  const dropped = Object.entries(sample.dropped)
    .filter(([reason, count]) => count > 0 && !reason.startsWith("missing."))
    .map(([reason, count]) => `${count} ${reason}`);
  const fitLine = [
    `rows ${model.nobs}`,
    statistics.r2 === null ? "" : `R2 ${statistics.r2.toFixed(4)}`,
    statistics.r2Within === null ? "" : `within R2 ${statistics.r2Within.toFixed(4)}`,
    statistics.rmse === null ? "" : `RMSE ${short(statistics.rmse)}`,
    statistics.pseudoR2 === undefined ? "" : `pseudo R2 ${statistics.pseudoR2.toFixed(4)}`,
    statistics.deviance === undefined ? "" : `deviance ${short(statistics.deviance)}`,
  ];
  return [
    fitLine.filter((part) => part !== "").join("   "),
    errors,
    ...componentLine(model),
    ...(effects === "" ? [] : [`absorbed: ${effects}`]),
    ...testLines(model),
    ...(model.inference ?? []).flatMap(({ method, rows, draws }) =>
      rows.map((row) => `${method} of ${row.term}, ${draws} draws: p ${pText(row.pValue)}${intervalText(row)}`),
    ),
    ...(dropped.length === 0 ? [] : [`left out: ${dropped.join(", ")}`]),
    ...(model.collinear ?? []).map((c) => `collinear, left out: ${c.term} (with ${c.with.join(", ")})`),
    `solved: ${model.certificate.method}, residual ${model.certificate.residual === null ? "not known" : model.certificate.residual.toExponential(1)}`,
  ];
}

/** Variance components of random effects. */
function componentLine({ conventions: { sigmaUnit, sigmaRest, shareLeast, shareMost } }: ModelResult): string[] {
  if (sigmaUnit === undefined) return [];
  const share = shareLeast === shareMost ? short(shareLeast as number) : `${short(shareLeast as number)} to ${short(shareMost as number)}`;
  return [`components: sd of unit effects ${short(sigmaUnit as number)}, of the rest ${short(sigmaRest as number)}, theta ${share}`];
}

/** What a reader asks after the coefficients: first stages, the tests of the model, confidence sets. */
function testLines(model: ModelResult): string[] {
  const stages = (model.firstStages ?? []).map((stage) => {
    const strength = stage.tests.map((test) => `${test.name} ${short(test.statistic)}`).join(", ");
    return `first stage of ${stage.endogenous}: ${strength}, partial R2 ${stage.partialR2.toFixed(4)}`;
  });
  const tests = model.tests.filter((test) => test.name !== "overall" && test.statistic !== null);
  const sets = (model.confidenceSets ?? [])
    .filter((set) => set.shape !== null)
    .map((set) => {
      const ends = set.intervals.map(([low, high]) => `[${low === null ? "-inf" : short(low)}, ${high === null ? "inf" : short(high)}]`);
      return `${Math.round(1000 * set.level) / 10} % ${set.name} set of ${set.term}: ${ends.length === 0 ? "empty" : ends.join(" and ")}`;
    });
  return [
    ...stages,
    ...instrumentLines(model),
    ...tests.map((test) => `${test.name}: ${short(test.statistic)}${test.pValue === null ? "" : ` (p ${pText(test.pValue)})`}`),
    ...sets,
  ];
}

function intervalText(row: Row): string {
  if (row.confLow === null && row.confHigh === null) return "";
  const [low, high] = [row.confLow === null ? "-inf" : short(row.confLow), row.confHigh === null ? "inf" : short(row.confHigh)];
  return `, ${Math.round(1000 * row.level) / 10} % interval [${low}, ${high}]`;
}

/** The sets of instruments of GMM, one by one, and their count. */
function instrumentLines({ instruments = [], coefficients }: ModelResult): string[] {
  if (instruments.length === 0) return [];
  const dummies = new Set(coefficients.flatMap((row) => (row.kind === "timeEffect" ? [row.term] : [])));
  const times = instruments.filter((set) => dummies.has(set.column));
  const others = instruments.filter((set) => !dummies.has(set.column));
  const last = times.length === 0 ? [] : [{ kind: "standard", column: "time dummies", equation: times[0]!.equation, count: times.length }];
  const sets = [...others, ...last].map((set: InstrumentSet) => {
    const lags = set.lags === undefined ? "" : ` lags ${set.lags[0]}-${set.lags[1]}${set.collapsed === true ? ", collapsed" : ""}`;
    return `  ${set.kind} ${set.column}${lags}, ${set.equation}: ${set.count}`;
  });
  return [`instruments: ${instruments.reduce((total, set) => total + set.count, 0)}`, ...sets];
}

function stars(row: Row): string {
  const p = row.pValue;
  return p === null ? "" : p < 0.01 ? " ***" : p < 0.05 ? " **" : p < 0.1 ? " *" : "";
}

function pText(p: number | null): string {
  return p === null ? "" : p < 0.0001 ? "<0.0001" : p.toFixed(4);
}

/** Five significant digits. */
function short(value: number | null): string {
  if (value === null) return "";
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(4) : value.toPrecision(5);
}

/** Columns a text takes on a terminal: East Asian letters take two. */
function width(text: string): number {
  let total = 0;
  for (const letter of text)
    total += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(letter) ? 2 : 1;
  return total;
}

function padEnd(text: string, to: number): string {
  return text + " ".repeat(Math.max(0, to - width(text)));
}

function padStart(text: string, to: number): string {
  return " ".repeat(Math.max(0, to - width(text))) + text;
}
