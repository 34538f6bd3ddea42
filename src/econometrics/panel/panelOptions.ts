import * as z from "zod";
import { olsModelSchema } from "./options.js";

const panelModel = olsModelSchema.omit({ weights: true, keepSingletons: true });

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
