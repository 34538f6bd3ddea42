import { kernelsWasm } from "../kernels.generated.js";
import { compile, instantiateModule, type WasmMemory, wasmMemory } from "../wasm.js";

/** The functions of assembly/kernels.ts; arrays are byte offsets. */
export interface KernelExports {
  scatterAdd(values: number, codes: number, rows: number, sums: number): void;
  scatterAdd4(values: number, codes: number, rows: number, sums: number): void;
  subtractByGroup(target: number, codes: number, rows: number, effects: number): void;
  subtractByGroup4(target: number, codes: number, rows: number, effects: number): void;
  twoWayResidual(y: number, codesA: number, effectsA: number, codesB: number, effectsB: number, rows: number, out: number): void;
  csrProduct(starts: number, columns: number, values: number, rows: number, x: number, out: number): void;
  csrProduct4(starts: number, columns: number, values: number, rows: number, x: number, out: number): void;
  csrTransposed4(starts: number, columns: number, values: number, rows: number, x: number, out: number): void;
  reducedProduct: ReducedProduct;
  reducedProduct2: ReducedProduct;
  reducedProduct4: ReducedProduct;
  sumOfSquares(x: number, rows: number): number;
  divideBy(x: number, rows: number, divisor: number): void;
  reflectColumns(v: number, rows: number, tau: number, columns: number, stride: number, cols: number, heads: number): void;
  reducedRight2: ReducedColumns;
  reducedRight4: ReducedColumns;
  reducedRest2: ReducedColumns;
  reducedRest4: ReducedColumns;
  blockSums2: BlockSums;
  blockSums4: BlockSums;
  gramTiles(a: number, colsA: number, b: number, colsB: number, rows: number, stride: number, upper: number, out: number): void;
}

type ReducedProduct = (
  starts: number,
  from: number,
  to: number,
  codes: number,
  blocks: number,
  weights: number,
  inverseWeight: number,
  p: number,
  scratch: number,
  out: number,
) => void;

type BlockSums = (codes: number, blocks: number, rows: number, weights: number, values: number, out: number) => void;

type ReducedColumns = (
  starts: number,
  from: number,
  to: number,
  codes: number,
  blocks: number,
  weights: number,
  inverseWeight: number,
  values: number,
  unknowns: number,
) => void;

/**
 * A stretch of WebAssembly memory that typed arrays are cut from. Arrays of one arena can be handed to the kernels as they are; for all
 * others the functions of this folder run their TypeScript twins, with the same bits. Its size is fixed when it is
 * made, because growing a memory would cut off every array on it. Engines reserve gigabytes of address space for each memory: make few
 * arenas and keep them.
 */
export interface Arena {
  float64(length: number): Float64Array;
  int32(length: number): Int32Array;
  /** How many bytes it holds. */
  bytes: number;
  /** Forgets every array: the next one starts at the beginning, over whatever stands there. */
  reset(): void;
  /** A copy of the values in the arena. */
  copy<Values extends Float64Array | Int32Array>(values: Values): Values;
}

const owners = new WeakMap<object, KernelExports>();
let module: object | null = null;

/** An arena for arrays of so many bytes together (each array takes up to 16 more, for alignment). At most 4 GiB less 64 KiB. */
export function arena(bytes: number): Arena {
  // The first kilobyte stays empty, so that offset 0 can mean "no array".
  const memory: WasmMemory = wasmMemory(Math.ceil((bytes + 1024) / 65536) + 1);
  module ??= compile(kernelsWasm);
  const { buffer } = memory;
  owners.set(buffer, instantiateModule<KernelExports>(module, { env: { memory } }));
  let next = 1024;
  const take = (size: number): number => {
    const at = next;
    next += Math.ceil(size / 16) * 16;
    if (next > buffer.byteLength) throw new RangeError(`arena: ${next - buffer.byteLength} bytes more than the arena was made for`);
    return at;
  };
  const float64 = (length: number) => new Float64Array(buffer, take(length * 8), length);
  const int32 = (length: number) => new Int32Array(buffer, take(length * 4), length);
  return {
    float64,
    int32,
    bytes,
    reset() {
      next = 1024;
    },
    copy(values) {
      const twin = values instanceof Float64Array ? float64(values.length) : int32(values.length);
      twin.set(values);
      return twin as typeof values;
    },
  };
}

/** The kernels of the arena on which all the arrays lie, or null when they do not share one. */
export function kernelsOf(...arrays: (Float64Array | Int32Array)[]): KernelExports | null {
  const buffer = arrays[0]!.buffer;
  for (let i = 1; i < arrays.length; i++) if (arrays[i]!.buffer !== buffer) return null;
  return owners.get(buffer) ?? null;
}
