import type { ServerResponse } from "node:http";

/** The commands that use this cloud now. Two may share it; the one that started it may end first. */
export interface Leases {
  /** Held while the connection of this response stays open. */
  take(response: ServerResponse): void;
  /** Responds when all earlier callers are done; held while the connection stays open. */
  takeTurn(response: ServerResponse): void;
  /** Ends as soon as there are no more leases. */
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

/** The head of a response that does not end on its own. */
function answer(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/plain" });
  response.flushHeaders();
}
