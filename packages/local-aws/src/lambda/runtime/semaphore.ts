/** Lets so many in at a time, in the order in which they came. */
export interface Semaphore {
  /** Answers how to leave; leaving twice counts once. */
  acquire(): Promise<() => void>;
}

export function createSemaphore(placesMax: number): Semaphore {
  const queue: (() => void)[] = [];
  let free = placesMax;

  return {
    async acquire() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const next = queue.shift();
        if (next) next();
        else free += 1;
      };
    },
  };
}
