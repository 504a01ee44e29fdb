import { object } from "@long-running-api/conductor/definition/java-json";
import { ConductorError } from "@long-running-api/conductor/error";
import { fillSecrets } from "@long-running-api/conductor/secrets";
import { isTerminal } from "@long-running-api/conductor/status";
import type { Core } from "../executor/core.ts";
import type { TaskResult, WorkerTasks } from "../executor/worker-tasks.ts";
import type { Execution, Task } from "../model.ts";
import { type Answer, type Call, done, json, noContent, type Routes, text } from "./http.ts";
import { readPathStatus, readTaskResult, searchOf, wholeParameter } from "./request.ts";
import { taskSummaryToWire, taskToWire, workflowToWire } from "./wire.ts";

/** The dependencies of these routes. */
export interface TaskParts {
  readonly core: Core;
  readonly workerTasks: WorkerTasks;
}

/** The maximum wait of a poll. */
const waitMsMax = 30_000;

const countMax = 1_000;

/** Tasks, for workers and monitoring: /api/tasks. */
export function taskRoutes(parts: TaskParts): Routes {
  return { ...pollRoutes(parts), ...queueRoutes(parts), ...updateRoutes(parts), ...readRoutes(parts) };
}

function pollRoutes({ core, workerTasks }: TaskParts): Routes {
  const poll = async ({ params, query }: Call, count: number, waitMs: number): Promise<object[]> => {
    const tasks = await workerTasks.poll({
      taskType: params["taskType"] ?? "",
      workerId: query.get("workerid") ?? undefined,
      domain: query.get("domain") ?? undefined,
      count: Math.min(count, countMax),
      waitMs: Math.min(waitMs, waitMsMax),
    });
    return tasks.map((task) => wire(core, task));
  };
  return {
    "GET /api/tasks/poll/batch/{taskType}": async (call) =>
      json(await poll(call, wholeParameter(call, "count", 1), wholeParameter(call, "timeout", 100))),
    async "GET /api/tasks/poll/{taskType}"(call) {
      const [task] = await poll(call, 1, wholeParameter(call, "timeout", 100));
      return task ? json(task) : noContent;
    },
  };
}

/** A task as delivered to a worker: with the values of secrets, which its record does not contain. */
function wire(core: Core, task: Task): object {
  const inputData = fillSecrets(task.inputData, core.secrets);
  return taskToWire(core.executions.get(task.workflowInstanceId), { ...task, inputData });
}

function queueRoutes({ core: { queues }, workerTasks }: TaskParts): Routes {
  return {
    "GET /api/tasks/queue/all": () => json(queues.sizes()),
    "GET /api/tasks/queue/all/verbose"() {
      const verbose = Object.entries(queues.sizes()).map(([name, size]) => [
        name,
        { s: { size, uacked: 0 } },
      ]);
      return json(Object.fromEntries(verbose));
    },
    "GET /api/tasks/queue/sizes": ({ query }) =>
      json(Object.fromEntries(query.getAll("taskType").map((type) => [type, queues.size(type)]))),
    "GET /api/tasks/queue/size": ({ query }) =>
      json(queues.size(query.get("taskType") ?? "", query.get("domain") ?? undefined)),
    "GET /api/tasks/queue/polldata": ({ query }) => json(workerTasks.pollData(query.get("taskType") ?? "")),
    "GET /api/tasks/queue/polldata/all": () => json(workerTasks.pollData()),
  };
}

function updateRoutes({ core, workerTasks }: TaskParts): Routes {
  const byReference = (call: Call): Task | undefined => {
    const { workflowId = "", taskReferenceName = "" } = call.params;
    readPathStatus(call.params["status"]);
    if (!core.executions.find(workflowId)) return undefined;
    const pending = workerTasks.pending(workflowId, (task) => task.referenceTaskName === taskReferenceName);
    return pending && workerTasks.update(reportedBy(call, pending));
  };
  return {
    "POST /api/tasks": (call) => text(workerTasks.update(readTaskResult(call)).taskId),
    async "POST /api/tasks/update-v2"(call) {
      const result = readTaskResult(call);
      const { status, taskType, domain } = workerTasks.update(result);
      if (!isTerminal(status)) return noContent;
      const { workerId } = result;
      const [next] = await workerTasks.poll({ taskType, domain, workerId, count: 1, waitMs: 0 });
      return next ? json(wire(core, next)) : noContent;
    },
    "POST /api/tasks/{workflowId}/{status}/signal"(call) {
      const waiting = workerTasks.pending(
        call.params["workflowId"] ?? "",
        (task) => task.taskType === "WAIT",
      );
      if (waiting) workerTasks.update(reportedBy(call, waiting));
      return done;
    },
    "POST /api/tasks/{taskId}/log"({ params: { taskId = "" }, text: log }) {
      const known = core.store.workflowIdOf(taskId) !== undefined;
      if (known) core.store.addLogs([{ taskId, log, createdTime: core.now() }]);
      return done;
    },
    "POST /api/tasks/{workflowId}/{taskReferenceName}/{status}": (call) => {
      // The server accepts updates of ended and unknown tasks.
      const task = byReference(call);
      return task ? text(task.taskId) : done;
    },
    "POST /api/tasks/{workflowId}/{taskReferenceName}/{status}/sync"(call) {
      const task = byReference(call);
      if (task) return json(workflowToWire(core.executions.get(task.workflowInstanceId)));
      const { workflowId, taskReferenceName } = call.params;
      const message = `Found no running task ${taskReferenceName} of workflow ${workflowId} to update`;
      throw new ConductorError(404, message);
    },
  };
}

/** An update of a task by its reference name. */
function reportedBy(call: Call, { workflowInstanceId, taskId, outputData }: Task): TaskResult {
  return {
    workflowInstanceId,
    taskId,
    status: readPathStatus(call.params["status"]),
    outputData: { ...outputData, ...object(call.json()) },
    callbackAfterSeconds: 0,
    workerId: call.query.get("workerid") ?? undefined,
    logs: [],
    extendLease: false,
  };
}

function readRoutes({ core: { executions, store } }: TaskParts): Routes {
  const find = (taskId: string): [Execution, Task] | undefined => {
    const execution = executions.find(store.workflowIdOf(taskId) ?? "");
    const task = execution?.tasks.get(taskId);
    return execution && task && [execution, task];
  };
  const found = (call: Call, toWire: typeof taskToWire): Answer => {
    const { totalHits, ids } = store.searchTasks(searchOf(call));
    const tasks = ids.map(find).filter((pair) => pair !== undefined);
    return json({ totalHits, results: tasks.map((pair) => toWire(...pair)) });
  };
  return {
    "GET /api/tasks/search": (call) => found(call, taskSummaryToWire),
    "GET /api/tasks/search-v2": (call) => found(call, taskToWire),
    "GET /api/tasks/{taskId}/log"({ params: { taskId = "" } }) {
      const logs = store.logsOf(taskId);
      return logs.length > 0 ? json(logs) : noContent;
    },
    "GET /api/tasks/{taskId}"({ params: { taskId = "" } }) {
      const pair = find(taskId);
      if (pair) return json(taskToWire(...pair));
      throw new ConductorError(404, `Task not found for taskId: ${taskId}`);
    },
  };
}
