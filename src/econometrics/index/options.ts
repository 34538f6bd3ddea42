import { z } from "zod";

/** How weights are found. `criticEntropy` alone is refused: it has several published meanings, so the rule is part of the name. */
export const weightMethods = [
  "entropy",
  "critic",
  "criticEntropyProduct",
  "criticEntropyMean",
  "standardDeviation",
  "coefficientOfVariation",
  "pca",
  "equal",
  "manual",
] as const;

const methodName = z.enum([...weightMethods, "criticEntropy"]);
const direction = z.enum(["higher", "lower"]);
const transform = z.enum(["ln", "none"]);
const denominator = z.enum(["rows", "periods"]);
const aggregate = z.enum(["arithmetic", "geometric", "topsis"]);
const kind = z.enum(["share", "ratio", "size", "log"]);
const name = z.string().min(1);

const indicator = z.union([
  direction,
  z.strictObject({ direction: direction.optional(), dimension: z.string().optional(), kind: kind.optional() }),
  z.null(),
]);

/** One entry of a study file's `indices`. Nothing has a default here: `baseRecipe` fills what is left out, so that a script and a study get the same. */
export const indexOptions = z.strictObject({
  data: name.describe("The table; its `unit` and `time` are the index's."),
  label: z.union([z.string(), z.strictObject({ en: z.string(), zh: z.string().optional() })]).optional(),
  indicators: z.union([z.record(name, indicator), z.array(name)]).describe("Each indicator and which way is better: `higher` or `lower`."),
  transform: z.record(name, transform).optional().describe("Before scaling: `ln` or `none` (default) by indicator."),
  scale: z
    .strictObject({
      method: z.enum(["minMax", "zScore"]).optional().describe("`minMax` (default) or `zScore`."),
      frame: z
        .enum(["pooled", "byYear", "baseYear"])
        .optional()
        .describe("Rows that fix the range: all fit rows (default), each period's own, or those of one base period."),
      baseYear: z.number().optional().describe("The base period of `frame: baseYear`; default the first."),
      range: z
        .tuple([z.number(), z.number()])
        .optional()
        .describe("Where min-max puts the smallest and the largest value; default [0, 1]."),
    })
    .optional(),
  method: methodName.describe("How weights are found."),
  weights: z.record(name, z.number()).optional().describe("Weights of `method: manual`; they sum to 1."),
  weightFrame: z
    .enum(["pooled", "byYear"])
    .optional()
    .describe("One set of weights from all fit rows (default), or one set in each period."),
  entropyDenominator: denominator
    .optional()
    .describe(
      "Entropy is divided by ln of the number of rows (default). `periods` is a faulty recipe in wide circulation, kept to show what it does.",
    ),
  entropyShift: z.number().min(0).optional().describe("Added to scaled values before shares are taken; default 0, with 0 ln 0 = 0."),
  criticCorrelation: z.enum(["signed", "absolute"]).optional().describe("Conflict is the sum of 1 - r (default) or of 1 - |r|."),
  variationOf: z
    .enum(["transformed", "scaled"])
    .optional()
    .describe("The coefficient of variation is that of the indicator before scaling (default) or of its scaled values."),
  pcaComponents: z
    .enum(["first", "kaiser"])
    .optional()
    .describe("Weights from the first principal component (default), or from all with an eigenvalue above 1, weighted by eigenvalue."),
  aggregate: aggregate
    .optional()
    .describe("Weighted arithmetic mean (default), weighted geometric mean, or closeness to the ideal (TOPSIS)."),
  obstacles: z.boolean().optional().describe("Obstacle degrees of each unit in the last period: which indicators hold it back."),
  coupling: z
    .strictObject({
      definition: z.enum(["classic", "modified"]).describe("`classic`: n (product)^(1/n) / sum; `modified`: Wang et al. (2021)."),
      weights: z
        .enum(["equal", "indicators"])
        .optional()
        .describe("Weights of the dimensions in T: equal (default), or those of their indicators."),
    })
    .optional()
    .describe("Coupling coordination of the dimensions of the index."),
  fit: z.strictObject({ where: z.string() }).optional().describe("Rows that fix ranges and weights; scores are made for all rows."),
  identityOf: z
    .array(name)
    .optional()
    .describe("Outcomes that the indicators may make up by accounting; their R2 on the indicators is printed."),
  alternatives: z
    .strictObject({
      method: z.array(methodName).optional(),
      transform: z.array(z.literal("none")).optional().describe("`none`: all indicators untransformed, crossed with the methods."),
      entropyDenominator: z.array(denominator).optional(),
      aggregate: z.array(aggregate).optional(),
      leaveOneOut: z.boolean().optional().describe("The index without each indicator in turn, weights found anew."),
    })
    .optional(),
});

/** The study's block of one index. */
export type IndexBlock = z.infer<typeof indexOptions>;

export type MethodName = z.infer<typeof methodName>;
export type Direction = z.infer<typeof direction>;
export type Transform = z.infer<typeof transform>;
export type Denominator = z.infer<typeof denominator>;
export type Aggregate = z.infer<typeof aggregate>;
export type IndicatorKind = z.infer<typeof kind>;

/** What `compositeIndex` takes: the block, and what the study knows of its table. */
export interface IndexOptions extends Omit<IndexBlock, "data" | "label"> {
  /** Name of the index in messages and results; default `index`. */
  name?: string;
  /** Column that names the units. */
  unit: string;
  /** Column of periods; without it the table is one cross-section. */
  time?: string;
  /** Kind of each indicator where the study's variables declare it (an indicator's own `kind` goes first). */
  kinds?: Readonly<Record<string, IndicatorKind>>;
  /** Cells of each indicator that were filled in, not observed; default what the frame's ledger says of `interpolate` steps. */
  imputedCells?: Readonly<Record<string, number>>;
}
