import { indexWords } from "../../messages/indexWords.js";
import type { EventPoint, PolicyOutcome, PolicyResult, Row } from "../../results/contract.js";
import { variantWords } from "../choices.js";
import { count, fixed, percent, plain, probability } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { type Cell, fileStem, numberCell, type Table, type TableRow, textCell } from "../table.js";

const DIGITS = 4;
const number = (v: number): string => fixed(v, DIGITS);

/** An estimator in words, with the way its effects were put together where that is known. */
export function estimatorLabel(r: Reader, row: Pick<Row, "estimator" | "aggregate">): string {
  const name = r.words.estimator[row.estimator ?? ""] ?? row.estimator ?? "";
  const aggregate = row.aggregate === undefined ? "" : (r.words.aggregate[row.aggregate] ?? row.aggregate);
  return aggregate === "" ? name : name + r.words.bracket(aggregate);
}

/** The printed time of an event point: pooled ends carry their inequality sign. */
export function eventTimeLabel(r: Reader, point: Pick<EventPoint, "time" | "binned">): string {
  const time = fixed(point.time, 0);
  if (!point.binned) return time;
  return point.time < 0 ? r.words.table.atMost(time) : r.words.table.atLeast(time);
}

/**
 * Estimators down, outcomes across: estimate, standard error and interval, then randomisation p, minimum detectable effect, the smallest
 * effect that matters, pre-trend test and the verdict.
 */
export function policyTable(r: Reader, name: string, policy: PolicyResult): Table {
  const w = r.words.table;
  const outcomes = Object.entries(policy.outcomes);
  const at = (outcome: string) => `policies.${name}.outcomes.${outcome}`;
  const rows: TableRow[] = [];

  const keyOf = (row: Row) => `${row.estimator ?? ""}|${row.aggregate ?? ""}`;
  const keys = [...new Set(outcomes.flatMap(([, o]) => o.aggregates.filter((row) => isShown(o, row)).map(keyOf)))];
  const headlines = new Set(outcomes.flatMap(([, o]) => (o.headline === undefined ? [] : [keyOf(o.headline)])));
  for (const key of keys) {
    const cells = outcomes.map(([outcome, o]) => {
      const k = o.aggregates.findIndex((row) => keyOf(row) === key);
      return aggregateCells(o.aggregates[k], `${at(outcome)}.aggregates.${k}`);
    });
    const first = outcomes.flatMap(([, o]) => o.aggregates).find((row) => keyOf(row) === key)!;
    rows.push({ cells: [textCell(estimatorLabel(r, first)), ...cells.map((c) => c[0]!)] });
    rows.push({ cells: [textCell(""), ...cells.map((c) => c[1]!)] });
    // The interval of the estimate the verdict speaks of; the others have theirs in results.json.
    if (headlines.size === 0 || headlines.has(key))
      rows.push({ cells: [textCell(w.confidence(percent(first.level))), ...cells.map((c) => c[2]!)] });
  }

  const line = (label: string, cell: (outcome: string, o: PolicyOutcome) => Cell, ruleAbove = false): void => {
    const cells = outcomes.map(([outcome, o]) => cell(outcome, o));
    if (cells.some((c) => c.value !== undefined && c.value !== null)) rows.push({ ruleAbove, cells: [textCell(label), ...cells] });
  };
  const draws = [...new Set(outcomes.flatMap(([, o]) => o.randomization.map((d) => `${d.estimator}|${d.strata ?? ""}`)))];
  const severalEstimators = new Set(draws.map((key) => key.split("|")[0])).size > 1;
  draws.forEach((key, i) => {
    const [estimator, strata] = key.split("|") as [string, string];
    const label =
      w.randomizationP(strata === "" ? "" : labelOf(r, strata)) +
      (severalEstimators ? r.words.bracket(r.words.estimator[estimator] ?? estimator) : "");
    line(
      label,
      (outcome, o) => {
        const k = o.randomization.findIndex((d) => d.estimator === estimator && (d.strata ?? "") === strata);
        return k < 0 ? textCell("") : numberCell(o.randomization[k]!.pValue, probability, `${at(outcome)}.randomization.${k}.pValue`);
      },
      i === 0,
    );
  });
  line(w.minimumDetectable, (outcome, o) => numberCell(o.minimumDetectable, number, `${at(outcome)}.minimumDetectable`));
  line(w.smallestEffect, (outcome, o) => numberCell(o.smallestEffect, (v) => plain(v), `${at(outcome)}.smallestEffect`));
  const tests = [...new Set(outcomes.map(([, o]) => o.pretrend?.distribution ?? null).filter((d) => d !== null))];
  line(
    w.pretrend(tests.length === 1 ? tests[0]! : "F"),
    (outcome, o) => numberCell(o.pretrend?.statistic, (v) => fixed(v, 2), `${at(outcome)}.pretrend.statistic`),
    true,
  );
  line(w.pretrendP, (outcome, o) => numberCell(o.pretrend?.pValue, probability, `${at(outcome)}.pretrend.pValue`));
  line(w.pretrendGroupTimeP, (outcome, o) =>
    numberCell(o.pretrendGroupTime?.pValue, probability, `${at(outcome)}.pretrendGroupTime.pValue`),
  );
  line(w.slopeAt50, (outcome, o) => numberCell(o.pretrendPower?.slopeAt50, number, `${at(outcome)}.pretrendPower.slopeAt50`));
  const made = indexWords[r.language];
  for (const limit of ["low", "high"] as const)
    line(
      limit === "low" ? made.headlineLow : made.headlineHigh,
      (outcome, o) => numberCell(o.indexBand?.terms[0]?.[limit], number, `${at(outcome)}.indexBand.terms.0.${limit}`),
      limit === "low",
    );
  line(w.inSd, (outcome, o) => scaleCell(o, "inOutcomeSd", `${at(outcome)}`), true);
  line(w.inPercent, (outcome, o) => scaleCell(o, "inPercentOfMean", `${at(outcome)}`));
  rows.push({
    ruleAbove: true,
    cells: [textCell(w.verdict), ...outcomes.map(([, o]) => textCell(r.words.grade[o.verdict.grade] ?? o.verdict.grade))],
  });

  return {
    id: fileStem("policy", name),
    title: titled(r, w.policy(severalPolicies(r, name)), policy.data),
    columns: [{ align: "text" }, ...outcomes.map(() => ({ align: "number" as const }))],
    header: [[textCell(""), ...outcomes.map(([outcome]) => textCell(labelOf(r, outcome)))]],
    rows,
    notes: [
      `${w.parentheses.stdError}${r.words.stop}`,
      w.policyNote(r.words.controlGroup[policy.controlGroup] ?? policy.controlGroup),
      w.mdeNote,
    ],
    about: [`policies.${name}`],
  };
}

/** The headline's estimator with all its averages; of the others the average the headline asks for, or the only one there is. */
function isShown(outcome: PolicyOutcome, row: Row): boolean {
  const headline = outcome.headline;
  if (headline === undefined || row.estimator === headline.estimator || row.aggregate === "static") return true;
  return row.aggregate === (headline.aggregate === "static" ? "simple" : headline.aggregate);
}

/** The name of a policy where the study has several; one needs none. */
function severalPolicies(r: Reader, name: string): string {
  return Object.keys(r.results.policies).length > 1 ? labelOf(r, name) : "";
}

function aggregateCells(row: Row | undefined, at: string): Cell[] {
  if (row === undefined) return [textCell(""), textCell(""), textCell("")];
  return [
    numberCell(row.estimate, number, `${at}.estimate`),
    row.stdError === null ? textCell("–") : { text: `(${number(row.stdError)}`, hang: ")", value: row.stdError, path: `${at}.stdError` },
    intervalCell(row, at),
  ];
}

/** Both ends of an interval in one cell; the value is its text in full precision. */
function intervalCell(row: Row, at: string): Cell {
  if (row.confLow === null || row.confHigh === null) return textCell("–");
  return {
    text: `[${number(row.confLow)}, ${number(row.confHigh)}`,
    hang: "]",
    value: `[${row.confLow}, ${row.confHigh}]`,
    path: `${at}.confLow`,
  };
}

/** The size of the headline effect on a common scale. */
function scaleCell(o: PolicyOutcome, key: "inOutcomeSd" | "inPercentOfMean", at: string): Cell {
  const wanted = o.headline ?? o.aggregates[0];
  const k = o.aggregates.findIndex((row) => row.estimator === wanted?.estimator && row.aggregate === wanted?.aggregate);
  return numberCell(
    o.aggregates[k]?.scale?.[key],
    (v) => (key === "inOutcomeSd" ? fixed(v, 3) : plain(v, 2)),
    `${at}.aggregates.${k}.scale.${key}`,
  );
}

/** Who adopted when, by name: the cohorts of the sample, later adopters with their dates, those that never do. */
export function cohortTable(r: Reader, name: string, policy: PolicyResult): Table {
  const w = r.words.table;
  const at = `policies.${name}`;
  const later = [...new Set(policy.notYetAtEnd.map((u) => u.adopted))].sort((a, b) => a - b);
  const group = (label: string, units: string[]): TableRow => ({
    cells: [textCell(label), { text: count(units.length), value: units.length }, textCell(""), textCell(units.join(r.words.comma))],
  });
  const rows: TableRow[] = policy.cohorts.map((c, i) => ({
    cells: [
      numberCell(c.adopted, String, `${at}.cohorts.${i}.adopted`),
      { text: count(c.units.length), value: c.units.length },
      numberCell(c.rows, count, `${at}.cohorts.${i}.rows`),
      textCell(c.units.join(r.words.comma)),
    ],
  }));
  const outside = [
    ...(policy.alwaysTreated.length > 0 ? [group(w.cohortKinds.always, policy.alwaysTreated)] : []),
    ...later.map((time) =>
      group(
        w.cohortKinds.later(String(time)),
        policy.notYetAtEnd.filter((u) => u.adopted === time).map((u) => u.unit),
      ),
    ),
    ...(policy.never.length > 0 ? [group(w.cohortKinds.never, policy.never)] : []),
  ];
  if (outside[0] !== undefined) outside[0].ruleAbove = true;
  return {
    id: fileStem("cohorts", name),
    title: titled(r, w.cohorts(severalPolicies(r, name)), policy.data),
    columns: [{ align: "text" }, { align: "number" }, { align: "number" }, { align: "wide" }],
    header: [[textCell(w.adopted), textCell(w.units), textCell(w.treatedRows), textCell(w.names)]],
    rows: [...rows, ...outside],
    notes: [],
    about: [`${at}.cohorts`, `${at}.notYetAtEnd`, `${at}.never`, `${at}.alwaysTreated`],
  };
}

/** Every point of an event study with its interval, test and the treated units behind it. */
export function eventTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string): Table {
  const w = r.words.table;
  const outcome = policy.outcomes[outcomeName]!;
  const at = `policies.${name}.outcomes.${outcomeName}.eventStudy`;
  const estimators = [...new Set(outcome.eventStudy.map((p) => p.estimator))];
  const rows = estimators.flatMap((estimator, e): TableRow[] => [
    ...(estimators.length > 1 ? [{ cells: [textCell(estimatorLabel(r, { estimator }))], group: true, ruleAbove: e > 0 }] : []),
    ...outcome.eventStudy.flatMap((p, i): TableRow[] => (p.estimator === estimator ? [{ cells: eventCells(r, p, `${at}.${i}`) }] : [])),
  ]);
  const names = [
    w.eventTime,
    w.estimate,
    w.stdError,
    w.confidence(percent(outcome.eventStudy[0]?.row.level ?? 0.95)),
    w.pValue,
    w.treatedUnits,
  ];
  return {
    id: fileStem("events", name, outcomeName),
    title: titled(r, w.events(labelOf(r, outcomeName)), policy.data),
    columns: names.map(() => ({ align: "number" })),
    header: [names.map(textCell)],
    rows,
    notes: [w.eventsNote, ...(outcome.eventStudy.some((p) => !p.row.stars && !p.reference) ? [w.noStars] : [])],
    about: [at],
  };
}

function eventCells(r: Reader, p: EventPoint, at: string): Cell[] {
  const time: Cell = { text: eventTimeLabel(r, p), value: p.time, path: `${at}.time` };
  const units = numberCell(p.row.support?.["treatedUnits"], count, `${at}.row.support.treatedUnits`);
  if (p.reference)
    return [
      time,
      { ...numberCell(p.row.estimate ?? 0, number, `${at}.row.estimate`) },
      textCell(r.words.table.reference),
      textCell(""),
      textCell(""),
      units,
    ];
  const estimate = numberCell(p.row.estimate, number, `${at}.row.estimate`);
  return [
    time,
    p.row.stars ? estimate : { ...estimate, hang: "†" },
    numberCell(p.row.stdError, number, `${at}.row.stdError`),
    intervalCell(p.row, `${at}.row`),
    numberCell(p.row.pValue, probability, `${at}.row.pValue`),
    units,
  ];
}

/** Outcomes the policy should not move. */
export function negativeControlTable(r: Reader, name: string, policy: PolicyResult): Table {
  const w = r.words.table;
  const at = `policies.${name}.negativeControls`;
  const names = [w.outcome, w.estimate, w.stdError, w.pValue, w.randomizationAny];
  return {
    id: fileStem("negative-controls", name),
    title: titled(r, w.negativeControls, policy.data),
    columns: names.map((_, i) => ({ align: i === 0 ? "text" : "number" })),
    header: [names.map(textCell)],
    rows: policy.negativeControls.map((c, i) => ({
      cells: [
        textCell(labelOf(r, c.outcome)),
        numberCell(c.row.estimate, number, `${at}.${i}.row.estimate`),
        numberCell(c.row.stdError, number, `${at}.${i}.row.stdError`),
        numberCell(c.row.pValue, probability, `${at}.${i}.row.pValue`),
        numberCell(c.randomizationP, probability, `${at}.${i}.randomizationP`),
      ],
    })),
    notes: [w.negativeControlsNote],
    about: [at],
  };
}

/** Estimates under other choices, or with one unit or cohort left out: the numbers behind a specification curve. */
export function variantTable(r: Reader, name: string, policy: PolicyResult, outcomeName: string, which: "variants" | "leaveOut"): Table {
  const w = r.words.table;
  const outcome = policy.outcomes[outcomeName]!;
  const at = `policies.${name}.outcomes.${outcomeName}.${which}`;
  const list: { label: string; row: Row; randomizationP?: number | null }[] =
    which === "variants"
      ? (outcome.variants ?? []).map((v) => ({ label: variantWords(r, v.name), row: v.row, randomizationP: v.randomizationP ?? null }))
      : (outcome.leaveOut ?? []).map((v) => ({ label: `${w.leaveOutKinds[v.what] ?? v.what} ${v.name}`, row: v.row }));
  const withP = list.some((v) => typeof v.randomizationP === "number");
  const names = [which === "variants" ? w.variant : w.leftOut, w.estimate, w.stdError, w.pValue, ...(withP ? [w.randomizationAny] : [])];
  return {
    id: fileStem(which === "variants" ? "variants" : "leave-out", name, outcomeName),
    title: titled(r, (which === "variants" ? w.variants : w.leaveOut)(labelOf(r, outcomeName)), policy.data),
    columns: names.map((_, i) => ({ align: i === 0 ? "wide" : "number" })),
    header: [names.map(textCell)],
    rows: list.map((v, i) => ({
      cells: [
        textCell(v.label),
        numberCell(v.row.estimate, number, `${at}.${i}.row.estimate`),
        numberCell(v.row.stdError, number, `${at}.${i}.row.stdError`),
        numberCell(v.row.pValue, probability, `${at}.${i}.row.pValue`),
        ...(withP ? [numberCell(v.randomizationP, probability, `${at}.${i}.randomizationP`)] : []),
      ],
    })),
    notes: [],
    about: [at],
  };
}
