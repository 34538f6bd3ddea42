import * as z from "zod";

/** Small-sample corrections of a clustered matrix by name; see docs/inference.md. */
export const correctionNames = ["fixest", "areg", "plm", "plmSss", "none", "stata", "CR1", "CR2", "CR3"] as const;

/** Errors that need nothing but their name. */
export const plainErrors = ["iid", "HC0", "HC1", "HC2", "HC3"] as const;

const clusterNames = z.union([z.string(), z.array(z.string()).min(1).max(4)]);

const clustered = z.strictObject({
  cluster: clusterNames.describe("Column, or list of columns, within which errors may be correlated"),
  correction: z
    .enum(correctionNames)
    .default("fixest")
    .describe(
      "Small-sample correction: named after the program that uses it, or CR1, CR2 (with Satterthwaite degrees of freedom), CR3 (jackknife)",
    ),
  twoWay: z
    .enum(["min", "own"])
    .default("min")
    .describe("Two-way clusters: the factor of the smaller dimension on every term, or each its own"),
});

const plainFactor = z.enum(["fixest", "none"]).optional().describe("Small-sample factor as in fixest (default), or none");

const serial = z.strictObject({
  method: z
    .enum(["neweyWest", "driscollKraay"])
    .describe("Correlation over time within units (neweyWest), or across everything (driscollKraay); Bartlett weights"),
  lags: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe("Most lags counted; default: the whole part of the fourth root of the number of periods"),
  correction: plainFactor,
});

const conley = z.strictObject({
  method: z.literal("conley").describe("Correlation between neighbours (Conley 1999)"),
  lat: z.string().describe("Column of the latitude, degrees"),
  lon: z.string().describe("Column of the longitude, degrees"),
  cutoff: z.number().gt(0).describe("Distance in kilometres beyond which errors are uncorrelated"),
  kernel: z.enum(["uniform", "bartlett"]).optional().describe("Weight of a pair within the cutoff: one (default), or 1 - distance/cutoff"),
  correction: plainFactor,
});

/** How errors are computed: by name, by cluster, over time, or over space. */
export const vcovSchema = z.union([z.enum(plainErrors), clustered, serial, conley]);

const term = z.string().describe("Coefficient of the formula");
const draws = z.number().int().min(99).max(999_999).optional();
const seed = z.number().int().min(0).optional().describe("Seed of the draws; default 1");

const wild = z.strictObject({
  method: z.literal("wildBootstrap").describe("Wild cluster bootstrap: p-values and intervals that hold with few clusters"),
  cluster: z.string().optional().describe("Column of the clusters; default: that of the model's errors"),
  term: term.optional().describe("One coefficient; default: all but the constant"),
  weights: z
    .enum(["rademacher", "webb", "mammen"])
    .optional()
    .describe("Distribution of the draws; default rademacher, webb with fewer than 12 clusters"),
  restricted: z.boolean().optional().describe("Residuals under the null (WCR, default) or of the fit (WCU)"),
  draws: draws.describe("Draws; default 9999"),
  seed,
});

const randomize = z.strictObject({
  method: z
    .literal("randomization")
    .describe("Randomisation inference: the column is dealt out anew over units, and its t compared with that of the assignment there was"),
  of: z.string().describe("The column that was assigned, a term of the formula"),
  by: z.string().optional().describe("Column of what was assigned as one; default: the unit of the table, single rows where it has none"),
  strata: z.string().optional().describe("Column within whose values the assignment was made"),
  draws: draws.describe("Draws; default 999"),
  seed,
});

/** Inference beside the errors of a model: by resampling. */
export const inferenceSchema = z.discriminatedUnion("method", [wild, randomize]);

export type WildOption = z.input<typeof wild>;
export type RandomizationOption = z.input<typeof randomize>;
export type ResamplingOption = z.input<typeof inferenceSchema>;

export type PlainErrors = (typeof plainErrors)[number];
export type Correction = (typeof correctionNames)[number];
export type SerialOption = z.input<typeof serial>;
export type ConleyOption = z.input<typeof conley>;
