import type { OsterResult } from "../../results/contract.js";
import { fixed, plain } from "../number.js";
import { labelOf, type Reader } from "../reader.js";
import { numberCell, type Table, textCell } from "../table.js";

/** Selection on the unobserved, one model a row; null where no model asks. */
export function osterTable(r: Reader): Table | null {
  const w = r.words.oster;
  const asked = Object.entries(r.results.models).flatMap(([name, m]): [string, OsterResult][] =>
    m.oster === undefined ? [] : [[name, m.oster]],
  );
  if (asked.length === 0) return null;
  const number = (v: number) => fixed(v, 4);
  const headings = [w.model, w.term, w.uncontrolled, w.controlled, w.rMax, w.adjusted, w.delta];
  return {
    id: "oster",
    title: w.title,
    columns: headings.map((_, i) => ({ align: i < 2 ? "text" : "number" })),
    header: [headings.map(textCell)],
    rows: asked.map(([name, o]) => {
      const at = `models.${name}.oster`;
      return {
        cells: [
          textCell(labelOf(r, name)),
          textCell(labelOf(r, o.term)),
          numberCell(o.uncontrolled, number, `${at}.uncontrolled`),
          numberCell(o.controlled, number, `${at}.controlled`),
          numberCell(o.rMax, (v) => fixed(v, 3), `${at}.rMax`),
          numberCell(o.adjusted[0], number, `${at}.adjusted.0`),
          numberCell(o.delta, (v) => plain(v), `${at}.delta`),
        ],
      };
    }),
    notes: [w.note],
    about: asked.map(([name]) => `models.${name}.oster`),
  };
}
