import { z } from "zod";
import { syntheticMethods } from "./block.js";

/** The `synthetic` key of a policy: comparisons for few treated units. Nothing has a default here; `settleSynthetic` fills in. */
export const syntheticOptions = z.strictObject({
  methods: z.array(z.enum(syntheticMethods)).min(1).optional().describe("syntheticDid and syntheticControl. Default both."),
  error: z
    .enum(["placebo", "jackknife"])
    .optional()
    .describe(
      "placebo: adoption dates given to controls (default); jackknife: over units with weights held, for two or more units a date.",
    ),
  draws: z
    .number()
    .int()
    .min(20)
    .max(100_000)
    .optional()
    .describe("Placebos; with one treated unit every control takes its turn. Default 200."),
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
});

export type SyntheticBlock = z.infer<typeof syntheticOptions>;
