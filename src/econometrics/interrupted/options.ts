import * as z from "zod";

/** How the correlation of errors over time is dealt with. */
export const serialMethods = ["praisWinsten", "neweyWest"] as const;

/** A model of the study file of one series that was interrupted at a declared period: segmented regression with autocorrelated errors. */
export const interruptedModelSchema = z.strictObject({
  data: z.string().describe("Name of a table under `data`"),
  estimator: z.literal("interruptedTimeSeries"),
  formula: z.string().describe("y ~ 1, or y ~ x1 + x2 for covariates; time trend, level change and slope change are added"),
  interruption: z
    .union([z.number(), z.string().min(1)])
    .describe("First period after the interruption, written as the time column writes it"),
  serial: z
    .enum(serialMethods)
    .default("praisWinsten")
    .describe("Errors that follow AR(1), by iterated Prais-Winsten; or least squares with Newey-West errors"),
  bandwidth: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe("neweyWest: most lags counted; default: the whole part of the fourth root of the number of periods"),
  sample: z
    .enum(["own", "common"])
    .default("own")
    .describe("`common`: only rows that are complete in every model of this table that says `common`"),
});

export type SerialMethod = (typeof serialMethods)[number];
