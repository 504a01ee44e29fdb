import type { ServerResponse } from "node:http";

/** Who works with this cloud right now. Two commands may share one; the one that started it may end first. */
export interface Leases {
  /** Held as long as the connection of this answer stays open. */
  take(response: ServerResponse): void;
  /** End as soon as nobody holds a lease. */
  retire(): void;
  retired: Promise<void>;
}

export function createLeases(): Leases {
  let held = 0;
  let retiring = false;
  let end: () => void = () => {};
  const retired = new Promise<void>((resolve) => {
    end = resolve;
  });
  const settle = () => {
    if (retiring && held === 0) end();
  };
  return {
    take(response) {
      held += 1;
      response.writeHead(200, { "Content-Type": "text/plain" });
      response.flushHeaders();
      response.on("close", () => {
        held -= 1;
        settle();
      });
    },
    retire() {
      retiring = true;
      settle();
    },
    retired,
  };
}
