/** Cleanups to run before exit, newest first: temporary folders, child processes, address files. */
const cleanups = new Set<() => void | Promise<void>>();

let handled = false;
let resolveInterrupted: (code: number) => void = () => {};

/** Resolves with 130 at the first Ctrl-C (or SIGTERM), once `handleSignals` was called. */
export const interrupted = new Promise<number>((resolve) => {
  resolveInterrupted = resolve;
});

/** Registers a cleanup to run before the process ends, by Ctrl-C or otherwise; returns a function that removes it. */
export function beforeLeaving(cleanup: () => void | Promise<void>): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** Runs and removes every cleanup, newest first; a failing one does not stop the others. */
export async function runCleanups(): Promise<void> {
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
 * Handles SIGINT and SIGTERM. Without `instead`, the command is abandoned, the cleanups run, and
 * the exit code is 130; with it, the command decides (a server that stops gracefully).
 */
export function handleSignals(instead?: (signal: NodeJS.Signals) => void): void {
  if (handled) return;
  handled = true;
  let first = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (!first) process.exit(130);
      first = false;
      if (instead) instead(signal);
      else resolveInterrupted(130);
    });
  }
}
