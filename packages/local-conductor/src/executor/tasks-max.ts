import { type Decision, endNow } from "../decider/index.ts";
import type { Execution } from "../model.ts";

/** Tasks in one execution; a loop that never ends must not fill memory and disk. */
const tasksMax = 50_000;
const reason = `More than ${tasksMax} tasks in one execution: does a loop never end?`;

/** The decision, or the end of an execution that would have too many tasks with it. */
export function withinTasksMax(
  execution: Execution,
  decision: Decision,
  now: number,
  newId: () => string,
): Decision {
  const size = execution.tasks.size + decision.tasks.length;
  return size > tasksMax ? endNow(execution, { status: "FAILED", reason }, now, newId) : decision;
}
