import * as z from "zod";
import { inferenceSchema, vcovSchema } from "../inference/options.js";

/** A model of the study file estimated by (weighted) least squares with any number of absorbed effects. */
export const olsModelSchema = z.strictObject({
  data: z.string().describe("Name of a table under `data`"),
  estimator: z.literal("ols"),
  formula: z.string().describe("y ~ x1 + x2 | unit + time"),
  vcov: vcovSchema
    .optional()
    .describe("How errors are computed; default: clustered by the unit of the table, iid where the table has no unit"),
  inference: z.array(inferenceSchema).max(20).optional().describe("Inference by resampling, beside the errors"),
  weights: z.string().default("none").describe("Column of analytic weights, or `none`"),
  sample: z
    .enum(["own", "common"])
    .default("own")
    .describe("`common`: only rows that are complete in every model of this table that says `common`"),
  keepSingletons: z.boolean().default(false).describe("Keep rows that are alone in a fixed effect"),
});

export type VcovOption = z.input<typeof vcovSchema>;
export type OlsModel = z.output<typeof olsModelSchema>;
