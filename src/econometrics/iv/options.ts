import * as z from "zod";
import { olsModelSchema } from "../panel/options.js";

/** How an equation with instruments is estimated. */
export const ivMethods = ["2sls", "liml", "gmm"] as const;

/** A model of the study file estimated with instruments: y ~ exogenous | effects | endogenous ~ instruments. */
export const ivModelSchema = olsModelSchema.extend({
  estimator: z.literal("iv"),
  formula: z.string().describe("y ~ exogenous | unit + time | endogenous ~ instruments"),
  method: z
    .enum(ivMethods)
    .default("2sls")
    .describe("Two-stage least squares; limited information maximum likelihood; two-step GMM, efficient under the errors asked for"),
});

export type IvMethod = (typeof ivMethods)[number];
