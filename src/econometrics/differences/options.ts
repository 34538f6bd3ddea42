import { z } from "zod";
import { bandwidthRules } from "../density/bandwidth.js";
import { plainErrors } from "../inference/options.js";
import type { Edge } from "../spatial/weights.js";

/**
 * The `differences` block of a study file: how far units lie apart in a variable, and whether they come closer. Nothing has a default here:
 * `differences` fills what is left out and says in the results what it was.
 */
const column = z.string().min(1);
const seed = z.number().int().min(0).max(4_294_967_295).optional();
const classes = z.number().int().min(2).max(12);

const inequality = z
  .strictObject({
    measures: z
      .array(z.enum(["gini", "theilT", "theilL"]))
      .min(1)
      .optional()
      .describe("Default all three."),
  })
  .describe(
    "Gini (with `groups`: Dagum's parts within, between and from overlap) and Theil indices (with `groups`: nested parts), by period.",
  );

const density = z
  .strictObject({
    bandwidth: z
      .union([z.enum(bandwidthRules), z.number().gt(0)])
      .optional()
      .describe("Rule of the Gaussian kernel's bandwidth, or a number. Default silverman."),
    frame: z
      .enum(["byYear", "pooled"])
      .optional()
      .describe("Bandwidth from the values of each period (default), or one for all periods, the median of theirs."),
    onePeak: z
      .strictObject({ draws: z.number().int().min(99).max(9999).optional(), seed })
      .optional()
      .describe("Silverman's bootstrap test that the density has one peak, in every period; 499 draws unless said otherwise."),
  })
  .describe("Kernel density by period, with its peaks.");

const sigma = z
  .strictObject({
    units: z
      .enum(["complete", "all"])
      .optional()
      .describe("Units observed in every period (default), or all that are observed in the period."),
  })
  .describe("Sigma convergence: the coefficient of variation by period, its trend, and first against last.");

const beta = z
  .strictObject({
    sample: z
      .enum(["crossSection", "panel"])
      .optional()
      .describe("Growth from the first to the last period (default), or over spans one after the other."),
    span: z.number().int().min(1).optional().describe("Length of a span of the panel. Default 1."),
    effects: z.enum(["none", "unit", "time", "twoWay"]).optional().describe("Effects of the panel. Default none."),
    controls: z.array(column).optional().describe("Held fixed at their value at the start: conditional convergence."),
    clubs: z
      .boolean()
      .optional()
      .describe("true: each group by itself (the first of `groups`), and a test that their coefficients are equal."),
    vcov: z
      .union([
        z.enum(plainErrors),
        z.strictObject({ method: z.enum(["neweyWest", "driscollKraay"]), lags: z.number().int().min(0).optional() }),
      ])
      .optional()
      .describe("How errors are computed; default HC3 in a cross-section, clustered by unit in a panel."),
  })
  .describe("One regression of growth on the starting level, with speed and half-life.");

const markov = z
  .strictObject({
    classes: classes.optional().describe("Classes by quantiles. Default 4."),
    frame: z
      .enum(["pooled", "byYear"])
      .optional()
      .describe("Quantiles of all periods together (default), or of each period: then only ranks move."),
    relative: z.boolean().optional().describe("true: values over the mean of their period. Default false."),
    lag: z.number().int().min(1).optional().describe("Periods of one move, in units of the time. Default 1."),
    matrix: column
      .optional()
      .describe("A matrix under `matrices`: also one table for each class of the neighbours' mean, and a test that they are one."),
    neighbourClasses: classes.optional().describe("Classes of the neighbours' mean. Default as many as `classes`."),
    halves: z
      .boolean()
      .optional()
      .describe("Test that moves of the first and the second half of the periods come from one table. Default true."),
  })
  .describe("Markov chain between classes: transition table, long run, mobility.");

export const differencesOptions = z.strictObject({
  data: column.describe("The table: its `unit`, and for everything but inequality and density its `time`."),
  variable: column.describe("The column, or an index on the table."),
  groups: z
    .union([column, z.array(column).min(1).max(3)])
    .optional()
    .describe("Column of groups; several from the outermost in (`[region, province]`) for Theil's nested parts."),
  weights: column.optional().describe("Column of weights (population), for inequality, density and sigma. Default equal."),
  inequality: inequality.optional(),
  density: density.optional(),
  sigma: sigma.optional(),
  beta: z.record(column, beta).optional().describe("Beta convergence: regressions by name, in the order of the table."),
  markov: markov.optional(),
});

export type DifferencesBlock = z.infer<typeof differencesOptions>;
export type BetaBlock = z.infer<typeof beta>;
export type MarkovBlock = z.infer<typeof markov>;

/** Pairs of neighbours of a matrix, and the column of the table that holds their codes. */
export interface NeighbourList {
  name: string;
  units: string;
  edges: readonly Edge[];
  standardise?: "row" | "none" | undefined;
  islands?: "error" | "keep" | undefined;
}

/** What `differences` takes: the block, and what the study knows of its table. */
export interface DifferencesOptions extends Omit<DifferencesBlock, "data"> {
  /** Name in messages and results; default the variable. */
  name?: string | undefined;
  unit: string;
  time?: string | undefined;
  /** The matrix of `markov.matrix`. */
  neighbours?: NeighbourList | undefined;
  /** How the variable was scaled, where it is an index: a scale without a natural zero is worth a finding. */
  scale?: string | undefined;
}
