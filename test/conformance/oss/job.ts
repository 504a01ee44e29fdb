import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The long-running API that the tasks poll: done after some polls. */
export interface Job {
  url: string;
  /** The number of polls of each job. */
  looks: ReadonlyMap<string, number>;
  /** Requests that are being answered right now. */
  underWay(): number;
  close(): Promise<void>;
}

export interface JobSettings {
  looksUntilDone: number;
  /** How long a response takes, so that a kill can come in the middle. */
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
