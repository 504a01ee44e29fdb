/** Counts the requests that are being handled, so that the storage closes after them. */
export interface InFlight {
  /** Handles one more request; returns `refused` once the end has begun. */
  handle<T>(work: () => Promise<T>, refused: () => T): Promise<T>;
  /** From now on requests are refused; resolves when the last one has been handled, or after two seconds. */
  end(): Promise<void>;
}

const endMs = 2_000;

/** Starts without any requests. */
export function createInFlight(): InFlight {
  let running = 0;
  let ending = false;
  let whenNone: (() => void) | undefined;
  const handledOne = () => {
    running -= 1;
    if (running === 0) whenNone?.();
  };
  return {
    handle(work, refused) {
      if (ending) return Promise.resolve(refused());
      running += 1;
      const handled = work();
      handled.then(handledOne, handledOne);
      return handled;
    },
    async end() {
      ending = true;
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, endMs);
        whenNone = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
