import { type Helper, startHelper } from "#threads";
import { kernelsSharedWasm, kernelsWasm } from "../kernels.generated.js";
import { compile, instantiateModule, sharedWasmMemory, type WasmMemory, wasmMemory } from "../wasm.js";
import { ask, awaitDone, isServed, type SharedKernel } from "./meeting.js";

/** The functions of assembly/kernels.ts; arrays are byte offsets. */
export interface KernelExports {
  reducedProduct2: ReducedProduct;
  reducedProduct4: ReducedProduct;
  sumOfSquares(x: number, rows: number): number;
  divideBy(x: number, rows: number, divisor: number): void;
  reflectColumns(v: number, rows: number, tau: number, columns: number, stride: number, cols: number, heads: number): void;
  reducedRight2: ReducedColumns;
  reducedRight4: ReducedColumns;
  reducedRest2: ReducedRest;
  reducedRest4: ReducedRest;
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

type ReducedRest = (
  starts: number,
  from: number,
  to: number,
  codes: number,
  blocks: number,
  weights: number,
  inverseWeight: number,
  values: number,
  effects: number,
  sums: number,
  squares: number,
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
  /** Forgets every array, or all beyond the first so many bytes: the next one starts there, over whatever stands there. */
  reset(to?: number): void;
  /** Bytes taken so far. */
  used(): number;
  /** A copy of the values in the arena. */
  copy<Values extends Float64Array | Int32Array>(values: Values): Values;
}

const owners = new WeakMap<object, KernelExports>();
let module: object | null = null;

/** An arena for arrays of so many bytes together (each array takes up to 16 more, for alignment). At most 4 GiB less 64 KiB. */
export function arena(bytes: number): Arena {
  const memory = wasmMemory(pagesFor(bytes));
  module ??= compile(kernelsWasm);
  owners.set(memory.buffer, instantiateModule<KernelExports>(module, { env: { memory } }));
  return arenaOn(memory, bytes);
}

function pagesFor(bytes: number): number {
  return Math.ceil((bytes + RESERVED) / 65536) + 1;
}

/** The first kilobyte holds no arrays, so that offset 0 can mean "no array". Threads meet there. */
const RESERVED = 1024;

function arenaOn({ buffer }: WasmMemory, bytes: number): Arena {
  let next = RESERVED;
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
    reset(to = RESERVED) {
      next = to;
    },
    used: () => next,
    copy(values) {
      const twin = values instanceof Float64Array ? float64(values.length) : int32(values.length);
      twin.set(values);
      return twin as typeof values;
    },
  };
}

/** The one large space, which every solve of many rows works in: kept, because fresh pages cost more than the passes over them. */
let common: { space: Arena; tenant: object; settled: unknown; after: number } | null = null;
let sharing: { memory: WasmMemory; module: object; kernels: KernelExports; helper: Helper | null } | null | undefined;

/**
 * The common space, of at least so many bytes, over whatever others have left in it. Threads can share it where the platform lets them.
 * What `settle` puts there first stays for as long as the same tenant comes back before any other; all arrays taken later are gone.
 */
export function commonSpace<Settled>(bytes: number, tenant: object, settle: (space: Arena) => Settled): { space: Arena; settled: Settled } {
  if (common !== null && common.tenant === tenant && common.space.bytes >= bytes) {
    common.space.reset(common.after);
    return { space: common.space, settled: common.settled as Settled };
  }
  const space = common !== null && common.space.bytes >= bytes ? common.space : (sharedSpace(bytes) ?? arena(bytes));
  space.reset();
  const settled = settle(space);
  common = { space, tenant, settled, after: space.used() };
  return { space, settled };
}

function sharedSpace(bytes: number): Arena | null {
  const pages = pagesFor(bytes);
  if (sharing === undefined) {
    const memory = sharedWasmMemory(pages);
    const compiled = memory === null ? null : compile(kernelsSharedWasm);
    sharing =
      memory === null || compiled === null
        ? null
        : { memory, module: compiled, kernels: instantiateModule<KernelExports>(compiled, { env: { memory } }), helper: null };
  }
  if (sharing === null) return null;
  const { memory, kernels } = sharing;
  const missing = pages - memory.buffer.byteLength / 65536;
  if (missing > 0) memory.grow(missing);
  owners.set(memory.buffer, kernels);
  return arenaOn(memory, bytes);
}

let mostThreads = 2;

/** How many threads passes over many rows may use: 1 or 2 (default). Results are the same to the bit. */
export function limitThreads(most: 1 | 2): void {
  mostThreads = most;
}

/** Whether a second thread serves kernels; it is started by the first pass over many rows. */
export function secondThread(): "none" | "starting" | "serving" {
  if (sharing === undefined || sharing === null || sharing.helper === null) return "none";
  return isServed(new Int32Array(sharing.memory.buffer)) ? "serving" : "starting";
}

/**
 * Runs a kernel on two halves of the rows: at the same time where a second thread serves, else one after the other. The thread is started when it
 * is first wanted; until it is there, this one does everything.
 */
export function runHalves(
  kernels: KernelExports,
  kernel: SharedKernel,
  first: readonly number[],
  second: readonly number[],
  worthwhile: boolean,
): void {
  const run = kernels[kernel] as (...values: readonly number[]) => void;
  if (worthwhile && mostThreads > 1 && sharing?.kernels === kernels) {
    sharing.helper ??= startHelper(sharing.module, sharing.memory);
    const words = new Int32Array(sharing.memory.buffer);
    if (sharing.helper !== null && isServed(words)) {
      ask(words, kernel, second);
      run(...first);
      awaitDone(words, sharing.helper.maySleep, () => run(...second));
      return;
    }
  }
  run(...first);
  run(...second);
}

/** The kernels of the arena on which all the arrays lie, or null when they do not share one. */
export function kernelsOf(...arrays: (Float64Array | Int32Array)[]): KernelExports | null {
  const buffer = arrays[0]!.buffer;
  for (let i = 1; i < arrays.length; i++) if (arrays[i]!.buffer !== buffer) return null;
  return owners.get(buffer) ?? null;
}
