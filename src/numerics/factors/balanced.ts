import type { Layout } from "./layout.js";

/** True when the rows, laid out along one factor, hold every pair of levels of two intercept factors exactly once with equal weight. */
export function isBalancedTwoWay(layout: Layout): boolean {
  const block = layout.blocks[0];
  if (layout.blocks.length !== 1 || layout.eliminated.length !== 1 || layout.eliminated[0] !== null) return false;
  if (block === undefined || block.slope !== null || layout.weights !== null) return false;
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

/** Takes two balanced factors out of a column (by position, in place): the value less both means plus the grand mean. */
export function partialOutBalanced(layout: Layout, column: Float64Array): void {
  const { starts, blocks } = layout;
  const { codes, levels } = blocks[0]!;
  const inner = new Float64Array(levels);
  for (let g = 0; g + 1 < starts.length; g++) {
    let mean = 0;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) mean += column[i]!;
    mean /= levels;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) {
      column[i]! -= mean;
      inner[codes[i]!]! += column[i]!;
    }
  }
  const outerLevels = starts.length - 1;
  for (let t = 0; t < levels; t++) inner[t]! /= outerLevels;
  for (let i = 0; i < column.length; i++) column[i]! -= inner[codes[i]!]!;
}
