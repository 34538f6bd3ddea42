import { ledgerDetail, ledgerName } from "../../messages/main.js";
import { testName, testPhrase } from "../../messages/testWords.js";
import type { Test } from "../../results/contract.js";
import { count, decimalsFor, fixed, plain, probability } from "../number.js";
import { labelOf, type Reader, textOf, titled } from "../reader.js";
import { type Cell, type Column, numberCell, type Table, type TableRow, textCell } from "../table.js";

/** Rows, missing cells, moments and quartiles of the study's variables, one block per data table. */
export function descriptivesTable(r: Reader): Table {
  const w = r.words.table;
  const list = r.results.descriptives;
  const tables = [...new Set(list.map((d) => d.data))];
  const rows = tables.flatMap((data, t) => [
    ...(tables.length > 1 ? [{ cells: [textCell(data)], group: true, ruleAbove: t > 0 }] : []),
    ...list.flatMap((d, i) => {
      if (d.data !== data) return [];
      // One count of decimals per line, from its spread, so that a line reads in one unit.
      const digits = decimalsFor(d.sd ?? d.mean ?? 1, 3);
      const groupFrom = (d.max ?? 0) >= 10_000 ? 4 : 5;
      const moment = (key: "mean" | "sd" | "min" | "p25" | "median" | "p75" | "max") =>
        numberCell(d[key], (v) => fixed(v, digits, groupFrom), `descriptives.${i}.${key}`);
      return [
        {
          cells: [
            textCell(labelOf(r, d.variable)),
            numberCell(d.rows, count, `descriptives.${i}.rows`),
            numberCell(d.missing, count, `descriptives.${i}.missing`),
            ...(["mean", "sd", "min", "p25", "median", "p75", "max"] as const).map(moment),
          ],
        },
      ];
    }),
  ]);
  const names = [w.variable, w.rows, w.missing, w.mean, w.sd, w.min, w.p25, w.median, w.p75, w.max];
  return {
    id: "descriptives",
    title: titled(r, w.descriptives, tables.length === 1 ? tables[0] : undefined),
    columns: names.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [names.map(textCell)],
    rows,
    notes: [],
    about: [],
  };
}

/** Every row that left and every cell that changed, step by step. */
export function ledgerTable(r: Reader): Table {
  const w = r.words.table;
  const anyCells = r.results.ledger.some((line) => line.cells !== undefined);
  const columns: [string, Column["align"]][] = [
    [w.data, "text"],
    [w.step, "number"],
    [w.reason, "text"],
    [w.rowsLeft, "number"],
    ...(anyCells ? [[w.cellsChanged, "number"] as [string, Column["align"]]] : []),
    [w.detail, "wide"],
  ];
  return {
    id: "ledger",
    title: w.ledger,
    columns: columns.map(([, align]) => ({ align })),
    header: [columns.map(([name]) => textCell(name))],
    rows: r.results.ledger.map((line, i) => ({
      cells: [
        textCell(line.data),
        numberCell(line.step, String, `ledger.${i}.step`),
        textCell(ledgerName(line.reason, r.language)),
        numberCell(line.rows, count, `ledger.${i}.rows`),
        ...(anyCells ? [line.cells === undefined ? textCell("") : numberCell(line.cells, count, `ledger.${i}.cells`)] : []),
        textCell(ledgerDetail(line, r.language)),
      ],
    })),
    notes: [],
    about: [],
  };
}

/** Label, unit, role, definition and caveat of the variables the study describes. */
export function variablesTable(r: Reader): Table {
  const w = r.words.table;
  const names = [w.variable, w.role, w.unitOfMeasure, w.definition, w.caveat];
  return {
    id: "variables",
    title: w.variables,
    columns: [{ align: "wide" }, { align: "text" }, { align: "text" }, { align: "wide" }, { align: "wide" }],
    header: [names.map(textCell)],
    rows: Object.values(r.results.variables).map((v) => ({
      cells: [
        textCell(textOf(r, v.label)),
        textCell(v.role === undefined ? "" : (w.roles[v.role] ?? v.role)),
        textCell(v.unit === undefined ? "" : textOf(r, v.unit)),
        textCell(v.definition === undefined ? "" : textOf(r, v.definition)),
        textCell(v.caveat === undefined ? "" : textOf(r, v.caveat)),
      ],
    })),
    notes: [],
    about: [],
  };
}

/** The data tables of the study: where from, how much, which years. */
export function sourcesTable(r: Reader): Table {
  const w = r.words.table;
  const names = [w.data, w.source, w.rows, w.units, w.span];
  return {
    id: "data",
    title: w.sources,
    columns: [{ align: "text" }, { align: "wide" }, { align: "number" }, { align: "number" }, { align: "number" }],
    header: [names.map(textCell)],
    rows: Object.entries(r.results.data).map(([name, d]) => ({
      cells: [
        textCell(titled(r, name, name)),
        textCell(`\`${d.source}\``),
        numberCell(d.rows, count, `data.${name}.rows`),
        numberCell(d.units, count, `data.${name}.units`),
        textCell(d.from === null || d.to === null ? "–" : `${d.from}–${d.to}`),
      ],
    })),
    notes: [],
    about: Object.keys(r.results.data).map((name) => `data.${name}`),
  };
}

const MISSING_IN = "missing.";

function missingIn(r: Reader, dropped: Record<string, number>): string {
  return Object.entries(dropped)
    .filter(([key]) => key.startsWith(MISSING_IN))
    .map(([key, rows]) => `${labelOf(r, key.slice(MISSING_IN.length))} ${count(rows)}`)
    .join(r.words.comma);
}

/** Every test of every model with its null; a test that could not be had says why. */
export function testsTable(r: Reader): Table | null {
  const w = r.words.table;
  const rows = Object.entries(r.results.models).flatMap(([name, m]): TableRow[] => {
    const own = [
      ...m.tests.map((test, i) => ({ test, of: null as string | null, at: `models.${name}.tests.${i}` })),
      ...(m.firstStages ?? []).flatMap((stage, j) =>
        stage.tests.map((test, i) => ({ test, of: stage.endogenous, at: `models.${name}.firstStages.${j}.tests.${i}` })),
      ),
    ];
    return own.map(({ test, of, at }, i) => ({
      ruleAbove: i === 0,
      cells: [
        textCell(i === 0 ? `\`${name}\`` : ""),
        textCell(testName(test.name, r.language, (column) => labelOf(r, column)) + (of === null ? "" : r.words.bracket(labelOf(r, of)))),
        textCell(testPhrase(test.null, r.language)),
        numberCell(test.statistic, (v) => plain(v, 5), `${at}.statistic`),
        textCell(test.distribution ?? ""),
        numberCell(test.pValue, probability, `${at}.pValue`),
        textCell(testRemark(r, test)),
      ],
    }));
  });
  if (rows.length === 0) return null;
  rows[0]!.ruleAbove = false;
  const names = [w.modelName, w.test, w.nullHypothesis, w.statistic, w.distributionName, w.pValue, w.remark];
  return {
    id: "tests",
    title: w.tests,
    columns: names.map((_, i) => ({ align: i === 3 || i === 5 ? "number" : i === 0 || i === 4 ? "text" : "wide" })),
    header: [names.map(textCell)],
    rows,
    notes: [],
    about: [],
  };
}

/** Why a test is missing, or the bounds its statistic is read against. */
function testRemark(r: Reader, test: Test): string {
  const bounds = (test.criticalValues ?? []).map((c) => `${testPhrase(c.name, r.language)}${r.words.colon}${plain(c.value, 4)}`);
  return [...(test.reason === null ? [] : [testPhrase(test.reason, r.language)]), ...bounds].join(r.words.semicolon);
}

/** The estimation sample of every model: rows, units, periods, what was dropped, and how exactly the solve ended. */
export function samplesTable(r: Reader): Table {
  const w = r.words.table;
  const models = Object.entries(r.results.models);
  // `missing.x` counts the missing values of one column: those stand in words at the end of the line.
  const keys = [...new Set(models.flatMap(([, m]) => Object.keys(m.sample.dropped)))];
  const reasons = keys.filter((key) => !key.startsWith(MISSING_IN));
  const byColumn = keys.length > reasons.length;
  const names = [
    w.modelName,
    w.formula,
    w.rows,
    w.units,
    w.periods,
    ...reasons.map((reason) => w.droppedFor[reason] ?? reason),
    ...(byColumn ? [w.missingIn] : []),
  ];
  return {
    id: "samples",
    title: w.samples,
    columns: names.map((_, i) => ({ align: i === 0 ? "text" : i === 1 || (byColumn && i === names.length - 1) ? "wide" : "number" })),
    header: [names.map(textCell)],
    rows: models.map(([name, m]) => ({
      cells: [
        textCell(`\`${name}\``),
        textCell(`\`${m.formula}\``),
        numberCell(m.sample.rows, count, `models.${name}.sample.rows`),
        numberCell(m.sample.units, count, `models.${name}.sample.units`),
        numberCell(m.sample.periods, count, `models.${name}.sample.periods`),
        ...reasons.map((reason): Cell => numberCell(m.sample.dropped[reason] ?? 0, count, `models.${name}.sample.dropped.${reason}`)),
        ...(byColumn ? [textCell(missingIn(r, m.sample.dropped))] : []),
      ],
    })),
    notes: [],
    about: [],
  };
}
