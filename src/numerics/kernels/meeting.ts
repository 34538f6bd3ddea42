/**
 * Where two threads meet: a few words at the beginning of the memory they share, which no array ever covers. One thread asks for a kernel with
 * its arguments and does its own half of the work; the other serves. All waiting is on the words themselves, so that the asking side
 * stays an ordinary synchronous function.
 */
const ASKED = 64;
const DONE = 65;
const READY = 66;
const KERNEL = 67;
const COUNT = 68;
const ARGUMENTS = 70;

/** Looks at a word this often before a thread goes to sleep: waking it takes longer than most passes over the rows. */
const PATIENCE = 20_000;

/** Kernels that may be asked for. */
export const SHARED_KERNELS = [
  "reducedProduct2",
  "reducedProduct4",
  "reducedRight2",
  "reducedRight4",
  "reducedRest2",
  "reducedRest4",
  "blockSums2",
  "blockSums4",
] as const;
export type SharedKernel = (typeof SHARED_KERNELS)[number];

/** True once the other thread can be asked. */
export function isServed(words: Int32Array): boolean {
  return Atomics.load(words, READY) === 1;
}

/** Asks the other thread to run a kernel; nothing else may be asked until `awaitDone` has returned. */
export function ask(words: Int32Array, kernel: SharedKernel, values: readonly number[]): void {
  words[KERNEL] = SHARED_KERNELS.indexOf(kernel);
  words[COUNT] = values.length;
  for (let k = 0; k < values.length; k++) words[ARGUMENTS + k] = values[k]!;
  Atomics.add(words, ASKED, 1);
  Atomics.notify(words, ASKED);
}

/**
 * Returns when what was asked for is done.
 * @param maySleep false on a browser's main thread, which must not wait other than by looking again
 */
export function awaitDone(words: Int32Array, maySleep: boolean): void {
  const asked = Atomics.load(words, ASKED);
  for (let look = 0; ; look++) {
    const done = Atomics.load(words, DONE);
    if (done === asked) return;
    if (maySleep && look > PATIENCE) Atomics.wait(words, DONE, done);
  }
}

/** Serves kernels for as long as the thread lives. */
export function serve(words: Int32Array, kernels: Readonly<Record<SharedKernel, (...values: number[]) => void>>): never {
  let served = Atomics.load(words, DONE);
  Atomics.store(words, READY, 1);
  for (let look = 0; ; look++) {
    const asked = Atomics.load(words, ASKED);
    if (asked === served) {
      if (look > PATIENCE) Atomics.wait(words, ASKED, served);
      continue;
    }
    kernels[SHARED_KERNELS[words[KERNEL]!]!](...words.subarray(ARGUMENTS, ARGUMENTS + words[COUNT]!));
    served = asked;
    look = 0;
    Atomics.store(words, DONE, served);
    Atomics.notify(words, DONE);
  }
}
