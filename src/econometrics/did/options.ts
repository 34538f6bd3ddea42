import { z } from "zod";
import { sensitivityOptions } from "../sensitivity/options.js";
import { syntheticOptions } from "../synthetic/options.js";

/**
 * The `policies` block of a study file. Nothing has a default here: `settle` (settings.ts) fills what is left out, so that a script and a
 * study get the same ones, and says in the results which they were.
 */
export const controlGroups = ["never", "notYet", "laterAdopters"] as const;
/** Estimators of a staggered design; `settings.ts` says which are the default. */
export const estimatorNames = ["twoWay", "groupTime", "sunAbraham", "imputation", "twoStage", "saturated", "stacked"] as const;
export const aggregateNames = ["simple", "dynamic", "group", "calendar"] as const;
/** How uniform bands get their width. */
export const bandMethods = ["multivariateT", "gaussian", "bootstrap"] as const;
/** How group-time effects use covariates. */
export const groupTimeMethods = ["regression", "weighting", "doublyRobust"] as const;

const column = z.string().min(1);

export const policyOptions = z.strictObject({
  data: column.describe("The table of the panel; its `unit` and `time` are the policy's."),
  outcome: z.union([column, z.array(column).min(1)]).describe("One outcome or several: columns of the table, or indices on it."),
  negativeControls: z.array(column).optional().describe("Outcomes the policy cannot have moved."),
  adopted: column.describe("The column with the first treated period of each unit: missing = never, after the sample = not yet treated."),
  controlGroup: z
    .enum(controlGroups)
    .optional()
    .describe(
      "never: never-treated units; notYet: later adopters and never-treated; laterAdopters: only units that adopt later. Default notYet.",
    ),
  controls: z
    .strictObject({ columns: z.array(column), at: z.enum(["base", "current"]).optional() })
    .optional()
    .describe(
      "Covariates. Group-time effects take their value in the earlier period of each comparison, whatever `at` says; the other estimators the value in the first period times each period (base), or as they stand (current).",
    ),
  anticipation: z.number().int().min(0).optional().describe("Periods before adoption in which an effect may already show. Default 0."),
  window: z
    .strictObject({
      from: z.number().int().max(-2).describe("First event time shown."),
      to: z.number().int().min(0).describe("Last event time shown."),
      bin: z.enum(["ends"]).optional().describe("The ends also hold all earlier and all later event times. The only rule offered."),
      reference: z
        .number()
        .int()
        .max(-1)
        .optional()
        .describe("The event time everything is relative to. Default -1 (less the anticipation)."),
    })
    .optional(),
  cluster: column.optional().describe("The level errors are clustered at: the unit (default), or a column the units are nested in."),
  estimators: z
    .array(z.enum(estimatorNames))
    .min(1)
    .optional()
    .describe(
      "twoWay: one coefficient and an event study with unit and period effects; groupTime: Callaway and Sant'Anna; sunAbraham: interaction-weighted; imputation: Borusyak, Jaravel and Spiess; twoStage: Gardner; saturated: Wooldridge; stacked: Cengiz et al. Default: the first five.",
    ),
  groupTime: z
    .strictObject({
      base: z
        .enum(["varying", "universal"])
        .optional()
        .describe("What leads are relative to: the period before each of them (varying, default), or always the last untreated one."),
      method: z
        .enum(groupTimeMethods)
        .optional()
        .describe(
          "How `controls` enter: regression of the controls' change, weighting by a logit, or both (doublyRobust, default: right if one of the two is).",
        ),
      balance: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe("Adds an event study up to this event time of the cohorts seen that long: every point speaks for the same units."),
    })
    .optional()
    .describe("Choices of the group-time effects."),
  incomplete: z
    .enum(["drop", "keep"])
    .optional()
    .describe(
      "Units without the outcome in some period: left out by name (drop, default), or kept with the periods they have; group-time effects then compare, cell by cell, the units seen in both periods.",
    ),
  imputation: z
    .strictObject({
      leaveOut: z
        .boolean()
        .optional()
        .describe("Compare a treated row with the mean of the others of its cohort and period alone. Default true."),
    })
    .optional(),
  headline: z
    .strictObject({
      estimator: z.enum(estimatorNames).optional(),
      aggregate: z.enum(aggregateNames).optional(),
      inference: z.enum(["randomization"]).optional(),
    })
    .optional()
    .describe("The one estimate the verdict is about. Default groupTime, simple."),
  bands: z
    .strictObject({
      method: z
        .enum(bandMethods)
        .optional()
        .describe(
          "multivariateT: draws from the estimated covariance over a common scale of clusters - 1 degrees of freedom (default); gaussian: without that scale; bootstrap: group-time effects by random signs of clusters, in interquartile errors (as `did`), the other estimators as multivariateT.",
        ),
      draws: z.number().int().min(999).max(1_000_000).optional(),
      seed: z.number().int().min(0).max(4_294_967_295).optional(),
    })
    .optional()
    .describe("Uniform bands of the event studies: one band holds all points of an estimator. Default 10 000 draws, seed 1."),
  randomization: z
    .strictObject({
      draws: z.number().int().min(99).max(100_000).optional(),
      strata: column.optional().describe("A column constant within units: adoption dates are permuted only within its groups."),
      seed: z.number().int().min(0).max(4_294_967_295).optional(),
    })
    .optional()
    .describe("Permutations of the adoption dates over units, numbers per date kept. Default 999 draws, seed 1, no strata."),
  expected: z.enum(["positive", "negative", "either"]).optional().describe("The hypothesis. Default either."),
  smallestEffect: z
    .union([z.number().positive(), z.record(z.string(), z.number().positive())])
    .optional()
    .describe("The least effect anybody would care about, in units of the outcome: one number, or one per outcome."),
  variants: z
    .strictObject({
      controlGroup: z.array(z.enum(controlGroups)).optional(),
      coding: z.array(column).optional().describe("Other columns with adoption dates."),
      index: z
        .union([z.literal("all"), z.array(column)])
        .optional()
        .describe("Alternatives of the outcome's index."),
      start: z.array(z.number().int()).optional().describe("Other first periods of the `balance` step."),
      estimator: z.array(z.enum(estimatorNames)).optional(),
    })
    .optional()
    .describe("Other defensible choices, one by one and crossed: a specification curve."),
  leaveOut: z
    .array(z.enum(["unit", "cohort", "strata"]))
    .optional()
    .describe(
      "Units, cohorts, or groups of `randomization.strata` (regions), left out one at a time. Default cohorts, and units where there are at most 100; [] for none.",
    ),
  concurrent: z
    .array(column)
    .optional()
    .describe("Columns of other policies in force (1 or 0, or their strength): the two-way estimate with each held fixed, and with all."),
  placebos: z
    .strictObject({
      back: z
        .array(z.number().int().min(1))
        .optional()
        .describe(
          "Periods the adoption dates are moved back, on the periods before anybody adopted. Default: so that every cohort has a placebo period, as far as the panel allows; [] for none.",
        ),
    })
    .optional()
    .describe("Placebos in time: the headline where nothing can have happened yet."),
  synthetic: syntheticOptions.optional().describe("Synthetic difference in differences and synthetic control, for few treated units."),
  sensitivity: sensitivityOptions
    .optional()
    .describe("Bounds on violations of parallel trends under which the headline is looked at (Rambachan and Roth 2023)."),
});

/** The block as a study file or a script writes it. */
export type PolicyBlock = z.infer<typeof policyOptions>;
