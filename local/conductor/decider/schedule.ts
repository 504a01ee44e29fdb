import { type Execution, type Json, own, type Task, type WorkflowTask } from "../model.ts";
import { planOf } from "../plan.ts";
import { taskTypes } from "../tasks/index.ts";
import { change, type Draft, latest } from "./draft.ts";
import { scopeOf, taskInput } from "./input.ts";

/** Schedules a task of the definition, in a loop as part of its iteration. */
export function schedule(draft: Draft, workflowTask: WorkflowTask, iteration: number, retryCount = 0): Task {
  const { execution, now } = draft;
  const taskId = draft.newId();
  const type = taskTypes.get(workflowTask.type);
  const begins = type?.begins ?? "SCHEDULED";
  const dueTime = now + workflowTask.startDelay * 1000;
  const name = workflowTask.taskReferenceName;
  const task: Task = {
    taskId,
    workflowInstanceId: execution.workflowId,
    taskType: type ? workflowTask.type : workflowTask.name,
    // Conductor's SWITCH carries its type as its name.
    taskDefName: workflowTask.type === "SWITCH" ? "SWITCH" : workflowTask.name,
    referenceTaskName: iteration > 0 && isInLoop(draft, name) ? `${name}__${iteration}` : name,
    status: begins,
    seq: ++draft.seq,
    inputData: inputOf(draft, workflowTask, taskId),
    outputData: {},
    retryCount,
    pollCount: 0,
    iteration,
    scheduledTime: now,
    startTime: begins === "IN_PROGRESS" ? now : 0,
    endTime: 0,
    updateTime: 0,
    firstScheduledTime: now,
    startDelayInSeconds: type ? 0 : workflowTask.startDelay,
    callbackAfterSeconds: begins === "SCHEDULED" ? workflowTask.startDelay : 0,
    responseTimeoutSeconds: type ? 0 : (workflowTask.taskDefinition?.responseTimeoutSeconds ?? 0),
    retried: false,
    executed: false,
    ...(type ? {} : domainOf(execution, workflowTask.name)),
    ...(workflowTask.type === "DO_WHILE" ? {} : { dueTime }),
  };
  return change(draft, task, {});
}

/** The input of a task as its expressions stand now. */
export function inputOf(draft: Draft, workflowTask: WorkflowTask, taskId: string): Json {
  const scope = scopeOf(draft.execution, (name) => latest(draft, name));
  return taskInput(workflowTask, workflowTask.taskDefinition, scope, taskId);
}

function isInLoop(draft: Draft, name: string): boolean {
  return planOf(draft.execution.definition).loopOf.has(name);
}

/**
 * https://docs.conductor-oss.org/documentation/api/taskdomains.html: of several domains the last one, since who
 * polls right now is not for a decision to know.
 */
function domainOf({ taskToDomain }: Execution, taskType: string): { domain?: string } {
  const domain =
    (own(taskToDomain, taskType) ?? own(taskToDomain, "*") ?? "").split(",").at(-1)?.trim() ?? "";
  return domain === "" || domain.toUpperCase() === "NO_DOMAIN" ? {} : { domain };
}
