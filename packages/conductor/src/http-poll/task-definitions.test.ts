import { describe, expect, it } from "vitest";
import type { Task, TaskDef, WorkflowDef } from "../client.ts";
import { isRequeued, missingDefinitions, wantedDefinitions } from "./task-definitions.ts";

const poll = (name: string, http_request: Record<string, unknown> = {}) => ({
  name,
  taskReferenceName: `${name}_ref`,
  type: "HTTP_POLL",
  inputParameters: { http_request },
});

const workflow = (...tasks: unknown[]) => ({ name: "w", version: 1, tasks }) as unknown as WorkflowDef;

const wanted = (...tasks: unknown[]) =>
  Object.fromEntries(
    wantedDefinitions([workflow(...tasks)], ["HTTP_POLL"]).map(({ name, responseTimeoutSeconds }) => [
      name,
      responseTimeoutSeconds,
    ]),
  );

describe("wantedDefinitions", () => {
  it("requires one for each name, with timeouts that requeue an abandoned poll", () => {
    expect(wantedDefinitions([workflow(poll("http_poll"), poll("http_poll"))], ["HTTP_POLL"])).toEqual([
      {
        name: "http_poll",
        description: "[http-poll-worker] A poll whose worker has died is given to another after 21 s.",
        ownerEmail: "http-poll-worker@example.com",
        retryCount: 10,
        retryLogic: "FIXED",
        retryDelaySeconds: 0,
        timeoutPolicy: "RETRY",
        timeoutSeconds: 0,
        responseTimeoutSeconds: 21,
      },
    ]);
  });

  it("finds tasks in branches, loops, forks and inline sub-workflows, of the served types only", () => {
    expect(
      wanted(
        { name: "no", type: "HTTP" },
        { name: "s", type: "SWITCH", decisionCases: { a: [poll("case")] }, defaultCase: [poll("default")] },
        { name: "d", type: "DO_WHILE", loopOver: [poll("loop")] },
        { name: "f", type: "FORK_JOIN", forkTasks: [[poll("fork")], [{ name: "x", type: "SIMPLE" }]] },
        {
          name: "w",
          type: "SUB_WORKFLOW",
          subWorkflowParam: { workflowDefinition: { tasks: [poll("sub")] } },
        },
        { name: "n", type: "SUB_WORKFLOW", subWorkflowParam: { workflowDefinition: "${workflow.input.w}" } },
        null,
        "text",
      ),
    ).toEqual({ case: 21, default: 21, loop: 21, fork: 21, sub: 21 });
  });

  it("allows for the longest request of a task of that name, up to the maximum", () => {
    expect(wanted(poll("a", { connectionTimeOut: "10000", readTimeOut: 30_000 }), poll("a"))).toEqual({
      a: 55,
    });
    expect(wanted(poll("a", { readTimeOut: 3_600_000 }))).toEqual({ a: 75 });
    expect(wanted(poll("a", { readTimeOut: "${workflow.input.t}" }))).toEqual({ a: 75 });
    expect(wanted(poll("a", { readTimeOut: 0 }))).toEqual({ a: 75 });
    expect(wanted({ ...poll("a"), inputParameters: { readTimeOut: 20_000 } })).toEqual({ a: 38 });
  });
});

describe("missingDefinitions", () => {
  const needed = wantedDefinitions([workflow(poll("a", { readTimeOut: 30_000 }))], ["HTTP_POLL"]);
  const known = (more: Partial<TaskDef>) => [{ name: "a", ...more } as TaskDef];

  it("are those not registered yet", () => {
    expect(missingDefinitions(needed, [])).toEqual(needed);
    expect(missingDefinitions(needed, known({ name: "b" }))).toEqual(needed);
    expect(missingDefinitions(needed, needed)).toEqual([]);
  });

  it("never include an operator's own, with any timeout", () => {
    expect(missingDefinitions(needed, known({ responseTimeoutSeconds: 1, description: "ours" }))).toEqual([]);
  });

  it("include ours that have become too short, never too long", () => {
    const description = needed[0]?.description ?? "";
    expect(missingDefinitions(needed, known({ responseTimeoutSeconds: 21, description }))).toEqual(needed);
    expect(missingDefinitions(needed, known({ responseTimeoutSeconds: 99, description }))).toEqual([]);
  });
});

const watchedBy = (responseTimeoutSeconds: number): Task => ({
  taskDefinition: { name: "p", responseTimeoutSeconds } as TaskDef,
});

it.each<[string, Task, boolean]>([
  ["without a definition", {}, false],
  ["with the empty one that Conductor OSS generates", watchedBy(0), false],
  ["with an operator's own", watchedBy(30), true],
])("a task %s comes back from a dead worker: %s", (_, task, expected) => {
  expect(isRequeued(task)).toBe(expected);
});
