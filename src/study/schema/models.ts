import { z } from "zod";
import { olsModelSchema } from "../../econometrics/panel/options.js";

/** Models, told apart by `estimator`. */
export const model = z.discriminatedUnion("estimator", [olsModelSchema]);

/** A model block with its defaults filled in. */
export type ModelBlock = z.output<typeof model>;
