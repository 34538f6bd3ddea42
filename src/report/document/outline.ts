import { differencesWords } from "../../messages/differencesWords.js";
import { estimandText, ledgerName, verdictSentences } from "../../messages/main.js";
import type { FigureSpec, IndexResult, PolicyResult, VariableResult, Verdict } from "../../results/contract.js";
import { variantWords } from "../choices.js";
import { comparisonsFigure } from "../figures/comparisons.js";
import { eventStudyFigure } from "../figures/eventStudy.js";
import type { Figure } from "../figures/figure.js";
import { headlineFigure, headlineRow } from "../figures/headline.js";
import { heatMapFigure } from "../figures/heatMap.js";
import { rankingFigure, weightsFigure } from "../figures/index.js";
import { coefficientsFigure } from "../figures/models.js";
import { pathsFigure } from "../figures/paths.js";
import { radarFigure } from "../figures/radar.js";
import { randomizationFigure } from "../figures/randomization.js";
import { rankIntervalsFigure } from "../figures/rankIntervals.js";
import { curveFigure } from "../figures/specificationCurve.js";
import { tileMapFigure } from "../figures/tileMap.js";
import { timingFigure } from "../figures/timing.js";
import { fixed, plain, probability, withTrueMinus } from "../number.js";
import { labelOf, type Reader, textOf, titled } from "../reader.js";
import { fileStem, type Table } from "../table.js";
import { checklistTable, concurrentTable } from "../tables/checklist.js";
import { cellWeightsTable, comparisonsTable, placebosTable } from "../tables/comparisons.js";
import { conventionsTable } from "../tables/conventions.js";
import { alternativesTable, couplingTable, obstacleTable, rankingTable, weightsTable } from "../tables/index.js";
import { alphaTable, effectiveTable, pairsTable, sidesTable } from "../tables/indexAudit.js";
import { filledTable, groupsTable } from "../tables/indexMaking.js";
import { rankIntervalsTable, sobolTable } from "../tables/indexUncertainty.js";
import { osterTable } from "../tables/oster.js";
import { cohortTable, estimatorLabel, eventTable, negativeControlTable, policyTable, variantTable } from "../tables/policy.js";
import { regressionTable } from "../tables/regression.js";
import { descriptivesTable, ledgerTable, samplesTable, sourcesTable, testsTable, variablesTable } from "../tables/sample.js";
import { sensitivityTable } from "../tables/sensitivity.js";
import { syntheticTable, syntheticWeightsTable } from "../tables/synthetic.js";
import {
  type Block,
  type FindingView,
  figureBlock,
  foldedTable,
  type ReportDocument,
  type Section,
  tableBlock,
  type VerdictView,
} from "./blocks.js";
import { differencesBlocks } from "./differences.js";
import { exhibitFor, findingViews, mergedFindings } from "./findings.js";

/** Findings of one code shown beside one exhibit; the rest is in the list of all. */
const FINDINGS_BESIDE = 3;

/** Rows of an audit's table that are shown without being asked. */
const ROWS_OPEN = 20;

/** The whole report in one language: opening, verdicts, findings, results, index, data, methods, ledger, how to reproduce. */
export function outline(r: Reader): ReportDocument {
  const w = r.words.document;
  const specified = Object.entries(r.results.figures);
  const used = new Set<string>();
  const claim: Claim = (fits, figure, outcome) => {
    if (figure === null) return [];
    // A specification without an outcome is about each outcome in turn, so one may be used several times.
    const own = specified.find(([, spec]) => fits(spec));
    if (own === undefined) return [figureBlock(figure)];
    used.add(own[0]);
    return [figureBlock(named(r, figure, own[1], outcome))];
  };

  const sections: Section[] = [];
  const add = (id: string, title: string, level: 2 | 3, blocks: Block[]) => {
    sections.push({ id, title, level, blocks });
  };

  const opening = openingBlocks(r);
  if (opening.length > 0) add("question", w.question, 2, opening);
  const verdicts = verdictBlocks(r);
  if (verdicts.length > 0) {
    const headlines = Object.entries(r.results.policies).flatMap(([name, policy]): Block[] => {
      const figure = headlineFigure(r, name, policy);
      return figure === null ? [] : [figureBlock(figure)];
    });
    add("verdict", w.verdict, 2, [...verdicts, ...headlines]);
  }
  add("findings", w.findings, 2, []);

  for (const [name, policy] of Object.entries(r.results.policies)) {
    const only = Object.keys(r.results.policies).length === 1;
    add(fileStem("policy", name, "section"), only ? w.onlyPolicy : w.policy(labelOf(r, name)), 2, [
      tableBlock(policyTable(r, name, policy)),
      tableBlock(cohortTable(r, name, policy)),
      ...claim((spec) => spec.kind === "timing" && spec.policy === name, timingFigure(r, name, policy)),
      ...(policy.twoWayWeights === undefined ? [] : [foldedTable(cellWeightsTable(r, name, policy))]),
      ...(policy.checklist === undefined ? [] : [tableBlock(checklistTable(r, name, policy))]),
      ...(policy.negativeControls.length > 0 ? [tableBlock(negativeControlTable(r, name, policy))] : []),
    ]);
    for (const outcome of Object.keys(policy.outcomes))
      add(fileStem("outcome", name, outcome), labelOf(r, outcome), 3, outcomeBlocks(r, name, policy, outcome, claim));
  }

  const tables = Object.entries(r.results.tables);
  if (tables.length > 0)
    add(
      "models",
      w.models,
      2,
      [...tables.map(([name, spec]) => regressionTable(r, fileStem(name), spec)), ...[osterTable(r)].filter((t) => t !== null)].map(
        tableBlock,
      ),
    );

  for (const [name, index] of Object.entries(r.results.indices)) {
    const map = tileMapFigure(r, name, index);
    const fits = (kind: FigureSpec["kind"]) => (spec: FigureSpec) =>
      spec.kind === kind && (spec.index === undefined || spec.index === name);
    add(fileStem("index", name), w.index(labelOf(r, name)), 2, [
      ...claim(fits("weights"), weightsFigure(r, name, index)),
      tableBlock(weightsTable(r, name, index)),
      ...(index.groups === undefined ? [] : [tableBlock(groupsTable(r, name, index, index.groups))]),
      ...((index.filled ?? []).length === 0 ? [] : [foldedTable(filledTable(r, name, index, index.filled!))]),
      ...auditBlocks(r, name, index),
      ...(index.alternatives.length > 0 ? [tableBlock(alternativesTable(r, name, index))] : []),
      ...claim(fits("ranking"), rankingFigure(r, name, index)),
      ...claim(fits("tileMap"), map),
      foldedTable(rankingTable(r, name, index)),
      ...askedFigures(r, name, index, used),
      ...claim(fits("rankIntervals"), rankIntervalsFigure(r, name, index)),
      ...(index.uncertainty === undefined ? [] : [foldedTable(rankIntervalsTable(r, name, index, index.uncertainty))]),
      ...(index.uncertainty?.sobol === undefined ? [] : [tableBlock(sobolTable(r, name, index, index.uncertainty))]),
      ...(index.coupling === undefined ? [] : [foldedTable(couplingTable(r, name, index, index.coupling))]),
      ...(index.ranking.some((row) => row.obstacles !== undefined) ? [foldedTable(obstacleTable(r, name, index))] : []),
    ]);
  }

  for (const [name, result] of Object.entries(r.results.differences ?? {})) {
    const fits = (kind: FigureSpec["kind"]) => (spec: FigureSpec) =>
      spec.kind === kind && (spec.differences === undefined || spec.differences === name);
    add(fileStem("differences", name), differencesWords[r.language].section(labelOf(r, result.variable)), 2, [
      ...differencesBlocks(r, name, result, (kind, figure) => claim(fits(kind), figure)),
    ]);
  }

  const rest = specified.filter(([name]) => !used.has(name)).flatMap(([name, spec]) => otherFigure(r, name, spec));
  if (rest.length > 0) add("figures", w.otherFigures, 2, rest.map(figureBlock));

  add("data", w.data, 2, dataBlocks(r));
  add("methods", w.methods, 2, methodBlocks(r));
  if (r.results.ledger.length > 0) add("ledger-section", w.ledger, 2, [tableBlock(ledgerTable(r))]);
  add("reproduce", w.reproduce, 2, reproduceBlocks(r));

  placeFindings(r, sections, number(r, sections));
  return { language: r.language, title: titled(r, textOf(r, r.results.study), undefined), sections };
}

/** Heat maps and radars, which are drawn only where a study asks for them: as many as it asks for. */
function askedFigures(r: Reader, name: string, index: IndexResult, used: Set<string>): Block[] {
  const kinds: Partial<Record<FigureSpec["kind"], typeof heatMapFigure>> = { heatMap: heatMapFigure, radar: radarFigure };
  return Object.entries(r.results.figures).flatMap(([key, spec]) => {
    const draw = kinds[spec.kind];
    if (draw === undefined || spec.index !== name) return [];
    used.add(key);
    const figure = draw(r, name, index, spec);
    return figure === null ? [] : [figureBlock(named(r, figure, spec))];
  });
}

/** What the audit of an index found. */
function auditBlocks(r: Reader, name: string, index: IndexResult): Block[] {
  const { audit } = index;
  if (audit === undefined) return [];
  // Long lists wait to be asked for.
  const listed = (table: Table) => (table.rows.length > ROWS_OPEN ? foldedTable(table) : tableBlock(table));
  return [
    listed(effectiveTable(r, name, index)),
    ...(audit.pairs.length === 0 ? [] : [listed(pairsTable(r, name, index, audit))]),
    tableBlock(alphaTable(r, name, index, audit)),
    foldedTable(sidesTable(r, name, index, audit)),
  ];
}

/** A figure under the title the study gives it; where the title serves several outcomes, the outcome is named too. */
function named(r: Reader, figure: Figure, spec: FigureSpec, outcome?: string): Figure {
  if (spec.title === undefined) return figure;
  const several =
    outcome !== undefined && spec.outcome === undefined && Object.keys(r.results.policies[spec.policy ?? ""]?.outcomes ?? {}).length > 1;
  const title = textOf(r, spec.title) + (several ? r.words.colon + labelOf(r, outcome) : "");
  const data =
    r.results.policies[spec.policy ?? ""]?.data ??
    r.results.indices[spec.index ?? ""]?.data ??
    r.results.differences?.[spec.differences ?? ""]?.data;
  return { ...figure, title: titled(r, title, data) };
}

function openingBlocks(r: Reader): Block[] {
  const blocks: Block[] = [];
  const simulated = Object.entries(r.results.data).filter(([, d]) => d.simulated === true);
  if (simulated.length > 0)
    blocks.push({
      kind: "paragraph",
      tone: "alarm",
      text: r.words.simulatedNotice(simulated.map(([name]) => `\`${name}\``).join(r.words.comma)),
    });
  if (r.results.question !== undefined) blocks.push({ kind: "paragraph", tone: "lead", text: textOf(r, r.results.question) });
  if (r.results.abstract !== undefined) blocks.push({ kind: "paragraph", text: textOf(r, r.results.abstract) });
  for (const policy of Object.values(r.results.policies)) blocks.push({ kind: "facts", rows: designFacts(r, policy) });
  return blocks;
}

/** What is estimated, for whom, against whom: written from the results, so that it cannot differ from what was run. */
function designFacts(r: Reader, policy: PolicyResult): { term: string; text: string }[] {
  const w = r.words.document;
  const treated = policy.cohorts.reduce((n, c) => n + c.units.length, 0);
  const outcomes = Object.entries(policy.outcomes);
  const headline = outcomes.map(([, o]) => headlineRow(o)).find((row) => row !== undefined);
  const estimand =
    headline?.estimator === undefined
      ? []
      : [
          {
            term: w.estimand,
            text: estimandText(
              { estimator: headline.estimator, aggregate: headline.aggregate ?? "", controlGroup: policy.controlGroup },
              r.language,
            ),
          },
        ];
  return [
    ...estimand,
    { term: w.outcomes, text: outcomes.map(([name]) => labelOf(r, name)).join(r.words.comma) },
    { term: w.treatedUnits, text: w.treatedUnitsText(treated, policy.cohorts.length, policy.notYetAtEnd.length, policy.never.length) },
    { term: w.hypothesis, text: r.words.expected[policy.expected] ?? policy.expected },
  ];
}

function verdictBlocks(r: Reader): Block[] {
  const items = Object.values(r.results.policies).flatMap((policy) =>
    Object.entries(policy.outcomes).map(([name, outcome]): VerdictView => {
      const w = r.words.table;
      const row = headlineRow(outcome);
      const numbers: { term: string; text: string }[] = [];
      if (row?.estimate !== undefined && row.estimate !== null) {
        const interval = row.confLow === null || row.confHigh === null ? "" : ` [${fixed(row.confLow, 4)}, ${fixed(row.confHigh, 4)}]`;
        numbers.push({ term: estimatorLabel(r, row), text: fixed(row.estimate, 4) + interval });
      }
      const draws = outcome.randomization[0];
      if (draws !== undefined)
        numbers.push({ term: w.randomizationP(draws.strata === null ? "" : labelOf(r, draws.strata)), text: probability(draws.pValue) });
      if (outcome.minimumDetectable !== null) numbers.push({ term: w.minimumDetectable, text: fixed(outcome.minimumDetectable, 4) });
      if (outcome.smallestEffect !== null) numbers.push({ term: w.smallestEffect, text: plain(outcome.smallestEffect) });
      const variable = Object.hasOwn(r.results.variables, name) ? r.results.variables[name]! : undefined;
      const [sentence, ...reasons] = verdictSentences(inWords(r, outcome.verdict), r.language, {
        outcome: labelOf(r, name),
        unit: unitWord(r, variable),
      }).map(withTrueMinus);
      return {
        grade: outcome.verdict.grade,
        gradeWords: r.words.grade[outcome.verdict.grade]!,
        outcome: labelOf(r, name),
        sentence: sentence!,
        reasons: reasons.join(r.language === "zh" ? "" : " "),
        numbers,
        caveats: variable?.caveat === undefined ? [] : [textOf(r, variable.caveat)],
      };
    }),
  );
  return items.length === 0 ? [] : [{ kind: "verdicts", items }];
}

/** The unit of an outcome where a sentence can name it after a number: a word, not a range. Chinese sentences do without. */
function unitWord(r: Reader, variable: VariableResult | undefined): string | null {
  if (r.language === "zh" || variable?.unit === undefined) return null;
  const unit = textOf(r, variable.unit);
  return /^[\p{L} %]+$/u.test(unit) ? unit : null;
}

/** A verdict whose evidence names a variant in the reader's words. */
function inWords(r: Reader, verdict: Verdict): Verdict {
  const variant = verdict.evidence["variantOpposite"];
  return typeof variant === "string"
    ? { ...verdict, evidence: { ...verdict.evidence, variantOpposite: variantWords(r, variant) } }
    : verdict;
}

type Claim = (fits: (spec: FigureSpec) => boolean, figure: Figure | null, outcome?: string) => Block[];

function outcomeBlocks(r: Reader, name: string, policy: PolicyResult, outcome: string, claim: Claim): Block[] {
  const fits = (kind: FigureSpec["kind"]) => (spec: FigureSpec) =>
    spec.kind === kind && (spec.policy === undefined || spec.policy === name) && (spec.outcome === undefined || spec.outcome === outcome);
  const o = policy.outcomes[outcome]!;
  return [
    ...(o.eventStudy.length > 0 ? claim(fits("eventStudy"), eventStudyFigure(r, name, policy, outcome), outcome) : []),
    ...(o.eventStudy.length > 0 ? [foldedTable(eventTable(r, name, policy, outcome))] : []),
    ...claim(fits("comparisons"), comparisonsFigure(r, name, policy, outcome), outcome),
    ...(o.decomposition === undefined ? [] : [tableBlock(comparisonsTable(r, name, policy, outcome))]),
    ...(o.placebos === undefined ? [] : [tableBlock(placebosTable(r, name, policy, outcome))]),
    ...((o.sensitivity ?? []).length > 0 ? [tableBlock(sensitivityTable(r, name, policy, outcome))] : []),
    ...((o.synthetic ?? []).length > 0
      ? [tableBlock(syntheticTable(r, name, policy, outcome)), foldedTable(syntheticWeightsTable(r, name, policy, outcome))]
      : []),
    ...(o.paths.length > 0 ? claim(fits("paths"), pathsFigure(r, name, policy, outcome), outcome) : []),
    ...claim(fits("randomization"), randomizationFigure(r, name, policy, outcome), outcome),
    ...claim(fits("specificationCurve"), curveFigure(r, name, policy, outcome), outcome),
    ...((o.variants ?? []).length > 0 ? [foldedTable(variantTable(r, name, policy, outcome, "variants"))] : []),
    ...((o.concurrent ?? []).length > 0 ? [foldedTable(concurrentTable(r, name, policy, outcome))] : []),
    ...((o.leaveOut ?? []).length > 0 ? [foldedTable(variantTable(r, name, policy, outcome, "leaveOut"))] : []),
  ];
}

/** A figure the study asks for beyond those every report draws. */
function otherFigure(r: Reader, name: string, spec: FigureSpec): Figure[] {
  if (spec.kind !== "coefficients") return [];
  const models = spec.models ?? Object.keys(r.results.models);
  const term = spec.term ?? r.results.models[models[0] ?? ""]?.coefficients[0]?.term;
  const figure = term === undefined ? null : coefficientsFigure(r, models, term);
  return figure === null ? [] : [{ ...named(r, figure, spec), id: fileStem(name) }];
}

function dataBlocks(r: Reader): Block[] {
  const w = r.words.document;
  const blocks: Block[] = [tableBlock(sourcesTable(r))];
  for (const [name, d] of Object.entries(r.results.data)) {
    const rows = [
      ...(d.citation === undefined ? [] : [{ term: w.citation, text: textOf(r, d.citation) }]),
      ...(d.licence === undefined ? [] : [{ term: w.licence, text: d.licence }]),
    ];
    if (rows.length > 0) blocks.push({ kind: "paragraph", text: `\`${name}\``, tone: "quiet" }, { kind: "facts", rows });
  }
  // A line may name units it only concerns (rows without a partner, interpolated cells): those have not left.
  const dropped = r.results.ledger.filter((line) => line.rows > 0 && (line.units ?? []).length > 0);
  for (const line of dropped) {
    const step = ledgerName(line.reason, r.language);
    blocks.push({
      kind: "facts",
      rows: [
        {
          term: `${w.droppedUnits(line.units!.length)}${r.words.bracket(w.droppedAt(line.data, step))}`,
          text: line.units!.join(r.words.comma),
        },
      ],
    });
  }
  if (r.results.descriptives.length > 0) blocks.push(tableBlock(descriptivesTable(r)));
  if (Object.keys(r.results.variables).length > 0) blocks.push(tableBlock(variablesTable(r)));
  return blocks;
}

function methodBlocks(r: Reader): Block[] {
  const blocks: Block[] = [{ kind: "paragraph", text: r.words.document.methodsLead }];
  if (Object.keys(r.results.models).length > 0) blocks.push(tableBlock(samplesTable(r)));
  const tests = testsTable(r);
  if (tests !== null) blocks.push(foldedTable(tests));
  const conventions = conventionsTable(r);
  if (conventions !== null) blocks.push(tableBlock(conventions));
  return blocks;
}

function reproduceBlocks(r: Reader): Block[] {
  const w = r.words.document;
  const seed = r.results.seed === null ? "" : String(r.results.seed);
  return [
    { kind: "paragraph", text: w.reproduceText(r.results.xinzhi, r.results.hash, seed) },
    { kind: "code", text: "npx xinzhi run study.yaml" },
    { kind: "paragraph", text: w.files },
  ];
}

interface Exhibit {
  about: string[];
  anchor: string;
  numbered: string;
  section: Section;
  block: Block;
}

/** Numbers tables and figures in the order they stand, and makes their file stems unique (no two may differ only in case). */
function number(r: Reader, sections: Section[]): Exhibit[] {
  let tables = 0;
  let figures = 0;
  const stems = { table: new Set<string>(), figure: new Set<string>() };
  const unique = (kind: "table" | "figure", stem: string): string => {
    let candidate = stem;
    for (let n = 2; stems[kind].has(candidate.toLowerCase()); n++) candidate = `${stem}-${n}`;
    stems[kind].add(candidate.toLowerCase());
    return candidate;
  };
  const exhibits: Exhibit[] = [];
  for (const section of sections)
    for (const block of section.blocks) {
      if (block.kind === "table") {
        block.numbered = r.words.tableNumber(++tables);
        block.table.id = unique("table", block.table.id);
        exhibits.push({ about: block.table.about, anchor: `table-${block.table.id}`, numbered: block.numbered, section, block });
      } else if (block.kind === "figure") {
        block.numbered = r.words.figureNumber(++figures);
        block.figure.id = unique("figure", block.figure.id);
        exhibits.push({ about: block.figure.about, anchor: `figure-${block.figure.id}`, numbered: block.numbered, section, block });
      }
    }
  return exhibits;
}

/** Puts every finding beside the exhibit it qualifies, and all of them, grouped by severity and code, into their own section. */
function placeFindings(r: Reader, sections: Section[], exhibits: Exhibit[]): void {
  const w = r.words.document;
  const views = findingViews(r);
  const beside = new Map<Exhibit, FindingView[]>();
  for (const view of views) {
    const exhibit = exhibitFor(view.where, exhibits);
    if (exhibit === null) continue;
    view.beside = { anchor: exhibit.anchor, numbered: exhibit.numbered };
    beside.set(exhibit, [...(beside.get(exhibit) ?? []), view]);
  }
  for (const [exhibit, own] of beside) {
    const merged = mergedFindings(own, exhibit.block.kind === "table" ? exhibit.block.table : null);
    const shown = merged.filter(
      ({ finding }, i) => merged.slice(0, i).filter((other) => other.finding.code === finding.code).length < FINDINGS_BESIDE,
    );
    const at = exhibit.section.blocks.indexOf(exhibit.block);
    exhibit.section.blocks.splice(at + 1, 0, { kind: "findingsHere", items: shown, more: merged.length - shown.length });
  }
  const section = sections.find((s) => s.id === "findings")!;
  if (views.length === 0) {
    section.blocks.push({ kind: "paragraph", text: w.findingsNone });
    return;
  }
  const tally = (severity: string) => views.filter((v) => v.severity === severity).length;
  section.blocks.push({ kind: "paragraph", text: w.findingsLead(tally("serious"), tally("warning"), tally("note")) });
  const groups = (["serious", "warning", "note"] as const).flatMap((severity) => {
    const own = views.filter((v) => v.severity === severity);
    if (own.length === 0) return [];
    const names = [...new Set(own.map((v) => v.code))];
    return [{ severity, meaning: r.words.severityMeaning[severity]!, codes: names.map((code) => own.filter((v) => v.code === code)) }];
  });
  section.blocks.push({ kind: "allFindings", groups });
}
