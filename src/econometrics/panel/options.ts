import * as z from "zod";
import { inferenceSchema, vcovSchema } from "../inference/options.js";
import { osterSchema } from "../sensitivity/options.js";

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
  oster: osterSchema.optional().describe("How strong selection on what is not observed would have to be (Oster 2019)"),
  keepSingletons: z.boolean().default(false).describe("Keep rows that are alone in a fixed effect"),
});

export type VcovOption = z.input<typeof vcovSchema>;

const panelModel = olsModelSchema.omit({ weights: true, oster: true, keepSingletons: true });

/** How the variance components of random effects are estimated. */
export const componentsMethods = ["swamyArora", "wallaceHussain", "amemiya", "nerlove"] as const;

const components = z.enum(componentsMethods).default("swamyArora").describe("How the variance components are estimated");
const formula = z.string().describe("y ~ x1 + x2; the unit and time of the table make the panel");

/** Regression of unit means on unit means. */
export const betweenModelSchema = panelModel.extend({ estimator: z.literal("between"), formula });

/** Regression of changes on changes. */
export const firstDifferenceModelSchema = panelModel.extend({ estimator: z.literal("firstDifference"), formula });

/** Random unit effects, by feasible generalised least squares. */
export const randomEffectsModelSchema = panelModel.extend({ estimator: z.literal("randomEffects"), formula, components });

/** Random effects with the unit means of the regressors beside them (Mundlak). */
export const correlatedModelSchema = panelModel.extend({ estimator: z.literal("correlatedRandomEffects"), formula, components });

export type ComponentsMethod = (typeof componentsMethods)[number];
