import { differences } from "../econometrics/differences/main.js";
import type { Finding, Problem } from "../messages/main.js";
import type { DifferencesResult } from "../results/main.js";
import type { Cache } from "./cache.js";
import { collect } from "./check.js";
import { hashOfFrame } from "./hash.js";
import { neighbourLists } from "./matrices.js";
import type { Study } from "./schema/study.js";
import type { Ingredients, Prepared } from "./tables.js";

export interface AnalysedDifferences {
  results: Record<string, DifferencesResult>;
  findings: Finding[];
}

/** Every `differences` block. Mistakes are collected with their places. */
export function analyseDifferences(from: Ingredients, prepared: Prepared, cache: Cache, problems: Problem[]): AnalysedDifferences {
  const { study, source } = from;
  const lists = neighbourLists(study, source, from.pairs, problems);
  const analysed: AnalysedDifferences = { results: {}, findings: [] };
  for (const [name, { data, ...block }] of Object.entries(study.differences ?? {})) {
    const frame = prepared.tables.get(data)!;
    const { unit, time } = study.data[data]!;
    const matrix = block.markov?.matrix;
    const options = {
      ...block,
      name,
      unit: unit!,
      time,
      neighbours: matrix === undefined ? undefined : lists.get(matrix),
      scale: scaleOf(study, block.variable, data),
    };
    if (matrix !== undefined && options.neighbours === undefined) continue;
    const made = collect(problems, source, ["differences", name], () =>
      cache.get(["differences", options, hashOfFrame(frame)], () => differences(frame, options)),
    );
    if (made === null) continue;
    analysed.results[name] = made.result;
    analysed.findings.push(...made.findings);
  }
  return analysed;
}

/** How an index on the table is scaled; undefined for any other column. */
function scaleOf(study: Study, variable: string, table: string): string | undefined {
  const index = study.indices?.[variable];
  return index === undefined || index.data !== table ? undefined : (index.scale?.method ?? "minMax");
}
