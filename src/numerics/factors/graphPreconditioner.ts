import type { Preconditioner } from "./gradients.js";
import { applyLaplacian, approximateCholesky, eliminatedGraph } from "./laplacian.js";
import type { Layout } from "./layout.js";

/** Seed of the draws that make the approximate factors: fixed, so that a solve is the same in every run. */
const SEED = 20_230;

/**
 * Additive Schwarz over the pairs of the eliminated factor with each of the others (Gao, Kyng and Spielman 2023 for each pair): what couples the
 * levels of one factor through the eliminated one is solved for approximately; what couples two of the other factors is left to the iterations.
 */
export function graphPreconditioner(layout: Layout): (width: number) => Preconditioner {
  const factors = layout.blocks.map((block, b) => ({
    offset: block.offset,
    factor: approximateCholesky(eliminatedGraph(layout, block, SEED + 2 * b), SEED + 2 * b + 1),
  }));
  return (width) => (r, z) => {
    for (const { offset, factor } of factors) applyLaplacian(factor, r, z, offset, width);
  };
}
