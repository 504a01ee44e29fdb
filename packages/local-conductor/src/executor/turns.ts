/** Things of which only so many may be under way at once. */
export interface Turns {
  /** Resolves when one more may begin. */
  take(): Promise<void>;
  /** One has ended. */
  give(): void;
}

/** Turns for at most `max` at once; more wait in order. */
export function makeTurns(max: number): Turns {
  const waiting: (() => void)[] = [];
  let taken = 0;

  return {
    async take() {
      if (taken >= max) await new Promise<void>((resolve) => waiting.push(resolve));
      taken++;
    },
    give() {
      taken--;
      waiting.shift()?.();
    },
  };
}
