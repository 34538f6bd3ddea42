import { problem } from "../../messages/main.js";
import type { IndexOptions, MethodName } from "./options.js";

export type WeightMethod = Exclude<MethodName, "criticEntropy">;

export const usesEntropy = (method: WeightMethod): boolean => method === "entropy" || method.startsWith("criticEntropy");

export const usesCritic = (method: WeightMethod): boolean => method === "critic" || method.startsWith("criticEntropy");

/** A method name that says everything: bare `criticEntropy` does not. Throws INDEX-RULE-UNNAMED. */
export function namedMethod(method: MethodName, options: Pick<IndexOptions, "name">): WeightMethod {
  const index = options.name ?? "index";
  if (method === "criticEntropy") throw problem("INDEX-RULE-UNNAMED", { index }, { path: `indices.${index}` });
  return method;
}
