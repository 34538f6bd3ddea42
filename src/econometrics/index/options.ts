import { z } from "zod";
import type { Frame } from "../../frame/main.js";

const name = z.string().min(1);

/** How weights are found. `criticEntropy` alone is refused: it has several published meanings, so the rule is part of the name. */
const weightMethods = [
  "entropy",
  "critic",
  "criticEntropyProduct",
  "criticEntropyMean",
  "criticEntropyContrast",
  "standardDeviation",
  "coefficientOfVariation",
  "pca",
  "equal",
  "manual",
  "ahp",
  "budget",
  "benefitOfTheDoubt",
  "targetImportance",
] as const;

const methodName = z.enum([...weightMethods, "criticEntropy"]);

/** How an indicator is brought to a common scale. */
const scaleMethod = z.enum([
  "minMax",
  "zScore",
  "rank",
  "percentileRank",
  "borda",
  "distanceToMax",
  "distanceToReference",
  "distanceToTarget",
  "fractionOfMax",
  "goalposts",
  "none",
]);

const directionName = z.enum(["higher", "lower", "middle", "interval"]);
const transform = z.enum(["ln", "none"]);
const denominator = z.enum(["rows", "periods"]);
const aggregate = z.enum(["arithmetic", "geometric", "harmonic", "topsis", "greyRelation", "mazziottaPareto"]);
const indicatorKind = z.enum(["share", "ratio", "size", "log"]);

const imputeMethod = z.enum(["mean", "median", "groupMean", "groupMedian", "interpolate", "latest"]);

const imputeBlock = z
  .strictObject({
    method: imputeMethod.describe(
      "Mean or median of the indicator in the same period; the same within groups; or from the unit's own series, linearly or by its latest value.",
    ),
    by: z.array(name).min(1).optional().describe("Columns that make the groups of `groupMean` and `groupMedian`."),
    ends: z
      .enum(["nearest", "missing"])
      .optional()
      .describe("`interpolate` beyond the first and last observation: missing (default), or the nearest observation."),
  })
  .describe("Fills missing cells of the indicators; every filled cell is listed.");

const treatBlock = z
  .strictObject({
    winsorise: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe("Most points of an indicator pulled in to the next one, one by one, until it passes; default 5."),
    skew: z.number().gt(0).optional().describe("An indicator fails when |skewness| exceeds this; default 2."),
    kurtosis: z.number().gt(0).optional().describe("... and its excess kurtosis exceeds this; default 3.5."),
    otherwise: z
      .enum(["log", "none"])
      .optional()
      .describe("If it still fails: ln(x - min + 0.01 (max - min)) of the untreated indicator (default), or the pulled-in one as it is."),
  })
  .describe("Treats outliers indicator by indicator.");

const best = z.union([z.number(), z.tuple([z.number(), z.number()])]);

const indicator = z.union([
  z.enum(["higher", "lower"]),
  z.strictObject({
    as: name.optional().describe("Which indicator of the `catalogue` the column is, where its name is another."),
    direction: directionName.optional(),
    best: best.optional().describe("`direction: middle`: the best value; `direction: interval`: the two ends of the best interval."),
    dimension: z.string().optional(),
    kind: indicatorKind.optional(),
    goalposts: z.tuple([z.number(), z.number()]).optional().describe("Worst and best value of `scale: { method: goalposts }`."),
    target: z.number().optional().describe("The target of `scale: { method: distanceToTarget }`."),
  }),
  z.null(),
]);

const weights = z.record(name, z.number()).optional().describe("Weights of `method: manual` by member; they sum to 1.");
const comparisons = z
  .array(z.array(z.union([z.number(), z.string()])))
  .optional()
  .describe(
    "The matrix of `method: ahp`, row over column on Saaty's scale of 1 to 9 in the order of the members; `1/3` may be written so.",
  );
const importance = z
  .record(name, z.number().gt(0))
  .optional()
  .describe("Shares that `method: targetImportance` aims at, by member; default equal.");
const group = z
  .strictObject({
    of: z.array(name).min(1).describe("Its members: indicators, or other groups."),
    method: methodName.optional().describe("How its members are weighed; default that of the index."),
    weights,
    comparisons,
    importance,
    aggregate: aggregate.optional().describe("How its members are put together; default that of the index."),
  })
  .describe("A node of the hierarchy.");

const auditBlock = z
  .union([
    z.literal(true),
    z.strictObject({
      high: z.number().min(-1).max(1).optional().describe("Pairs that correlate more are counted twice; default 0.9."),
      weak: z.number().min(-1).max(1).optional().describe("Pairs of one group that correlate less hardly share anything; default 0.3."),
      negative: z.number().min(-1).max(1).optional().describe("Pairs that correlate less work against each other; default -0.4."),
    }),
  ])
  .describe(
    "Looks at the index: pairs of indicators, Cronbach's alpha by group, what each weight comes to, strengths and weaknesses by unit.",
  );

const uncertainty = z
  .strictObject({
    draws: z.number().int().min(100).max(1_000_000).optional().describe("Replicates; default 1000."),
    seed: z.number().int().min(0).optional().describe("Default 1."),
    vary: z
      .strictObject({
        method: z.array(methodName).optional(),
        scale: z.array(scaleMethod).optional(),
        aggregate: z.array(aggregate).optional(),
        impute: z.array(imputeMethod).optional().describe("Other ways to fill missing cells, where the index has `impute`."),
        winsorise: z.array(z.number().int().min(0)).optional().describe("Other numbers of points, where the index has `treat`."),
        weights: z.number().gt(0).max(1).optional().describe("Every weight times 1 plus or minus up to this share."),
        leaveOneOut: z.boolean().optional().describe("One indicator at a time is left out."),
      })
      .describe("Choices that might have been made otherwise; the index's own is always among them."),
    sobol: z
      .strictObject({
        base: z
          .number()
          .int()
          .min(16)
          .max(1_000_000)
          .optional()
          .describe("Rows of the design; default 1024. Runs are base times (choices + 2)."),
        bootstraps: z.number().int().min(0).max(100_000).optional().describe("Resamples for the intervals; default 500."),
      })
      .optional()
      .describe("First-order and total Sobol indices of the choices."),
  })
  .describe("How much the ranks depend on the choices made: intervals of ranks, and what stands behind them.");

/** One entry of a study file's `indices`. Nothing has a default here: `baseRecipe` fills what is left out, so that a script and a study get the same. */
export const indexOptions = z.strictObject({
  data: name.describe("The table; its `unit` and `time` are the index's."),
  label: z.union([z.string(), z.strictObject({ en: z.string(), zh: z.string().optional() })]).optional(),
  catalogue: name
    .optional()
    .describe(
      "A published indicator system (see the page of catalogues): directions, dimensions, kinds and labels of its indicators need not be written.",
    ),
  indicators: z
    .union([z.record(name, indicator), z.array(name)])
    .describe("Each indicator and which way is better: `higher`, `lower`, or with `best` `middle` or `interval`."),
  groups: z
    .record(name, group)
    .optional()
    .describe("A hierarchy of any depth: groups of indicators and of groups; what stands in no group belongs to the index itself."),
  denominators: z.record(name, name).optional().describe("Divides an indicator by another column before anything else."),
  impute: imputeBlock.optional(),
  coverage: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe("Rows with a smaller share of their indicators observed get no score. Without it, shares below 0.65 raise a finding."),
  transform: z.record(name, transform).optional().describe("Before scaling: `ln` or `none` (default) by indicator."),
  treat: treatBlock.optional(),
  scale: z
    .strictObject({
      method: scaleMethod.optional().describe("`minMax` (default) or another; see the page of methods."),
      frame: z
        .enum(["pooled", "byYear", "baseYear"])
        .optional()
        .describe("Rows that fix the range: all fit rows (default), each period's own, or those of one base period."),
      baseYear: z.number().optional().describe("The base period of `frame: baseYear`; default the first."),
      range: z
        .tuple([z.number(), z.number()])
        .optional()
        .describe("Where min-max, goalposts and percentile ranks put worst and best; default [0, 1]."),
      centre: z.number().optional().describe("Mean of the z-scores; default 0."),
      spread: z.number().gt(0).optional().describe("Standard deviation of the z-scores; default 1."),
      reference: name.optional().describe("The unit of `method: distanceToReference`."),
      cap: z.boolean().optional().describe("true: a distance to a reference or target stops at 1."),
    })
    .optional(),
  method: methodName.describe("How weights are found."),
  weights,
  comparisons,
  importance,
  experts: name.optional().describe("The table with the experts' form of `method: ahp` or `budget`."),
  shares: z
    .tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
    .optional()
    .describe("Least and largest share of a member in a row's own score under `method: benefitOfTheDoubt`; default no limits."),
  weightFrame: z
    .enum(["pooled", "byYear", "baseYear"])
    .optional()
    .describe("One set of weights from all fit rows (default), one set in each period, or one from the base period."),
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
  aggregate: aggregate.optional().describe("How the indicators are put together: a weighted arithmetic mean (default), or another way."),
  penalty: z
    .enum(["lower", "higher"])
    .optional()
    .describe("Under `mazziottaPareto` imbalance lowers the score (default), or raises it where a high score is bad."),
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
      scale: z.array(scaleMethod).optional(),
      aggregate: z.array(aggregate).optional(),
      leaveOneOut: z.boolean().optional().describe("The index without each indicator in turn, weights found anew."),
    })
    .optional(),
  audit: auditBlock.optional(),
  uncertainty: uncertainty.optional(),
});

/** The study's block of one index. */
export type IndexBlock = z.infer<typeof indexOptions>;
export type ImputeBlock = z.infer<typeof imputeBlock>;
export type AuditBlock = z.infer<typeof auditBlock>;
export type TreatBlock = z.infer<typeof treatBlock>;

export type MethodName = z.infer<typeof methodName>;
export type ScaleMethod = z.infer<typeof scaleMethod>;
export type Direction = z.infer<typeof directionName>;
export type Transform = z.infer<typeof transform>;
export type Denominator = z.infer<typeof denominator>;
export type Aggregate = z.infer<typeof aggregate>;
export type IndicatorKind = z.infer<typeof indicatorKind>;

/** What `compositeIndex` takes: the block, and what the study knows of its table. */
export interface IndexOptions extends Omit<IndexBlock, "data" | "label" | "experts"> {
  /** Name of the index in messages and results; default `index`. */
  name?: string;
  /** Column that names the units. */
  unit: string;
  /** Column of periods; without it the table is one cross-section. */
  time?: string;
  /** Kind of each indicator where the study's variables declare it (an indicator's own `kind` goes first). */
  kinds?: Readonly<Record<string, IndicatorKind>>;
  /** The experts' form. */
  expertForm?: Frame;
  /** Cells of each indicator that a step filled in, not observed; default what the frame's ledger says of `interpolate` steps. */
  imputedCells?: Readonly<Record<string, number>>;
}
