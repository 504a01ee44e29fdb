import type { Json } from "@long-running-api/conductor/definition/model";
import { ConductorError } from "@long-running-api/conductor/error";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import type { LiveExecution, Task, TaskLog, TaskStatus } from "../model.ts";
import { taskTypes } from "../tasks/index.ts";
import type { Core } from "./core.ts";
import type { PollData } from "./queues.ts";

/** A worker's task update. */
export interface TaskResult {
  readonly workflowInstanceId: string;
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly outputData: Json;
  readonly callbackAfterSeconds: number;
  readonly reasonForIncompletion?: string | undefined;
  readonly workerId?: string | undefined;
  readonly logs: readonly { log: string; createdTime: number }[];
  readonly extendLease: boolean;
}

/** A worker's poll: who polls, for which tasks. */
export interface Poll {
  readonly taskType: string;
  readonly workerId: string | undefined;
  readonly domain: string | undefined;
  readonly count: number;
  readonly waitMs: number;
}

/** The operations for external workers. */
export interface WorkerTasks {
  poll(poll: Poll): Promise<Task[]>;
  /** Updates a task; returns its new state. */
  update(result: TaskResult): Task;
  pollData(taskType?: string): PollData[];
  /** A task of an execution that may be updated from outside. */
  pending(workflowId: string, fits: (task: Task) => boolean): Task | undefined;
}

/** Maximum number of pollers remembered: workers with a new name for each poll must not fill the memory. */
const pollersMax = 1_000;

/** The workers' side of a core. */
export function workerTasksOf(core: Core): WorkerTasks {
  const polled = new Map<string, PollData>();

  function take({ taskType, workerId, domain, count }: Poll): Task[] {
    const taken: Task[] = [];
    while (taken.length < count) {
      // Tasks of one type have one name, and so one limit.
      if (!core.limits.mayBegin({ taskDefName: taskType, taskId: "" })) break;
      const waiting = core.queues.take(taskType, domain);
      if (!waiting) break;
      const execution = core.executions.find(waiting.workflowId);
      const task = execution?.tasks.get(waiting.taskId);
      if (!execution || hasEnded(execution.status) || task?.status !== "SCHEDULED") continue;
      taken.push(handOut(core, task, workerId));
    }
    return taken;
  }

  return {
    async poll(poll) {
      const { taskType, domain, workerId = "", waitMs } = poll;
      if (polled.size >= pollersMax) polled.clear();
      polled.set(`${domain ?? ""}:${taskType}:${workerId}`, {
        queueName: taskType,
        domain,
        workerId,
        lastPollTime: core.now(),
      });
      const taken = take(poll);
      if (taken.length > 0 || waitMs <= 0) return taken;
      await arrival(core, poll);
      return take(poll);
    },
    update: (result) => update(core, result),
    pollData: (taskType) =>
      [...polled.values()].filter(({ queueName }) => !taskType || queueName === taskType),
    pending: (workflowId, fits) =>
      [...core.executions.get(workflowId).tasks.open()].find(
        (task) => !isTerminal(task.status) && fits(task),
      ),
  };
}

/** Waits until a task is due, or a timeout. */
function arrival(core: Core, { taskType, domain, waitMs }: Poll): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      forget();
      resolve();
    };
    const cancel = core.after(waitMs, end);
    const forget = core.queues.onArrival(taskType, domain, end);
  });
}

function handOut(core: Core, task: Task, workerId: string | undefined): Task {
  const now = core.now();
  const handed: Task = {
    ...task,
    dueTime: undefined,
    status: "IN_PROGRESS",
    startTime: task.startTime || now,
    updateTime: now,
    pollCount: task.pollCount + 1,
    callbackAfterSeconds: 0,
    workerId,
  };
  core.putTask(handed);
  core.decideAndApply(task.workflowInstanceId);
  return handed;
}

function update(core: Core, result: TaskResult): Task {
  const execution = core.executions.get(result.workflowInstanceId);
  const task = execution.tasks.get(result.taskId);
  if (!task) throw new ConductorError(404, `No such task found by id: ${result.taskId}`);
  // Too late: the response is the ended task.
  if (isTerminal(task.status) || hasEnded(execution.status)) return task;
  const now = core.now();
  if (result.extendLease) {
    core.putTask({ ...task, updateTime: now });
    return task;
  }
  const updated = reported(task, result, now);
  core.putTask(updated);
  const { taskId } = task;
  core.store.addLogs(result.logs.map(({ log, createdTime }): TaskLog => ({ log, taskId, createdTime })));
  core.decideAndApply(execution.workflowId);
  return (core.executions.find(execution.workflowId) as LiveExecution).tasks.get(taskId) ?? updated;
}

function reported(task: Task, result: TaskResult, now: number): Task {
  const isWorkers = !taskTypes.get(task.taskType);
  // A worker returns an unfinished task to be polled again later; a system task stays with the engine.
  const status = result.status === "IN_PROGRESS" && isWorkers ? "SCHEDULED" : result.status;
  const ended = isTerminal(status);
  const next = isWorkers ? now + result.callbackAfterSeconds * 1000 : task.dueTime;
  return {
    ...task,
    status,
    outputData: result.outputData,
    callbackAfterSeconds: result.callbackAfterSeconds,
    updateTime: ended && task.updateTime > 0 ? task.updateTime : now,
    endTime: ended ? now : 0,
    workerId: result.workerId,
    reasonForIncompletion: result.reasonForIncompletion,
    dueTime: ended ? undefined : next,
  };
}
