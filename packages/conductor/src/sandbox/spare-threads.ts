import type { Worker } from "node:worker_threads";

// Starting a thread takes a twentieth of a second of processor time, so a closed sandbox leaves its idle thread to the
// next sandbox of this process. Nothing of a script is left in it, as between two scripts of one sandbox.

interface Spare {
  key: string;
  worker: Worker;
  forget(): void;
}

/** A thread takes 30 MB. */
const sparesMax = 4;
/** How long an idle thread is kept (ms). */
export const idleMsMax = 60_000;

const spares: Spare[] = [];

/** Keeps an idle thread, which no longer keeps the process alive. Threads with the same key are interchangeable. */
export function keepSpare(key: string, worker: Worker): void {
  const spare: Spare = { key, worker, forget };
  const timer = setTimeout(() => end(spare), idleMsMax).unref();
  worker.on("error", forget).on("exit", forget);
  worker.unref();
  spares.push(spare);
  const [oldest] = spares;
  if (oldest && spares.length > sparesMax) end(oldest);

  function forget(): void {
    clearTimeout(timer);
    worker.off("error", forget).off("exit", forget);
    const at = spares.indexOf(spare);
    if (at >= 0) spares.splice(at, 1);
  }
}

/** Takes the thread that was kept last, if there is one. */
export function takeSpare(key: string): Worker | undefined {
  const spare = spares.findLast((each) => each.key === key);
  spare?.forget();
  return spare?.worker;
}

function end({ worker, forget }: Spare): void {
  forget();
  void worker.terminate();
}
