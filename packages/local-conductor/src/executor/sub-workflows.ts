import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import type { Decision } from "../decider/index.ts";
import { endNow } from "../decider/index.ts";
import {
  type Execution,
  type LiveExecution,
  nameOf,
  type Task,
  type TaskStatus,
  type WorkflowStatus,
} from "../model.ts";
import type { Executions } from "./executions.ts";

/** The effects of an execution's end on the executions around it. */
export interface SubWorkflows {
  /** Terminates what an execution that has ended still runs, and reports the end to the task that started it. */
  followEnd(execution: Execution): void;
  /** How many executions an execution is nested in. */
  depthOf(execution: Execution): number;
}

/** The functions of the core that this uses. */
export interface SubWorkflowParts {
  readonly executions: Executions;
  now(): number;
  newId(): string;
  putTask(task: Task): void;
  apply(execution: LiveExecution, decision: Decision): void;
  decideAndApply(workflowId: string): void;
}

/** Links executions with the SUB_WORKFLOW tasks that started them. */
export function subWorkflowsOf({
  executions,
  now,
  newId,
  putTask,
  apply,
  decideAndApply,
}: SubWorkflowParts): SubWorkflows {
  function terminateRunning(parent: Execution): void {
    const { status, reasonForIncompletion: why } = parent;
    const reason = `Parent workflow has been terminated with ${why ? `reason: ${why}` : `status ${status}`}`;
    for (const task of parent.tasks.all()) {
      const child = task.status === "CANCELED" ? executions.find(task.subWorkflowId) : undefined;
      if (!child || hasEnded(child.status)) continue;
      apply(child, endNow(child, { status: "TERMINATED", reason }, now(), newId));
    }
  }

  function report(child: Execution): void {
    const parent = executions.find(child.parentWorkflowId);
    const task = parent?.tasks.get(child.parentWorkflowTaskId ?? "");
    if (!parent || !task || hasEnded(parent.status)) return;
    // What an optional task has started may be retried, and succeed, after the workflow has continued.
    if (isTerminal(task.status) && task.status !== "COMPLETED_WITH_ERRORS") return;
    putTask({ ...task, ...endOf(child, task), endTime: now() });
    decideAndApply(parent.workflowId);
  }

  return {
    followEnd(execution) {
      terminateRunning(execution);
      report(execution);
    },
    depthOf({ parentWorkflowId }) {
      let depth = 0;
      for (let id = parentWorkflowId; id; id = executions.find(id)?.parentWorkflowId) depth++;
      return depth;
    },
  };
}

const statusOf: Readonly<Record<WorkflowStatus, TaskStatus>> = {
  RUNNING: "IN_PROGRESS",
  PAUSED: "IN_PROGRESS",
  COMPLETED: "COMPLETED",
  FAILED: "FAILED",
  TERMINATED: "CANCELED",
  TIMED_OUT: "TIMED_OUT",
};

function endOf(child: Execution, { outputData, reasonForIncompletion: before }: Task): Partial<Task> {
  const { status, output, reasonForIncompletion } = child;
  const reason = `Sub workflow ${nameOf(child)} failure reason: ${reasonForIncompletion ?? null}`;
  return {
    status: statusOf[status],
    // Its output may name a sub workflow of its own.
    outputData: { ...outputData, ...output, subWorkflowId: child.workflowId },
    reasonForIncompletion: status === "COMPLETED" ? before : reason,
  };
}
