import { policyWords } from "../../messages/policyWords.js";
import type { PolicyResult } from "../../results/contract.js";
import { count } from "../number.js";
import { labelOf, type Reader, titled } from "../reader.js";
import { fileStem } from "../table.js";
import { COLOR, type Figure, widthBeside } from "./figure.js";

/** Up to this many units each has its line; of more, each cohort has one. */
const FEW_UNITS = 45;

/** Who is treated when: one line per unit (or cohort), one tile per period. Null where the results keep no periods. */
export function timingFigure(r: Reader, name: string, policy: PolicyResult): Figure | null {
  const w = policyWords[r.language];
  const t = r.words.table.cohortKinds;
  const times = [...new Set(Object.values(policy.outcomes).flatMap((o) => o.paths.map((p) => p.time)))].sort((a, b) => a - b);
  if (times.length === 0) return null;
  const later = [...new Set(policy.notYetAtEnd.map((u) => u.adopted))].sort((a, b) => a - b);
  const groups = [
    ...(policy.alwaysTreated.length > 0 ? [{ label: t.always, adopted: times[0]!, units: policy.alwaysTreated }] : []),
    ...policy.cohorts.map(({ adopted, units }) => ({ label: String(adopted), adopted, units })),
    ...later.map((adopted) => ({
      label: t.later(String(adopted)),
      adopted: Number.POSITIVE_INFINITY,
      units: policy.notYetAtEnd.filter((u) => u.adopted === adopted).map((u) => u.unit),
    })),
    ...(policy.never.length > 0 ? [{ label: t.never, adopted: Number.POSITIVE_INFINITY, units: policy.never }] : []),
  ];
  const all = groups.reduce((sum, g) => sum + g.units.length, 0);
  const lines =
    all <= FEW_UNITS
      ? groups.flatMap(({ adopted, units }) => units.map((unit) => ({ label: unit, adopted })))
      : groups.map(({ label, adopted, units }) => ({ label: `${label} (${count(units.length)})`, adopted }));
  const rows = lines.flatMap(({ label, adopted }, line) =>
    times.map((time) => ({
      label,
      line,
      time: String(time),
      state: time >= adopted ? "treated" : "untreated",
      words: `${label}, ${time}`,
    })),
  );
  const size = 11;
  return {
    id: fileStem("timing", name),
    title: titled(r, w.timing(Object.keys(r.results.policies).length > 1 ? labelOf(r, name) : ""), policy.data),
    subtitle: "",
    note: w.timingNote,
    alt: groups.map(({ label, units }) => `${label}${r.words.colon}${count(units.length)}`).join(r.words.semicolon),
    spec: {
      width: widthBeside(
        lines.map((l) => l.label),
        size,
      ),
      height: { step: 15 },
      data: { values: rows },
      mark: { type: "rect", stroke: "white", strokeWidth: 1.5 },
      encoding: {
        x: {
          field: "time",
          type: "ordinal",
          sort: times.map(String),
          axis: { title: null, labelAngle: 0, ticks: false, domain: false, labelOverlap: true },
        },
        y: {
          field: "label",
          type: "nominal",
          sort: lines.map((l) => l.label),
          axis: { title: null, labelFontSize: size, ticks: false, domain: false },
        },
        color: {
          field: "state",
          type: "nominal",
          scale: { domain: ["untreated", "treated"], range: ["#dde3e9", COLOR.main] },
          legend: {
            labelExpr: `datum.value === 'treated' ? ${JSON.stringify(w.treated)} : ${JSON.stringify(w.untreated)}`,
            symbolType: "square",
          },
        },
        description: { field: "words" },
      },
    },
    about: [`policies.${name}.cohorts`],
  };
}
