import { describe, expect, it } from "vitest";
import { engine, simple } from "./engine.ts";

describe("pause and resume", () => {
  it("schedules nothing while paused, and continues afterwards", async () => {
    const { run, work, operations, get, states } = engine();
    const id = await run([simple("a"), simple("b")]);
    operations.pause(id);
    await work("a");
    expect(states(id)).toEqual(["a COMPLETED"]);
    operations.resume(id);
    expect(states(id)).toEqual(["a COMPLETED", "b SCHEDULED"]);
    expect(get(id).status).toBe("RUNNING");
  });
});

describe("retry", () => {
  it("retries the failed task, with a fresh input", async () => {
    const { run, work, operations, get, states } = engine();
    const id = await run([simple("a"), simple("b", { inputParameters: { n: "${a.output.n}" } })]);
    await work("a", "COMPLETED", { outputData: { n: 5 } });
    await work("b", "FAILED");
    operations.retry(id);
    expect(states(id)).toEqual(["a COMPLETED", "b FAILED", "b SCHEDULED"]);
    expect(await work("b")).toMatchObject({ retryCount: 1, inputData: { n: 5 } });
    expect(get(id).status).toBe("COMPLETED");
  });

  it("brings a canceled task back", async () => {
    const { run, work, operations, get } = engine();
    const id = await run([simple("a")]);
    operations.terminate(id, "oops");
    operations.retry(id);
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("continues in the loop where it failed", async () => {
    const { run, work, operations, get, states } = engine();
    const body = { loopCondition: "$.loop.iteration < 2", loopOver: [simple("a")] };
    const id = await run([{ name: "loop", taskReferenceName: "loop", type: "DO_WHILE", ...body }]);
    await work("a");
    await work("a", "FAILED");
    operations.retry(id);
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
    expect(states(id)).toEqual(["loop COMPLETED", "a__1 COMPLETED", "a__2 FAILED", "a__2 COMPLETED"]);
  });

  it("evaluates a failed loop condition again", async () => {
    const { run, work, operations, get, core } = engine();
    const loopCondition = "$.limit.n > $.loop.iteration";
    const body = {
      loopCondition,
      inputParameters: { limit: "${workflow.variables.limit}" },
      loopOver: [simple("a")],
    };
    const id = await run([{ name: "loop", taskReferenceName: "loop", type: "DO_WHILE", ...body }]);
    await work("a");
    expect(get(id).status).toBe("FAILED");
    core.putExecution({ ...get(id), variables: { limit: { n: 2 } } });
    operations.retry(id);
    await new Promise((resolve) => setImmediate(resolve));
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("rejects a running execution, and one with nothing to retry", async () => {
    const { run, work, operations } = engine();
    const id = await run([simple("a")]);
    expect(() => operations.retry(id)).toThrow("Workflow is still running.  status=RUNNING");
    await work("a");
    expect(() => operations.retry(id)).toThrow("There are no retryable tasks!");
  });

  it("restarts the workflow's timeout", async () => {
    const { run, work, operations, pass, get } = engine();
    const id = await run([simple("a")], { timeoutSeconds: 60, timeoutPolicy: "TIME_OUT_WF" });
    await pass(60);
    operations.retry(id);
    await pass(59);
    expect(get(id).status).toBe("RUNNING");
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
  });
});

describe("restart and rerun", () => {
  it("restart begins again with the same definition", async () => {
    const { run, work, operations, get, states } = engine();
    const id = await run([simple("a"), simple("b")]);
    await work("a", "FAILED");
    operations.restart(id, false);
    expect(states(id)).toEqual(["a SCHEDULED"]);
    await work("a");
    await work("b");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("restart uses the latest definition on request", async () => {
    const { run, work, operations, states } = engine();
    const id = await run([simple("a")]);
    await work("a", "FAILED");
    await run([simple("c")]);
    operations.restart(id, true);
    expect(states(id)).toEqual(["c SCHEDULED"]);
  });

  it("rerun begins at a task and removes the tasks after it", async () => {
    const { run, work, operations, get, states, tasksOf } = engine();
    const id = await run([simple("a"), simple("b"), simple("c")]);
    for (const type of ["a", "b", "c"]) await work(type);
    operations.rerun(id, { reRunFromTaskId: tasksOf(id)[1]?.taskId, taskInput: { again: true } });
    expect(states(id)).toEqual(["a COMPLETED", "b SCHEDULED"]);
    expect((await work("b"))?.inputData).toEqual({ again: true });
    await work("c");
    expect(get(id).status).toBe("COMPLETED");
  });
});

describe("other operations", () => {
  it("skiptask continues with the next task", async () => {
    const { run, work, operations, states } = engine();
    const id = await run([simple("a"), simple("b"), simple("c")]);
    operations.skipTask(id, "b", {}, { skipped: true });
    await work("a");
    expect(states(id)).toEqual(["a COMPLETED", "b SKIPPED", "c SCHEDULED"]);
  });

  it("resetcallbacks makes a returned task due now", async () => {
    const { run, work, operations } = engine();
    const id = await run([simple("a")]);
    await work("a", "IN_PROGRESS", { callbackAfterSeconds: 3600 });
    operations.resetCallbacks(id);
    expect(await work("a")).toBeDefined();
  });

  it("terminate cancels open tasks, which are no longer delivered", async () => {
    const { run, work, operations, get, states } = engine();
    const id = await run([simple("a")]);
    operations.terminate(id, "enough");
    expect(get(id)).toMatchObject({ status: "TERMINATED", reasonForIncompletion: "enough" });
    expect(states(id)).toEqual(["a CANCELED"]);
    expect(await work("a")).toBeUndefined();
  });

  it("remove deletes everything", async () => {
    const { run, work, operations, core } = engine();
    const id = await run([simple("a")]);
    expect(() => operations.remove(id, false)).toThrow("Cannot archive workflow");
    await work("a");
    operations.remove(id, false);
    expect(core.executions.find(id)).toBeUndefined();
    expect(core.store.searchExecutions({ start: 0, size: 10 }).totalHits).toBe(0);
  });
});

describe("idempotency keys", () => {
  const key = { idempotencyKey: "k" };

  it("return the existing execution", async () => {
    const { run } = engine();
    const id = await run([simple("a")], {}, key);
    expect(await run([simple("a")], {}, key)).toBe(id);
  });

  it("FAIL rejects, FAIL_ON_RUNNING only while it runs", async () => {
    const { run, work } = engine();
    const id = await run([simple("a")], {}, key);
    await expect(run([simple("a")], {}, { ...key, idempotencyStrategy: "FAIL" })).rejects.toThrow(id);
    await expect(run([simple("a")], {}, { ...key, idempotencyStrategy: "FAIL_ON_RUNNING" })).rejects.toThrow(
      id,
    );
    await work("a");
    expect(await run([simple("a")], {}, { ...key, idempotencyStrategy: "FAIL_ON_RUNNING" })).not.toBe(id);
  });
});
