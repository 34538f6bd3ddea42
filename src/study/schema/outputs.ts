import { z } from "zod";
import { name, text } from "./words.js";

/** One source of labels, definitions and roles. */
export const variable = z.strictObject({
  label: text.optional(),
  role: z.string().optional().describe("What the variable does in the study: `outcome`, `treatment`, `control`, `negative control`, ..."),
  kind: z.enum(["share", "ratio", "size", "log"]).optional().describe("What is measured; sizes among ratios in an index raise a finding."),
  unit: text.optional().describe("Unit of measurement, printed beside the label."),
  definition: text.optional(),
  caveat: text.optional().describe("What a reader must know before believing a number about it; printed with every verdict."),
});

export const table = z
  .strictObject({
    title: text.optional(),
    models: z.array(name).min(1).describe("Models of the study, one per column of the table."),
    keep: z.array(z.string()).optional().describe("Terms to show, in this order; default all."),
    drop: z.array(z.string()).optional().describe("Terms not to show."),
    parentheses: z
      .enum(["stdError", "tStatistic", "pValue"])
      .optional()
      .describe("What stands in parentheses; named in the note. Default `stdError`."),
    stars: z
      .union([z.literal("none"), z.array(z.strictObject({ symbol: z.string().min(1), below: z.number().gt(0).lt(1) }))])
      .optional()
      .describe("Default *** below 0.01, ** below 0.05, * below 0.1; the note lists the levels that occur."),
    digits: z.number().int().min(0).max(15).optional().describe("Decimals; default 4."),
    notes: z.array(text).optional(),
  })
  .describe("A three-line table of models.");

const title = text.optional();
const policyFigure = <K extends string>(kind: K, description: string) =>
  z
    .strictObject({
      kind: z.literal(kind),
      title,
      policy: name,
      outcome: z.string().optional().describe("One outcome of the policy; default each in turn."),
    })
    .describe(description);

export const figure = z.discriminatedUnion("kind", [
  policyFigure("eventStudy", "Effects by time since adoption, with the support under every point."),
  policyFigure("paths", "Average outcome by cohort, before any model."),
  policyFigure("randomization", "The estimate among those of permuted adoption dates."),
  policyFigure("specificationCurve", "All declared variants, ordered by estimate."),
  policyFigure("comparisons", "Every comparison behind the two-way estimate, by weight and estimate."),
  z.strictObject({ kind: z.literal("timing"), title, policy: name }).describe("Who is treated when, unit by unit."),
  z.strictObject({ kind: z.literal("ranking"), title, index: name }).describe("Units by score in the last period, with contributions."),
  z.strictObject({ kind: z.literal("weights"), title, index: name }).describe("Weights of the indicators under every method."),
  z
    .strictObject({ kind: z.literal("rankIntervals"), title, index: name })
    .describe("Units by rank with the middle 90 % of their ranks over the replicates of `uncertainty`."),
  z
    .strictObject({
      kind: z.literal("heatMap"),
      title,
      index: name,
      of: z
        .enum(["indicators", "groups"])
        .optional()
        .describe("Columns: the indicators (default), or the groups or dimensions they stand in."),
    })
    .describe("Units by rank, coloured by their place on every indicator or group."),
  z
    .strictObject({
      kind: z.literal("radar"),
      title,
      index: name,
      of: z
        .enum(["indicators", "groups"])
        .optional()
        .describe("Spokes: groups or dimensions (default where there are any), or indicators."),
      units: z.array(z.string()).min(1).max(8).optional().describe("Units, one panel each; default the first four of the ranking."),
    })
    .describe("Profiles of units against the median of all."),
  z
    .strictObject({ kind: z.literal("tileMap"), title, index: name })
    .describe("Scores of China's provinces on a tile map (no boundary is shipped)."),
  z
    .strictObject({ kind: z.literal("inequality"), title, differences: name })
    .describe("Dagum's parts of the Gini coefficient, stacked, by period; without groups the coefficient."),
  z.strictObject({ kind: z.literal("density"), title, differences: name }).describe("Densities of up to six periods with their peaks."),
  z
    .strictObject({ kind: z.literal("transitions"), title, differences: name })
    .describe("The transition table as a heat map, with a matrix also by the class of the neighbours."),
  z
    .strictObject({ kind: z.literal("coefficients"), title, models: z.array(name).min(1), term: z.string().optional() })
    .describe("Coefficients of several models side by side."),
]);
