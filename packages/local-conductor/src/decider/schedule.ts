import { type Json, own, type WorkflowTask } from "@long-running-api/conductor/definition/model";
import type { Scope } from "@long-running-api/conductor/expression";
import type { Execution, Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { taskTypes } from "../tasks/index.ts";
import { change, type Draft, latest } from "./draft.ts";
import { scopeOf, taskInput } from "./input.ts";

/**
 * Schedules a task of the definition, in a loop as part of its iteration; with a FORK_JOIN the first task of each
 * branch, and the JOIN after it.
 */
export function schedule(draft: Draft, workflowTask: WorkflowTask, iteration: number, retryCount = 0): void {
  const taskId = draft.newId();
  const name = workflowTask.taskReferenceName;
  const { loopOf, forked } = planOf(draft.execution.definition);
  const isLooped = iteration > 0 && loopOf.has(name);
  change(draft, blankTask(draft, workflowTask, taskId), {
    referenceTaskName: isLooped ? `${name}__${iteration}` : name,
    inputData: inputOf(draft, workflowTask, taskId),
    retryCount,
    iteration,
  });
  for (const begins of forked.get(name) ?? []) schedule(draft, begins, iteration, retryCount);
}

/** A task's record before anything has happened to it. */
export function blankTask(draft: Draft, workflowTask: WorkflowTask, taskId: string): Task {
  const { execution, now } = draft;
  const { name, type: typeName, startDelay, taskDefinition } = workflowTask;
  const type = taskTypes.get(typeName);
  const status = type?.begins ?? "SCHEDULED";
  const isDone = status === "COMPLETED";
  return {
    taskId,
    workflowInstanceId: execution.workflowId,
    taskType: type ? (type.recordedAs ?? typeName) : name,
    taskDefName: type?.recordedAs ?? name,
    referenceTaskName: workflowTask.taskReferenceName,
    status,
    seq: ++draft.seq,
    inputData: {},
    outputData: {},
    retryCount: 0,
    pollCount: 0,
    iteration: 0,
    scheduledTime: now,
    startTime: status === "SCHEDULED" ? 0 : now,
    endTime: isDone ? now : 0,
    updateTime: 0,
    firstScheduledTime: now,
    startDelayInSeconds: type ? 0 : startDelay,
    callbackAfterSeconds: status === "SCHEDULED" ? startDelay : 0,
    responseTimeoutSeconds: type ? 0 : (taskDefinition?.responseTimeoutSeconds ?? 0),
    retried: false,
    executed: false,
    domain: type ? undefined : domainOf(execution, name),
    dueTime: type?.decided ? undefined : now + startDelay * 1000,
  };
}

function inputOf(draft: Draft, workflowTask: WorkflowTask, taskId: string): Json {
  const parameters = parametersOf(draft, workflowTask, taskId);
  const input = taskTypes.get(workflowTask.type)?.input;
  return input ? input(workflowTask, parameters, scopeIn(draft)) : parameters;
}

/** The input parameters of a task as their expressions stand now. */
export function parametersOf(draft: Draft, workflowTask: WorkflowTask, taskId: string): Json {
  return taskInput(workflowTask, workflowTask.taskDefinition, scopeIn(draft), taskId);
}

function scopeIn(draft: Draft): Scope {
  return scopeOf(draft.execution, (name) => latest(draft, name));
}

/**
 * https://docs.conductor-oss.org/documentation/api/taskdomains.html: of several domains the last one, because a
 * decision does not depend on which workers are polling.
 */
function domainOf({ taskToDomain }: Execution, taskType: string): string | undefined {
  const domains = own(taskToDomain, taskType) ?? own(taskToDomain, "*") ?? "";
  const domain = domains.split(",").at(-1)?.trim();
  return domain && domain.toUpperCase() !== "NO_DOMAIN" ? domain : undefined;
}
