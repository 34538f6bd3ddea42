import { z } from "zod";
import { gmmModelSchema } from "../../econometrics/gmm/options.js";
import { interruptedModelSchema } from "../../econometrics/interrupted/options.js";
import { ivModelSchema } from "../../econometrics/iv/options.js";
import {
  betweenModelSchema,
  correlatedModelSchema,
  firstDifferenceModelSchema,
  olsModelSchema,
  randomEffectsModelSchema,
} from "../../econometrics/panel/options.js";
import { ppmlModelSchema } from "../../econometrics/poisson/options.js";

/** What every model takes that no estimator needs to know. */
const beside = {
  index: z
    .union([z.literal("all"), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      "For an outcome that is an index: the model over its declared alternatives, `all` or some by name. The band of every estimate stands beside it.",
    ),
};

/** Models, told apart by `estimator`. */
export const model = z.discriminatedUnion("estimator", [
  olsModelSchema.extend(beside),
  ivModelSchema.extend(beside),
  betweenModelSchema.extend(beside),
  firstDifferenceModelSchema.extend(beside),
  randomEffectsModelSchema.extend(beside),
  correlatedModelSchema.extend(beside),
  ppmlModelSchema.extend(beside),
  gmmModelSchema.extend(beside),
  interruptedModelSchema.extend(beside),
]);

/** A model block with its defaults filled in. */
export type ModelBlock = z.output<typeof model>;
