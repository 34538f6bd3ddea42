import type { Frame } from "../../frame/main.js";

/** The rows of another table under a new name, to be cut by steps of its own (a subsample). Its ledger starts here; the other's stays there. */
export function copyFrame(name: string, source: Frame): Frame {
  const { findings: _findings, ...rows } = source;
  return { ...rows, name, ledger: [{ step: 0, reason: "copy", rows: 0, what: { table: source.name, rows: source.rows } }] };
}
