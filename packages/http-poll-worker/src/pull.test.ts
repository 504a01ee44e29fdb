import { ConductorUnreachable, type Task } from "@long-running-api/conductor/api";
import { describe, expect, it } from "vitest";
import { createMetrics, fakeLog, fakeServer, until } from "./fake-server.ts";
import { type PullSettings, startPulling } from "./pull.ts";

const settings: PullSettings = { types: ["HTTP_POLL"], workerId: "w", concurrency: 3, batch: 2, gapMs: 1 };
const tasks = (count: number): Task[] =>
  Array.from({ length: count }, (_, index) => ({ taskId: `t${index}` }));

function start(fake: ReturnType<typeof fakeServer>, more: Partial<PullSettings> = {}) {
  const { log, lines } = fakeLog();
  const metrics = createMetrics();
  const begun: string[] = [];
  const release = new Map<string, () => void>();
  const pull = startPulling(
    { ...settings, ...more },
    {
      server: fake.server,
      serve: (task) =>
        new Promise((resolve) => {
          begun.push(task.taskId ?? "");
          release.set(task.taskId ?? "", resolve);
        }),
      log,
      metrics,
      now: () => new Date(0),
    },
  );
  return { pull, begun, release, lines, metrics };
}

describe("startPulling", () => {
  it("takes at most the free capacity, and polls for at most a batch", async () => {
    const fake = fakeServer();
    fake.queue.push(...tasks(5));
    const { pull, begun, release, metrics } = start(fake);
    await until(() => begun.length === 3);
    const asked = fake.polls.length;
    for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(["t0", "t1", "t2"]);
    expect(fake.polls.map(({ count }) => count)).toEqual([2, 1]);
    expect(fake.polls).toHaveLength(asked);
    expect(metrics.get("tasks_in_flight")).toBe(3);
    release.get("t1")?.();
    await until(() => begun.length === 4);
    for (const id of ["t0", "t2", "t3"]) release.get(id)?.();
    await until(() => begun.length === 5);
    release.get("t4")?.();
    await pull.stop();
    expect(metrics.get("tasks_in_flight")).toBe(0);
  });

  it("shares the capacity between types, and sends the domain", async () => {
    const fake = fakeServer();
    const { pull } = start(fake, { types: ["A", "B"], concurrency: 3, batch: 2, domain: "blue" });
    await until(() => fake.polls.length >= 2);
    expect(fake.polls.slice(0, 2)).toEqual([
      { type: "A", count: 2, domain: "blue" },
      { type: "B", count: 1, domain: "blue" },
    ]);
    await pull.stop();
  });

  it("stops only when all tasks taken have been updated", async () => {
    const fake = fakeServer();
    fake.queue.push(...tasks(2));
    const { pull, begun, release } = start(fake);
    await until(() => begun.length === 2);
    let stopped = false;
    const stopping = pull.stop().then(() => {
      stopped = true;
    });
    release.get("t0")?.();
    for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    release.get("t1")?.();
    await stopping;
    expect(stopped).toBe(true);
  });

  it("serves tasks delivered while it stops, since the server has assigned them", async () => {
    let deliver: (tasks: Task[]) => void = () => {};
    const fake = fakeServer({ poll: () => new Promise((resolve) => (deliver = resolve)) });
    const { pull, begun, release } = start(fake);
    await until(() => fake.polls.length === 0 && deliver.length > 0);
    const stopping = pull.stop();
    deliver(tasks(1));
    await until(() => begun.length === 1);
    release.get("t0")?.();
    await stopping;
    expect(begun).toEqual(["t0"]);
  });

  it("logs once that the server is unreachable, and once that it is back", async () => {
    let failures = 2;
    const fake = fakeServer({
      async poll() {
        failures -= 1;
        if (failures >= 0)
          throw new ConductorUnreachable("http://h/api does not answer: connect ECONNREFUSED");
        return [];
      },
    });
    const { pull, lines, metrics } = start(fake);
    await until(() => metrics.get("polls_total", { outcome: "failed" }) === 1);
    await pull.stop(); // the pause after a failure ends with it
    expect(lines).toEqual([
      {
        level: "error",
        event: "the server does not answer; trying again until it does",
        fields: { error: "http://h/api does not answer: connect ECONNREFUSED" },
      },
    ]);
  });
});
