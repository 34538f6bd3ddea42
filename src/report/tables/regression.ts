import { indexWords } from "../../messages/indexWords.js";
import { testName, testPhrase } from "../../messages/testWords.js";
import type { ConfidenceSet, ModelResult, Row, TableSpec, Test } from "../../results/contract.js";
import { count, fixed, plain, probability } from "../number.js";
import { labelOf, outcomeOf, type Reader, textOf, titled } from "../reader.js";
import { type Cell, numberCell, type Table, type TableRow, textCell } from "../table.js";

/** A model of the table with its name; `at` is its path in results.json. */
interface Column {
  name: string;
  model: ModelResult;
  at: string;
}

/**
 * The regression table a study asks for: models side by side, one line per term with the statistic named in the note below it,
 * fixed effects, sample, fit and clusters. Stars stand only where the row allows them, and the legend lists only the levels used.
 */
export function regressionTable(r: Reader, id: string, spec: TableSpec): Table {
  const w = r.words.table;
  const columns: Column[] = spec.models.map((name) => ({ name, model: r.results.models[name]!, at: `models.${name}` }));
  const usedStars = new Set<string>();
  let withheld = false;

  const estimateCells = (row: Row | undefined, at: string): [Cell, Cell] => {
    if (row === undefined) return [textCell(""), textCell("")];
    const mark = starsOf(row, spec);
    if (mark === "†") withheld = true;
    else if (mark !== "") usedStars.add(mark);
    const estimate = numberCell(row.estimate, (v) => fixed(v, spec.digits), `${at}.estimate`);
    return [mark === "" ? estimate : { ...estimate, hang: mark }, errorCell(row, spec, at)];
  };
  const estimateCell = (c: Column, term: string): [Cell, Cell] => {
    const index = c.model.coefficients.findIndex((row) => row.term === term);
    return estimateCells(c.model.coefficients[index], `${c.at}.coefficients.${index}`);
  };

  const rows: TableRow[] = [];
  const terms = termsOf(columns, spec);
  for (const term of terms) {
    const cells = columns.map((c) => estimateCell(c, term));
    rows.push({ cells: [textCell(labelOf(r, term)), ...cells.map((pair) => pair[0])] });
    rows.push({ cells: [textCell(""), ...cells.map((pair) => pair[1])] });
  }
  rows.push(
    ...inferenceRows(r, columns, terms),
    ...block(firstStageRows(r, columns, (row, at) => estimateCells(row, at))),
    ...bandRows(r, columns, terms),
    ...block([...estimatorRows(r, columns), ...effectRows(r, columns)]),
    ...fitRows(r, columns, spec),
    ...block(testRows(r, columns)),
  );

  const data = new Set(columns.map((c) => c.model.data ?? ""));
  return {
    id,
    title: titled(r, spec.title === undefined ? id : textOf(r, spec.title), data.size === 1 && !data.has("") ? [...data][0] : undefined),
    columns: [{ align: "text" }, ...columns.map(() => ({ align: "number" as const }))],
    header: [outcomeHeader(r, columns), [textCell(""), ...columns.map((_, i) => textCell(w.model(i + 1)))]],
    rows,
    notes: [
      ...uncertaintyNotes(r, columns, spec),
      ...starNotes(r, spec, usedStars),
      ...(columns.some((c) => c.model.indexBand !== undefined) ? [indexWords[r.language].bandNote] : []),
      ...(withheld ? [w.noStars] : []),
      ...missingTestNotes(r, columns),
      ...instrumentNotes(r, columns),
      ...collinearNotes(r, columns),
      ...(spec.notes ?? []).map((note) => textOf(r, note)),
    ],
    about: columns.map((c) => c.at),
    ...(columns.length > 1 ? { parts: columns.map((_, i) => w.model(i + 1)) } : {}),
  };
}

/** Rows that stand together, a rule above the first. */
function block(rows: TableRow[]): TableRow[] {
  return rows.map((row, i) => (i === 0 ? { ...row, ruleAbove: true } : row));
}

/** The symbol of the strictest level the p-value reaches; a dagger where the row may carry none although its p-value is that small. */
export function starsOf(row: Row, spec: Pick<TableSpec, "stars">): string {
  if (row.pValue === null) return "";
  const reached = spec.stars.filter((level) => row.pValue! < level.below).sort((a, b) => a.below - b.below);
  if (reached.length === 0) return "";
  return row.stars ? reached[0]!.symbol : "†";
}

function errorCell(row: Row, spec: TableSpec, at: string): Cell {
  const field = spec.parentheses === "stdError" ? "stdError" : spec.parentheses === "tStatistic" ? "statistic" : "pValue";
  const value = row[field];
  if (value === null) return numberCell(null, String, `${at}.${field}`);
  const text = field === "pValue" ? probability(value) : fixed(value, field === "statistic" ? 2 : spec.digits);
  return { text: `(${text}`, hang: ")", value, path: `${at}.${field}` };
}

/** Terms in the order they first appear, time dummies only where `keep` asks; `keep` restricts and orders them, `drop` takes away. A trailing `*` stands for any ending. */
function termsOf(columns: Column[], spec: TableSpec): string[] {
  const shown = (row: Row) => spec.keep !== undefined || row.kind !== "timeEffect";
  const all = [...new Set(columns.flatMap((c) => c.model.coefficients.filter(shown).map((row) => row.term)))];
  const fits = (term: string, pattern: string) => (pattern.endsWith("*") ? term.startsWith(pattern.slice(0, -1)) : term === pattern);
  const kept = spec.keep === undefined ? all : [...new Set(spec.keep.flatMap((pattern) => all.filter((term) => fits(term, pattern))))];
  return kept.filter((term) => !(spec.drop ?? []).some((pattern) => fits(term, pattern)));
}

/** The p-values of the terms shown that were made by resampling, beside those of the errors in parentheses. */
function inferenceRows(r: Reader, columns: Column[], terms: readonly string[]): TableRow[] {
  const asked = columns.map((c) =>
    (c.model.inference ?? []).flatMap((made, i) =>
      made.rows.map((row, j) => ({ method: made.method, term: row.term, p: row.pValue, path: `${c.at}.inference.${i}.rows.${j}.pValue` })),
    ),
  );
  const methods = [...new Set(asked.flatMap((list) => list.map((a) => a.method)))];
  return methods
    .flatMap((method) => terms.map((term) => ({ method, term })))
    .filter(({ method, term }) => asked.some((list) => list.some((a) => a.method === method && a.term === term)))
    .map(({ method, term }, k) => ({
      ruleAbove: k === 0,
      cells: [
        textCell(r.words.table.resampled(method, labelOf(r, term))),
        ...asked.map((list) => {
          const found = list.find((a) => a.method === method && a.term === term);
          return found === undefined ? textCell("") : numberCell(found.p, probability, found.path);
        }),
      ],
    }));
}

/** Lowest and highest estimate over the recipes of the outcome index, for the first term shown that has a band. */
function bandRows(r: Reader, columns: Column[], terms: readonly string[]): TableRow[] {
  const w = indexWords[r.language];
  const term = terms.find((t) => columns.some((c) => c.model.indexBand?.terms.some((b) => b.term === t)));
  if (term === undefined) return [];
  const cells = (limit: "low" | "high", c: Column): Cell => {
    const k = c.model.indexBand?.terms.findIndex((b) => b.term === term) ?? -1;
    if (k < 0) return textCell("");
    return numberCell(c.model.indexBand!.terms[k]![limit], (v) => fixed(v, 4), `${c.at}.indexBand.terms.${k}.${limit}`);
  };
  return [
    { ruleAbove: true, cells: [textCell(w.bandLow(labelOf(r, term))), ...columns.map((c) => cells("low", c))] },
    { cells: [textCell(w.bandHigh(labelOf(r, term))), ...columns.map((c) => cells("high", c))] },
  ];
}

/** Outcomes above the model numbers; neighbours with the same outcome share one cell. */
function outcomeHeader(r: Reader, columns: Column[]): Cell[] {
  const cells: Cell[] = [textCell("")];
  let last: string | null = null;
  for (const c of columns) {
    const outcome = outcomeOf(c.model);
    if (outcome === last) cells[cells.length - 1]!.span = (cells[cells.length - 1]!.span ?? 1) + 1;
    else cells.push({ text: labelOf(r, outcome), span: 1 });
    last = outcome;
  }
  return cells;
}

/** How each column was estimated, where not all are plain least squares. */
function estimatorRows(r: Reader, columns: Column[]): TableRow[] {
  if (columns.every((c) => c.model.estimator === "ols")) return [];
  return [{ cells: [textCell(r.words.table.estimator), ...columns.map((c) => textCell(modelEstimator(r, c.model)))] }];
}

/** The name of a model's estimator; instrumental variables by their method. */
export function modelEstimator(r: Reader, { estimator, conventions }: ModelResult): string {
  const names = r.words.table.estimators;
  return names[`${estimator}.${conventions["method"]}`] ?? names[estimator] ?? estimator;
}

/**
 * The tests a reader expects in the table itself, in this order: strength of instruments as the statistic, all others as p-values. A test
 * without a p-value and without critical values is a strength test the model's errors give no meaning to, and is left to the list of tests.
 */
const TEST_ROWS: readonly (readonly [name: string, shown: "statistic" | "pValue"])[] = [
  ["kleibergenPaapLm", "pValue"],
  ["craggDonaldF", "statistic"],
  ["kleibergenPaapF", "statistic"],
  ["effectiveF", "statistic"],
  ["andersonRubin", "pValue"],
  ["ar1", "pValue"],
  ["ar2", "pValue"],
  ["sargan", "pValue"],
  ["hansen", "pValue"],
  ["hansenJ", "pValue"],
  ["wuHausman", "pValue"],
  ["wuHausmanRobust", "pValue"],
  ["breuschPagan", "pValue"],
  ["hausman", "pValue"],
  ["hausmanRobust", "pValue"],
];

/** First stages with more instruments than this are left to results.json. */
const MOST_INSTRUMENTS = 8;

/** The instruments' coefficients in the first stages, and under them the Anderson-Rubin sets. */
function firstStageRows(r: Reader, columns: Column[], cells: (row: Row | undefined, at: string) => [Cell, Cell]): TableRow[] {
  const w = r.words.table;
  const stagesOf = (c: Column) =>
    (c.model.firstStages ?? []).flatMap((stage, s) =>
      stage.coefficients.map((row, k) => ({ stage: stage.endogenous, row, at: `${c.at}.firstStages.${s}.coefficients.${k}` })),
    );
  const asked = new Map(columns.flatMap(stagesOf).map(({ stage, row }) => [`${stage}|${row.term}`, { stage, term: row.term }] as const));
  const stages = asked.size > MOST_INSTRUMENTS ? [] : [...asked.values()];
  const rows = stages.flatMap(({ stage, term }): TableRow[] => {
    const pairs = columns.map((c) => {
      const found = stagesOf(c).find((one) => one.stage === stage && one.row.term === term);
      return cells(found?.row, found?.at ?? "");
    });
    return [
      { cells: [textCell(w.firstStage(labelOf(r, stage), labelOf(r, term))), ...pairs.map((pair) => pair[0])] },
      { cells: [textCell(""), ...pairs.map((pair) => pair[1])] },
    ];
  });
  const sets = columns.map((c) => (c.model.confidenceSets ?? []).find((set) => set.name === "andersonRubin" && set.shape !== null));
  const [level] = sets.flatMap((set) => set?.level ?? []);
  if (level === undefined) return rows;
  return [
    ...rows,
    {
      cells: [
        textCell(w.andersonRubinSet(`${plain(100 * level)}%`)),
        ...sets.map((set) => ({ text: set === undefined ? "" : setText(set) })),
      ],
    },
  ];
}

/** A confidence set as intervals; open ends are infinite. */
function setText({ intervals }: ConfidenceSet): string {
  const end = (value: number) => fixed(value, 3);
  const texts = intervals.map(([low, high]) => `${low === null ? "(−∞" : `[${end(low)}`}, ${high === null ? "∞)" : `${end(high)}]`}`);
  return texts.length === 0 ? "∅" : texts.join(" ∪ ");
}

/** The test of a column that stands in a row of the table. */
function shownTest(c: Column, name: string): { test: Test; path: string } | null {
  const at = c.model.tests.findIndex((test) => test.name === name);
  const test = c.model.tests[at];
  // Cragg-Donald's F means something where it has critical values: under iid errors.
  if (test === undefined || (name === "craggDonaldF" && test.criticalValues === undefined)) return null;
  return { test, path: `${c.at}.tests.${at}` };
}

function testRows(r: Reader, columns: Column[]): TableRow[] {
  return TEST_ROWS.flatMap(([name, shown]) => {
    const found = columns.map((c) => shownTest(c, name));
    if (found.every((entry) => entry === null)) return [];
    const label = testName(name, r.language);
    const print = shown === "pValue" ? probability : (value: number) => fixed(value, 2);
    return [
      {
        cells: [
          textCell(shown === "pValue" ? r.words.table.pValueOf(label) : label),
          ...found.map((entry) => (entry === null ? textCell("") : numberCell(entry.test[shown], print, `${entry.path}.${shown}`))),
        ],
      },
    ];
  });
}

/** Why a test of these rows could not be had. */
function missingTestNotes(r: Reader, columns: Column[]): string[] {
  const models = new Map<string, string[]>();
  for (const [name] of TEST_ROWS)
    for (const [i, c] of columns.entries()) {
      const test = shownTest(c, name)?.test;
      if (test === undefined || test.statistic !== null || test.reason === null) continue;
      const text = `${testName(name, r.language)}${r.words.colon}${testPhrase(test.reason, r.language)}`;
      models.set(text, [...(models.get(text) ?? []), r.words.table.model(i + 1)]);
    }
  return [...models].map(([text, at]) => `${at.join(r.words.comma)} ${text}${r.words.stop}`);
}

function effectRows(r: Reader, columns: Column[]): TableRow[] {
  const effects = [...new Set(columns.flatMap((c) => (c.model.absorbed ?? []).map((a) => a.effect)))];
  return effects.map((effect) => ({
    cells: [
      textCell(r.words.table.fixedEffects(labelOf(r, effect))),
      ...columns.map((c) => textCell((c.model.absorbed ?? []).some((a) => a.effect === effect) ? r.words.yes : r.words.no)),
    ],
  }));
}

type Line = (
  label: string,
  value: (c: Column) => number | null | undefined,
  path: (c: Column) => string,
  print?: (v: number) => string,
) => TableRow;

/** The variance components of random effects, and the share of its mean that each unit's rows lose (its median where units have unequal rows). */
function componentRows(r: Reader, columns: Column[], line: Line): TableRow[] {
  const named = r.words.table.components;
  const random = columns.filter((c) => c.model.conventions["sigmaUnit"] !== undefined);
  if (random.length === 0) return [];
  const unequal = random.some(({ model: { conventions: of } }) => of["shareLeast"] !== of["shareMost"]);
  return (["sigmaUnit", "sigmaRest", "rho", "shareMedian"] as const).map((key) =>
    line(
      key === "shareMedian" && unequal ? named.shareMedianUnequal : named[key],
      (c) => c.model.conventions[key] as number | undefined,
      (c) => `${c.at}.conventions.${key}`,
    ),
  );
}

function fitRows(r: Reader, columns: Column[], spec: TableSpec): TableRow[] {
  const w = r.words.table;
  const line: Line = (label, value, path, print = (v: number) => fixed(v, spec.digits)) => ({
    cells: [textCell(label), ...columns.map((c) => (value(c) === undefined ? textCell("") : numberCell(value(c), print, path(c))))],
  });
  const statistic = (label: string, key: "r2" | "r2Within" | "pseudoR2" | "outcomeMean") =>
    line(
      label,
      (c) => c.model.statistics[key],
      (c) => `${c.at}.statistics.${key}`,
    );
  const rows = [
    {
      ...line(
        w.rows,
        (c) => c.model.nobs,
        (c) => `${c.at}.nobs`,
        count,
      ),
      ruleAbove: true,
    },
    ...(["r2", "r2Within", "pseudoR2"] as const)
      .filter((key) => columns.some((c) => (c.model.statistics[key] ?? null) !== null))
      .map((key) => statistic(w[key], key)),
    statistic(w.outcomeMean, "outcomeMean"),
    ...componentRows(r, columns, line),
  ];
  const isGmm = (c: Column) => c.model.estimator === "gmm";
  if (columns.some(isGmm))
    rows.push(
      line(
        w.instruments,
        (c) => (isGmm(c) ? (c.model.conventions["instrumentColumns"] as number) : undefined),
        (c) => `${c.at}.conventions.instrumentColumns`,
        count,
      ),
      line(
        w.groups,
        (c) => (isGmm(c) ? c.model.sample.units : undefined),
        (c) => `${c.at}.sample.units`,
        count,
      ),
    );
  // The errors of a dynamic panel are by unit, whose number stands above.
  const clusters = [...new Set(columns.flatMap((c) => (isGmm(c) ? [] : Object.keys(c.model.vcov.clusters))))];
  for (const name of clusters)
    rows.push(
      line(
        w.clusters(labelOf(r, name)),
        (c) => (isGmm(c) ? undefined : c.model.vcov.clusters[name]),
        (c) => `${c.at}.vcov.clusters.${name}`,
        count,
      ),
    );
  return rows;
}

/** What stands in parentheses and how it was made, written from the models; models that differ are told apart. */
function uncertaintyNotes(r: Reader, columns: Column[], spec: TableSpec): string[] {
  const w = r.words.table;
  const byText = new Map<string, number[]>();
  columns.forEach((c, i) => {
    const text = vcovLine(r, c.model);
    byText.set(text, [...(byText.get(text) ?? []), i + 1]);
  });
  const lead = w.parentheses[spec.parentheses];
  if (byText.size === 1) return [`${lead}${r.words.clause}${[...byText.keys()][0]}${r.words.stop}`];
  const parts = [...byText].map(([text, models]) => w.forModels(models.map((n) => w.model(n)).join(r.words.comma), text));
  return [`${lead}${r.words.colon}${parts.join(r.words.semicolon)}${r.words.stop}`];
}

/** How the errors of a model were made, from the results alone. */
export function vcovLine(r: Reader, model: ModelResult): string {
  const w = r.words.table;
  const names = Object.keys(model.vcov.clusters);
  const how =
    w.vcov[model.vcov.type] ?? (names.length > 0 ? w.clusteredBy(names.map((n) => labelOf(r, n)).join(r.words.and)) : model.vcov.type);
  const distributions = new Set(model.coefficients.flatMap((row) => row.distribution ?? []));
  const distribution = distributions.size > 1 ? "t (Satterthwaite)" : [...distributions][0];
  const parts = [how];
  if (model.vcov.correction !== null) parts.push(w.correction(model.vcov.correction));
  if (distribution !== undefined) parts.push(w.distribution(distribution));
  return parts.join(r.words.clause);
}

function starNotes(r: Reader, spec: TableSpec, used: Set<string>): string[] {
  const levels = spec.stars.filter((level) => used.has(level.symbol)).sort((a, b) => a.below - b.below);
  if (levels.length === 0) return [];
  return [`${levels.map((level) => r.words.table.starsAt(level.symbol, plain(level.below))).join(r.words.clause)}${r.words.stop}`];
}

/** The instruments of dynamic panels, set by set. */
function instrumentNotes(r: Reader, columns: Column[]): string[] {
  const w = r.words.table;
  return columns.flatMap((c, i) => {
    if (c.model.estimator !== "gmm") return [];
    const dummies = new Set(c.model.coefficients.flatMap((row) => (row.kind === "timeEffect" ? [row.term] : [])));
    const sets = (c.model.instruments ?? [])
      .filter((set) => !dummies.has(set.column))
      .map((set) => w.instrumentSet(labelOf(r, set.column), set.lags ?? null, set.collapsed === true, set.equation, set.count));
    const times = (c.model.instruments ?? []).filter((set) => dummies.has(set.column));
    if (times.length > 0) sets.push(w.instrumentSet(w.timeDummies, null, false, times[0]!.equation, times.length));
    const text = w.instrumentSets(sets.join(r.words.semicolon));
    return [columns.length === 1 ? `${text}${r.words.stop}` : `${w.model(i + 1)} ${text}${r.words.stop}`];
  });
}

function collinearNotes(r: Reader, columns: Column[]): string[] {
  const seen = new Set<string>();
  for (const c of columns)
    for (const line of c.model.collinear ?? [])
      seen.add(r.words.table.collinear(labelOf(r, line.term), line.with.map((t) => labelOf(r, t)).join(r.words.and)));
  return [...seen];
}
