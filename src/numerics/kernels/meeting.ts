/**
 * Where two threads meet: a few words at the beginning of the memory they share, which no array ever covers. One thread asks for a kernel with
 * its arguments and does its own half of the work; the other serves. Whoever claims what was asked for does it: a thread that is slow to wake (the
 * machine may be busy) finds it taken, and nobody has waited for it. All waiting is on the words themselves, so that the asking
 * side stays an ordinary synchronous function.
 */
const ASKED = 64;
const DONE = 65;
const READY = 66;
const CLAIMED = 67;
const KERNEL = 68;
const COUNT = 69;
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

/** True for the one thread that is to do what was asked for. */
function claims(words: Int32Array, asked: number): boolean {
  return Atomics.compareExchange(words, CLAIMED, (asked - 1) | 0, asked) === ((asked - 1) | 0);
}

/**
 * Returns when what was asked for is done, by the other thread or, where that has not begun, by `run`.
 * @param maySleep false on a browser's main thread, which must not wait other than by looking again
 */
export function awaitDone(words: Int32Array, maySleep: boolean, run: () => void): void {
  const asked = Atomics.load(words, ASKED);
  if (claims(words, asked)) {
    run();
    Atomics.store(words, DONE, asked);
    return;
  }
  for (let look = 0; ; look++) {
    const done = Atomics.load(words, DONE);
    if (done === asked) return;
    if (maySleep && look > PATIENCE) Atomics.wait(words, DONE, done);
  }
}

/** Serves kernels for as long as the thread lives. */
export function serve(words: Int32Array, kernels: Readonly<Record<SharedKernel, (...values: number[]) => void>>): never {
  let seen = Atomics.load(words, ASKED);
  Atomics.store(words, READY, 1);
  for (let look = 0; ; look++) {
    const asked = Atomics.load(words, ASKED);
    if (asked === seen) {
      if (look > PATIENCE) Atomics.wait(words, ASKED, seen);
      continue;
    }
    seen = asked;
    look = 0;
    if (!claims(words, asked)) continue;
    kernels[SHARED_KERNELS[words[KERNEL]!]!](...words.subarray(ARGUMENTS, ARGUMENTS + words[COUNT]!));
    Atomics.store(words, DONE, asked);
    Atomics.notify(words, DONE);
  }
}
