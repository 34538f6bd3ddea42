import { type SharedKernel, serve } from "./kernels/meeting.js";
import type { Helper } from "./threads.js";
import { instantiateModule, type WasmMemory } from "./wasm.js";

/** The little of a browser that is used here. */
interface Scope {
  crossOriginIsolated?: boolean;
  /** Only on a page's main thread. */
  document?: object;
  name?: string;
  Worker?: new (url: URL, options: { type: "module"; name: string }) => { postMessage(message: unknown): void };
  addEventListener(type: "message", listener: (event: { data: { module: object; memory: WasmMemory } }) => void): void;
}

const scope = globalThis as unknown as Scope;
const NAME = "xinzhi kernels";

/** Browsers: a worker that runs this very file, on pages that are isolated (COOP and COEP); null on others, where memory cannot be shared. */
export function startHelper(module: object, memory: object): Helper | null {
  if (scope.crossOriginIsolated !== true || scope.Worker === undefined) return null;
  new scope.Worker(new URL("./threads.web.js", import.meta.url), { type: "module", name: NAME }).postMessage({ module, memory });
  return { maySleep: scope.document === undefined };
}

if (scope.name === NAME && scope.document === undefined) {
  scope.addEventListener("message", ({ data: { module, memory } }) => {
    serve(new Int32Array(memory.buffer), instantiateModule<Record<SharedKernel, () => void>>(module, { env: { memory } }));
  });
}
