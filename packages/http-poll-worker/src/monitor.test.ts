import { afterEach, expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";
import { type Monitor, startMonitor } from "./monitor.ts";

let monitor: Monitor | undefined;
afterEach(() => monitor?.close());

const here = { host: "127.0.0.1", port: 0 };
const at = (seconds: number) => new Date(seconds * 1000);

it("exports Prometheus metrics", async () => {
  const metrics = createMetrics();
  metrics.count("tasks_total", { status: "COMPLETED" });
  metrics.count("tasks_total", { status: "COMPLETED" });
  metrics.set("tasks_in_flight", 7);
  metrics.observe("task_seconds", 0.3);
  monitor = await startMonitor(here, metrics, () => at(0));
  const response = await fetch(`${monitor.url}/metrics`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "# TYPE http_poll_worker_tasks_total counter",
      'http_poll_worker_tasks_total{status="COMPLETED"} 2',
      "# TYPE http_poll_worker_tasks_in_flight gauge",
      "http_poll_worker_tasks_in_flight 7",
      'http_poll_worker_task_seconds_bucket{le="0.25"} 0',
      'http_poll_worker_task_seconds_bucket{le="0.5"} 1',
      'http_poll_worker_task_seconds_bucket{le="+Inf"} 1',
      "http_poll_worker_task_seconds_sum 0.3",
      "http_poll_worker_task_seconds_count 1",
    ]),
  );
  // Every line is a comment or a sample, as the text format requires.
  for (const line of lines.slice(0, -1))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [\d.e+-]+)$/);
});

it.each([
  [0, 1_000, 503, { status: "DOWN", lastContactSecondsAgo: null, inFlight: 0 }],
  [990, 1_000, 200, { status: "UP", lastContactSecondsAgo: 10, inFlight: 0 }],
  [960, 1_000, 503, { status: "DOWN", lastContactSecondsAgo: 40, inFlight: 0 }],
])("is healthy while the server responds: %d at %d", async (contact, now, status, body) => {
  const metrics = createMetrics();
  metrics.set("last_contact_seconds", contact);
  monitor = await startMonitor(here, metrics, () => at(now));
  const response = await fetch(`${monitor.url}/health`);
  expect([response.status, await response.json()]).toEqual([status, body]);
});

it("is live without a server, and not ready any more while it drains", async () => {
  const metrics = createMetrics();
  monitor = await startMonitor(here, metrics, () => at(1_000));
  const statusOf = async (path: string) => (await fetch(`${monitor?.url}${path}`)).status;
  expect([await statusOf("/live"), await statusOf("/ready")]).toEqual([200, 503]);
  metrics.set("last_contact_seconds", 1_000);
  expect([await statusOf("/live"), await statusOf("/ready")]).toEqual([200, 200]);
  monitor.drain();
  expect([await statusOf("/live"), await statusOf("/ready")]).toEqual([200, 503]);
});

it("serves no other path", async () => {
  monitor = await startMonitor(here, createMetrics(), () => at(0));
  expect((await fetch(`${monitor.url}/`)).status).toBe(404);
  expect((await fetch(`${monitor.url}/metrics`, { method: "POST" })).status).toBe(405);
});

it("reports that its port is in use", async () => {
  monitor = await startMonitor(here, createMetrics(), () => at(0));
  const port = Number(new URL(monitor.url).port);
  await expect(startMonitor({ ...here, port }, createMetrics(), () => at(0))).rejects.toThrow(
    "The port for metrics is in use.",
  );
});
