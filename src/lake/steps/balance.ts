import { columnNamed, type Frame, takeRows, withLedger } from "../../frame/main.js";
import { panelRows } from "../panelRows.js";
import { type BalanceOptions, panelKeys, type StepContext, unitsLost } from "./step.js";

/**
 * Makes a balanced panel: the times `from` to `to`, and only units that have a row with all of `columns` in every one of them. The units that
 * leave are listed by name. Throws DATA-STEP-KEYS, DATA-COLUMN-UNKNOWN, DATA-UNIT-TIME-*.
 */
export function balance(source: Frame, options: BalanceOptions, context: StepContext): Frame {
  const { unit, time } = panelKeys(source, context, "balance");
  const { times } = panelRows(source, unit, time);
  const inside = takeRows(
    source,
    rowsWhere(source, (row) => times[row]! >= options.from && times[row]! <= options.to),
  );
  const cut = withLedger(inside, {
    step: context.step,
    reason: "balancePeriod",
    rows: source.rows - inside.rows,
    what: { from: options.from, to: options.to },
    units: unitsLost(source, inside, unit),
  });
  const complete = completeRows(cut, options);
  const panel = panelRows(cut, unit, time);
  const keep = new Uint8Array(cut.rows);
  for (let k = 0; k < panel.units.length; k++) {
    const rows = panel.order.subarray(panel.starts[k]!, panel.starts[k + 1]!);
    if (rows.length === options.to - options.from + 1 && rows.every((row) => complete[row] === 1)) for (const row of rows) keep[row] = 1;
  }
  const balanced = takeRows(
    cut,
    rowsWhere(cut, (row) => keep[row] === 1),
  );
  return withLedger(balanced, {
    step: context.step,
    reason: "balanceIncomplete",
    rows: cut.rows - balanced.rows,
    what: { columns: options.columns },
    units: unitsLost(cut, balanced, unit),
  });
}

/** 1 for rows in which no column is missing. */
function completeRows(source: Frame, options: BalanceOptions): Uint8Array {
  const complete = new Uint8Array(source.rows).fill(1);
  for (const name of options.columns) {
    const column = columnNamed(source, name);
    for (let row = 0; row < source.rows; row++) {
      if (column.kind === "number" ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0) complete[row] = 0;
    }
  }
  return complete;
}

function rowsWhere(source: Frame, test: (row: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < source.rows; row++) if (test(row)) rows.push(row);
  return Int32Array.from(rows);
}
