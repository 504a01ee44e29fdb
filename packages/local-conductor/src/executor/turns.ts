/** Runs something at once, or when one of the `max` that run has ended. */
export type Turns = <T>(run: () => Promise<T>) => Promise<T>;

/** Turns for at most `max` at the same time. */
export function makeTurns(max: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await run();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
