/**
 * How this platform starts a second thread; `#threads` stands for `threads.node.ts` or `threads.web.ts`, and for this file where types are
 * looked up and where there is no second thread.
 */
export interface Helper {
  /** True where the asking thread may sleep while it waits. */
  maySleep: boolean;
}

/** Starts a thread that serves kernels on a shared memory (see `kernels/meeting.ts`); null where that is not possible. */
export function startHelper(_module: object, _memory: object): Helper | null {
  return null;
}
