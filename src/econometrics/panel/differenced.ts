import type { Design } from "../design.js";
import { onRows, type Panel } from "./panelRows.js";

/** Rows (before, now) of the same unit one period apart. */
export function consecutive({ starts }: Panel, periods: Float64Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let k = 0; k + 1 < starts.length; k++)
    for (let row = starts[k]! + 1; row < starts[k + 1]!; row++) if (periods[row]! - periods[row - 1]! === 1) pairs.push([row - 1, row]);
  return pairs;
}

/** The design in changes between consecutive periods; null where there are none. */
export function differenced(design: Design, panel: Panel): { design: Design; panel: Panel } | null {
  const pairs = consecutive(panel, panel.periods!);
  if (pairs.length === 0) return null;
  const change = (values: Float64Array): Float64Array => Float64Array.from(pairs, ([before, now]) => values[now]! - values[before]!);
  const rows = Int32Array.from(pairs, ([, now]) => now);
  const made = onRows(
    design,
    rows,
    change(design.outcome),
    design.regressors.map(({ name, values }) => ({ name, values: change(values) })),
  );
  const units = made.units!.codes;
  const starts = [0];
  for (let row = 1; row < units.length; row++) if (units[row] !== units[row - 1]) starts.push(row);
  starts.push(units.length);
  const periods = Float64Array.from(rows, (row) => panel.periods![row]!);
  return { design: made, panel: { starts: Int32Array.from(starts), periods, balanced: false } };
}
