import { branchOf, type WorkflowTask } from "@long-running-api/conductor/definition/model";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import { definedName, type Execution, isSuccessful, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { change, current, type Draft, draftOf, latest, lookAgain } from "./draft.ts";
import { allTasks, type End, ended } from "./end.ts";
import { advanceJoin } from "./join.ts";
import { advanceLoop, noteUnfinished } from "./loop.ts";
import { mayRetry, retry } from "./retry.ts";
import { schedule } from "./schedule.ts";
import { checkTimeouts } from "./timeouts.ts";

/** The decision that follows from the state of an execution. */
export interface Decision {
  /** The execution's record if it ends or changes; its tasks are in `tasks`. */
  readonly execution?: Execution | undefined;
  /** Changed and new tasks, whole, in order. */
  readonly tasks: readonly Task[];
  readonly removed: readonly string[];
  /** When time alone may change the decision (timeouts). */
  readonly lookAgainAt?: number | undefined;
}

/** Decides what happens next. Pure: depends on its arguments only, and changes nothing. */
export function decide(execution: Execution, now: number, newId: () => string): Decision {
  if (hasEnded(execution.status)) return { tasks: [], removed: [] };
  const draft = draftOf(execution, now, newId);
  const end = workflowTimeout(draft) ?? (execution.status === "PAUSED" ? undefined : advance(draft));
  return {
    execution: end && ended(draft, end),
    tasks: (end ? outcomes(draft) : [...draft.changed.values()]).sort((one, other) => one.seq - other.seq),
    removed: [...draft.removed],
    lookAgainAt: end || draft.lookAgainAt === Infinity ? undefined : draft.lookAgainAt,
  };
}

/** The decision for an end that a client requested, with the same bookkeeping. */
export function endNow(execution: Execution, end: End, now: number, newId: () => string): Decision {
  const draft = draftOf(execution, now, newId);
  return { execution: ended(draft, end), tasks: [...draft.changed.values()], removed: [] };
}

/**
 * What the last decision of an execution leaves in the records: how tasks ended, not that conclusions were drawn.
 * Conductor keeps the last task without `executed` too, and one that was optional and reported FAILED as FAILED.
 */
function outcomes(draft: Draft): Task[] {
  return [...draft.changed.values()].filter(({ taskId, status }) => {
    const before = draft.execution.tasks.get(taskId);
    if (before === undefined || before.status === status) return before === undefined;
    return status !== "COMPLETED_WITH_ERRORS" || !isTerminal(before.status);
  });
}

function advance(draft: Draft): End | undefined {
  const { execution } = draft;
  const plan = planOf(execution.definition);
  if (execution.tasks.size === 0) {
    if (plan.first) schedule(draft, plan.first, 0);
    return undefined;
  }
  const loops: [Task, WorkflowTask][] = [];
  const joins: Task[] = [];
  for (const task of [...execution.tasks.open()]) {
    const workflowTask = plan.tasks.get(definedName(task.referenceTaskName));
    if (!workflowTask) continue;
    const { task: checked, endsWorkflow } = checkTimeouts(draft, task, workflowTask.taskDefinition);
    if (endsWorkflow !== undefined)
      return { status: "TIMED_OUT", reason: endsWorkflow, failedTaskId: checked.taskId };
    if (!isTerminal(checked.status)) {
      if (workflowTask.type === "DO_WHILE") loops.push([checked, workflowTask]);
      if (workflowTask.type === "JOIN") joins.push(checked);
      continue;
    }
    const end = conclude(draft, checked, workflowTask);
    if (end) {
      noteUnfinished(draft, checked);
      return end;
    }
  }
  for (const join of joins) advanceJoin(draft, join);
  for (const [loop, workflowTask] of loops) advanceLoop(draft, current(draft, loop), workflowTask);
  return completion(draft);
}

/** Processes a task that has ended: retries it, schedules the next one, or ends the workflow. */
function conclude(draft: Draft, task: Task, workflowTask: WorkflowTask): End | undefined {
  let concluded = task;
  if (!isSuccessful(task.status)) {
    if (mayRetry(draft, task, workflowTask)) {
      retry(draft, task, workflowTask);
      return undefined;
    }
    if (!workflowTask.optional && !workflowTask.permissive) return failure(task);
    if (workflowTask.optional) concluded = change(draft, task, { status: "COMPLETED_WITH_ERRORS" });
  }
  if (workflowTask.type === "TERMINATE" && concluded.status === "COMPLETED") return termination(concluded);
  change(draft, concluded, { executed: true });
  const following = followerOf(draft, concluded, workflowTask);
  if (following && !isScheduled(draft, following, concluded.iteration)) {
    schedule(draft, following, isLooped(draft, following) ? concluded.iteration : 0);
  }
  return undefined;
}

function followerOf(draft: Draft, task: Task, workflowTask: WorkflowTask): WorkflowTask | undefined {
  const { next } = planOf(draft.execution.definition);
  if (workflowTask.type === "SWITCH") {
    const [first] = branchOf(workflowTask, String(task.outputData["selectedCase"]));
    if (first) return skipSkipped(draft, first);
  }
  return skipSkipped(draft, next.get(workflowTask.taskReferenceName));
}

/** If a task was skipped in advance (`skiptask`), the next one is scheduled instead. */
function skipSkipped(draft: Draft, workflowTask: WorkflowTask | undefined): WorkflowTask | undefined {
  const { next } = planOf(draft.execution.definition);
  let task = workflowTask;
  while (task && latest(draft, task.taskReferenceName)?.status === "SKIPPED")
    task = next.get(task.taskReferenceName);
  return task;
}

function isLooped(draft: Draft, { taskReferenceName }: WorkflowTask): boolean {
  return planOf(draft.execution.definition).loopOf.has(taskReferenceName);
}

function isScheduled(draft: Draft, workflowTask: WorkflowTask, iteration: number): boolean {
  const known = latest(draft, workflowTask.taskReferenceName);
  if (!known) return false;
  return !isLooped(draft, workflowTask) || known.iteration === iteration;
}

function failure(task: Task): End {
  const status =
    task.status === "TIMED_OUT" ? "TIMED_OUT" : task.status === "CANCELED" ? "TERMINATED" : "FAILED";
  return { status, reason: failureText(task, status), failedTaskId: task.taskId };
}

function failureText(task: Task, status: string): string {
  return `Task ${task.taskId} failed with status: ${status} and reason: '${task.reasonForIncompletion ?? null}'`;
}

/** https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/terminate-task.html */
function termination({ taskId, inputData }: Task): End {
  const { terminationStatus: status, terminationReason } = inputData;
  const reason =
    String(terminationReason ?? "").trim() || `Workflow is ${status} by TERMINATE task: ${taskId}`;
  if (status !== "FAILED" && status !== "TERMINATED") return { status: "COMPLETED", reason };
  return { status, reason, failedTaskId: taskId };
}

/** The workflow is complete when nothing is open and nothing was scheduled. */
function completion(draft: Draft): End | undefined {
  for (const task of draft.changed.values()) if (!task.executed && !task.retried) return undefined;
  for (const task of draft.execution.tasks.open()) {
    const { executed, retried } = current(draft, task);
    if (!executed && !retried) return undefined;
  }
  const failed = [...newestPermissiveFailures(draft)];
  if (failed.length === 0) return { status: "COMPLETED" };
  return { status: "FAILED", reason: failed.map((task) => failureText(task, task.status)).join(". ") };
}

/** After a failed `permissive` task the workflow continues, and fails at its end. */
function* newestPermissiveFailures(draft: Draft): Generator<Task> {
  const { tasks } = planOf(draft.execution.definition);
  for (const task of allTasks(draft)) {
    const workflowTask = tasks.get(definedName(task.referenceTaskName));
    if (!workflowTask?.permissive || workflowTask.optional || task.retried) continue;
    if (isTerminal(task.status) && !isSuccessful(task.status)) yield task;
  }
}

function workflowTimeout(draft: Draft): End | undefined {
  const { definition, lastRetriedTime, createTime } = draft.execution;
  const { timeoutSeconds, timeoutPolicy } = definition;
  if (timeoutSeconds <= 0 || timeoutPolicy !== "TIME_OUT_WF") return undefined;
  const since = lastRetriedTime || createTime;
  const end = since + timeoutSeconds * 1000;
  if (draft.now < end) {
    lookAgain(draft, end);
    return undefined;
  }
  const elapsed = Math.floor((draft.now - since) / 1000);
  return {
    status: "TIMED_OUT",
    reason: `Workflow timed out after ${elapsed} seconds. Timeout configured as ${timeoutSeconds} seconds. Timeout policy configured to ${timeoutPolicy}`,
  };
}
