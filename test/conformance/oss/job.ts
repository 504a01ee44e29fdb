import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The long-running API that the polls ask: done after some looks at it. */
export interface Job {
  url: string;
  /** How often each was looked at. */
  looks: ReadonlyMap<string, number>;
  /** Requests that are being answered right now. */
  underWay(): number;
  close(): Promise<void>;
}

export interface JobSettings {
  looksUntilDone: number;
  /** How long an answer takes, so that there is a middle to be killed in. */
  answerMs: number;
}

/** Opens one on a free port. */
export async function openJob({ looksUntilDone, answerMs }: JobSettings): Promise<Job> {
  const looks = new Map<string, number>();
  let underWay = 0;
  const server = createServer(({ url = "" }, response) => {
    const count = (looks.get(url) ?? 0) + 1;
    looks.set(url, count);
    underWay += 1;
    const done = () => {
      underWay -= 1;
    };
    response.once("close", done);
    const status = count >= looksUntilDone ? "COMPLETED" : "PROCESSING";
    const answer = () =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ status, count }));
    setTimeout(answer, answerMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    looks,
    underWay: () => underWay,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
