import type { Json } from "@long-running-api/conductor/definition/model";
import { ConductorError } from "@long-running-api/conductor/error";
import { hasEnded } from "@long-running-api/conductor/status";
import { draftOf } from "../decider/draft.ts";
import { endNow } from "../decider/index.ts";
import { blankTask } from "../decider/schedule.ts";
import { type Execution, nameOf } from "../model.ts";
import { planOf } from "../plan.ts";
import type { Registry } from "../registry.ts";
import { taskTypes } from "../tasks/index.ts";
import type { Core } from "./core.ts";
import {
  childWith,
  failedInside,
  newestFailures,
  reopenParents,
  rerunFrom,
  retryTasks,
  runningAgain,
} from "./reopen.ts";

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
    retryTasks(core, execution, failed);
    core.decideAndApply(workflowId);
    reopenParents(core, execution, "retried");
  }

  /** With `resumeSubworkflowTasks`: not the SUB_WORKFLOW that failed is tried again, but what failed in it. */
  function retryInside(workflowId: string): void {
    retry(failedInside(core, executions.get(workflowId)).workflowId);
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
    removeTasks(core, execution);
    const definition = latest ? registry.snapshot(latest) : execution.definition;
    const restarted = { createTime: core.now(), endTime: 0, lastRetriedTime: 0, output: {} };
    core.putExecution({ ...runningAgain(execution), ...restarted, definition });
    core.decideAndApply(workflowId);
    reopenParents(core, execution, "restarted");
  }

  function rerun(
    workflowId: string,
    { reRunFromTaskId, taskInput, workflowInput, correlationId }: Rerun,
  ): void {
    const execution = executions.get(workflowId);
    requireEnd(execution, "rerun");
    const from = reRunFromTaskId ? execution.tasks.get(reRunFromTaskId) : undefined;
    if (reRunFromTaskId && !from) {
      const child = childWith(core, execution, reRunFromTaskId);
      if (!child) throw new ConductorError(400, `Task ${reRunFromTaskId} not found`);
      rerun(child.workflowId, { reRunFromTaskId, taskInput });
      return;
    }
    if (!from) removeTasks(core, execution);
    core.putExecution({
      ...runningAgain(execution),
      failedReferenceTaskNames: [],
      failedTaskNames: [],
      input: workflowInput ?? execution.input,
      correlationId: correlationId ?? execution.correlationId,
    });
    if (from) rerunFrom(core, execution, from, taskInput);
    core.decideAndApply(workflowId);
    reopenParents(core, execution, "reran");
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
    removeTasks(core, execution);
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
    retryInside,
    restart,
    rerun,
    skipTask,
    resetCallbacks,
    remove,
    terminateAndRemove,
    decide,
  };
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

function removeTasks(core: Core, execution: Execution): void {
  for (const task of [...execution.tasks.all()]) core.removeTask(task);
}
