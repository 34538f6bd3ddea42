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

export type PlainErrors = (typeof plainErrors)[number];
export type Correction = (typeof correctionNames)[number];
export type SerialOption = z.input<typeof serial>;
export type ConleyOption = z.input<typeof conley>;
