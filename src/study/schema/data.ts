import { z } from "zod";
import { step } from "./steps.js";
import { column, name, text } from "./words.js";

/** One data table: rows from a file, a query over other tables, or groups of another table. */
export const data = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .optional()
      .describe("csv or tsv (UTF-8, UTF-16 or GB18030, found by itself) or parquet, inside the project folder."),
    missing: z.array(z.string()).optional().describe("What counts as missing besides the empty cell; default NA, `.` and NaN."),
    query: z.string().min(1).optional().describe("One SELECT over the other tables' files."),
    from: name.optional().describe("Another table (with its indices) whose rows these are; with `by` and `aggregate` its groups."),
    by: z.array(column).min(1).optional().describe("Columns that make the groups."),
    aggregate: z
      .record(column, z.enum(["mean", "sum", "min", "max", "median", "count"]))
      .optional()
      .describe("What becomes of each column in a group; indices of the other table count as columns."),
    unit: column.optional().describe("Column that names the unit (country, firm, ...)."),
    time: column.optional().describe("Column of periods, whole numbers."),
    steps: z.array(step).optional().describe("Done in this order; each leaves a line in the ledger."),
    citation: text.optional(),
    licence: z.string().optional(),
    simulated: z.boolean().optional().describe("true: the data were generated, never observed; every table and figure says so."),
  })
  .describe("One data table. Exactly one of `file`, `query` and `from` says where its rows come from.");

export type DataBlock = z.infer<typeof data>;
