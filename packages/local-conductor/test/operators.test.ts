import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { taskTypes } from "../src/tasks/index.ts";
import { engine, simple } from "./engine.ts";

it("runs the task types that the README names, and no others", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, named = ""] = /It runs ([\s\S]*?) and worker tasks/.exec(readme) ?? [];
  expect(named.split(/,\s+/).sort(), "packages/local-conductor/README.md, “It runs …”").toEqual(
    [...taskTypes.keys()].sort(),
  );
});

describe("SWITCH", () => {
  const route = (more: object) => ({
    name: "route",
    taskReferenceName: "route",
    type: "SWITCH",
    inputParameters: { state: "${workflow.input.state}" },
    decisionCases: { GOOD: [simple("good")], EMPTY: [] },
    defaultCase: [simple("other")],
    ...more,
  });
  const byValue = route({ evaluatorType: "value-param", expression: "state" });

  it.each([
    ["GOOD", ["route COMPLETED", "good SCHEDULED"]],
    ["BAD", ["route COMPLETED", "other SCHEDULED"]],
    [undefined, ["route COMPLETED", "other SCHEDULED"]],
  ])("takes the case of %s", async (state, expected) => {
    const { run, states } = engine();
    expect(states(await run([byValue, simple("after")], {}, { input: { state } }))).toEqual(expected);
  });

  it("continues after the branch, and past a case without tasks", async () => {
    const { run, states, work } = engine();
    const id = await run([byValue, simple("after")], {}, { input: { state: "GOOD" } });
    await work("good");
    expect(states(id).at(-1)).toBe("after SCHEDULED");
    const empty = await run([byValue, simple("after")], {}, { input: { state: "EMPTY" } });
    expect(states(empty)).toEqual(["route COMPLETED", "after SCHEDULED"]);
  });

  it("evaluates JavaScript, and records the result", async () => {
    const { run, tasksOf } = engine();
    const task = route({ evaluatorType: "javascript", expression: "$.state == 'x' ? 'GOOD' : 'BAD'" });
    const id = await run([task], {}, { input: { state: "x" } });
    expect(tasksOf(id)[0]).toMatchObject({
      inputData: { state: "x", case: "GOOD", hasChildren: "true" },
      outputData: { evaluationResult: ["GOOD"], selectedCase: "GOOD" },
    });
  });

  it("fails with the script's error", async () => {
    const { run, get } = engine();
    const task = route({ evaluatorType: "javascript", expression: "$.state.x.y" });
    expect(get(await run([task]))).toMatchObject({ status: "FAILED" });
  });
});

describe("DO_WHILE", () => {
  const loop = (loopCondition: string, body: object[], more: object = {}) => ({
    name: "loop",
    taskReferenceName: "loop",
    type: "DO_WHILE",
    loopCondition,
    loopOver: body,
    ...more,
  });

  it("repeats its body while the condition holds, and keeps each iteration's output", async () => {
    const { run, work, get, states, tasksOf } = engine();
    const id = await run([loop("$.loop.iteration < 3", [simple("a"), simple("b")]), simple("after")]);
    for (const n of [1, 2, 3]) {
      await work("a", "COMPLETED", { outputData: { n } });
      await work("b");
    }
    expect(states(id)).toEqual([
      "loop COMPLETED",
      ...[1, 2, 3].flatMap((n) => [`a__${n} COMPLETED`, `b__${n} COMPLETED`]),
      "after SCHEDULED",
    ]);
    expect(tasksOf(id)[0]?.outputData).toEqual({
      iteration: 3,
      1: { a: { n: 1 }, b: {} },
      2: { a: { n: 2 }, b: {} },
      3: { a: { n: 3 }, b: {} },
    });
    await work("after");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("sees the newest iteration in expressions and in the condition", async () => {
    const { run, work, tasksOf } = engine();
    const next = simple("b", { inputParameters: { of: "${a.output.n}", round: "${loop.output.iteration}" } });
    const id = await run([loop("$.a.n < 2", [simple("a"), next])]);
    for (const n of [1, 2]) {
      await work("a", "COMPLETED", { outputData: { n } });
      expect((await work("b"))?.inputData).toEqual({ of: n, round: n });
    }
    expect(tasksOf(id)[0]?.status).toBe("COMPLETED");
  });

  it("iterates over a list, and not at all when it is empty", async () => {
    const { run, work, states } = engine();
    const each = loop("", [simple("a", { inputParameters: { item: "${loop.output.loopItem}" } })], {
      inputParameters: { _items: "${workflow.input.list}" },
    });
    const id = await run([each], {}, { input: { list: ["x", "y"] } });
    expect((await work("a"))?.inputData).toEqual({ item: "x" });
    expect((await work("a"))?.inputData).toEqual({ item: "y" });
    expect(states(id)).toEqual(["loop COMPLETED", "a__1 COMPLETED", "a__2 COMPLETED"]);
    expect(states(await run([each], {}, { input: { list: [] } }))).toEqual(["loop COMPLETED"]);
  });

  it("retries a task within its iteration", async () => {
    const { run, work, define, pass, get } = engine();
    define({ name: "a", retryCount: 1, retryDelaySeconds: 1 });
    const id = await run([loop("$.loop.iteration < 2", [simple("a")])]);
    await work("a", "FAILED");
    await pass(1);
    await work("a");
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
  });

  it("fails when its condition cannot be evaluated", async () => {
    const { run, work, get } = engine();
    const id = await run([loop("$.nothing.here", [simple("a")])]);
    await work("a");
    expect(get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining("Unable to evaluate condition $.nothing.here"),
    });
  });

  it("keeps only the last iterations on request", async () => {
    const { run, work, states, tasksOf } = engine();
    const id = await run([
      loop("$.loop.iteration < 4", [simple("a")], { inputParameters: { keepLastN: 2 } }),
    ]);
    for (let n = 0; n < 4; n++) await work("a");
    expect(states(id)).toEqual(["loop COMPLETED", "a__3 COMPLETED", "a__4 COMPLETED"]);
    expect(Object.keys(tasksOf(id)[0]?.outputData ?? {}).sort()).toEqual(["3", "4", "iteration"]);
  });

  it("holds a SWITCH in its body", async () => {
    const { run, work, get, states } = engine();
    const route = {
      name: "route",
      taskReferenceName: "route",
      type: "SWITCH",
      evaluatorType: "javascript",
      expression: "$.n",
      inputParameters: { n: "${loop.output.iteration}" },
      decisionCases: { 1: [simple("one")], 2: [simple("two")] },
    };
    const id = await run([loop("$.loop.iteration < 2", [route, simple("end")])]);
    for (const type of ["one", "end", "two", "end"]) await work(type);
    expect(get(id).status).toBe("COMPLETED");
    expect(states(id).map((state) => state.split(" ")[0])).toEqual([
      "loop",
      "route__1",
      "one__1",
      "end__1",
      "route__2",
      "two__2",
      "end__2",
    ]);
  });
});

describe("WAIT", () => {
  const wait = (inputParameters: object) => ({
    name: "w",
    taskReferenceName: "w",
    type: "WAIT",
    inputParameters,
  });

  it("waits for a duration", async () => {
    const { run, pass, get } = engine();
    const id = await run([wait({ duration: "1 minute 30 seconds" })]);
    await pass(89.9);
    expect(get(id).status).toBe("RUNNING");
    await pass(0.1);
    expect(get(id).status).toBe("COMPLETED");
  });

  it("waits until a moment", async () => {
    const { run, pass, get } = engine();
    const id = await run([wait({ until: "2026-11-22 12:05 GMT" })]);
    await pass(5 * 60 - 1);
    expect(get(id).status).toBe("RUNNING");
    await pass(1);
    expect(get(id).status).toBe("COMPLETED");
  });

  it("waits for an update when neither is given", async () => {
    const { run, pass, get, workers } = engine();
    const id = await run([wait({})]);
    await pass(1_000_000);
    const task = workers.pending(id, () => true);
    workers.update({
      workflowInstanceId: id,
      taskId: task?.taskId ?? "",
      status: "COMPLETED",
      outputData: { by: "hand" },
      callbackAfterSeconds: 0,
      logs: [],
      extendLease: false,
    });
    expect(get(id)).toMatchObject({ status: "COMPLETED", output: { by: "hand" } });
  });

  it("fails on an invalid time", async () => {
    const { run, get } = engine();
    const id = await run([wait({ duration: "${workflow.input.d}" })], {}, { input: { d: "soon" } });
    expect(get(id)).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining("Not valid duration: soon"),
    });
  });
});

describe("INLINE, SET_VARIABLE and TERMINATE", () => {
  it("INLINE returns the script's value, or fails with its error", async () => {
    const { run, get } = engine();
    const inline = (expression: string) => ({
      name: "i",
      taskReferenceName: "i",
      type: "INLINE",
      inputParameters: { evaluatorType: "javascript", expression, n: 2 },
    });
    expect(get(await run([inline("$.n * 21")]))).toMatchObject({
      status: "COMPLETED",
      output: { result: 42 },
    });
    expect(get(await run([inline("throw new Error('boom')")]))).toMatchObject({ status: "FAILED" });
  });

  it("SET_VARIABLE changes what later tasks see", async () => {
    const { run, work } = engine();
    const set = {
      name: "s",
      taskReferenceName: "s",
      type: "SET_VARIABLE",
      inputParameters: { v: "${workflow.input.x}" },
    };
    await run(
      [set, simple("a", { inputParameters: { v: "${workflow.variables.v}" } })],
      {},
      { input: { x: [1] } },
    );
    expect((await work("a"))?.inputData).toEqual({ v: [1] });
  });

  it.each(["COMPLETED", "FAILED", "TERMINATED"])(
    "TERMINATE ends the workflow as %s",
    async (terminationStatus) => {
      const { run, get, states } = engine();
      const end = {
        name: "t",
        taskReferenceName: "t",
        type: "TERMINATE",
        inputParameters: {
          terminationStatus,
          terminationReason: "because",
          workflowOutput: { o: "${workflow.input.x}" },
        },
      };
      const id = await run([end, simple("never")], {}, { input: { x: 1 } });
      expect(get(id)).toMatchObject({
        status: terminationStatus,
        reasonForIncompletion: "because",
        output: { o: 1 },
      });
      expect(states(id)).toEqual(["t COMPLETED"]);
    },
  );
});
