import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The possible faults of a request. */
const faults = [
  "delayed",
  "cut before the server has it",
  "cut after the server has it",
  "answered with half of the answer",
  "answered with a page of HTML",
  "answered with something other than HTTP",
] as const;
export type Fault = (typeof faults)[number];

/** A proxy between a worker and a server that makes some requests fail, by a seed. */
export interface FaultyProxy {
  url: string;
  /** The number of times that each fault was injected. */
  counts: ReadonlyMap<Fault, number>;
  close(): Promise<void>;
}

const delayMsMax = 400;

/** Every `oneIn`th request gets a fault, each kind in turn; the others pass. */
export async function openFaultyProxy(
  target: string,
  { seed, oneIn }: { seed: number; oneIn: number },
): Promise<FaultyProxy> {
  const random = randomOf(seed);
  const counts = new Map<Fault, number>();
  let faulty = 0;
  const server = http.createServer((request, response) => {
    const fault = random() < 1 / oneIn ? faults[faulty++ % faults.length] : undefined;
    if (fault) counts.set(fault, (counts.get(fault) ?? 0) + 1);
    pass({ target, request, response, fault, delayMs: random() * delayMsMax }).catch(() =>
      request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Passing {
  target: string;
  request: IncomingMessage;
  response: ServerResponse;
  fault: Fault | undefined;
  delayMs: number;
}

async function pass({ target, request, response, fault, delayMs }: Passing): Promise<void> {
  const body = await whole(request);
  if (fault === "delayed") await sleep(delayMs);
  if (fault === "cut before the server has it") return void request.socket.destroy();
  const answer = await ask(target, request, body);
  const { status, headers } = answer;
  switch (fault) {
    case "cut after the server has it":
      return void request.socket.destroy();
    case "answered with half of the answer":
      response.writeHead(status, { ...headers, "content-length": answer.body.length });
      response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
      return;
    case "answered with a page of HTML":
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body>Please sign in to this network.</body></html>");
      return;
    case "answered with something other than HTTP":
      return void request.socket.end("\u0000\u0007SSH-2.0-nothing of yours\r\n\r\n");
    default:
      response.writeHead(status, headers).end(answer.body);
  }
}

function ask(
  target: string,
  { method = "GET", url = "/", headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; headers: http.OutgoingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { "transfer-encoding": _, connection: __, ...kept } = headers;
    const sent = { ...kept, "content-length": String(body.length) };
    const outgoing = http.request(new URL(url, target), { method, headers: sent }, (answer) => {
      const { "content-type": type = "application/json" } = answer.headers;
      whole(answer).then(
        (read) =>
          resolve({ status: answer.statusCode ?? 500, headers: { "content-type": type }, body: read }),
        reject,
      );
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator; Numerical Recipes' constants. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
