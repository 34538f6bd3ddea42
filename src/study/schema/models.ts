import { z } from "zod";
import { gmmModelSchema } from "../../econometrics/gmm/options.js";
import { ivModelSchema } from "../../econometrics/iv/options.js";
import {
  betweenModelSchema,
  correlatedModelSchema,
  firstDifferenceModelSchema,
  olsModelSchema,
  randomEffectsModelSchema,
} from "../../econometrics/panel/options.js";
import { ppmlModelSchema } from "../../econometrics/poisson/options.js";

/** Models, told apart by `estimator`. */
export const model = z.discriminatedUnion("estimator", [
  olsModelSchema,
  ivModelSchema,
  betweenModelSchema,
  firstDifferenceModelSchema,
  randomEffectsModelSchema,
  correlatedModelSchema,
  ppmlModelSchema,
  gmmModelSchema,
]);

/** A model block with its defaults filled in. */
export type ModelBlock = z.output<typeof model>;
