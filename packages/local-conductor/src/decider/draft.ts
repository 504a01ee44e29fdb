import type { Execution, Task } from "../model.ts";

/** An execution as a decision sees it: the stored state, and on top of it the changes of this decision. */
export interface Draft {
  readonly execution: Execution;
  readonly now: number;
  readonly newId: () => string;
  /** Changed and new tasks, whole. */
  readonly changed: Map<string, Task>;
  readonly removed: Set<string>;
  /** The earliest moment at which time alone would change the decision. */
  lookAgainAt: number;
  seq: number;
}

/** A draft without changes. */
export function draftOf(execution: Execution, now: number, newId: () => string): Draft {
  const seq = execution.tasks.lastSeq;
  return { execution, now, newId, changed: new Map(), removed: new Set(), lookAgainAt: Infinity, seq };
}

/** A task with the draft's changes. */
export function current(draft: Draft, task: Task): Task {
  return draft.changed.get(task.taskId) ?? task;
}

/** The newest task under a name of the definition. */
export function latest(draft: Draft, name: string): Task | undefined {
  const task = draft.execution.tasks.latest(name);
  return task && current(draft, task);
}

/** Changes a task; returns the changed one. */
export function change(draft: Draft, task: Task, changes: Partial<Task>): Task {
  const changed = { ...task, ...changes };
  draft.changed.set(task.taskId, changed);
  return changed;
}

/** Notes a moment at which to decide again. */
export function lookAgain(draft: Draft, at: number): void {
  draft.lookAgainAt = Math.min(draft.lookAgainAt, at);
}
