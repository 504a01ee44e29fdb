import type { TaskDefinition } from "@long-running-api/conductor/definition/model";
import { isTerminal } from "@long-running-api/conductor/status";
import type { Task } from "../model.ts";
import { change, type Draft, lookAgain } from "./draft.ts";

/** A task that timed out, and whether the whole workflow ends with it. */
export interface TimedOut {
  readonly task: Task;
  readonly endsWorkflow?: string;
}

/**
 * The four clocks of a task definition (https://docs.conductor-oss.org/documentation/configuration/taskdef.html):
 * total time, time since its start, time until the first poll, time since the worker's last update.
 */
export function checkTimeouts(draft: Draft, task: Task, definition: TaskDefinition | undefined): TimedOut {
  if (!definition || isTerminal(task.status)) return { task };
  for (const { seconds, since, reason, always } of clocks(task, definition)) {
    if (!(seconds > 0)) continue;
    const end = since + seconds * 1000;
    if (draft.now < end) {
      lookAgain(draft, end);
      continue;
    }
    const why = reason(Math.floor((draft.now - since) / 1000));
    const policy = always ? "RETRY" : definition.timeoutPolicy;
    if (policy === "ALERT_ONLY") continue;
    const timedOut = change(draft, task, {
      status: "TIMED_OUT",
      reasonForIncompletion: why,
      endTime: draft.now,
    });
    return policy === "TIME_OUT_WF" ? { task: timedOut, endsWorkflow: why } : { task: timedOut };
  }
  return { task };
}

interface TaskClock {
  readonly seconds: number;
  readonly since: number;
  readonly reason: (elapsedSeconds: number) => string;
  /** A response timeout is always retried, whatever the policy. */
  readonly always?: boolean;
}

function* clocks(task: Task, definition: TaskDefinition): Generator<TaskClock> {
  const { timeoutPolicy } = definition;
  yield {
    seconds: definition.totalTimeoutSeconds,
    since: task.firstScheduledTime,
    reason: (elapsed) =>
      `Task ${task.taskDefName}/${task.taskId} exceeded total timeout of ${definition.totalTimeoutSeconds} seconds (elapsed ${elapsed} seconds across all attempts including retry delays). Timeout policy: ${timeoutPolicy}`,
  };
  if (task.startTime > 0) {
    yield {
      seconds: definition.timeoutSeconds,
      since: task.startTime + task.startDelayInSeconds * 1000,
      reason: (elapsed) =>
        `Task timed out after ${elapsed} seconds. Timeout configured as ${definition.timeoutSeconds} seconds. Timeout policy configured to ${timeoutPolicy}`,
    };
  }
  const pollTimeoutSeconds = definition.pollTimeoutSeconds ?? 0;
  if (task.status === "SCHEDULED" && pollTimeoutSeconds > 0) {
    yield {
      seconds: pollTimeoutSeconds + task.callbackAfterSeconds,
      since: task.scheduledTime + task.startDelayInSeconds * 1000,
      reason: (elapsed) =>
        `Task poll timed out after ${elapsed} seconds. Poll timeout configured as ${pollTimeoutSeconds} seconds. Timeout policy configured to ${timeoutPolicy}`,
    };
  }
  // A SUB_WORKFLOW gets its response when the execution that it started ends.
  if (task.taskType === "SUB_WORKFLOW") return;
  if (task.status === "IN_PROGRESS" && definition.responseTimeoutSeconds > 0) {
    yield {
      seconds: definition.responseTimeoutSeconds + task.callbackAfterSeconds,
      since: task.updateTime || task.startTime || task.scheduledTime,
      reason: () =>
        `responseTimeout: ${definition.responseTimeoutSeconds} exceeded for the taskId: ${task.taskId} with Task Definition: ${task.taskDefName}`,
      always: true,
    };
  }
}
