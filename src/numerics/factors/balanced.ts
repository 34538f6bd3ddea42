import { allIntercepts, type Layout } from "./layout.js";

/** True when the rows, laid out along one factor, hold every pair of levels of two intercept factors exactly once with equal weight. */
export function isBalancedTwoWay(layout: Layout): boolean {
  const [block, more] = layout.blocks;
  if (block === undefined || more !== undefined || layout.weights !== null || !allIntercepts(layout)) return false;
  const outerLevels = layout.starts.length - 1;
  if (layout.rows !== outerLevels * block.levels) return false;
  const seenIn = new Int32Array(block.levels).fill(-1);
  for (let g = 0; g < outerLevels; g++) {
    if (layout.starts[g + 1]! - layout.starts[g]! !== block.levels) return false;
    for (let i = layout.starts[g]!; i < layout.starts[g + 1]!; i++) {
      const level = block.codes[i]!;
      if (seenIn[level] === g) return false;
      seenIn[level] = g;
    }
  }
  return true;
}

/** Solves the reduced system of a balanced panel in place: once the outer means are out, an inner effect is the mean of what is left. */
export function solveBalanced(layout: Layout, x: Float64Array): void {
  const outerLevels = layout.starts.length - 1;
  for (let j = 0; j < x.length; j++) x[j]! /= outerLevels;
}
