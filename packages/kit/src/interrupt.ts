/** Cleanups to run before exit, newest first: temporary folders, child processes, address files. */
const cleanups = new Set<() => void | Promise<void>>();

let handled = false;
let resolveInterrupted: (code: number) => void = () => {};

/** The exit code of a command that a signal ended. */
const exitCodes = { SIGINT: 130, SIGTERM: 130, SIGHUP: 129 } as const;

/** The exit code of a command whose terminal was closed. */
export const hungUp = exitCodes.SIGHUP;

/** Resolves with the exit code at the first Ctrl-C (or SIGTERM, or SIGHUP), once `handleSignals` was called. */
export const interrupted = new Promise<number>((resolve) => {
  resolveInterrupted = resolve;
});

let isAbandoned = false;

/** Whether the command is being left after a signal: what it still does is of no interest to anyone. */
export function wasInterrupted(): boolean {
  return isAbandoned;
}

/** Registers a cleanup to run before the process ends, by Ctrl-C or otherwise; returns a function that removes it. */
export function beforeLeaving(cleanup: () => void | Promise<void>): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

let running: Promise<void> = Promise.resolve();

/** Runs and removes every cleanup, newest first; a failing one does not stop the others. */
export async function runCleanups(): Promise<void> {
  running = running.then(cleanUp);
  await running;
}

async function cleanUp(): Promise<void> {
  const pending = [...cleanups].reverse();
  cleanups.clear();
  for (const cleanup of pending) {
    try {
      await cleanup();
    } catch (error) {
      console.error(error);
    }
  }
}

/**
 * Handles SIGINT, SIGTERM, and SIGHUP of a terminal that was closed. Without `instead`, the command is abandoned, and the
 * cleanups run; with it, the command decides (a server that stops gracefully).
 */
export function handleSignals(instead?: (signal: NodeJS.Signals) => void): void {
  if (handled) return;
  handled = true;
  let first = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!first && signal !== "SIGHUP") process.exit(exitCodes[signal]);
      if (!first) return;
      first = false;
      if (instead) return instead(signal);
      isAbandoned = true;
      resolveInterrupted(exitCodes[signal]);
    });
  }
}
