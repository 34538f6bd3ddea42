import * as z from "zod";

/** Small-sample corrections of a clustered matrix by name; see docs/conventions. */
export const correctionNames = ["fixest", "areg", "plm", "plmSss", "none", "stata"] as const;

const clusterNames = z.union([z.string(), z.array(z.string()).min(1).max(4)]);

/** How errors are computed: `iid`, `HC1`, or by cluster. */
export const vcovSchema = z.union([
  z.enum(["iid", "HC1"]),
  z.strictObject({
    cluster: clusterNames.describe("Column, or list of columns, within which errors may be correlated"),
    correction: z.enum(correctionNames).default("fixest").describe("Small-sample correction, named after the program that uses it"),
    twoWay: z
      .enum(["min", "own"])
      .default("min")
      .describe("Two-way clusters: the factor of the smaller dimension on every term, or each its own"),
  }),
]);

/** A model of the study file estimated by (weighted) least squares with any number of absorbed effects. */
export const olsModelSchema = z.strictObject({
  data: z.string().describe("Name of a table under `data`"),
  estimator: z.literal("ols"),
  formula: z.string().describe("y ~ x1 + x2 | unit + time"),
  vcov: vcovSchema.optional().describe("Default: clustered by the unit of the table; iid where the table has no unit"),
  weights: z.string().default("none").describe("Column of analytic weights, or `none`"),
  sample: z
    .enum(["own", "common"])
    .default("own")
    .describe("`common`: only rows that are complete in every model of this table that says `common`"),
  keepSingletons: z.boolean().default(false).describe("Keep rows that are alone in a fixed effect"),
});

export type VcovOption = z.input<typeof vcovSchema>;
export type OlsModel = z.output<typeof olsModelSchema>;
