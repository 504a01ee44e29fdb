import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Problem } from "@long-running-api/foundation/problem";
import type { Metrics } from "./metrics.ts";

export interface Monitor {
  url: string;
  /** From now on the worker is not ready: it takes no more tasks. */
  drain(): void;
  close(): Promise<void>;
}

/** Where the monitor listens. */
export interface MonitorSettings {
  /** 127.0.0.1 for this machine only, 0.0.0.0 or :: for others too. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Without a response from the server for this long, the worker is not ready. */
const contactSecondsMax = 30;

/**
 * Serves /metrics, /live (the process runs: a server that is away is no reason to restart it), /ready (it takes tasks)
 * and /health (the same with figures).
 */
export async function startMonitor(
  { host, port }: MonitorSettings,
  metrics: Metrics,
  now: () => Date,
): Promise<Monitor> {
  let draining = false;
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { "content-type": type }).end(body);
    const sendHealth = () => {
      const health = healthOf(metrics, now(), draining);
      send(health.status === "UP" ? 200 : 503, "application/json", `${JSON.stringify(health)}\n`);
    };
    if (request.method !== "GET" && request.method !== "HEAD") send(405, "text/plain", "GET only\n");
    else if (path === "/metrics") send(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
    else if (path === "/live") send(200, "text/plain", "live\n");
    else if (path === "/ready" || path === "/health") sendHealth();
    else send(404, "text/plain", "There is /metrics, /live, /ready and /health.\n");
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, { host, port })));
    server.listen(port, host, resolve);
  });
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    drain() {
      draining = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function explained(error: NodeJS.ErrnoException, { host, port }: MonitorSettings): Error {
  if (error.code === "EADDRINUSE")
    return new Problem("The port for metrics is in use.", { port: String(port) }, "--metrics-port 0");
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return new Problem(
      "This machine does not have the address for metrics.",
      { host },
      "--metrics-host 0.0.0.0",
    );
  return error;
}

function healthOf(
  metrics: Metrics,
  now: Date,
  draining: boolean,
): { status: string; lastContactSecondsAgo: number | null; inFlight: number } {
  const contact = metrics.get("last_contact_seconds");
  const ago = contact === 0 ? null : Math.max(0, Math.round(now.getTime() / 1000 - contact));
  const up = ago !== null && ago <= contactSecondsMax && !draining;
  return {
    status: up ? "UP" : draining ? "DRAINING" : "DOWN",
    lastContactSecondsAgo: ago,
    inFlight: metrics.get("tasks_in_flight"),
  };
}
