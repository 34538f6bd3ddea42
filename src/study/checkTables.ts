import { nearest, type Problem, problem } from "../messages/main.js";
import type { ModelResult } from "../results/main.js";
import type { Study } from "./schema/study.js";
import { pathText } from "./schemaProblems.js";
import type { Source } from "./yaml.js";

/** Terms that a table keeps or drops and none of its models has: a slip would quietly change the table. A trailing `*` stands for any ending. */
export function checkTables(study: Study, source: Source, models: Readonly<Record<string, ModelResult>>): Problem[] {
  return Object.entries(study.tables ?? {}).flatMap(([name, table]) => {
    const results = table.models.flatMap((model) => models[model] ?? []);
    if (results.length < table.models.length) return [];
    // A term that was asked for and dropped as collinear is known, and reported where it was dropped.
    const terms = [
      ...new Set(results.flatMap((model) => [...model.coefficients.map((row) => row.term), ...(model.collinear ?? []).map((c) => c.term)])),
    ];
    return (["keep", "drop"] as const).flatMap((key) =>
      (table[key] ?? []).flatMap((pattern, i) => {
        const isThere = terms.some((term) => (pattern.endsWith("*") ? term.startsWith(pattern.slice(0, -1)) : term === pattern));
        if (isThere) return [];
        const path = ["tables", name, key, i];
        const evidence = { kind: "term", name: pattern, where: pathText(path), nearest: nearest(pattern, terms), names: terms };
        return [problem("STUDY-NAME-UNKNOWN", evidence, source.place(path))];
      }),
    );
  });
}
