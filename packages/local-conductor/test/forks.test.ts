import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Json } from "@long-running-api/conductor/definition/model";
import { describe, expect, it } from "vitest";
import type { Task } from "../src/model.ts";
import { engine, simple } from "./engine.ts";

/** A FORK_JOIN with its JOIN. */
function fork(ref: string, forkTasks: object[][], joinOn: string[]): object[] {
  return [
    { name: ref, taskReferenceName: ref, type: "FORK_JOIN", forkTasks },
    { name: `${ref}_join`, taskReferenceName: `${ref}_join`, type: "JOIN", joinOn },
  ];
}

const wait = (ref: string, more: Json = {}): Json => ({
  name: "wait",
  taskReferenceName: ref,
  type: "WAIT",
  ...more,
});

const find = (tasks: Task[], ref: string): Task | undefined =>
  tasks.findLast((task) => task.referenceTaskName === ref);

describe("FORK_JOIN", () => {
  it("schedules the first task of each branch with its JOIN, recorded as Conductor does", async () => {
    const { run, tasksOf } = engine();
    const id = await run(fork("f", [[simple("a"), simple("a2")], [simple("b")]], ["a2", "b"]));
    expect(
      tasksOf(id).map(({ seq, taskType, taskDefName, status }) => [seq, taskType, taskDefName, status]),
    ).toEqual([
      [1, "FORK", "FORK", "COMPLETED"],
      [2, "a", "a", "SCHEDULED"],
      [3, "b", "b", "SCHEDULED"],
      [4, "JOIN", "JOIN", "IN_PROGRESS"],
    ]);
    expect(tasksOf(id)[3]?.inputData).toEqual({ joinOn: ["a2", "b"] });
  });

  it("goes on after the last of the tasks that the JOIN waits for, with their outputs", async () => {
    const { run, states, tasksOf, work } = engine();
    const id = await run([
      ...fork("f", [[simple("a"), simple("a2")], [simple("b")]], ["a2", "b"]),
      simple("after"),
    ]);
    await work("b", "COMPLETED", { outputData: { of: "b" } });
    await work("a");
    expect(states(id)).toContain("f_join IN_PROGRESS");
    await work("a2", "COMPLETED", { outputData: { of: "a2" } });
    expect(states(id)).toContain("after SCHEDULED");
    expect(find(tasksOf(id), "f_join")).toMatchObject({
      status: "COMPLETED",
      outputData: { a2: { of: "a2" }, b: { of: "b" } },
    });
  });

  it("within a branch, ends with its own JOIN", async () => {
    const { run, get, states, work } = engine();
    const inner = fork("g", [[simple("x")], [simple("y")]], ["x", "y"]);
    const id = await run(fork("f", [inner, [simple("b")]], ["g_join", "b"]));
    expect(states(id).map((state) => state.split(" ")[0])).toEqual([
      "f",
      "g",
      "x",
      "y",
      "g_join",
      "b",
      "f_join",
    ]);
    for (const name of ["x", "y"]) await work(name, "COMPLETED", { outputData: { of: name } });
    expect(states(id)).toContain("f_join IN_PROGRESS");
    await work("b");
    expect(get(id)).toMatchObject({
      status: "COMPLETED",
      output: { g_join: { x: { of: "x" }, y: { of: "y" } } },
    });
  });

  it("within a loop, joins the tasks of each iteration", async () => {
    const { run, get, tasksOf, work } = engine();
    const body = fork("f", [[simple("a")], [simple("b")]], ["a", "b"]);
    const loopCondition = "$.l['iteration'] < 2";
    const id = await run([
      { name: "l", taskReferenceName: "l", type: "DO_WHILE", loopCondition, loopOver: body },
    ]);
    for (const of of [1, 2])
      for (const name of ["b", "a"]) await work(name, "COMPLETED", { outputData: { of } });
    expect(get(id).status).toBe("COMPLETED");
    expect(find(tasksOf(id), "f_join__2")?.outputData).toEqual({ a__2: { of: 2 }, b__2: { of: 2 } });
  });

  it("fails with a task of a branch, and cancels what runs beside it", async () => {
    const { run, get, states, work } = engine();
    const id = await run(fork("f", [[simple("a")], [wait("w")]], ["a", "w"]));
    await work("a", "FAILED", { reasonForIncompletion: "no" });
    expect(get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining("'no'"),
    });
    expect(states(id)).toEqual(["f COMPLETED", "a FAILED", "w CANCELED", "f_join CANCELED"]);
  });

  it("waits for the next try of a task that failed", async () => {
    const { run, define, get, states, work, pass } = engine();
    define({ name: "a", retryCount: 1, retryDelaySeconds: 5, responseTimeoutSeconds: 60 });
    const id = await run(fork("f", [[simple("a")], [simple("b")]], ["a", "b"]));
    await work("b");
    await work("a", "FAILED");
    expect(states(id)).toContain("f_join IN_PROGRESS");
    await pass(5);
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("completes with errors after an optional task that failed", async () => {
    const { run, get, tasksOf, work } = engine();
    const id = await run(fork("f", [[simple("a", { optional: true })], [simple("b")]], ["a", "b"]));
    await work("a", "FAILED");
    await work("b");
    const join = find(tasksOf(id), "f_join");
    expect([get(id).status, join?.status]).toEqual(["COMPLETED", "COMPLETED_WITH_ERRORS"]);
    expect(join?.reasonForIncompletion).toBe(`a/${find(tasksOf(id), "a")?.taskId} completed with errors`);
  });

  it("fails at its JOIN after a permissive task that failed, once all have ended", async () => {
    const { run, get, states, work } = engine();
    const id = await run([
      ...fork("f", [[simple("a", { permissive: true })], [simple("b")]], ["a", "b"]),
      simple("after"),
    ]);
    await work("a", "FAILED", { reasonForIncompletion: "no" });
    expect(get(id).status).toBe("RUNNING");
    await work("b");
    expect(get(id).status).toBe("FAILED");
    expect(states(id)).toEqual(["f COMPLETED", "a FAILED", "b COMPLETED", "f_join FAILED"]);
  });

  it.each([
    ["some branches", ["a"]],
    ["nothing", []],
  ])(
    "goes on without the other branches where the JOIN waits for %s, and ends with them",
    async (_, joinOn) => {
      const { run, get, states, work } = engine();
      const id = await run([...fork("f", [[simple("a")], [simple("b")]], joinOn), simple("after")]);
      if (joinOn.length > 0) await work("a");
      expect(states(id)).toContain("after SCHEDULED");
      await work("after");
      expect(get(id).status).toBe("RUNNING");
      for (const name of ["a", "b"]) await work(name);
      expect(get(id).status).toBe("COMPLETED");
    },
  );

  it("is ended by a TERMINATE in a branch", async () => {
    const { run, get, states } = engine();
    const inputParameters = { terminationStatus: "COMPLETED", workflowOutput: { by: "t" } };
    const terminate = { name: "t", taskReferenceName: "t", type: "TERMINATE", inputParameters };
    const id = await run(fork("f", [[terminate], [wait("w")]], ["t", "w"]));
    expect(get(id)).toMatchObject({ status: "COMPLETED", output: { by: "t" } });
    expect(states(id)).toContain("w CANCELED");
  });

  it("survives the end of the process with each branch where it was", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "conductor-"));
    const file = path.join(folder, "forks.db");
    const first = engine({ file });
    const id = await first.run(fork("f", [[simple("a"), simple("a2")], [simple("b")]], ["a2", "b"]));
    await first.work("a");
    first.close();
    const second = engine({ file });
    expect(second.states(id)).toEqual([
      "f COMPLETED",
      "a COMPLETED",
      "b SCHEDULED",
      "f_join IN_PROGRESS",
      "a2 SCHEDULED",
    ]);
    for (const name of ["b", "a2"]) await second.work(name);
    expect(second.get(id).status).toBe("COMPLETED");
    second.close();
    rmSync(folder, { recursive: true });
  });
});

describe("operations on a fork", () => {
  it("retry tries what failed and what was canceled beside it again", async () => {
    const { run, get, states, work, operations } = engine();
    const id = await run(fork("f", [[simple("a")], [simple("b")], [simple("c")]], ["a", "b", "c"]));
    await work("c");
    await work("a", "FAILED");
    operations.retry(id);
    expect(states(id).slice(-2)).toEqual(["a SCHEDULED", "b SCHEDULED"]);
    for (const name of ["a", "b"]) await work(name);
    expect(get(id).status).toBe("COMPLETED");
  });

  it("rerun from a task of a branch leaves the other branches", async () => {
    const { run, get, states, tasksOf, work, operations } = engine();
    const id = await run([...fork("f", [[simple("a")], [simple("b")]], ["a", "b"]), simple("after")]);
    await work("b");
    await work("a", "FAILED");
    operations.rerun(id, { reRunFromTaskId: find(tasksOf(id), "a")?.taskId });
    expect(states(id)).toEqual(["f COMPLETED", "a SCHEDULED", "b COMPLETED"]);
    await work("a");
    await work("after");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("rerun from the fork begins all branches again", async () => {
    const { run, get, states, tasksOf, work, operations } = engine();
    const id = await run([simple("before"), ...fork("f", [[simple("a")], [simple("b")]], ["a", "b"])]);
    await work("before");
    await work("b");
    await work("a", "FAILED");
    operations.rerun(id, { reRunFromTaskId: find(tasksOf(id), "f")?.taskId });
    expect(states(id)).toEqual([
      "before COMPLETED",
      "f COMPLETED",
      "a SCHEDULED",
      "b SCHEDULED",
      "f_join IN_PROGRESS",
    ]);
    for (const name of ["a", "b"]) await work(name);
    expect(get(id).status).toBe("COMPLETED");
  });
});
