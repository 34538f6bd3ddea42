import { z } from "zod";

/** How far parallel trends may fail: the `sensitivity` key of a policy. Nothing has a default here; `settleSensitivity` fills in. */
export const sensitivityOptions = z.strictObject({
  relativeMagnitudes: z
    .array(z.number().min(0).max(10))
    .min(1)
    .optional()
    .describe(
      "Bounds on how fast the violation may change after adoption, in multiples of its largest change before. Default 0.5, 1, 1.5, 2.",
    ),
  smoothness: z
    .array(z.number().min(0))
    .min(1)
    .optional()
    .describe(
      "Bounds on how much the violation may bend from one period to the next, in units of the outcome. Default 0, half and the whole of the largest bend of the leads.",
    ),
});

export type SensitivityBlock = z.infer<typeof sensitivityOptions>;

/** Selection on unobservables (Oster 2019): the `oster` key of a least-squares model. */
export const osterSchema = z.strictObject({
  term: z.string().describe("The coefficient in question"),
  keep: z.array(z.string()).optional().describe("Terms that stand in the model without controls too"),
  rMax: z
    .number()
    .gt(0)
    .optional()
    .describe(
      "R2 (within absorbed effects) if nothing were left unobserved, as a multiple of the R2 with controls; default 1.3, at most R2 = 1",
    ),
});

export type OsterOption = z.input<typeof osterSchema>;
