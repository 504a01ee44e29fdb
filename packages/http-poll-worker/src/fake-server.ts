import type { Task, TaskDef, TaskResult, WorkerApi, WorkflowDef } from "@long-running-api/conductor/api";
import { createMetrics } from "./metrics.ts";

/** A server that delivers the tasks in `queue` and records the updates. */
export function fakeServer(given: Partial<WorkerApi> = {}) {
  const queue: Task[] = [];
  const polls: { type: string; count: number; domain?: string | undefined }[] = [];
  const updates: TaskResult[] = [];
  const registered: TaskDef[] = [];
  const workflows: WorkflowDef[] = [];
  const definitions: TaskDef[] = [];
  const server: WorkerApi = {
    url: "http://127.0.0.1:1/api",
    async poll({ type, count, domain }) {
      polls.push({ type, count, domain });
      return queue.splice(0, count);
    },
    tasksInProgress: async () => [],
    task: async () => undefined,
    async update(result) {
      updates.push(result);
    },
    definitions: async () => workflows,
    execution: async () => undefined,
    taskDefinitions: async () => definitions,
    async registerTask(definition) {
      registered.push(definition);
      definitions.push(definition);
    },
    statusOf: async () => 404,
    version: async () => "3.32.3",
    ...given,
  };
  return { server, queue, polls, updates, registered, workflows, definitions };
}

/** Keeps the lines of a log. */
export function fakeLog() {
  const lines: { level: string; event: string; fields: Record<string, unknown> }[] = [];
  const at =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, event, fields });
  return { lines, log: { info: at("info"), warn: at("warn"), error: at("error") } };
}

export { createMetrics };

/** Resolves once `seen` returns true; checks after each turn of the event loop. */
export async function until(seen: () => boolean): Promise<void> {
  for (let turns = 0; !seen(); turns += 1) {
    if (turns > 20_000) throw new Error("it did not happen");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
