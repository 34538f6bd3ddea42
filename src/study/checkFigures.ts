import type { CompositeIndex } from "../econometrics/index/main.js";
import { nearest, type Problem, problem } from "../messages/main.js";
import type { Study } from "./schema/study.js";
import { pathText } from "./schemaProblems.js";
import type { Source } from "./yaml.js";

/** Units that a radar asks for and its index does not rank: a slip would quietly leave a panel out. */
export function checkFigures(study: Study, source: Source, indices: ReadonlyMap<string, CompositeIndex>): Problem[] {
  return Object.entries(study.figures ?? {}).flatMap(([name, figure]) => {
    if (figure.kind !== "radar" || figure.units === undefined) return [];
    const ranked = indices.get(figure.index)?.result.ranking.map((row) => row.unit);
    if (ranked === undefined) return [];
    return figure.units.flatMap((unit, i) => {
      if (ranked.includes(unit)) return [];
      const path = ["figures", name, "units", i];
      const evidence = { kind: "unit", name: unit, where: pathText(path), nearest: nearest(unit, ranked), names: ranked };
      return [problem("STUDY-NAME-UNKNOWN", evidence, source.place(path))];
    });
  });
}
