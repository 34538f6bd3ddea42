import { z } from "zod";

/** Text in one language, or in both. */
export const text = z
  .union([z.string(), z.strictObject({ en: z.string(), zh: z.string().optional() })])
  .describe("Text, or `{ en: ..., zh: ... }`.");

/** The name of a table, index, model, ...: it also names files and columns. */
export const name = z.string().regex(/^[\p{L}_][\p{L}\p{N}_-]*$/u);

/** A column as the data call it, or a set of them written `..name`. */
export const column = z.string().min(1);
export const columns = z.union([column, z.array(column)]);
