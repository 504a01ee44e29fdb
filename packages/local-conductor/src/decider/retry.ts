import type { TaskDefinition, WorkflowTask } from "@long-running-api/conductor/definition/model";
import type { Task } from "../model.ts";
import { change, type Draft } from "./draft.ts";
import { parametersOf } from "./schedule.ts";

const neverRetried = new Set(["SWITCH", "DO_WHILE", "FORK", "JOIN"]);

/** Whether a task that failed is to be tried again. */
export function mayRetry(draft: Draft, task: Task, workflowTask: WorkflowTask): boolean {
  const definition = workflowTask.taskDefinition;
  if (task.status !== "FAILED" && task.status !== "TIMED_OUT") return false;
  if (!definition || neverRetried.has(task.taskType)) return false;
  if (task.retryCount >= (workflowTask.retryCount ?? definition.retryCount)) return false;
  const { totalTimeoutSeconds } = definition;
  return totalTimeoutSeconds === 0 || draft.now < task.firstScheduledTime + totalTimeoutSeconds * 1000;
}

/** Schedules the next try of a task; the failed one is kept, marked `retried`. */
export function retry(draft: Draft, task: Task, workflowTask: WorkflowTask): void {
  const delaySeconds = workflowTask.taskDefinition ? retryDelaySeconds(workflowTask.taskDefinition, task) : 0;
  change(draft, task, { retried: true });
  nextTry(draft, task, workflowTask, delaySeconds);
}

/** A fresh record for a further try. */
export function nextTry(draft: Draft, task: Task, workflowTask: WorkflowTask, delaySeconds: number): Task {
  const taskId = draft.newId();
  const fresh: Task = {
    ...task,
    workerId: undefined,
    subWorkflowId: undefined,
    taskId,
    retriedTaskId: task.taskId,
    status: "SCHEDULED",
    seq: ++draft.seq,
    inputData: { ...task.inputData, ...parametersOf(draft, workflowTask, taskId) },
    outputData: {},
    retryCount: task.retryCount + 1,
    pollCount: 0,
    scheduledTime: draft.now,
    startTime: 0,
    endTime: 0,
    updateTime: 0,
    startDelayInSeconds: delaySeconds,
    callbackAfterSeconds: delaySeconds,
    retried: false,
    executed: false,
    dueTime: draft.now + delaySeconds * 1000,
  };
  return change(draft, fresh, {});
}

const delaySecondsMax = 2 ** 31 - 1;

/** https://docs.conductor-oss.org/documentation/configuration/taskdef.html#retry-logic */
function retryDelaySeconds(definition: TaskDefinition, task: Task): number {
  const { retryDelaySeconds: base, retryLogic, backoffScaleFactor, maxRetryDelaySeconds } = definition;
  const delay = {
    FIXED: base,
    LINEAR_BACKOFF: base * backoffScaleFactor * (task.retryCount + 1),
    EXPONENTIAL_BACKOFF: base * 2 ** task.retryCount,
  }[retryLogic];
  return Math.min(delay, maxRetryDelaySeconds > 0 ? maxRetryDelaySeconds : delaySecondsMax);
}
