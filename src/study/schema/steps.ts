import { z } from "zod";
import { column } from "./words.js";

const columns = z.array(column).min(1);

/**
 * One step on the rows of a table: a block with exactly one of these keys. (One strict object rather than a union, so that a misspelt step
 * is told by its nearest name; that there is exactly one is checked beside it.)
 */
export const step = z
  .strictObject({
    filter: z.string().min(1).optional().describe("Keeps the rows where the condition is true; the rest is counted."),
    derive: z
      .record(column, z.union([z.string().min(1), z.number()]))
      .optional()
      .describe("New columns, each from an expression; in order, so a later one may use an earlier one."),
    interpolate: z
      .strictObject({ columns, within: column.describe("The column whose values make the series: the unit.") })
      .optional()
      .describe("Fills gaps inside a series linearly in time; ends stay missing. The filled cells are counted."),
    winsorize: z
      .strictObject({
        columns,
        at: z.array(z.number().min(0).max(1)).min(2).max(2).describe("Lower and upper share, as `[0.01, 0.99]`."),
        within: column.describe("`none`, or a column in whose groups the quantiles are taken (often the year)."),
      })
      .optional()
      .describe("Pulls extreme values in to the quantiles."),
    lag: z
      .strictObject({ columns, by: z.number().int().describe("Periods back; negative leads.") })
      .optional()
      .describe("Writes `NAME_lag1`; formulas prefer `l(NAME, 1)`. Gaps in time are respected."),
    groupMean: z
      .strictObject({
        columns,
        by: columns,
        leaveOut: z.enum(["unit", "none"]).optional().describe("`unit`: without the rows of the row's own unit."),
        as: column,
      })
      .optional()
      .describe("Means of other rows of the group."),
    join: z
      .strictObject({ with: column.describe("Another table of the study, after its steps."), on: columns, how: z.enum(["left", "inner"]) })
      .optional()
      .describe("Adds the columns of another table; rows without a partner are counted and listed."),
    balance: z
      .strictObject({ columns, from: z.number().int(), to: z.number().int() })
      .optional()
      .describe("Keeps the periods from..to, and of the units those complete in all columns in each of them; who drops out is listed."),
    atTime: z
      .strictObject({ columns, time: z.number().int() })
      .optional()
      .describe("Adds NAME_TIME: the unit's value at that time, carried along all its rows (a base-year level)."),
    cut: z
      .strictObject({ column, groups: z.number().int().min(2), as: column })
      .optional()
      .describe("Adds groups of equal size over units (over rows where the table has no unit), numbered from the lowest."),
  })
  .meta({ minProperties: 1, maxProperties: 1 });

export type StepBlock = z.infer<typeof step>;
