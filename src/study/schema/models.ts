import { z } from "zod";
import { ivModelSchema } from "../../econometrics/iv/options.js";
import { olsModelSchema } from "../../econometrics/panel/options.js";

/** Models, told apart by `estimator`. */
export const model = z.discriminatedUnion("estimator", [olsModelSchema, ivModelSchema]);

/** A model block with its defaults filled in. */
export type ModelBlock = z.output<typeof model>;
