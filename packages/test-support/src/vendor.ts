import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { readVectorFile } from "./vectors.ts";

/**
 * https://docs.conductor-oss.org/devguide/cookbook/http-poll-long-running-job.html: Conductor OSS's own example for
 * HTTP_POLL as it is published, but for the interval of a minute.
 */
export function cookbookDefinition(pollingInterval: string): { name: string } {
  return JSON.parse(
    readVectorFile("http-poll-external-job.json").replace(
      '"pollingInterval": 60',
      `"pollingInterval": "${pollingInterval}"`,
    ),
  ) as { name: string };
}

/** The slow third party of that example. */
export interface Vendor {
  url: string;
  /** The number of requests for each job. */
  polls: ReadonlyMap<string, number>;
  close(): void;
}

/** A job is named after its data set, and goes one state further with each look at it. */
export async function openVendor(): Promise<Vendor> {
  const polls = new Map<string, number>();
  const server = http.createServer((request, response) => void answer(polls, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    polls,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(
  polls: Map<string, number>,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const send = (status: number, body: object) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (request.method === "POST") {
    let body = "";
    for await (const piece of request) body += piece;
    const jobId = `job-${(JSON.parse(body) as { dataset: string }).dataset}`;
    return send(202, { jobId, state: "QUEUED" });
  }
  const jobId = request.url?.split("/")[2] ?? "";
  const count = (polls.get(jobId) ?? 0) + 1;
  polls.set(jobId, count);
  if (count < 4) return send(200, { jobId, state: count === 1 ? "QUEUED" : "RUNNING", progress: count * 33 });
  if (jobId.startsWith("job-bad"))
    return send(200, { jobId, state: "FAILED", progress: 100, error: "upstream rejected the job" });
  send(200, {
    jobId,
    state: "SUCCEEDED",
    progress: 100,
    result: { rows: 4211, artifact: `s3://exports/${jobId}.csv` },
  });
}
