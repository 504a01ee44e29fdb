import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Json } from "@long-running-api/conductor/definition/model";
import { describe, expect, it } from "vitest";
import { engine, simple } from "./engine.ts";

type Engine = ReturnType<typeof engine>;

const sub = (ref: string, subWorkflowParam: Json, more: Json = {}): Json => ({
  name: "sub",
  taskReferenceName: ref,
  type: "SUB_WORKFLOW",
  subWorkflowParam,
  inputParameters: { n: "${workflow.input.n}" },
  ...more,
});

const child = (...tasks: object[]): Json => ({ name: "child", version: 1, tasks });

/** Starts a workflow of these tasks beside a `child`; returns its identifier. */
async function begin(
  on: Engine,
  tasks: object[],
  definition = child(simple("w")),
  more: Json = {},
): Promise<string> {
  on.defineWorkflow(definition);
  return on.run(tasks, more, { input: { n: 21 }, correlationId: "order" });
}

/** The execution that a task has started last. */
function childOf({ tasksOf }: Engine, workflowId: string, ref = "s"): string {
  return tasksOf(workflowId).findLast((task) => task.referenceTaskName === ref)?.subWorkflowId ?? "";
}

describe("SUB_WORKFLOW", () => {
  it("starts an execution with its inputs, and takes over its output", async () => {
    const on = engine();
    const definition = { ...child(simple("w")), outputParameters: { w: "${w.output.of}" } };
    const id = await begin(on, [sub("s", { name: "child" }), simple("after")], definition);
    const childId = childOf(on, id);
    expect(on.get(childId)).toMatchObject({
      status: "RUNNING",
      input: { n: 21 },
      correlationId: "order",
      parentWorkflowId: id,
      parentWorkflowTaskId: on.tasksOf(id)[0]?.taskId,
    });
    expect(on.tasksOf(id)[0]).toMatchObject({
      taskType: "SUB_WORKFLOW",
      taskDefName: "sub",
      status: "IN_PROGRESS",
      inputData: {
        subWorkflowName: "child",
        subWorkflowVersion: 1,
        workflowInput: { n: 21 },
        priority: null,
      },
      outputData: { subWorkflowId: childId },
    });
    await on.work("w", "COMPLETED", { outputData: { of: "w" } });
    expect(on.tasksOf(id)[0]).toMatchObject({
      status: "COMPLETED",
      outputData: { subWorkflowId: childId, w: "w" },
    });
    expect(on.states(id)).toEqual(["s COMPLETED", "after SCHEDULED"]);
  });

  it("keeps to the version that was the latest when the workflow started", async () => {
    const on = engine();
    const id = await begin(on, [simple("before"), sub("s", { name: "child" })]);
    on.defineWorkflow({ ...child(simple("other")), version: 2 });
    await on.work("before");
    expect(on.get(childOf(on, id)).definition.version).toBe(1);
  });

  it("takes a definition that is given in place, also one that comes from an expression", async () => {
    const on = engine();
    const inPlace = { name: "in_place", version: 1, tasks: [simple("x")] };
    const id = await on.run(
      [
        sub("s", { name: "in_place", workflowDefinition: inPlace }),
        sub("t", { name: "in_place", workflowDefinition: "${workflow.input.given}" }),
      ],
      {},
      { input: { given: inPlace } },
    );
    for (const ref of ["s", "t"]) {
      expect(on.get(childOf(on, id, ref))).toMatchObject({
        definition: { name: "in_place" },
        input: { _systemMetadata: { dynamic: true } },
      });
      await on.work("x");
    }
    expect(on.get(id).status).toBe("COMPLETED");
  });

  it("that is registered nowhere refuses the start, and with a version fails its task", async () => {
    const on = engine();
    await expect(on.run([sub("s", { name: "nowhere" })])).rejects.toThrow(
      "The Task nowhere defined as a sub-workflow has no workflow definition available ",
    );
    const id = await on.run([sub("s", { name: "nowhere", version: 3 })]);
    expect(on.tasksOf(id)[0]).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: "No such workflow defined. name=nowhere, version=3",
    });
  });

  it("fails with the reason of what it started", async () => {
    const on = engine();
    const id = await begin(on, [sub("s", { name: "child" })]);
    const childId = childOf(on, id);
    await on.work("w", "FAILED", { reasonForIncompletion: "no" });
    const reason = `Sub workflow child.1/${childId} failure reason: Task ${on.tasksOf(childId)[0]?.taskId} failed with status: FAILED and reason: 'no'`;
    expect(on.tasksOf(id)[0]).toMatchObject({ status: "FAILED", reasonForIncompletion: reason });
    expect(on.get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining(reason),
    });
  });

  it("is tried again with an execution of its own", async () => {
    const on = engine();
    on.define({ name: "sub", retryCount: 1, retryDelaySeconds: 2, responseTimeoutSeconds: 1 });
    const id = await begin(on, [sub("s", { name: "child" })]);
    const first = childOf(on, id);
    await on.pass(10); // No answer is missing while the sub workflow runs.
    await on.work("w", "FAILED");
    await on.pass(2);
    const second = childOf(on, id);
    expect(second).not.toBe(first);
    await on.work("w");
    expect([on.get(first).status, on.get(second).status, on.get(id).status]).toEqual([
      "FAILED",
      "COMPLETED",
      "COMPLETED",
    ]);
  });

  it("times out with what it started", async () => {
    const on = engine();
    const limited = { ...child(simple("w")), timeoutSeconds: 5, timeoutPolicy: "TIME_OUT_WF" };
    const id = await begin(on, [sub("s", { name: "child" })], limited);
    await on.pass(6);
    expect([on.get(childOf(on, id)).status, on.states(id), on.get(id).status]).toEqual([
      "TIMED_OUT",
      ["s TIMED_OUT"],
      "TIMED_OUT",
    ]);
  });

  it("is terminated when the workflow around it times out", async () => {
    const on = engine();
    const limits = { timeoutSeconds: 5, timeoutPolicy: "TIME_OUT_WF" };
    const id = await begin(on, [sub("s", { name: "child" })], undefined, limits);
    await on.pass(6);
    expect(on.get(childOf(on, id))).toMatchObject({
      status: "TERMINATED",
      reasonForIncompletion: expect.stringContaining(
        "Parent workflow has been terminated with reason: Workflow timed out",
      ),
    });
  });

  it("names what it started itself, not what that one started", async () => {
    const on = engine();
    on.defineWorkflow({ name: "inner", version: 1, tasks: [simple("w")] });
    const id = await begin(on, [sub("s", { name: "child" })], child(sub("s", { name: "inner" })));
    const middle = childOf(on, id);
    await on.work("w", "COMPLETED", { outputData: { of: "w" } });
    expect(on.get(id)).toMatchObject({ status: "COMPLETED", output: { subWorkflowId: middle, of: "w" } });
  });

  it("that starts itself comes to an end", async () => {
    const on = engine();
    const id = await begin(
      on,
      [sub("s", { name: "child", version: 1 })],
      child(sub("s", { name: "child", version: 1 })),
    );
    for (let turns = 0; turns < 50 && on.get(id).status === "RUNNING"; turns++) await on.pass(0);
    expect(on.get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining("does one start itself?"),
    });
  });

  it("runs once, however often the process ends", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "conductor-"));
    const file = path.join(folder, "sub.db");
    let on = engine({ file });
    const id = await begin(on, [sub("s", { name: "child" })]);
    const childId = childOf(on, id);
    on.close();
    on = engine({ file });
    await on.pass(0);
    expect(childOf(on, id)).toBe(childId);
    await on.work("w");
    on.close();
    on = engine({ file });
    expect([on.get(childId).status, on.get(id).status]).toEqual(["COMPLETED", "COMPLETED"]);
    on.close();
    rmSync(folder, { recursive: true });
  });
});

describe("operations on parent and child", () => {
  it("terminating the parent terminates what it started, at any depth", async () => {
    const on = engine();
    on.defineWorkflow({ name: "inner", version: 1, tasks: [simple("w")] });
    const id = await begin(on, [sub("s", { name: "child" })], child(sub("s", { name: "inner" })));
    const middle = childOf(on, id);
    on.operations.terminate(id, "enough");
    expect(on.tasksOf(id)[0]?.outputData).toEqual({ subWorkflowId: middle });
    expect(on.get(middle).reasonForIncompletion).toBe(
      "Parent workflow has been terminated with reason: enough",
    );
    expect(on.get(childOf(on, middle)).status).toBe("TERMINATED");
  });

  it("terminating the child terminates the parent", async () => {
    const on = engine();
    const id = await begin(on, [sub("s", { name: "child" })]);
    on.operations.terminate(childOf(on, id), "enough");
    expect([on.states(id), on.get(id).status]).toEqual([["s CANCELED"], "TERMINATED"]);
  });

  it("a paused parent goes on when it is resumed", async () => {
    const on = engine();
    const id = await begin(on, [sub("s", { name: "child" }), simple("after")]);
    on.operations.pause(id);
    await on.work("w");
    expect(on.states(id)).toEqual(["s COMPLETED"]);
    on.operations.resume(id);
    expect(on.states(id)).toEqual(["s COMPLETED", "after SCHEDULED"]);
  });

  const failed = async (on: Engine): Promise<{ id: string; childId: string }> => {
    const id = await begin(on, [sub("s", { name: "child" })]);
    const childId = childOf(on, id);
    await on.work("w", "FAILED");
    return { id, childId };
  };

  it("retrying the parent starts a new child", async () => {
    const on = engine();
    const { id, childId } = await failed(on);
    on.operations.retry(id);
    await on.pass(0);
    expect(childOf(on, id)).not.toBe(childId);
    await on.work("w");
    expect(on.get(id).status).toBe("COMPLETED");
  });

  it.each(["retry", "restart", "rerun", "retryInside"] as const)(
    "%s of what failed inside brings the parent back",
    async (operation) => {
      const on = engine();
      const { id, childId } = await failed(on);
      if (operation === "retryInside") on.operations.retryInside(id);
      else if (operation === "rerun") on.operations.rerun(childId, {});
      else if (operation === "restart") on.operations.restart(childId, false);
      else on.operations.retry(childId);
      expect([on.get(id).status, on.states(id)]).toEqual(["RUNNING", ["s IN_PROGRESS"]]);
      await on.work("w");
      expect([on.get(childId).status, on.get(id).status]).toEqual(["COMPLETED", "COMPLETED"]);
    },
  );

  it("retrying the child of an optional task completes the task", async () => {
    const on = engine();
    const id = await begin(on, [sub("s", { name: "child" }, { optional: true }), simple("after")]);
    await on.work("w", "FAILED");
    expect(on.states(id)).toEqual(["s COMPLETED_WITH_ERRORS", "after SCHEDULED"]);
    on.operations.retry(childOf(on, id));
    await on.work("w");
    expect(on.states(id)).toEqual(["s COMPLETED", "after SCHEDULED"]);
  });

  it("rerunning from a task of a child, by the parent's identifier", async () => {
    const on = engine();
    const { id, childId } = await failed(on);
    on.operations.rerun(id, { reRunFromTaskId: on.tasksOf(childId)[0]?.taskId });
    await on.work("w");
    expect(on.get(id).status).toBe("COMPLETED");
  });

  it("retrying a child brings back what was canceled beside it", async () => {
    const on = engine();
    const branches = [[sub("s", { name: "child" })], [sub("t", { name: "child" })], [simple("b")]];
    const tasks = [
      { name: "f", taskReferenceName: "f", type: "FORK_JOIN", forkTasks: branches },
      { name: "j", taskReferenceName: "j", type: "JOIN", joinOn: ["s", "t", "b"] },
    ];
    const id = await begin(on, tasks);
    await on.work("w", "FAILED");
    expect(on.states(id)).toEqual(["f COMPLETED", "s FAILED", "t CANCELED", "b CANCELED", "j CANCELED"]);
    on.operations.retry(childOf(on, id));
    expect(on.states(id)).toEqual([
      "f COMPLETED",
      "s IN_PROGRESS",
      "t IN_PROGRESS",
      "b SCHEDULED",
      "j IN_PROGRESS",
    ]);
    for (const name of ["w", "w", "b"]) await on.work(name);
    expect(on.get(id).status).toBe("COMPLETED");
  });
});
