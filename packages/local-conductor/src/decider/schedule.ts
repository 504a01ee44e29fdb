import { type Json, own, type WorkflowTask } from "@long-running-api/conductor/definition/model";
import type { Execution, Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { taskTypes } from "../tasks/index.ts";
import { change, type Draft, latest } from "./draft.ts";
import { scopeOf, taskInput } from "./input.ts";

/** Schedules a task of the definition, in a loop as part of its iteration. */
export function schedule(draft: Draft, workflowTask: WorkflowTask, iteration: number, retryCount = 0): Task {
  const taskId = draft.newId();
  const name = workflowTask.taskReferenceName;
  const isLooped = iteration > 0 && planOf(draft.execution.definition).loopOf.has(name);
  return change(draft, blankTask(draft, workflowTask, taskId), {
    referenceTaskName: isLooped ? `${name}__${iteration}` : name,
    inputData: inputOf(draft, workflowTask, taskId),
    retryCount,
    iteration,
  });
}

/** A task's record before anything has happened to it. */
export function blankTask(draft: Draft, workflowTask: WorkflowTask, taskId: string): Task {
  const { execution, now } = draft;
  const { name, type: typeName, startDelay, taskDefinition } = workflowTask;
  const type = taskTypes.get(typeName);
  const status = type?.begins ?? "SCHEDULED";
  return {
    taskId,
    workflowInstanceId: execution.workflowId,
    taskType: type ? typeName : name,
    // Conductor's SWITCH carries its type as its name.
    taskDefName: typeName === "SWITCH" ? typeName : name,
    referenceTaskName: workflowTask.taskReferenceName,
    status,
    seq: ++draft.seq,
    inputData: {},
    outputData: {},
    retryCount: 0,
    pollCount: 0,
    iteration: 0,
    scheduledTime: now,
    startTime: status === "IN_PROGRESS" ? now : 0,
    endTime: 0,
    updateTime: 0,
    firstScheduledTime: now,
    startDelayInSeconds: type ? 0 : startDelay,
    callbackAfterSeconds: status === "SCHEDULED" ? startDelay : 0,
    responseTimeoutSeconds: type ? 0 : (taskDefinition?.responseTimeoutSeconds ?? 0),
    retried: false,
    executed: false,
    domain: type ? undefined : domainOf(execution, name),
    // A loop's moment comes with the end of an iteration.
    dueTime: typeName === "DO_WHILE" ? undefined : now + startDelay * 1000,
  };
}

/** The input of a task as its expressions stand now. */
export function inputOf(draft: Draft, workflowTask: WorkflowTask, taskId: string): Json {
  const scope = scopeOf(draft.execution, (name) => latest(draft, name));
  return taskInput(workflowTask, workflowTask.taskDefinition, scope, taskId);
}

/**
 * https://docs.conductor-oss.org/documentation/api/taskdomains.html: of several domains the last one, since who
 * polls right now is not for a decision to know.
 */
function domainOf({ taskToDomain }: Execution, taskType: string): string | undefined {
  const domains = own(taskToDomain, taskType) ?? own(taskToDomain, "*") ?? "";
  const domain = domains.split(",").at(-1)?.trim();
  return domain && domain.toUpperCase() !== "NO_DOMAIN" ? domain : undefined;
}
