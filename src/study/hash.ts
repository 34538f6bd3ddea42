import { createHash } from "node:crypto";
import { compareText, type Frame, takeRows, unitTimeOrder } from "../frame/main.js";
import { compactJson } from "../results/main.js";

/**
 * The frame with its rows in canonical order: unit, time, then every other column. What is computed from it does not depend on the order
 * of rows in the file.
 */
export function inCanonicalOrder(frame: Frame, unit: string | null, time: string | null): Frame {
  const others = Array.from(frame.columns.keys())
    .filter((name) => name !== unit && name !== time)
    .sort(compareText);
  const order = unitTimeOrder(frame, unit, time, others);
  const isOrdered = order.every((row, i) => row === i);
  return isOrdered ? frame : takeRows(frame, order);
}

/** SHA-256 of any results value, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(compactJson(value)).digest("hex");
}

/** SHA-256 of a frame's columns and rows as they stand: names in code-point order, values, labels. Not its name, ledger or file rows. */
export function hashOfFrame(frame: Frame): string {
  const hash = createHash("sha256").update(`rows ${frame.rows}\n`);
  for (const name of Array.from(frame.columns.keys()).sort(compareText)) {
    const column = frame.columns.get(name)!;
    hash.update(JSON.stringify([name, column.kind]));
    if (column.kind === "number") {
      // One zero and one NaN, whatever bits the reader left.
      hash.update(bytes(column.values.map((v) => (v === 0 ? 0 : Number.isNaN(v) ? Number.NaN : v))));
    } else hash.update(JSON.stringify(column.labels)).update(bytes(column.codes));
  }
  return hash.digest("hex");
}

const bytes = (values: Float64Array | Int32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
