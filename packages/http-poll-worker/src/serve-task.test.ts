import { ConductorRefusal, ConductorUnreachable, type Task } from "@long-running-api/conductor/api";
import type { HttpOutcome } from "@long-running-api/conductor/http-request";
import { describe, expect, it } from "vitest";
import { createMetrics, fakeLog, fakeServer } from "./fake-server.ts";
import { createLateness } from "./lateness.ts";
import { type ServeTools, serveTask } from "./serve-task.ts";

const task: Task = {
  taskId: "t",
  workflowInstanceId: "w",
  referenceTaskName: "http_poll_ref",
  pollCount: 2,
  inputData: {
    http_request: {
      uri: "http://example.com/job?key=SECRET",
      method: "GET",
      headers: { Authorization: "SECRET" },
      terminationCondition: "x",
      pollingInterval: 5,
    },
  },
};

const answered: HttpOutcome = {
  ok: true,
  response: { statusCode: 200, headers: { "Set-Cookie": ["SECRET"] }, body: "SECRET", reasonPhrase: "OK" },
};

function setUp({
  outcome = answered,
  value = false as unknown,
  update,
}: {
  outcome?: HttpOutcome;
  value?: unknown;
  update?: () => Promise<void>;
} = {}) {
  const fake = fakeServer(update ? { update } : {});
  const { log, lines } = fakeLog();
  const slept: number[] = [];
  let nowMs = 0;
  const tools: ServeTools = {
    server: fake.server,
    settings: { minPollIntervalSeconds: 1 },
    workerId: "worker-1",
    log,
    metrics: createMetrics(),
    lateness: createLateness(() => nowMs),
    hostLabel: (host) => host,
    sleep: async (ms) => void slept.push(ms),
    poll: {
      send: async () => {
        nowMs += 40;
        return outcome;
      },
      evaluate: async () => ({ value }),
      checkSyntax: async () => null,
      nowMs: () => nowMs,
      wallMs: () => 7_000,
      random: () => 0.5,
    },
  };
  return { tools, fake, lines, slept };
}

describe("serveTask", () => {
  it("returns the task to the server with the next poll's delay", async () => {
    const { tools, fake, lines } = setUp();
    await serveTask(task, tools);
    expect(fake.updates).toEqual([
      {
        taskId: "t",
        workflowInstanceId: "w",
        workerId: "worker-1",
        status: "IN_PROGRESS",
        callbackAfterSeconds: 5,
        outputData: { response: answered.ok ? answered.response : {} },
        logs: [
          {
            log: "poll 2: GET http://example.com/job → 200 in 40 ms, condition false, next in 5 s",
            taskId: "t",
            createdTime: expect.any(Number),
          },
        ],
      },
    ]);
    expect(lines.map(({ event }) => event)).toEqual(["polled"]);
    expect(tools.metrics.get("last_contact_seconds")).toBe(7);
    expect(tools.metrics.get("tasks_total", { status: "IN_PROGRESS" })).toBe(1);
    expect(tools.metrics.get("host_polls_total", { host: "example.com", outcome: "again" })).toBe(1);
    expect(tools.lateness.delivered("t")).toBe(0);
  });

  it("reports deliberate failures as terminal, so that the task definition's retries do not repeat them", async () => {
    const { tools, fake } = setUp({ value: -1 });
    await serveTask(task, tools);
    expect(fake.updates).toMatchObject([{ status: "FAILED_WITH_TERMINAL_ERROR" }]);
  });

  it("writes nothing secret to its own log", async () => {
    const failure: HttpOutcome = {
      ok: false,
      reason:
        'Failed to invoke HTTP_POLL task due to: java.lang.Exception: 401 Unauthorized on GET request for "http://example.com/job": "SECRET\n and more"',
    };
    for (const { tools, lines } of [setUp(), setUp({ value: true }), setUp({ outcome: failure })]) {
      await serveTask(task, tools);
      expect(lines).toHaveLength(1);
      expect(JSON.stringify(lines)).not.toContain("SECRET");
    }
  });

  it("retries while the server is unreachable", async () => {
    let times = 0;
    const { tools, slept, lines } = setUp({
      async update() {
        times += 1;
        if (times < 3)
          throw times === 1 ? new ConductorUnreachable("away") : new ConductorRefusal("busy", 503, "");
        if (times === 3) throw new ConductorRefusal("the token is being rotated", 401, "");
      },
    });
    await serveTask(task, tools);
    expect(times).toBe(4);
    expect(slept).toEqual([250, 500, 1_000]);
    expect(lines.map(({ event }) => event)).toEqual([
      "the server did not accept a result",
      "the server did not accept a result",
      "the server did not accept a result",
      "polled",
    ]);
  });

  it("gives up in the end: the server assigns the task again", async () => {
    const { tools, slept, lines } = setUp({
      update: () => Promise.reject(new ConductorUnreachable("away")),
    });
    await serveTask(task, tools);
    expect(slept).toEqual([250, 500, 1_000, 2_000, 4_000]);
    expect(lines.at(-1)).toMatchObject({
      level: "error",
      event: "result lost: the server will hand out the task again",
    });
  });

  it("does not retry an update that the server rejects", async () => {
    let times = 0;
    const { tools } = setUp({
      update: () => {
        times += 1;
        return Promise.reject(new ConductorRefusal("no such task", 404, "application/json"));
      },
    });
    await serveTask(task, tools);
    expect(times).toBe(1);
  });

  it("lets the task definition's retries recover from a bug of ours", async () => {
    const { tools, fake, lines } = setUp();
    await serveTask(task, {
      ...tools,
      poll: { ...tools.poll, evaluate: () => Promise.reject(new Error("bug")) },
    });
    expect(fake.updates).toMatchObject([
      { status: "FAILED", reasonForIncompletion: "The HTTP_POLL worker broke: Error: bug" },
    ]);
    expect(lines[0]).toMatchObject({ level: "error", event: "a bug of ours" });
  });
});

it("fetches the execution when the condition names another task, and only then", async () => {
  const scopes: unknown[] = [];
  const asked: string[] = [];
  const { tools } = setUp({ value: true });
  const started = { statusCode: 202 };
  const server = {
    ...tools.server,
    execution: async (workflowId: string) => {
      asked.push(workflowId);
      const loop = { inputData: {}, outputData: { n: 2 } };
      return {
        tasks: [
          { referenceTaskName: "start", inputData: { a: 1 }, outputData: { response: started } },
          { ...loop, referenceTaskName: "count__1" },
          { ...loop, referenceTaskName: "count__2" },
          { referenceTaskName: "other", outputData: {} },
        ],
      };
    },
  };
  const evaluate: ServeTools["poll"]["evaluate"] = async (_, scope) => {
    scopes.push(Object.keys(scope), scope["start"]);
    return { value: true };
  };
  const withCondition = (terminationCondition: string): Task => ({
    ...task,
    inputData: { http_request: { uri: "http://example.com/", method: "GET", terminationCondition } },
  });
  const poll = { ...tools.poll, evaluate };
  const condition = "$.start.output.response.statusCode == 202 && $['count'].output.n == 2";
  await serveTask(withCondition(condition), { ...tools, server, poll });
  await serveTask(withCondition("$.output.response.statusCode == $.input.wanted"), {
    ...tools,
    server,
    poll,
  });
  expect(asked).toEqual(["w"]);
  expect(scopes).toEqual([
    ["start", "count", "output", "input"],
    { input: { a: 1 }, output: { response: started } },
    ["output", "input"],
    undefined,
  ]);
});

describe("an execution that cannot be read", () => {
  const condition = "$.start.output.n == 2";
  const needsExecution: Task = {
    ...task,
    outputData: { polling: { kept: true } },
    inputData: {
      http_request: { uri: "http://example.com/", method: "GET", terminationCondition: condition },
    },
  };
  const page = new ConductorRefusal("returns a web page", 200, "text/html");

  it("is asked for again while the server does not answer", async () => {
    const { tools, fake } = setUp({ value: true });
    const answers = [page, new ConductorUnreachable("does not answer")];
    const execution = async () => {
      const error = answers.shift();
      if (error) throw error;
      return { tasks: [{ referenceTaskName: "start", outputData: { n: 2 } }] };
    };
    await serveTask(needsExecution, { ...tools, server: { ...tools.server, execution } });
    expect(fake.updates).toMatchObject([{ status: "COMPLETED" }]);
  });

  it("lets the poll come again, and does not fail it", async () => {
    const { tools, fake } = setUp({ value: true });
    const server = { ...tools.server, execution: () => Promise.reject(page) };
    await serveTask(needsExecution, { ...tools, server });
    expect(fake.updates).toMatchObject([
      { status: "IN_PROGRESS", callbackAfterSeconds: 5, outputData: { polling: { kept: true } } },
    ]);
  });
});
