import type { Task, Workflow } from "@long-running-api/conductor/client";
import { inSeconds } from "@long-running-api/foundation/text";
import type { LiveLine } from "@long-running-api/kit/live-block";
import type { Colors } from "@long-running-api/kit/output";
import { isOpen } from "./record.ts";

interface Box {
  ref: string;
  type: string;
}

/**
 * The workflow as a column of its tasks, each with its state, read from the execution's record alone:
 *
 *   ● invokeLambda   HTTP        COMPLETED    0.1 s
 *   │
 *   ◐ http_poll_ref  HTTP_POLL   IN_PROGRESS  poll 3, next in 4 s
 */
export function drawWorkflow(execution: Workflow, nowMs: number, colors: Colors): LiveLine[] {
  const boxes: Box[] = (execution.workflowDefinition?.tasks ?? []).map(
    ({ taskReferenceName = "", type = "" }) => ({ ref: taskReferenceName, type }),
  );
  const refWidth = Math.max(0, ...boxes.map(({ ref }) => ref.length));
  const typeWidth = Math.max(0, ...boxes.map(({ type }) => type.length));
  return boxes.flatMap(({ ref, type }, index) => {
    const task = execution.tasks?.findLast(({ referenceTaskName }) => referenceTaskName === ref);
    const text = `  ${symbol(task, colors)} ${ref.padEnd(refWidth)}  ${colors.dim(type.padEnd(typeWidth))}`;
    const line = { text, end: `  ${state(task, nowMs)}` };
    return index === 0 ? [line] : [`  ${colors.dim("│")}`, line];
  });
}

function symbol(task: Task | undefined, { green, red, yellow, dim }: Colors): string {
  if (!task) return dim("○");
  if (task.status === "COMPLETED") return green("●");
  return isOpen(task.status) ? yellow("◐") : red("✖");
}

function state(task: Task | undefined, nowMs: number): string {
  if (!task) return "not reached yet";
  const {
    status = "",
    pollCount = 0,
    callbackAfterSeconds = 0,
    startTime = 0,
    updateTime = 0,
    endTime = 0,
  } = task;
  if (!isOpen(status)) return `${status.padEnd(11)}  ${inSeconds(Math.max(0, endTime - startTime))}`;
  if (task.taskType !== "HTTP_POLL" || pollCount === 0) return status;
  const dueMs = updateTime + callbackAfterSeconds * 1000 - nowMs;
  return `${status}  poll ${pollCount}, ${dueMs > 0 ? `next in ${Math.ceil(dueMs / 1000)} s` : "polling now"}`;
}
