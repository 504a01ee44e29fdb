import type { Json, WorkflowTask } from "@long-running-api/conductor/definition/model";
import { isJsonNumber } from "@long-running-api/conductor/json";
import { isTerminal } from "@long-running-api/conductor/status";
import { definedName, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { taskTypes } from "../tasks/index.ts";
import { change, current, type Draft, latest } from "./draft.ts";
import { itemsOf } from "./items.ts";
import { schedule } from "./schedule.ts";

/**
 * Moves a DO_WHILE on: its first iteration, the outputs of the one under way, and when that is complete the
 * evaluation of the condition, which the executor does (a condition is a script).
 */
export function advanceLoop(draft: Draft, loop: Task, workflowTask: WorkflowTask): void {
  const items = itemsOf(draft.execution, workflowTask);
  if (loop.iteration === 0) {
    if (items?.length === 0) {
      change(draft, loop, { status: "COMPLETED", outputData: { iteration: 0 }, endTime: draft.now });
      return;
    }
    beginIteration(draft, loop, workflowTask, 1, items);
    return;
  }
  const body = bodyTasks(draft, loop);
  if (body.length === 0) {
    beginIteration(draft, loop, workflowTask, loop.iteration, items);
    return;
  }
  const complete = body.every(
    (task) => isTerminal(task.status) && (task.executed || task.status === "SKIPPED"),
  );
  const moved = body.some((task) => draft.changed.has(task.taskId));
  const looks = loop.dueTime !== undefined;
  if (!complete || (looks && !moved)) return;
  const outputData = keepLast(draft, loop, workflowTask, outputsOf(loop, body));
  change(draft, loop, { outputData, dueTime: draft.now });
}

/**
 * A task within a loop ends the workflow. What the iteration has come to so far is in the loop's output only where the
 * server itself ran that task: a worker's report, or an HTTP call's end, it looks at without the loop.
 */
export function noteUnfinished(draft: Draft, task: Task): void {
  const type = taskTypes.get(task.taskType);
  const { loopOf } = planOf(draft.execution.definition);
  const loop = latest(draft, loopOf.get(definedName(task.referenceTaskName)) ?? "");
  if (!type || type.outside || !loop || isTerminal(loop.status)) return;
  change(draft, loop, { outputData: outputsOf(loop, bodyTasks(draft, loop)) });
}

function outputsOf(loop: Task, body: readonly Task[]): Json {
  const outputs = body.map((task) => [definedName(task.referenceTaskName), task.outputData]);
  return { ...loop.outputData, [loop.iteration]: Object.fromEntries(outputs) };
}

function beginIteration(
  draft: Draft,
  loop: Task,
  workflowTask: WorkflowTask,
  iteration: number,
  items: readonly unknown[] | undefined,
): void {
  const outputData: Json = { ...loop.outputData, iteration };
  if (items) Object.assign(outputData, { loopIndex: iteration - 1, loopItem: items[iteration - 1] ?? null });
  change(draft, loop, { iteration, outputData });
  const first = workflowTask.loopOver[0];
  if (first) schedule(draft, first, iteration, loop.retryCount);
}

/** The newest tries of what has been scheduled in this iteration. */
function bodyTasks(draft: Draft, loop: Task): Task[] {
  const { definition, tasks } = draft.execution;
  const names = planOf(definition).bodyOf.get(loop.referenceTaskName) ?? [];
  const found = new Map<string, Task>();
  for (const name of names) {
    const task = tasks.latest(name);
    if (task?.iteration === loop.iteration) found.set(name, current(draft, task));
  }
  for (const task of draft.changed.values()) {
    const name = definedName(task.referenceTaskName);
    if (task.iteration === loop.iteration && names.includes(name)) {
      if (task.seq >= (found.get(name)?.seq ?? 0)) found.set(name, task);
    }
  }
  return [...found.values()].sort((one, other) => one.seq - other.seq);
}

/** `keepLastN`: older iterations leave the output and the execution. */
function keepLast(draft: Draft, loop: Task, workflowTask: WorkflowTask, outputData: Json): Json {
  const given = workflowTask.inputParameters["keepLastN"];
  const keep = isJsonNumber(given) ? Number(given) : Infinity;
  if (loop.iteration <= keep) return outputData;
  const oldest = loop.iteration - keep;
  const names = new Set(planOf(draft.execution.definition).bodyOf.get(loop.referenceTaskName));
  for (const task of draft.execution.tasks.all()) {
    if (names.has(definedName(task.referenceTaskName)) && task.iteration <= oldest)
      draft.removed.add(task.taskId);
  }
  return Object.fromEntries(Object.entries(outputData).filter(([key]) => !(Number(key) <= oldest)));
}
