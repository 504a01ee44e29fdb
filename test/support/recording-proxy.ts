import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One recorded request, in AWS's and Conductor's terms. */
export interface Passed {
  /** E.g. `dynamodb:CreateTable`, `apigateway PUT /restapis/x1y2z3`, `conductor POST /api/workflow`, `invoke POST …`. */
  what: string;
  writes: boolean;
  body: string;
}

export interface RecordingProxy {
  url: string;
  passed: Passed[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The server that requests are forwarded to. */
  upstream: string;
  /** Paths that are answered here, with this JSON. */
  answers?: Readonly<Record<string, object>>;
  /** Called before a write is forwarded; the write waits until this resolves. */
  onWrite?(passed: Passed): Promise<void>;
}

/** Stands between the commands and a cloud, passes everything on unchanged (it is signed), and writes it down. */
export async function openRecordingProxy({
  upstream,
  answers = {},
  onWrite,
}: ProxyOptions): Promise<RecordingProxy> {
  const passed: Passed[] = [];
  const server = createServer((incoming, outgoing) => {
    relay(incoming, outgoing).catch(() => outgoing.destroy());
  });
  async function relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const seen = read(incoming, body.toString("utf8"));
    passed.push(seen);
    if (seen.writes) await onWrite?.(seen);
    const target = new URL(incoming.url ?? "/", upstream);
    const own = answers[target.pathname];
    if (own) return void outgoing.writeHead(200).end(JSON.stringify(own));
    const { method, headers } = incoming;
    const onward = request(target, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const readingNames = /^(Get|List|Describe|Simulate|Scan|Query|BatchGet|FilterLogEvents)/;

function read({ method = "", url = "", headers }: IncomingMessage, body: string): Passed {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1];
  const target = headers["x-amz-target"];
  const operation =
    typeof target === "string" ? target.split(".")[1] : service && new URLSearchParams(body).get("Action");
  if (service && operation)
    return { what: `${service}:${operation}`, writes: !readingNames.test(operation), body };
  const path = url.split("?")[0];
  if (service) return { what: `${service} ${method} ${path}`, writes: method !== "GET", body };
  if (url.startsWith("/_aws/execute-api/")) return { what: `invoke ${method} ${path}`, writes: false, body };
  const token = path === "/api/token";
  return { what: `conductor ${method} ${path}`, writes: method !== "GET" && !token, body };
}
