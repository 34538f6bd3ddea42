import { z } from "zod";

/** Text in one language, or in both. */
export const text = z
  .union([z.string(), z.strictObject({ en: z.string(), zh: z.string().optional() })])
  .describe("Text, or `{ en: ..., zh: ... }`.");

/**
 * The name of a table, index, model, ...: it also names files and columns. Letters of any script, digits, `_` and `-`. (Ranges and no
 * `\p{L}`: editors read the pattern from the JSON Schema, some without the `u` flag.)
 */
export const name = z
  .string()
  .regex(
    /^[A-Za-z_\u00c0-\u1fff\u3005-\u3007\u3040-\udfff\uf900-\ufaff][A-Za-z0-9_\u00c0-\u1fff\u3005-\u3007\u3040-\udfff\uf900-\ufaff-]*$/,
  );

/** A column as the data call it, or a set of them written `..name`. */
export const column = z.string().min(1);
export const columns = z.union([column, z.array(column)]);
