import { z } from "zod";
import { policyOptions } from "../../econometrics/did/options.js";
import { differencesOptions } from "../../econometrics/differences/options.js";
import { indexOptions } from "../../econometrics/index/options.js";
import { data } from "./data.js";
import { matrix } from "./matrices.js";
import { model } from "./models.js";
import { figure, table, variable } from "./outputs.js";
import { column, name, text } from "./words.js";

const index = indexOptions.describe("A composite index; its scores are a column of the table, under the index's name.");

const differences = differencesOptions.describe("Differences between units in one variable. Each part is done where its key is there.");

/** A study file. The types, the JSON Schema and the reference page are made from this. */
export const studySchema = z
  .strictObject({
    title: text,
    question: text.optional().describe("The estimand in words; printed first."),
    abstract: text.optional(),
    language: z
      .array(z.enum(["en", "zh"]))
      .min(1)
      .optional()
      .describe("Languages of the report; default `[en]`."),
    sets: z.record(name, z.array(column).min(1)).optional().describe("Named lists of columns, written `..name` in formulas and lists."),
    variables: z.record(column, variable).optional().describe("Labels, definitions, roles and caveats, by column or index."),
    data: z.record(name, data).describe("The data tables."),
    matrices: z.record(name, matrix).optional().describe("Spatial weights: who is whose neighbour."),
    indices: z.record(name, index).optional().describe("Composite indices."),
    models: z.record(name, model).optional().describe("Models, in the order they are printed."),
    policies: z.record(name, policyOptions).optional().describe("Staggered adoption: who adopted when, what moved, and how sure we are."),
    differences: z
      .record(name, differences)
      .optional()
      .describe("How far units lie apart in a variable, and whether they come closer: inequality, densities, convergence, Markov chains."),
    tables: z.record(name, table).optional().describe("Tables of models; default one table of all models."),
    figures: z.record(name, figure).optional().describe("Figures; default the event study of each policy and the ranking of each index."),
  })
  .describe("A study file.");

/** A study as its file says it; nothing is filled in. */
export type Study = z.infer<typeof studySchema>;
export type FigureBlock = z.infer<typeof figure>;
export type TableBlock = z.infer<typeof table>;
