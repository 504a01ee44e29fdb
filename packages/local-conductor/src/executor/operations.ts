import type { Json } from "@long-running-api/conductor/definition/model";
import { ConductorError } from "@long-running-api/conductor/error";
import { draftOf } from "../decider/draft.ts";
import { endNow } from "../decider/index.ts";
import { nextTry } from "../decider/retry.ts";
import { blankTask } from "../decider/schedule.ts";
import { definedName, type Execution, hasEnded, isSuccessful, isTerminal, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import type { Registry } from "../registry.ts";
import { taskTypes } from "../tasks/index.ts";
import type { Core } from "./core.ts";

/** External operations on an execution. Error messages are the server's, verbatim. */
export type Operations = ReturnType<typeof operationsOn>;

/** The task and the input for a rerun. */
export interface Rerun {
  readonly reRunFromTaskId?: string | undefined;
  readonly taskInput?: Json | undefined;
  readonly workflowInput?: Json | undefined;
  readonly correlationId?: string | undefined;
}

/** The operations on a core. */
export function operationsOn(core: Core, registry: Registry) {
  const { executions } = core;

  function terminate(workflowId: string, reason: string | undefined): void {
    const execution = executions.get(workflowId);
    if (execution.status === "COMPLETED")
      throw new ConductorError(409, "Cannot terminate a COMPLETED workflow.");
    if (execution.status === "TERMINATED") return;
    core.apply(execution, endNow(execution, { status: "TERMINATED", reason }, core.now(), core.newId));
  }

  function pause(workflowId: string): void {
    const execution = executions.get(workflowId);
    if (hasEnded(execution.status)) {
      throw new ConductorError(409, `Workflow ${nameOf(execution)} has ended, status cannot be updated.`);
    }
    if (execution.status !== "PAUSED") core.putExecution({ ...execution, status: "PAUSED" });
  }

  function resume(workflowId: string): void {
    const execution = executions.get(workflowId);
    if (execution.status !== "PAUSED") {
      const refusal = `The workflow ${workflowId} is not PAUSED so cannot resume.`;
      throw new ConductorError(500, `${refusal} Current status is ${execution.status}`);
    }
    core.putExecution({ ...execution, status: "RUNNING", lastRetriedTime: core.now() });
    core.decideAndApply(workflowId);
  }

  function retry(workflowId: string): void {
    const execution = executions.get(workflowId);
    const { status } = execution;
    if (!hasEnded(status)) throw new ConductorError(404, `Workflow is still running.  status=${status}`);
    const failed = newestFailures(execution);
    if (failed.length === 0 && status !== "TIMED_OUT") {
      const way = "Use restart if you want to attempt entire workflow execution again.";
      throw new ConductorError(409, `There are no retryable tasks! ${way}`);
    }
    core.putExecution({ ...begunAgain(execution), lastRetriedTime: core.now() });
    for (const task of failed) retryTask(core, execution, task);
    core.decideAndApply(workflowId);
  }

  function restart(workflowId: string, useLatestDefinitions: boolean): void {
    const execution = executions.get(workflowId);
    requireEnd(execution, "restart");
    const latest = useLatestDefinitions ? registry.workflow(execution.definition.name) : undefined;
    if (useLatestDefinitions && !latest) {
      throw new ConductorError(404, `Unable to find latest definition for ${workflowId}`);
    }
    if (!execution.definition.restartable && execution.status === "COMPLETED") {
      throw new ConductorError(404, `Workflow: ${nameOf(execution)}.${execution.status} is non-restartable`);
    }
    removeTasks(core, execution, 0);
    const definition = latest ? registry.snapshot(latest) : execution.definition;
    const anew = { createTime: core.now(), endTime: 0, lastRetriedTime: 0, output: {} };
    core.putExecution({ ...begunAgain(execution), ...anew, definition });
    core.decideAndApply(workflowId);
  }

  function rerun(
    workflowId: string,
    { reRunFromTaskId, taskInput, workflowInput, correlationId }: Rerun,
  ): void {
    const execution = executions.get(workflowId);
    requireEnd(execution, "rerun");
    const from = reRunFromTaskId ? execution.tasks.get(reRunFromTaskId) : undefined;
    if (reRunFromTaskId && !from) throw new ConductorError(400, `Task ${reRunFromTaskId} not found`);
    removeTasks(core, execution, from?.seq ?? 0);
    core.putExecution({
      ...begunAgain(execution),
      failedReferenceTaskNames: [],
      failedTaskNames: [],
      input: workflowInput ?? execution.input,
      correlationId: correlationId ?? execution.correlationId,
    });
    if (from) rerunTask(core, execution, from, taskInput);
    core.decideAndApply(workflowId);
  }

  function skipTask(workflowId: string, referenceTaskName: string, inputData: Json, outputData: Json): void {
    const execution = executions.get(workflowId);
    const workflowTask = planOf(execution.definition).tasks.get(referenceTaskName);
    const refused = skipRefusal(execution, referenceTaskName);
    if (refused || !workflowTask) throw new ConductorError(500, refused ?? "");
    const draft = draftOf(execution, core.now(), core.newId);
    const task = blankTask(draft, workflowTask, core.newId());
    core.putTask({
      ...task,
      status: "SKIPPED",
      endTime: core.now(),
      dueTime: undefined,
      inputData,
      outputData,
    });
    core.decideAndApply(workflowId);
  }

  function resetCallbacks(workflowId: string): void {
    const execution = executions.get(workflowId);
    if (hasEnded(execution.status)) {
      throw new ConductorError(409, `Workflow is in terminal state. Status = ${execution.status}`);
    }
    for (const task of [...execution.tasks.open()]) {
      if (taskTypes.has(task.taskType) || task.status !== "SCHEDULED" || task.callbackAfterSeconds === 0)
        continue;
      core.putTask({ ...task, callbackAfterSeconds: 0, dueTime: core.now() });
    }
    core.decideAndApply(workflowId);
  }

  /** Permanently: unlike the server, this Conductor has no archive. */
  function remove(workflowId: string, evenRunning: boolean): void {
    const execution = executions.get(workflowId);
    if (!evenRunning && !hasEnded(execution.status)) {
      throw new ConductorError(
        400,
        `Cannot archive workflow: ${workflowId} with status: ${execution.status}`,
      );
    }
    removeTasks(core, execution, 0);
    executions.forget(workflowId);
    core.store.removeExecution(workflowId);
  }

  function terminateAndRemove(workflowId: string, reason: string | undefined): void {
    if (!hasEnded(executions.get(workflowId).status)) terminate(workflowId, reason);
    remove(workflowId, false);
  }

  function decide(workflowId: string): void {
    executions.get(workflowId);
    core.decideAndApply(workflowId);
  }

  return {
    terminate,
    pause,
    resume,
    retry,
    restart,
    rerun,
    skipTask,
    resetCallbacks,
    remove,
    terminateAndRemove,
    decide,
  };
}

/** An execution as Conductor names it in its messages. */
function nameOf({ definition, workflowId }: Execution): string {
  return `${definition.name}.${definition.version}/${workflowId}`;
}

function requireEnd(execution: Execution, operation: string): void {
  if (hasEnded(execution.status)) return;
  const name = `${nameOf(execution)}.${execution.status}`;
  throw new ConductorError(409, `Workflow: ${name} is not in terminal state, unable to ${operation}.`);
}

function skipRefusal({ definition, status, tasks, workflowId }: Execution, name: string): string | undefined {
  if (status !== "RUNNING") {
    return `The workflow ${workflowId} is not running so the task referenced by ${name} cannot be skipped`;
  }
  if (!planOf(definition).tasks.has(name)) {
    return `The task referenced by ${name} does not exist in the WorkflowDefinition ${definition.name}`;
  }
  if (tasks.latest(name)) return `The task referenced ${name} has already been processed, cannot be skipped`;
  return undefined;
}

function begunAgain(execution: Execution): Execution {
  return { ...execution, status: "RUNNING", reasonForIncompletion: undefined };
}

/** Removes the tasks after a `seq`. */
function removeTasks(core: Core, execution: Execution, seq: number): void {
  for (const task of [...execution.tasks.all()]) if (task.seq > seq) core.removeTask(task);
}

/** The newest task of each reference name, if it has neither succeeded nor been superseded. */
function newestFailures(execution: Execution): Task[] {
  const failures = new Map<string, Task>();
  for (const task of execution.tasks.all()) {
    const failed = isTerminal(task.status) && !isSuccessful(task.status) && !task.retried;
    if (failed) failures.set(task.referenceTaskName, task);
    else failures.delete(task.referenceTaskName);
  }
  return [...failures.values()];
}

function retryTask(core: Core, execution: Execution, task: Task): void {
  const workflowTask = planOf(execution.definition).tasks.get(definedName(task.referenceTaskName));
  if (!workflowTask) return;
  if (task.taskType === "DO_WHILE") {
    // A loop continues where it was, with its own record.
    core.putTask({ ...reopened(task), retryCount: task.retryCount + 1 });
    return;
  }
  core.putTask({ ...task, retried: true, executed: true });
  const draft = draftOf(execution, core.now(), core.newId);
  core.putTask({
    ...nextTry(draft, task, workflowTask, 0),
    ...beginning(core, task),
    updateTime: core.now(),
  });
}

function rerunTask(core: Core, execution: Execution, task: Task, taskInput: Json | undefined): void {
  const isLoop = task.taskType === "DO_WHILE";
  core.putTask({
    ...task,
    ...beginning(core, task),
    inputData: taskInput ?? task.inputData,
    outputData: {},
    scheduledTime: core.now(),
    updateTime: 0,
    endTime: 0,
    pollCount: 0,
    callbackAfterSeconds: 0,
    iteration: isLoop ? 0 : task.iteration,
    retried: false,
    executed: false,
    dueTime: isLoop ? undefined : core.now(),
    workerId: undefined,
  });
  // The canceled loop around it continues.
  const loop = planOf(execution.definition).loopOf.get(definedName(task.referenceTaskName));
  const around = loop === undefined ? undefined : execution.tasks.latest(loop);
  if (around) core.putTask(reopened(around));
}

/** A loop that continues; the decider decides whether its condition is next. */
function reopened(loop: Task): Task {
  const open = { endTime: 0, executed: false, reasonForIncompletion: undefined, dueTime: undefined };
  return { ...loop, ...open, status: "IN_PROGRESS" };
}

/** The initial state of a task of this type. */
function beginning(
  core: Core,
  { taskType }: Task,
): Pick<Task, "status" | "startTime" | "reasonForIncompletion"> {
  const status = taskTypes.get(taskType)?.begins ?? "SCHEDULED";
  return { status, startTime: status === "IN_PROGRESS" ? core.now() : 0, reasonForIncompletion: undefined };
}
