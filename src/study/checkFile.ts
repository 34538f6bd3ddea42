import { policyTiming } from "../econometrics/did/main.js";
import type { Frame } from "../frame/main.js";
import { type Finding, nearest, type Problem, Problems, problem } from "../messages/main.js";
import { collect } from "./check.js";
import { checkColumns } from "./checkColumns.js";
import { policyOptionsOf } from "./policyOptions.js";
import { readStudy } from "./readStudy.js";
import { gather } from "./run.js";
import { prepare } from "./tables.js";

/** What a table holds after its steps. */
export interface TableSummary {
  name: string;
  rows: number;
  columns: { name: string; kind: "number" | "text"; missing: number; example: string }[];
}

/**
 * Finds every mistake in a study without estimating anything: its form, its names, its files, its steps, and the columns that formulas,
 * indices and policies ask for, and the dates of policies. Throws all of them; returns what the tables hold where there is none, and the
 * findings that the timing of policies gives before any outcome is read.
 */
export async function checkStudyFile(
  path: string,
  options: { project?: string; columns?: string; workingFolder?: string } = {},
): Promise<{ tables: TableSummary[]; findings: Finding[] }> {
  const file = readStudy(path, options.workingFolder);
  const { columns } = options;
  const names = Object.keys(file.study.data);
  if (columns !== undefined && !names.includes(columns))
    throw problem("STUDY-NAME-UNKNOWN", { kind: "table", name: columns, where: "--columns", nearest: nearest(columns, names), names });
  const ingredients = await gather(file, options);
  const problems: Problem[] = [];
  const prepared = prepare(ingredients, problems);
  // Somebody who asks for the columns is about to mend a name: other mistakes can wait.
  if (columns === undefined) problems.push(...checkColumns(ingredients, prepared));
  const findings: Finding[] = [];
  if (columns === undefined && problems.length === 0)
    for (const name of Object.keys(file.study.policies ?? {})) {
      const options = policyOptionsOf(file.study, name);
      const frame = prepared.tables.get(options.data)!;
      findings.push(...(collect(problems, file.source, ["policies", name], () => policyTiming(frame, options)) ?? []));
    }
  const isListed = columns !== undefined && prepared.tables.has(columns);
  if (problems.length > 0 && !isListed) throw new Problems(problems);
  return { tables: Array.from(prepared.tables, ([name, frame]) => summaryOf(name, frame)), findings };
}

function summaryOf(name: string, frame: Frame): TableSummary {
  const columns = Array.from(frame.columns, ([column, values]) => {
    if (values.kind === "number") {
      const missing = values.values.filter((v) => Number.isNaN(v)).length;
      const first = values.values.find((v) => !Number.isNaN(v));
      return { name: column, kind: "number" as const, missing, example: first === undefined ? "" : String(first) };
    }
    const missing = values.codes.filter((code) => code < 0).length;
    const first = values.codes.find((code) => code >= 0);
    return { name: column, kind: "text" as const, missing, example: first === undefined ? "" : values.labels[first]!.slice(0, 40) };
  });
  return { name, rows: frame.rows, columns };
}
