import { z } from "zod";

const column = z.string().min(1);
const columns = z.array(column).min(1);

/** One step of a table: a strict object with exactly one key set (the study checks the count, so that the message can name the keys). */
export const step = z
  .strictObject({
    filter: z
      .string()
      .min(1)
      .optional()
      .describe("Keeps rows for which the condition is true; rows where it is missing leave too, counted apart."),
    derive: z
      .record(column, z.union([z.string().min(1), z.number()]))
      .optional()
      .describe("New columns by name, each an expression over the columns before it."),
    interpolate: z
      .strictObject({ columns, within: column.describe("The unit whose series is filled.") })
      .optional()
      .describe("Fills gaps inside a series by straight lines in time; never beyond its ends."),
    winsorize: z
      .strictObject({
        columns,
        at: z.array(z.number().min(0).max(1)).length(2).describe("Lower and upper share, as [0.01, 0.99]."),
        within: column.describe("A column for quantiles in each of its groups (year), or `none`."),
      })
      .optional()
      .describe("Pulls values beyond two quantiles (type 7) back to them."),
    lag: z
      .strictObject({ columns, by: z.number().int().describe("Periods back; a negative number leads.") })
      .optional()
      .describe("Adds NAME_lag1 and so on; counted in time, so gaps stay gaps."),
    groupMean: z
      .strictObject({ columns, by: columns, leaveOut: z.enum(["unit", "none"]).optional(), as: column })
      .optional()
      .describe("Adds the mean over the rows of the same group, without the own unit where `leaveOut: unit`."),
    join: z
      .strictObject({ with: column.describe("Another table."), on: columns, how: z.enum(["left", "inner"]) })
      .optional()
      .describe("Adds the other table's columns; rows without a partner are counted and listed."),
    balance: z
      .strictObject({ columns, from: z.number().int(), to: z.number().int() })
      .optional()
      .describe("Keeps the times from..to and only units with all columns in every one of them."),
    atTime: z
      .strictObject({ columns, time: z.number().int() })
      .optional()
      .describe("Adds NAME_TIME: the unit's value at that time, carried along all its rows."),
    cut: z
      .strictObject({ column, groups: z.number().int().min(2), as: column })
      .optional()
      .describe("Adds groups of equal size over units (or rows), numbered from the lowest."),
  })
  .describe("One step; exactly one of its keys is set.");
