/** What is due now. */
export interface Due {
  add(run: () => void): void;
  /** Runs all of it, one after the other: each may make the next one due. */
  run(): void;
}

/** Without anything due. */
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
