import { z } from "zod";
import { column } from "./words.js";

/** One spatial weights matrix from a file of pairs. */
export const matrix = z
  .strictObject({
    units: column.describe("Column of the tables that use the matrix which holds the codes of the file; constant over a unit's rows."),
    edges: z
      .string()
      .min(1)
      .describe("File of pairs of neighbours inside the project folder, one a row; a pair counts in both directions."),
    columns: z.array(column).min(2).max(2).optional().describe("The two columns of the pair. Default the first two."),
    weight: column.optional().describe("Column of weights of the pairs. Default 1."),
    standardise: z.enum(["row", "none"]).optional().describe("Rows divided by their sums (default), or as they are."),
    islands: z
      .enum(["error", "keep"])
      .optional()
      .describe("A unit none of whose neighbours is in the table: an error (default), or kept without neighbours."),
  })
  .describe("Spatial weights among the units of a table.");

export type MatrixBlock = z.infer<typeof matrix>;
