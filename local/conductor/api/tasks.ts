import { ConductorError } from "../error.ts";
import type { Core } from "../executor/core.ts";
import type { TaskResult, WorkerTasks } from "../executor/worker-tasks.ts";
import { object } from "../java-json.ts";
import { isTerminal, type Task } from "../model.ts";
import { type Answer, type Call, done, json, noContent, type Route, text } from "./http.ts";
import { readStatus, readTaskResult, wholeParameter } from "./request.ts";
import { taskSummaryToWire, taskToWire, workflowToWire } from "./wire.ts";
import { searchOf } from "./workflows.ts";

/** What these paths work on. */
export interface TaskParts {
  readonly core: Core;
  readonly workerTasks: WorkerTasks;
}

/** A poll may wait this long, whatever it asks for. */
const waitMsMax = 30_000;

const countMax = 1_000;

/** The tasks, as workers and whoever watches them use them: /api/tasks. */
export function taskRoutes(parts: TaskParts): Route[] {
  return [...pollRoutes(parts), ...queueRoutes(parts), ...updateRoutes(parts), ...readRoutes(parts)];
}

function pollRoutes({ core, workerTasks }: TaskParts): Route[] {
  return [
    {
      route: "GET /api/tasks/poll/batch/{taskType}",
      async handle(call) {
        const count = Math.min(wholeParameter(call, "count", 1), countMax);
        const waitMs = Math.min(wholeParameter(call, "timeout", 100), waitMsMax);
        const tasks = await workerTasks.poll({ ...pollerOf(call), count, waitMs });
        return json(tasks.map((task) => wire(core, task)));
      },
    },
    {
      route: "GET /api/tasks/poll/{taskType}",
      async handle(call) {
        const waitMs = Math.min(wholeParameter(call, "timeout", 100), waitMsMax);
        return next(core, workerTasks, { ...pollerOf(call), waitMs });
      },
    },
  ];
}

interface Poller {
  readonly taskType: string;
  readonly workerId: string | undefined;
  readonly domain: string | undefined;
}

function pollerOf({ params, query }: Call): Poller {
  const taskType = params["taskType"] ?? "";
  return { taskType, workerId: query.get("workerid") ?? undefined, domain: query.get("domain") ?? undefined };
}

async function next(
  core: Core,
  workerTasks: WorkerTasks,
  poller: Poller & { waitMs: number },
): Promise<Answer> {
  const [task] = await workerTasks.poll({ ...poller, count: 1 });
  return task ? json(wire(core, task)) : noContent;
}

function wire(core: Core, task: Task): object {
  return taskToWire(core.executions.get(task.workflowInstanceId), task);
}

function queueRoutes({ core: { queues }, workerTasks }: TaskParts): Route[] {
  const sizeOf = (taskType: string, domain?: string): number => queues.size(taskType, domain);
  return [
    { route: "GET /api/tasks/queue/all", handle: () => json(queues.sizes()) },
    {
      route: "GET /api/tasks/queue/all/verbose",
      handle: () =>
        json(
          Object.fromEntries(
            Object.entries(queues.sizes()).map(([name, size]) => [name, { s: { size, uacked: 0 } }]),
          ),
        ),
    },
    {
      route: "GET /api/tasks/queue/sizes",
      handle: ({ query }) =>
        json(Object.fromEntries(query.getAll("taskType").map((type) => [type, sizeOf(type)]))),
    },
    {
      route: "GET /api/tasks/queue/size",
      handle: ({ query }) => json(sizeOf(query.get("taskType") ?? "", query.get("domain") ?? undefined)),
    },
    {
      route: "GET /api/tasks/queue/polldata",
      handle: ({ query }) => json(workerTasks.pollData(query.get("taskType") ?? "")),
    },
    { route: "GET /api/tasks/queue/polldata/all", handle: () => json(workerTasks.pollData()) },
  ];
}

function updateRoutes({ core, workerTasks }: TaskParts): Route[] {
  const byReference = (call: Call): Task => {
    const { workflowId = "", taskReferenceName = "", status } = call.params;
    const pending = workerTasks.pending(workflowId, taskReferenceName);
    if (!pending) {
      throw new ConductorError(
        404,
        `Found no running task ${taskReferenceName} of workflow ${workflowId} to update`,
      );
    }
    return workerTasks.update(resultFor(pending, status, call));
  };
  return [
    { route: "POST /api/tasks", handle: (call) => text(workerTasks.update(readTaskResult(call)).taskId) },
    {
      route: "POST /api/tasks/update-v2",
      handle(call) {
        const result = readTaskResult(call);
        const updated = workerTasks.update(result);
        if (!isTerminal(updated.status)) return noContent;
        const { taskType, domain } = updated;
        return next(core, workerTasks, { taskType, domain, workerId: result.workerId, waitMs: 0 });
      },
    },
    {
      route: "POST /api/tasks/{workflowId}/{status}/signal",
      handle: (call) => signal(core, workerTasks, call),
    },
    { route: "POST /api/tasks/{taskId}/log", handle: (call) => addLog(core, call) },
    {
      route: "POST /api/tasks/{workflowId}/{taskReferenceName}/{status}",
      handle: (call) => text(byReference(call).taskId),
    },
    {
      route: "POST /api/tasks/{workflowId}/{taskReferenceName}/{status}/sync",
      handle: (call) => json(workflowToWire(core.executions.get(byReference(call).workflowInstanceId))),
    },
  ];
}

function resultFor(task: Task, status: string | undefined, call: Call): TaskResult {
  return {
    workflowInstanceId: task.workflowInstanceId,
    taskId: task.taskId,
    status: readStatus(status),
    outputData: { ...task.outputData, ...object(call.json()) },
    callbackAfterSeconds: 0,
    workerId: call.query.get("workerid") ?? undefined,
    logs: [],
    extendLease: false,
  };
}

/** Reports the task at which an execution waits for someone. */
function signal(core: Core, workerTasks: WorkerTasks, call: Call): Answer {
  const { workflowId = "", status } = call.params;
  for (const task of core.executions.get(workflowId).tasks.open()) {
    if (task.taskType !== "WAIT" || isTerminal(task.status)) continue;
    workerTasks.update(resultFor(task, status, call));
    return done;
  }
  return done;
}

function addLog(core: Core, call: Call): Answer {
  const { taskId = "" } = call.params;
  if (core.store.workflowIdOf(taskId) !== undefined) {
    core.store.addLogs([{ taskId, log: call.text, createdTime: core.now() }]);
  }
  return done;
}

function readRoutes({ core }: TaskParts): Route[] {
  const find = (taskId: string): [object: Parameters<typeof taskToWire>[0], task: Task] | undefined => {
    const execution = core.executions.find(core.store.workflowIdOf(taskId) ?? "");
    const task = execution?.tasks.get(taskId);
    return execution && task && [execution, task];
  };
  const found = (call: Call, toWire: typeof taskToWire): Answer => {
    const { totalHits, ids } = core.store.searchTasks(searchOf(call));
    const results = ids.flatMap((taskId) => {
      const pair = find(taskId);
      return pair ? [toWire(...pair)] : [];
    });
    return json({ totalHits, results });
  };
  return [
    { route: "GET /api/tasks/search", handle: (call) => found(call, taskSummaryToWire) },
    { route: "GET /api/tasks/search-v2", handle: (call) => found(call, taskToWire) },
    {
      route: "GET /api/tasks/{taskId}/log",
      handle({ params: { taskId = "" } }) {
        const logs = core.store.logsOf(taskId);
        return logs.length > 0 ? json(logs) : noContent;
      },
    },
    {
      route: "GET /api/tasks/{taskId}",
      handle({ params: { taskId = "" } }) {
        const pair = find(taskId);
        if (!pair) throw new ConductorError(404, `Task not found for taskId: ${taskId}`);
        return json(taskToWire(...pair));
      },
    },
  ];
}
