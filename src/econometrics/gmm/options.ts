import * as z from "zod";
import { olsModelSchema } from "../panel/options.js";

const columns = z.array(z.string()).min(1).describe("Columns, or expressions as in formulas: ln(size), l(ai, 1)");
const equation = z
  .enum(["difference", "level", "both"])
  .optional()
  .describe("Equation the set serves; default: every equation of the model (time dummies and constant: the level equation of a system)");

const lagNumber = z.number().int().min(0).max(100);
const collapse = z.boolean().default(false).describe("One column per lag, not one per lag and period");

/** A set of instruments. */
export const instrumentSetSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z
      .enum(["endogenous", "predetermined"])
      .describe(
        "A variable instrumented by its own past: endogenous from lag 2 on (it moves with today's error), predetermined from lag 1 on (with yesterday's)",
      ),
    columns,
    lastLag: lagNumber.min(1).optional().describe("Default: every lag there is"),
    collapse,
    equation,
  }),
  z.strictObject({
    kind: z.literal("gmm").describe("The same with its lags written out"),
    columns,
    lags: z
      .tuple([lagNumber, lagNumber])
      .describe(
        "First and last lag of the levels that serve the transformed equation; the level equation uses the change dated first lag - 1",
      ),
    collapse,
    equation,
  }),
  z.strictObject({
    kind: z
      .enum(["exogenous", "standard"])
      .describe("In one column: exogenous regressors as their own instruments, and instruments from outside (both words mean the same)"),
    columns,
    equation,
  }),
]);

/** Difference and system GMM for dynamic panels. */
export const gmmModelSchema = olsModelSchema.pick({ data: true, sample: true }).extend({
  estimator: z.literal("gmm"),
  formula: z.string().describe("y ~ l(y, 1) + x | unit + time; `time` adds time dummies"),
  equations: z
    .array(z.enum(["difference", "level"]))
    .min(1)
    .max(2)
    .default(["difference"])
    .describe("[difference]: difference GMM; [difference, level]: system GMM"),
  transform: z.enum(["difference", "orthogonal"]).default("difference").describe("First differences, or forward orthogonal deviations"),
  steps: z.enum(["one", "two"]).default("two"),
  errors: z
    .enum(["robust", "conventional"])
    .default("robust")
    .describe("robust: by unit, with Windmeijer's correction after two steps; conventional: homoskedastic, or uncorrected after two steps"),
  weighting: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .default(3)
    .describe(
      "First-step weights, h of xtabond2: 1 identity; 2 differenced errors, equations apart; 3 differenced errors, equations together",
    ),
  small: z.boolean().default(false).describe("Small-sample factor and t(units - 1), as xtabond2 small"),
  instruments: z.array(instrumentSetSchema).min(1).max(40),
});

export type InstrumentOption = z.input<typeof instrumentSetSchema>;
