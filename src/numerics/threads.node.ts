import { isMainThread, Worker, workerData } from "node:worker_threads";
import { type SharedKernel, serve } from "./kernels/meeting.js";
import type { Helper } from "./threads.js";
import { instantiateModule, type WasmMemory } from "./wasm.js";

/** What the second thread is started with; the name tells it apart from threads that others start and that import this file. */
interface Task {
  xinzhiKernels: object;
  memory: WasmMemory;
}

/** Node: a worker thread that runs this very file. It does not keep the process alive. */
export function startHelper(module: object, memory: object): Helper | null {
  const task = { xinzhiKernels: module, memory } as Task;
  new Worker(new URL(import.meta.url), { workerData: task, execArgv: [], stdin: false }).unref();
  return { maySleep: true };
}

const task = workerData as Task | null;
if (!isMainThread && task !== null && typeof task === "object" && "xinzhiKernels" in task) {
  const kernels = instantiateModule<Record<SharedKernel, () => void>>(task.xinzhiKernels, { env: { memory: task.memory } });
  serve(new Int32Array(task.memory.buffer), kernels);
}
