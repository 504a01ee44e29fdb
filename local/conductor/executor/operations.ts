import { draftOf } from "../decider/draft.ts";
import { endNow } from "../decider/index.ts";
import { nextTry } from "../decider/retry.ts";
import type { Registry } from "../definition/registry.ts";
import { ConductorError } from "../error.ts";
import {
  definedName,
  type Execution,
  hasEnded,
  isSuccessful,
  isTerminal,
  type Json,
  type Task,
} from "../model.ts";
import { planOf } from "../plan.ts";
import type { LiveExecution } from "../store/index.ts";
import { taskTypes } from "../tasks/index.ts";
import type { Core } from "./core.ts";

/** What may be done to an execution from outside. Refusals are the server's, word for word. */
export interface Operations {
  terminate(workflowId: string, reason: string | undefined): void;
  pause(workflowId: string): void;
  resume(workflowId: string): void;
  retry(workflowId: string): void;
  restart(workflowId: string, useLatestDefinitions: boolean): void;
  rerun(workflowId: string, request: Rerun): void;
  skipTask(
    workflowId: string,
    referenceTaskName: string,
    request: { taskInput?: Json; taskOutput?: Json },
  ): void;
  resetCallbacks(workflowId: string): void;
  decide(workflowId: string): void;
  /** Removes an execution for good: unlike the server's, this Conductor has no archive. */
  remove(workflowId: string, evenRunning?: boolean): void;
  setVariables(workflowId: string, variables: Json): void;
}

/** From where and with what to run again. */
export interface Rerun {
  readonly reRunFromTaskId?: string | undefined;
  readonly taskInput?: Json | undefined;
  readonly workflowInput?: Json | undefined;
  readonly correlationId?: string | undefined;
}

/** The operations on a core. */
export function operationsOn(core: Core, registry: Registry): Operations {
  const { executions } = core;

  return {
    terminate(workflowId, reason) {
      const execution = executions.get(workflowId);
      if (execution.status === "COMPLETED")
        throw new ConductorError(409, "Cannot terminate a COMPLETED workflow.");
      if (execution.status === "TERMINATED") return;
      const end = { status: "TERMINATED", ...(reason === undefined ? {} : { reason }) } as const;
      core.apply(execution, endNow(execution, end, core.now(), core.newId));
    },
    pause(workflowId) {
      const execution = executions.get(workflowId);
      if (hasEnded(execution.status)) {
        throw new ConductorError(409, `Workflow ${nameOf(execution)} has ended, status cannot be updated.`);
      }
      if (execution.status !== "PAUSED") core.putExecution({ ...execution, status: "PAUSED" });
    },
    resume(workflowId) {
      const execution = executions.get(workflowId);
      if (execution.status !== "PAUSED") {
        throw new ConductorError(
          500,
          `The workflow ${workflowId} is not PAUSED so cannot resume. Current status is ${execution.status}`,
        );
      }
      core.putExecution({ ...execution, status: "RUNNING", lastRetriedTime: core.now() });
      core.settle(workflowId);
    },
    retry(workflowId) {
      const execution = executions.get(workflowId);
      if (!hasEnded(execution.status)) {
        throw new ConductorError(404, `Workflow is still running.  status=${execution.status}`);
      }
      const failed = newestFailures(execution);
      if (failed.length === 0 && execution.status !== "TIMED_OUT") {
        throw new ConductorError(
          409,
          "There are no retryable tasks! Use restart if you want to attempt entire workflow execution again.",
        );
      }
      const { reasonForIncompletion: _, ...record } = execution;
      core.putExecution({ ...record, status: "RUNNING", lastRetriedTime: core.now() });
      for (const task of failed) retryTask(core, executions.get(workflowId), task);
      core.settle(workflowId);
    },
    restart(workflowId, useLatestDefinitions) {
      const execution = executions.get(workflowId);
      if (!hasEnded(execution.status)) {
        throw new ConductorError(
          409,
          `Workflow: ${nameOf(execution)}.${execution.status} is not in terminal state, unable to restart.`,
        );
      }
      const latest = useLatestDefinitions ? registry.workflow(execution.definition.name) : undefined;
      if (useLatestDefinitions && !latest) {
        throw new ConductorError(404, `Unable to find latest definition for ${workflowId}`);
      }
      if (!execution.definition.restartable && execution.status === "COMPLETED") {
        throw new ConductorError(
          404,
          `Workflow: ${nameOf(execution)}.${execution.status} is non-restartable`,
        );
      }
      for (const task of [...execution.tasks.all()]) core.removeTask(task);
      const now = core.now();
      core.putExecution({
        ...begunAgain(execution),
        definition: latest ? registry.snapshot(latest) : execution.definition,
        createTime: now,
        endTime: 0,
        lastRetriedTime: 0,
        output: {},
      });
      core.settle(workflowId);
    },
    rerun(workflowId, request) {
      const execution = executions.get(workflowId);
      if (!hasEnded(execution.status)) {
        throw new ConductorError(
          409,
          `Workflow: ${nameOf(execution)}.${execution.status} is not in terminal state, unable to rerun.`,
        );
      }
      const from = request.reRunFromTaskId ? execution.tasks.get(request.reRunFromTaskId) : undefined;
      if (request.reRunFromTaskId && !from) {
        throw new ConductorError(400, `Task ${request.reRunFromTaskId} not found`);
      }
      for (const task of [...execution.tasks.all()]) if (task.seq > (from?.seq ?? 0)) core.removeTask(task);
      core.putExecution({
        ...begunAgain(execution),
        failedReferenceTaskNames: [],
        failedTaskNames: [],
        ...(request.workflowInput ? { input: request.workflowInput } : {}),
        ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
      });
      if (from) rerunTask(core, executions.get(workflowId), from, request.taskInput);
      core.settle(workflowId);
    },
    skipTask(workflowId, referenceTaskName, { taskInput, taskOutput }) {
      const execution = executions.get(workflowId);
      const refuse = (message: string) => new ConductorError(500, message);
      if (execution.status !== "RUNNING") {
        throw refuse(
          `The workflow ${workflowId} is not running so the task referenced by ${referenceTaskName} cannot be skipped`,
        );
      }
      const workflowTask = planOf(execution.definition).tasks.get(referenceTaskName);
      if (!workflowTask) {
        throw refuse(
          `The task referenced by ${referenceTaskName} does not exist in the WorkflowDefinition ${execution.definition.name}`,
        );
      }
      if (execution.tasks.latest(referenceTaskName)) {
        throw refuse(
          `The task referenced ${referenceTaskName} has already been processed, cannot be skipped`,
        );
      }
      core.putTask({
        ...blankTask(execution, core),
        referenceTaskName,
        taskType: workflowTask.name,
        taskDefName: workflowTask.name,
        inputData: taskInput ?? {},
        outputData: taskOutput ?? {},
      });
      core.settle(workflowId);
    },
    resetCallbacks(workflowId) {
      const execution = executions.get(workflowId);
      if (hasEnded(execution.status)) {
        throw new ConductorError(409, `Workflow is in terminal state. Status = ${execution.status}`);
      }
      for (const task of [...execution.tasks.open()]) {
        if (taskTypes.get(task.taskType) || task.status !== "SCHEDULED" || task.callbackAfterSeconds === 0)
          continue;
        core.putTask({ ...task, callbackAfterSeconds: 0, dueTime: core.now() });
      }
      core.settle(workflowId);
    },
    decide(workflowId) {
      executions.get(workflowId);
      core.settle(workflowId);
    },
    remove(workflowId, evenRunning = false) {
      const execution = executions.get(workflowId);
      if (!evenRunning && !hasEnded(execution.status)) {
        throw new ConductorError(
          400,
          `Cannot archive workflow: ${workflowId} with status: ${execution.status}`,
        );
      }
      for (const task of [...execution.tasks.all()]) core.removeTask(task);
      executions.forget(workflowId);
      core.store.removeExecution(workflowId);
    },
    setVariables(workflowId, variables) {
      const execution = executions.get(workflowId);
      core.putExecution({ ...execution, variables: { ...execution.variables, ...variables } });
    },
  };
}

/** An execution as Conductor names it in its messages. */
function nameOf({ definition, workflowId }: Execution): string {
  return `${definition.name}.${definition.version}/${workflowId}`;
}

function begunAgain({ reasonForIncompletion: _, ...execution }: LiveExecution): LiveExecution {
  return { ...execution, status: "RUNNING" };
}

/** For each reference name the newest task, where it has neither succeeded nor been superseded. */
function newestFailures(execution: LiveExecution): Task[] {
  const failures = new Map<string, Task>();
  for (const task of execution.tasks.all()) {
    if (isTerminal(task.status) && !isSuccessful(task.status) && !task.retried)
      failures.set(task.referenceTaskName, task);
    else failures.delete(task.referenceTaskName);
  }
  return [...failures.values()];
}

function retryTask(core: Core, execution: LiveExecution, task: Task): void {
  const workflowTask = planOf(execution.definition).tasks.get(definedName(task.referenceTaskName));
  if (!workflowTask) return;
  if (task.taskType === "DO_WHILE") {
    // A loop goes on where it stood, under its own record.
    core.putTask({
      ...task,
      status: "IN_PROGRESS",
      retryCount: task.retryCount + 1,
      endTime: 0,
      executed: false,
    });
    return;
  }
  core.putTask({ ...task, retried: true, executed: true });
  const { reasonForIncompletion: _, ...fresh } = nextTry(
    draftOf(execution, core.now(), core.newId),
    task,
    workflowTask,
    0,
  );
  const begins = taskTypes.get(task.taskType)?.begins ?? "SCHEDULED";
  const now = core.now();
  core.putTask({ ...fresh, status: begins, updateTime: now, startTime: begins === "IN_PROGRESS" ? now : 0 });
}

function rerunTask(core: Core, execution: LiveExecution, task: Task, taskInput: Json | undefined): void {
  const { reasonForIncompletion: _, workerId: __, ...kept } = task;
  const begins = taskTypes.get(task.taskType)?.begins ?? "SCHEDULED";
  const now = core.now();
  core.putTask({
    ...kept,
    status: begins,
    inputData: taskInput ?? task.inputData,
    outputData: {},
    scheduledTime: now,
    startTime: begins === "IN_PROGRESS" ? now : 0,
    updateTime: 0,
    endTime: 0,
    pollCount: 0,
    callbackAfterSeconds: 0,
    iteration: task.taskType === "DO_WHILE" ? 0 : task.iteration,
    retried: false,
    executed: false,
    ...(task.taskType === "DO_WHILE" ? {} : { dueTime: now }),
  });
  // What was canceled around it goes on: the loop that it stands in.
  const loop = planOf(execution.definition).loopOf.get(definedName(task.referenceTaskName));
  const around = loop === undefined ? undefined : execution.tasks.latest(loop);
  if (around) core.putTask({ ...around, status: "IN_PROGRESS", endTime: 0, executed: false });
}

function blankTask(execution: LiveExecution, core: Core): Task {
  const now = core.now();
  return {
    taskId: core.newId(),
    workflowInstanceId: execution.workflowId,
    taskType: "",
    taskDefName: "",
    referenceTaskName: "",
    status: "SKIPPED",
    seq: execution.tasks.lastSeq + 1,
    inputData: {},
    outputData: {},
    retryCount: 0,
    pollCount: 0,
    iteration: 0,
    scheduledTime: now,
    startTime: 0,
    endTime: now,
    updateTime: now,
    firstScheduledTime: now,
    startDelayInSeconds: 0,
    callbackAfterSeconds: 0,
    responseTimeoutSeconds: 0,
    retried: false,
    executed: false,
  };
}
