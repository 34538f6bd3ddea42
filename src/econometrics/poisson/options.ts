import * as z from "zod";
import { olsModelSchema } from "../panel/options.js";

/** A model of the study file estimated by Poisson pseudo maximum likelihood, with any number of absorbed effects. */
export const ppmlModelSchema = olsModelSchema.extend({
  estimator: z.literal("ppml"),
  formula: z.string().describe("y ~ x1 + x2 | unit + time; y as it is (zero or more), never its logarithm"),
  offset: z.string().optional().describe("Expression that enters the index with coefficient one"),
  exposure: z.string().optional().describe("Column or expression above zero whose logarithm enters with coefficient one"),
});
