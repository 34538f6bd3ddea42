import type { DuckDBConnection } from "@duckdb/node-api";
import { type Column, categoryColumn, type Frame, frame, sourceRow } from "../frame/main.js";
import { problem } from "../messages/main.js";
import { innerName, type Source } from "./sources.js";

/** Fills one column from the chunks of a result. */
interface Filler {
  take(items: unknown, rows: number, at: number): void;
  done(): Column;
}

/** Loads the columns of a source, chunk by chunk and column by column, never as row objects. Throws DATA-NO-ROWS and DATA-INFINITE. */
export async function loadFrame(connection: DuckDBConnection, name: string, source: Source): Promise<Frame> {
  if (source.rows === 0) throw problem("DATA-NO-ROWS", { table: name, after: "reading" });
  const fillers = source.columns.map((c) => (c.kind === "number" ? numberFiller(source.rows) : categoryFiller(source.rows)));
  const selected = source.columns.map((c, i) => `${c.kind === "number" ? `coalesce(${c.sql}, 'nan'::DOUBLE)` : c.sql} AS ${innerName(i)}`);
  const result = await connection.stream(`SELECT ${selected.join(", ")} FROM ${source.from}`);
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (let i = 0; i < fillers.length; i++) fillers[i]!.take(chunk.getColumnVector(i), chunk.rowCount, at);
    at += chunk.rowCount;
  }
  const loaded = frame(name, new Map(source.columns.map((c, i) => [c.name, fillers[i]!.done()] as const)));
  refuseInfinite(loaded);
  return loaded;
}

function numberFiller(rows: number): Filler {
  const values = new Float64Array(rows);
  return {
    take: (vector, count, at) => values.set((vector as { items: Float64Array }).items.subarray(0, count), at),
    done: () => ({ kind: "number", values }),
  };
}

function categoryFiller(rows: number): Filler {
  const codes = new Int32Array(rows).fill(-1);
  const codeOf = new Map<string, number>();
  return {
    take: (vector, count, at) => {
      const texts = vector as { getItem(row: number): string | null };
      for (let row = 0; row < count; row++) {
        const text = texts.getItem(row);
        if (text === null || text === "") continue;
        let code = codeOf.get(text);
        if (code === undefined) codeOf.set(text, (code = codeOf.size));
        codes[at + row] = code;
      }
    },
    done: () => categoryColumn(codes, Array.from(codeOf.keys())),
  };
}

/** An infinite value would turn every sum it enters into infinity or NaN. */
function refuseInfinite(loaded: Frame): void {
  for (const [column, content] of loaded.columns) {
    if (content.kind !== "number") continue;
    const { values } = content;
    const rows: number[] = [];
    let count = 0;
    for (let row = 0; row < values.length; row++) {
      const value = values[row]!;
      if (value - value === 0 || Number.isNaN(value)) continue;
      count++;
      if (rows.length < 10) rows.push(sourceRow(loaded, row));
    }
    if (count > 0) throw problem("DATA-INFINITE", { table: loaded.name, column, count, rows });
  }
}
