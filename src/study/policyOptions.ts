import type { PolicyOptions } from "../econometrics/did/main.js";
import type { Study } from "./schema/study.js";

/** The block of a policy with the panel of its table. */
export function policyOptionsOf(study: Study, name: string): PolicyOptions {
  const block = study.policies![name]!;
  const table = study.data[block.data]!;
  return { ...block, name, unit: table.unit!, time: table.time! };
}
