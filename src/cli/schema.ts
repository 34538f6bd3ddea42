import { nearest, problem } from "../messages/main.js";
import { resultsJsonSchema, studyJsonSchema } from "../study/schemas.js";
import type { Context } from "./io.js";

const SCHEMAS = ["study", "results"];

/** Prints the JSON Schema of study files (default) or of results.json. */
export async function schema(of: string | undefined, context: Context): Promise<number> {
  const wanted = of ?? "study";
  if (!SCHEMAS.includes(wanted))
    throw problem("CLI-OPTION-CHOICE", { option: "xinzhi schema", value: wanted, nearest: nearest(wanted, SCHEMAS), choices: SCHEMAS });
  context.out(`${JSON.stringify(wanted === "study" ? studyJsonSchema() : resultsJsonSchema(), null, 2)}\n`);
  return 0;
}
