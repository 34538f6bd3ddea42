import { z } from "zod";
import { resultsSchema } from "./resultsSchema.js";
import { studySchema } from "./schema/study.js";

/** JSON Schema (draft-07) of study files, for completion in editors. */
export function studyJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(studySchema, { target: "draft-7", io: "input" }), title: "Xinzhi study file" };
}

/** JSON Schema (draft-07) of results.json. */
export function resultsJsonSchema(): Record<string, unknown> {
  return { ...resultsSchema(), title: "Xinzhi results" };
}
