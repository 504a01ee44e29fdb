import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Problem } from "@long-running-api/foundation/problem";
import type { Metrics } from "./metrics.ts";

export interface Monitor {
  url: string;
  close(): Promise<void>;
}

/** Without a response from the server for this long, the worker is unhealthy. */
const contactSecondsMax = 30;

/** Serves /metrics and /health on this machine's loopback interface. */
export async function startMonitor(port: number, metrics: Metrics, now: () => Date): Promise<Monitor> {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { "content-type": type }).end(body);
    if (request.method !== "GET" && request.method !== "HEAD") send(405, "text/plain", "GET only\n");
    else if (path === "/metrics") send(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
    else if (path === "/health") {
      const health = healthOf(metrics, now());
      send(health.status === "UP" ? 200 : 503, "application/json", `${JSON.stringify(health)}\n`);
    } else send(404, "text/plain", "There is /metrics and /health.\n");
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Problem("The port for metrics is in use.", { port: String(port) }, "--metrics-port 0")
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function healthOf(
  metrics: Metrics,
  now: Date,
): { status: string; lastContactSecondsAgo: number | null; inFlight: number } {
  const contact = metrics.get("last_contact_seconds");
  const ago = contact === 0 ? null : Math.max(0, Math.round(now.getTime() / 1000 - contact));
  return {
    status: ago !== null && ago <= contactSecondsMax ? "UP" : "DOWN",
    lastContactSecondsAgo: ago,
    inFlight: metrics.get("tasks_in_flight"),
  };
}
