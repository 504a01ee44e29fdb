import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
  secondsMax: number;
  everyMs: number;
  /** Seconds waited so far, before each look. */
  onWait?(elapsedSeconds: number): void;
  signal?: AbortSignal;
}

/** Calls `look` repeatedly until it returns a value; undefined when time is up. */
export async function waitUntil<T>(
  look: () => Promise<T | undefined>,
  { secondsMax, everyMs, onWait, signal }: WaitOptions,
): Promise<T | undefined> {
  const start = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const elapsedSeconds = (performance.now() - start) / 1000;
    if (elapsedSeconds >= secondsMax) return undefined;
    onWait?.(elapsedSeconds);
    await sleep(everyMs, undefined, { signal });
  }
}
