import type { Task } from "@long-running-api/conductor/api";
import { expect, it } from "vitest";
import { createMetrics, fakeLog, fakeServer } from "./fake-server.ts";
import { createSweep } from "./sweep.ts";

const abandoned: Task = {
  taskId: "t-1",
  workflowInstanceId: "w-1",
  status: "IN_PROGRESS",
  pollCount: 3,
  responseTimeoutSeconds: 0,
  inputData: { http_request: { readTimeOut: 3_000, connectionTimeOut: 3_000 } },
  outputData: { polling: { earlierPolls: 2 } },
};

function open(
  task: Task,
  { mine = [], updateTime = () => "t0" }: { mine?: string[]; updateTime?: () => string } = {},
) {
  const fake = fakeServer({
    tasksInProgress: async () => [{ taskId: "t-1", updateTime: updateTime() }],
    task: async () => task,
  });
  const { log, lines } = fakeLog();
  const metrics = createMetrics();
  let now = 0;
  const sweep = createSweep(["HTTP_POLL"], {
    server: fake.server,
    workerId: "w",
    log,
    metrics,
    nowMs: () => now,
    isMine: (taskId) => mine.includes(taskId),
  });
  return {
    ...fake,
    lines,
    metrics,
    async runAt(seconds: number) {
      now = seconds * 1_000;
      await sweep.run();
    },
  };
}

it("brings back a poll that has not changed for longer than a poll takes, and keeps its output", async () => {
  const { runAt, updates, metrics, lines } = open(abandoned);
  await runAt(100);
  await runAt(135);
  expect(updates).toEqual([]);
  await runAt(136);
  expect(updates).toEqual([
    {
      taskId: "t-1",
      workflowInstanceId: "w-1",
      workerId: "w",
      status: "IN_PROGRESS",
      callbackAfterSeconds: 0,
      outputData: { polling: { earlierPolls: 2 } },
    },
  ]);
  expect(metrics.get("tasks_brought_back_total")).toBe(1);
  expect(lines.map(({ event }) => event)).toEqual(["requeued a poll whose worker has died"]);
});

it("leaves what moves on, what this worker has, and what the server times out itself", async () => {
  let updates = 0;
  const moving = open(abandoned, { updateTime: () => `t${updates++}` });
  const mine = open(abandoned, { mine: ["t-1"] });
  const timed = open({ ...abandoned, responseTimeoutSeconds: 21 });
  const handedBack = open({ ...abandoned, status: "SCHEDULED" });
  for (const seconds of [0, 100, 200, 300])
    for (const each of [moving, mine, timed, handedBack]) await each.runAt(seconds);
  expect([...moving.updates, ...mine.updates, ...timed.updates, ...handedBack.updates]).toEqual([]);
});

it("says once that a server cannot list its tasks", async () => {
  const { runAt, lines } = open(abandoned, {
    updateTime() {
      throw new Error("no index");
    },
  });
  await runAt(0);
  await runAt(1);
  expect(lines).toMatchObject([{ level: "warn", fields: { error: "no index" } }]);
});
