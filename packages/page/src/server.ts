import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Problem } from "@long-running-api/foundation/problem";
import { refusalOf, securityHeaders } from "./guard.ts";
import type { DashboardSource } from "./source.ts";

/** The page's server on its own port of this machine. */
export interface PageServer {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  close(): Promise<void>;
}

/** Options for serving the page. */
export interface PageServerOptions {
  /** Tried in order; 0 = any free port, which is tried last in any case. */
  readonly ports?: readonly number[];
  /** Host names beside our own that the page is served for; none by default. */
  readonly isAllowed?: (hostname: string) => boolean;
  /** Opened when the first page is. */
  readonly source: () => Promise<DashboardSource>;
}

/** Serves the page on loopback. Nothing is loaded, and nothing is watched, before someone opens it. */
export async function servePage({
  ports = [],
  source,
  isAllowed = () => false,
}: PageServerOptions): Promise<PageServer> {
  let parts: Promise<typeof import("./answer.ts")> | undefined;
  let opened: Promise<DashboardSource> | undefined;
  const openSource = () => {
    opened ??= source().catch((error: unknown) => {
      opened = undefined; // the next request tries again
      throw error;
    });
    return opened;
  };
  let port = 0;
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    const refused = refusalOf(request, { isAllowed, port });
    if (refused !== undefined) return refuse(response, refused);
    parts ??= import("./answer.ts");
    parts
      .then(({ answer }) => answer({ request, response, openSource }))
      .catch((error: unknown) => fail(request, response, error));
  });
  port = await listenOnFirst(server, [...ports, 0]);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}

function refuse(response: ServerResponse, message: string): void {
  response.writeHead(403, { ...securityHeaders, "Content-Type": "application/json" });
  response.end(JSON.stringify({ message }));
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed || (error as NodeJS.ErrnoException).code === "ECONNRESET") return;
  const problem = error instanceof Problem;
  if (!problem) console.error(`The page, ${request.url}:`, error);
  if (response.headersSent) return void response.destroy();
  response.writeHead(problem ? 503 : 500, { ...securityHeaders, "Content-Type": "application/json" });
  const message = error instanceof Error ? error.message : String(error);
  response.end(JSON.stringify(problem ? { message, seen: error.seen, next: error.next } : { message }));
}

async function listenOnFirst(
  server: ReturnType<typeof createServer>,
  [port = 0, ...others]: readonly number[],
): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host: "127.0.0.1" }, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (others.length === 0) throw error;
    return await listenOnFirst(server, others);
  }
}
