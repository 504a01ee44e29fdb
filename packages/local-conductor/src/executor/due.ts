/** The actions that are due now. */
export interface Due {
  add(run: () => void): void;
  /** Runs all of them in order; each may add another one. */
  run(): void;
}

/** Creates an empty list. */
export function makeDue(): Due {
  const waiting: (() => void)[] = [];
  let running = false;

  return {
    add: (run) => void waiting.push(run),
    run() {
      if (running) return;
      running = true;
      try {
        for (let next = waiting.shift(); next; next = waiting.shift()) next();
      } finally {
        running = false;
      }
    },
  };
}
