import type { ServerResponse } from "node:http";

/** Who works with this cloud right now. Two commands may share one; the one that started it may end first. */
export interface Leases {
  /** Held as long as the connection of this answer stays open. */
  take(response: ServerResponse): void;
  /** Answered once everybody who asked earlier is done; held as long as the connection stays open. */
  takeTurn(response: ServerResponse): void;
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
  const waiting: ServerResponse[] = [];
  const begin = () => {
    const first = waiting[0];
    if (first && !first.headersSent) answer(first);
  };
  return {
    take(response) {
      held += 1;
      answer(response);
      response.on("close", () => {
        held -= 1;
        settle();
      });
    },
    takeTurn(response) {
      waiting.push(response);
      response.on("close", () => {
        waiting.splice(waiting.indexOf(response), 1);
        begin();
      });
      begin();
    },
    retire() {
      retiring = true;
      settle();
    },
    retired,
  };
}

/** The head of an answer that never ends by itself. */
function answer(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/plain" });
  response.flushHeaders();
}
