import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/api";

export interface OnceUpTools {
  /** How long to ask again while the server is away. */
  readonly waitMsMax: number;
  /** Milliseconds from any origin. */
  nowMs(): number;
  sleep(ms: number): Promise<unknown>;
  /** Called once, with the first error. */
  onWait(error: Error): void;
}

const pauseMs = 1_000;

/** Asks a server until it responds: a deployment starts servers, workers and registrations at the same time. */
export async function onceUp<T>(
  ask: () => Promise<T>,
  { waitMsMax, nowMs, sleep, onWait }: OnceUpTools,
): Promise<T> {
  const giveUpMs = nowMs() + waitMsMax;
  for (let times = 1; ; times += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnreachable(error) || nowMs() >= giveUpMs) throw error;
      if (times === 1) onWait(error);
      await sleep(pauseMs);
    }
  }
}

function isUnreachable(error: unknown): error is Error {
  if (error instanceof ConductorUnreachable) return true;
  return error instanceof ConductorRefusal && (error.status >= 500 || error.status === 429);
}
