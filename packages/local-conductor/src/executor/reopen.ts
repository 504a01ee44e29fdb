import type { Json } from "@long-running-api/conductor/definition/model";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import { draftOf } from "../decider/draft.ts";
import { nextTry } from "../decider/retry.ts";
import { schedule } from "../decider/schedule.ts";
import {
  definedName,
  type Execution,
  isSuccessful,
  type LiveExecution,
  nameOf,
  type Task,
} from "../model.ts";
import { namesAfter, planOf } from "../plan.ts";
import { taskTypes } from "../tasks/index.ts";
import type { Core } from "./core.ts";

/** Reopens an execution that has ended, and those around it. */

/** An execution that runs again. */
export function begunAgain(execution: Execution): Execution {
  return { ...execution, status: "RUNNING", reasonForIncompletion: undefined };
}

/** Reopens an execution with another attempt of these tasks. */
export function retryTasks(core: Core, execution: Execution, tasks: readonly Task[]): void {
  core.putExecution({ ...begunAgain(execution), lastRetriedTime: core.now() });
  for (const task of tasks) retryTask(core, execution, task);
}

/** The execution in which it failed first: this one, or one that a SUB_WORKFLOW started. */
export function failedInside(core: Core, execution: LiveExecution): LiveExecution {
  const failed = [...execution.tasks.all()].find(isFailed);
  const child = failed && core.executions.find(failed.subWorkflowId);
  return child && [...child.tasks.all()].some(isFailed) ? failedInside(core, child) : execution;
}

/** The sub workflow, at any depth, that has a task. */
export function childWith(core: Core, execution: Execution, taskId: string): LiveExecution | undefined {
  for (const { subWorkflowId = "" } of execution.tasks.all()) {
    const child = core.executions.find(subWorkflowId);
    const found = child?.tasks.get(taskId) ? child : child && childWith(core, child, taskId);
    if (found) return found;
  }
  return undefined;
}

/** Reopens the executions around one that continues: the tasks that started it are in progress again. */
export function reopenParents(
  core: Core,
  execution: Execution,
  did: "retried" | "restarted" | "reran",
): void {
  let name = nameOf(execution);
  let child = execution;
  for (;;) {
    const parent = core.executions.find(child.parentWorkflowId);
    const task = parent?.tasks.get(child.parentWorkflowTaskId ?? "");
    if (!parent || !task || task.retried || isOptional(parent, task)) return;
    core.putTask(reopened(task));
    core.store.addLogs([
      { taskId: task.taskId, log: `Sub workflow ${name} ${did}.`, createdTime: core.now() },
    ]);
    const nothingFailed = { failedReferenceTaskNames: [], failedTaskNames: [] };
    core.putExecution({ ...begunAgain(parent), ...nothingFailed, lastRetriedTime: core.now() });
    for (const other of [...parent.tasks.all()]) if (other.taskId !== task.taskId) reopenBeside(core, other);
    core.decideAndApply(parent.workflowId);
    name = `${nameOf(parent)} -> ${name}`;
    child = parent;
  }
}

function isOptional({ definition }: Execution, task: Task): boolean {
  return planOf(definition).tasks.get(definedName(task.referenceTaskName))?.optional ?? false;
}

/** What was ended because something beside it failed continues with it. */
function reopenBeside(core: Core, task: Task): void {
  if (task.retried || !isFailed(task)) return;
  const child = core.executions.find(task.subWorkflowId);
  if (child) {
    if (hasEnded(child.status)) {
      retryTasks(core, child, newestFailures(child));
      core.decideAndApply(child.workflowId);
    }
    core.putTask(reopened(task));
  } else if (staysItself.has(task.taskType)) {
    core.putTask(reopened(task));
  } else if (task.status === "CANCELED") {
    core.putTask({ ...begunAfresh(core, task), retryCount: task.retryCount + 1 });
  }
}

/** A loop or a JOIN continues where it was, in its own record. */
const staysItself = new Set(["DO_WHILE", "JOIN"]);

function retriedInPlace(task: Task): Task {
  const isCanceledJoin = task.taskType === "JOIN" && task.status === "CANCELED";
  return { ...reopened(task), retryCount: task.retryCount + (isCanceledJoin ? 0 : 1) };
}

function isFailed({ status }: Task): boolean {
  return isTerminal(status) && !isSuccessful(status);
}

/** For each reference name the newest task, where it has neither succeeded nor been superseded. */
export function newestFailures(execution: Execution): Task[] {
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
  if (staysItself.has(task.taskType)) {
    core.putTask(retriedInPlace(task));
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

/**
 * Returns an execution to a task: what followed from that task is removed, and what was ended beside it continues.
 */
export function rerunFrom(core: Core, execution: Execution, task: Task, taskInput: Json | undefined): void {
  const following = namesAfter(execution.definition, definedName(task.referenceTaskName));
  for (const other of [...execution.tasks.all()]) {
    const follows = other.seq > task.seq && following.has(definedName(other.referenceTaskName));
    if (follows) core.removeTask(other);
    else if (other.taskId !== task.taskId && isFailed(other) && !other.retried) {
      core.putTask(staysItself.has(other.taskType) ? reopened(other) : begunAfresh(core, other));
    }
  }
  if (task.taskType === "FORK") {
    forkAgain(core, execution, task);
    return;
  }
  const isLoop = task.taskType === "DO_WHILE";
  core.putTask({
    ...begunAfresh(core, task),
    inputData: taskInput ?? task.inputData,
    iteration: isLoop ? 0 : task.iteration,
  });
}

/** A fork is nothing but its branches. */
function forkAgain(core: Core, execution: Execution, { taskId, referenceTaskName, iteration }: Task): void {
  const workflowTask = planOf(execution.definition).tasks.get(definedName(referenceTaskName));
  core.removeTask(execution.tasks.get(taskId) as Task);
  const draft = draftOf(execution, core.now(), core.newId);
  if (workflowTask) schedule(draft, workflowTask, iteration);
  for (const task of draft.changed.values()) core.putTask(task);
}

function begunAfresh(core: Core, task: Task): Task {
  return {
    ...task,
    ...beginning(core, task),
    outputData: {},
    scheduledTime: core.now(),
    updateTime: 0,
    endTime: 0,
    pollCount: 0,
    callbackAfterSeconds: 0,
    retried: false,
    executed: false,
    dueTime: taskTypes.get(task.taskType)?.decided ? undefined : core.now(),
    workerId: undefined,
    subWorkflowId: undefined,
  };
}

/** A task that continues in its own record; the decider finds what is next for it. */
function reopened(task: Task): Task {
  const open = { endTime: 0, executed: false, reasonForIncompletion: undefined, dueTime: undefined };
  return { ...task, ...open, status: "IN_PROGRESS" };
}

/** The initial status of a task of this type. */
function beginning(
  core: Core,
  { taskType }: Task,
): Pick<Task, "status" | "startTime" | "reasonForIncompletion"> {
  const status = taskTypes.get(taskType)?.begins ?? "SCHEDULED";
  return { status, startTime: status === "IN_PROGRESS" ? core.now() : 0, reasonForIncompletion: undefined };
}
