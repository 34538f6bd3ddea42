import { rowBlock } from "../sums.js";
import { arena, type KernelExports, kernelsOf } from "./arena.js";
import type { Columns } from "./twins.js";

/** Where one block of rows is copied for the dense kernel; made again only when more columns come. */
interface Workspace {
  kernels: KernelExports;
  cols: number;
  a: Float64Array;
  b: Float64Array;
  out: Float64Array;
}

let workspace: Workspace | null = null;

function workspaceFor(cols: number): Workspace {
  if (workspace !== null && workspace.cols >= cols) return workspace;
  const space = arena((2 * rowBlock * cols + cols * cols) * 8 + 64);
  const a = space.float64(rowBlock * cols);
  workspace = { kernels: kernelsOf(a)!, cols, a, b: space.float64(rowBlock * cols), out: space.float64(cols * cols) };
  return workspace;
}

/**
 * Writes the inner products over rows from..to-1 (at most `rowBlock`) of all columns of a with all columns of b into `into` (a.cols x b.cols,
 * column-major); for b = a only entries up to the diagonal hold sums. SIMD tiles; each entry is added up in the order of the twin, `gramTile`.
 */
export function gramBlock(a: Columns, b: Columns, from: number, to: number, into: Float64Array): void {
  const colsA = Math.ceil(a.cols / 4) * 4;
  const colsB = Math.ceil(b.cols / 2) * 2;
  const space = workspaceFor(Math.max(colsA, colsB));
  const rows = to - from;
  const even = rows + (rows % 2);
  copyBlock(a, from, to, space.a);
  const same = a === b;
  if (!same) copyBlock(b, from, to, space.b);
  const right = same ? space.a : space.b;
  const { kernels, out } = space;
  kernels.gramTiles(space.a.byteOffset, colsA, right.byteOffset, colsB, even, rowBlock * 8, same ? 1 : 0, out.byteOffset);
  for (let j = 0; j < b.cols; j++) into.set(out.subarray(j * colsA, j * colsA + a.cols), j * a.cols);
}

// Columns that only fill up a tile hold whatever was there before: their sums are computed and not used.
function copyBlock(m: Columns, from: number, to: number, block: Float64Array): void {
  for (let j = 0; j < m.cols; j++) {
    block.set(m.data.subarray(j * m.rows + from, j * m.rows + to), j * rowBlock);
    if ((to - from) % 2 === 1) block[j * rowBlock + to - from] = 0;
  }
}
