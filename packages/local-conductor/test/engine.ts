import { randomUUID } from "node:crypto";
import type { Json } from "@long-running-api/conductor/definition/model";
import { readTaskDefinition, readWorkflowDefinition } from "@long-running-api/conductor/definition/read";
import { openCore } from "../src/executor/core.ts";
import { definitionsOf } from "../src/executor/definitions.ts";
import { operationsOn } from "../src/executor/operations.ts";
import { type StartRequest, start } from "../src/executor/start.ts";
import { workerTasksOf } from "../src/executor/worker-tasks.ts";
import type { Execution, Task, TaskStatus } from "../src/model.ts";
import { openRegistry } from "../src/registry.ts";
import type { Scripts } from "../src/scripts.ts";
import { openStore } from "../src/store/index.ts";
import { fakeClock } from "./fake-clock.ts";

/** An engine in memory with a manual clock. Node itself evaluates the scripts. */
export function engine({ file = ":memory:", now }: { file?: string; now?: number } = {}) {
  const clock = fakeClock(now);
  const store = openStore({ file, sync: "normal" });
  const registry = openRegistry(store);
  const core = openCore({
    store,
    clock,
    newId: randomUUID,
    hostName: "here",
    minPollIntervalSeconds: 1,
    maxPollFailureSeconds: 60,
    allowHosts: undefined,
    scripts: nodeScripts,
    definitions: definitionsOf(registry, async () => undefined),
    secrets: () => undefined,
    onFailure: () => undefined,
  });
  const workers = workerTasksOf(core);
  const operations = operationsOn(core, registry);
  core.resume();

  const tasksOf = (workflowId: string): Task[] => [...core.executions.get(workflowId).tasks.all()];

  return {
    clock,
    core,
    operations,
    workers,
    /** Registers a definition of these tasks and starts it. */
    async run(tasks: object[], more: Json = {}, request: Partial<StartRequest> = {}): Promise<string> {
      registry.putWorkflow(readWorkflowDefinition({ name: "flow", version: 1, tasks, ...more }));
      const asked = { name: "flow", input: {}, ...request };
      const workflowId = await start(core, registry, async () => undefined, asked);
      await turn();
      return workflowId;
    },
    define(definition: Json): void {
      registry.putTask(readTaskDefinition(definition));
    },
    defineWorkflow(definition: Json): void {
      registry.putWorkflow(readWorkflowDefinition(definition));
    },
    close(): void {
      core.close();
      store.close();
    },
    get: (workflowId: string): Execution => core.executions.get(workflowId),
    tasksOf,
    /** `ref STATUS` of every task, in order. */
    states: (workflowId: string): string[] =>
      tasksOf(workflowId).map((task) => `${task.referenceTaskName} ${task.status}`),
    /** A worker takes one task of a type and reports it. */
    async work(
      taskType: string,
      status: TaskStatus = "COMPLETED",
      report: Json = {},
    ): Promise<Task | undefined> {
      const poll = { taskType, workerId: "w", domain: undefined, count: 1, waitMs: 0 };
      const [task] = await workers.poll(poll);
      if (!task) return undefined;
      const { workflowInstanceId, taskId } = task;
      const result = {
        workflowInstanceId,
        taskId,
        status,
        outputData: {},
        callbackAfterSeconds: 0,
        logs: [],
        extendLease: false,
      };
      const updated = workers.update({ ...result, ...report });
      await turn();
      return updated;
    },
    /** Advances the clock and waits until all work has settled. */
    async pass(seconds: number): Promise<void> {
      clock.advance(seconds * 1000);
      await turn();
    },
  };
}

/** A SIMPLE task. */
export function simple(name: string, more: Json = {}): Json {
  return { name, taskReferenceName: name, type: "SIMPLE", ...more };
}

async function turn(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
}

const nodeScripts: Scripts = {
  evaluate: async (script, $) => {
    const evaluate = new Function("$", `return eval(${JSON.stringify(script)})`) as ($: Json) => unknown;
    return evaluate($);
  },
  checkSyntax: async () => undefined,
  sandbox: () => Promise.reject(new Error("no sandbox in unit tests")),
  jq: () => Promise.reject(new Error("no jq in unit tests")),
  close: async () => undefined,
};
