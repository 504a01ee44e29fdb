import { describe, expect, it } from "vitest";
import { engine, simple } from "./engine.ts";

describe("a sequence", () => {
  it("passes on each task's output, and ends with the last one's", async () => {
    const { run, work, get, states } = engine();
    const id = await run([simple("a"), simple("b", { inputParameters: { got: "${a.output.n}" } })]);
    await work("a", "COMPLETED", { outputData: { n: 7 } });
    const b = await work("b", "COMPLETED", { outputData: { done: true } });
    expect(b?.inputData).toEqual({ got: 7 });
    expect(get(id)).toMatchObject({ status: "COMPLETED", output: { done: true } });
    expect(states(id)).toEqual(["a COMPLETED", "b COMPLETED"]);
  });

  it("returns output parameters, null for an expression without a value", async () => {
    const { run, work, get } = engine();
    const outputParameters = { n: "${a.output.n}", none: "${a.output.x.y}", status: "${a.status}" };
    const id = await run([simple("a")], { outputParameters });
    await work("a", "COMPLETED", { outputData: { n: 1 } });
    expect(get(id).output).toEqual({ n: 1, none: null, status: "COMPLETED" });
  });

  it("fills input and variables from the definition", async () => {
    const { run, work, get } = engine();
    const more = { inputTemplate: { a: 1, b: 2 }, variables: { v: "x" } };
    const task = simple("a", { inputParameters: { b: "${workflow.input.b}", v: "${workflow.variables.v}" } });
    const id = await run([task], more, { input: { b: 3 } });
    expect(get(id).input).toEqual({ a: 1, b: 3 });
    expect((await work("a"))?.inputData).toEqual({ b: 3, v: "x" });
  });
});

describe("failures", () => {
  it("fails the workflow with the task's reason, in Conductor's words", async () => {
    const { run, work, get, tasksOf } = engine();
    const id = await run([simple("a"), simple("b")]);
    await work("a", "FAILED", { reasonForIncompletion: "boom" });
    const [a] = tasksOf(id);
    expect(get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: `Task ${a?.taskId} failed with status: FAILED and reason: 'boom'`,
      failedReferenceTaskNames: ["a"],
      failedTaskNames: ["a"],
    });
  });

  it.each([
    ["FIXED", [10, 10, 10]],
    ["LINEAR_BACKOFF", [10, 20, 30]],
    ["EXPONENTIAL_BACKOFF", [10, 20, 40]],
  ])("retries with %s delays", async (retryLogic, delays) => {
    const { run, work, define, pass, get, states } = engine();
    define({ name: "a", retryCount: 3, retryDelaySeconds: 10, retryLogic });
    const id = await run([simple("a")]);
    for (const delay of delays) {
      await work("a", "FAILED", { reasonForIncompletion: "again" });
      await pass(delay - 0.001);
      expect(await work("a")).toBeUndefined();
      await pass(0.001);
    }
    await work("a", "FAILED", { reasonForIncompletion: "last" });
    expect(get(id).status).toBe("FAILED");
    expect(states(id)).toHaveLength(4);
  });

  it("keeps a retry's delay within maxRetryDelaySeconds", async () => {
    const { run, work, define, pass } = engine();
    define({
      name: "a",
      retryCount: 9,
      retryDelaySeconds: 10,
      maxRetryDelaySeconds: 15,
      retryLogic: "EXPONENTIAL_BACKOFF",
    });
    await run([simple("a")]);
    await work("a", "FAILED");
    await pass(10);
    await work("a", "FAILED");
    await pass(15);
    expect(await work("a")).toMatchObject({ retryCount: 2 });
  });

  it("does not retry after FAILED_WITH_TERMINAL_ERROR", async () => {
    const { run, work, define, get } = engine();
    define({ name: "a", retryCount: 3 });
    const id = await run([simple("a")]);
    await work("a", "FAILED_WITH_TERMINAL_ERROR", { reasonForIncompletion: "dead" });
    expect(get(id).status).toBe("FAILED");
  });

  it("continues after an optional task", async () => {
    const { run, work, get, states } = engine();
    const id = await run([simple("a", { optional: true }), simple("b")]);
    await work("a", "FAILED");
    expect(states(id)).toEqual(["a COMPLETED_WITH_ERRORS", "b SCHEDULED"]);
    await work("b");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("continues after a permissive task, and fails at the end", async () => {
    const { run, work, get, states } = engine();
    const id = await run([simple("a", { permissive: true }), simple("b")]);
    await work("a", "FAILED", { reasonForIncompletion: "no" });
    await work("b");
    expect(states(id)).toEqual(["a FAILED", "b COMPLETED"]);
    expect(get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining("'no'"),
    });
  });
});

describe("timeouts", () => {
  it("requeues a task when its worker is silent", async () => {
    const { run, define, workers, pass, states, work } = engine();
    define({ name: "a", retryCount: 1, retryDelaySeconds: 1, responseTimeoutSeconds: 5 });
    const id = await run([simple("a")]);
    await workers.poll({ taskType: "a", workerId: "w", domain: undefined, count: 1, waitMs: 0 });
    await pass(4.9);
    expect(states(id)).toEqual(["a IN_PROGRESS"]);
    await pass(0.1);
    expect(states(id)).toEqual(["a TIMED_OUT", "a SCHEDULED"]);
    await pass(1);
    expect(await work("a")).toMatchObject({ retryCount: 1, status: "COMPLETED" });
  });

  it("ends the workflow when a task runs for too long and the policy says so", async () => {
    const { run, define, work, workers, pass, get } = engine();
    define({
      name: "a",
      timeoutSeconds: 5,
      responseTimeoutSeconds: 4,
      timeoutPolicy: "TIME_OUT_WF",
      retryCount: 3,
    });
    const id = await run([simple("a")]);
    for (let look = 0; look < 2; look++) {
      await work("a", "IN_PROGRESS", { callbackAfterSeconds: 1 });
      await pass(2);
    }
    await workers.poll({ taskType: "a", workerId: "w", domain: undefined, count: 1, waitMs: 0 });
    await pass(1);
    expect(get(id)).toMatchObject({
      status: "TIMED_OUT",
      reasonForIncompletion:
        "Task timed out after 5 seconds. Timeout configured as 5 seconds. Timeout policy configured to TIME_OUT_WF",
    });
  });

  it("ends a workflow that takes too long, its tasks canceled", async () => {
    const { run, pass, get, states } = engine();
    const id = await run([simple("a")], { timeoutSeconds: 60, timeoutPolicy: "TIME_OUT_WF" });
    await pass(59.9);
    expect(get(id).status).toBe("RUNNING");
    await pass(0.1);
    expect(get(id).status).toBe("TIMED_OUT");
    expect(states(id)).toEqual(["a CANCELED"]);
  });

  it("waits for the first poll no longer than pollTimeoutSeconds", async () => {
    const { run, define, pass, get } = engine();
    define({ name: "a", pollTimeoutSeconds: 3, timeoutPolicy: "TIME_OUT_WF" });
    const id = await run([simple("a")]);
    await pass(3);
    expect(get(id).status).toBe("TIMED_OUT");
  });
});

describe("workers", () => {
  it("take what is due: highest priority first, then in order", async () => {
    const { run, workers } = engine();
    const ids = [
      await run([simple("a")]),
      await run([simple("a")]),
      await run([simple("a")], {}, { priority: 5 }),
    ];
    const poll = { taskType: "a", workerId: "w", domain: undefined, count: 10, waitMs: 0 };
    const taken = (await workers.poll(poll)).map((task) => ids.indexOf(task.workflowInstanceId));
    expect(taken).toEqual([2, 0, 1]);
  });

  it("may return a task for later", async () => {
    const { run, work, pass, states } = engine();
    const id = await run([simple("a")]);
    await work("a", "IN_PROGRESS", { callbackAfterSeconds: 30, outputData: { so: "far" } });
    expect(states(id)).toEqual(["a SCHEDULED"]);
    expect(await work("a")).toBeUndefined();
    await pass(30);
    expect(await work("a")).toMatchObject({ pollCount: 2, status: "COMPLETED" });
  });

  it("wait for a new task", async () => {
    const { run, workers } = engine();
    const polled = workers.poll({ taskType: "a", workerId: "w", domain: undefined, count: 1, waitMs: 5_000 });
    await run([simple("a")]);
    expect(await polled).toHaveLength(1);
  });

  it("poll in the domain that an execution asks for", async () => {
    const { run, workers } = engine();
    await run([simple("a")], {}, { taskToDomain: { a: "blue" } });
    const poll = { taskType: "a", workerId: "w", count: 1, waitMs: 0 };
    expect(await workers.poll({ ...poll, domain: undefined })).toEqual([]);
    expect(await workers.poll({ ...poll, domain: "blue" })).toHaveLength(1);
  });

  it("that report too late change nothing", async () => {
    const { run, workers, operations, tasksOf } = engine();
    const id = await run([simple("a")]);
    const [task] = await workers.poll({
      taskType: "a",
      workerId: "w",
      domain: undefined,
      count: 1,
      waitMs: 0,
    });
    operations.terminate(id, "enough");
    const late = {
      workflowInstanceId: id,
      taskId: task?.taskId ?? "",
      outputData: { late: 1 },
      logs: [],
    } as const;
    workers.update({ ...late, status: "COMPLETED", callbackAfterSeconds: 0, extendLease: false });
    expect(tasksOf(id)[0]).toMatchObject({ status: "CANCELED", outputData: {} });
  });

  it("renew the lease of a task: its response timeout starts again, until no heartbeat comes", async () => {
    const { define, run, workers, pass, states } = engine();
    define({
      name: "a",
      responseTimeoutSeconds: 30,
      timeoutSeconds: 100,
      timeoutPolicy: "RETRY",
      retryCount: 0,
    });
    const id = await run([simple("a", { optional: true }), simple("b")]);
    const [task] = await workers.poll({
      taskType: "a",
      workerId: "w",
      domain: undefined,
      count: 1,
      waitMs: 0,
    });
    const lease = {
      workflowInstanceId: id,
      taskId: task?.taskId ?? "",
      status: "IN_PROGRESS",
      outputData: {},
      logs: [],
      callbackAfterSeconds: 0,
      extendLease: true,
    } as const;
    await pass(20);
    workers.update(lease);
    await pass(20);
    expect(states(id)).toEqual(["a IN_PROGRESS"]);
    await pass(20);
    expect(states(id)).toEqual(["a COMPLETED_WITH_ERRORS", "b SCHEDULED"]);
  });

  it("ends an optional task at the end of a workflow: with errors if it timed out, as FAILED if that was reported", async () => {
    const { run, work, workers, pass, get, states, define } = engine();
    define({ name: "a", responseTimeoutSeconds: 30, retryCount: 0 });
    const late = await run([simple("a", { optional: true })]);
    await workers.poll({ taskType: "a", workerId: "w", domain: undefined, count: 1, waitMs: 0 });
    await pass(31);
    expect([get(late).status, ...states(late)]).toEqual(["COMPLETED", "a COMPLETED_WITH_ERRORS"]);
    const failed = await run([simple("a", { optional: true })]);
    await work("a", "FAILED");
    expect([get(failed).status, ...states(failed)]).toEqual(["COMPLETED", "a FAILED"]);
  });
});
