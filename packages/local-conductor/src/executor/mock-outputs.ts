import type { Json } from "@long-running-api/conductor/definition/model";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import type { LiveExecution, Task, TaskStatus } from "../model.ts";
import { taskTypes } from "../tasks/index.ts";
import type { Core } from "./core.ts";
import type { WorkerTasks } from "./worker-tasks.ts";

/** The outcome that a test sets for a task. Times are in milliseconds. */
export interface TaskMock {
  readonly status: TaskStatus;
  readonly output: Json;
  readonly executionTime: number;
  readonly queueWaitTime: number;
}

/** The mock outputs of one execution: for each reference name one after the other, and those of its sub workflows. */
export interface MockOutputs {
  readonly tasks: Readonly<Record<string, readonly TaskMock[]>>;
  readonly subWorkflows: Readonly<Record<string, MockOutputs>>;
}

/** As on the server. */
const stepsMax = 20_000;

const secondsMax = 30;

/** Reports mock outputs until an execution has ended, or comes to a task that has none (left). */
export async function playMocks(
  core: Core,
  workers: WorkerTasks,
  workflowId: string,
  mocks: MockOutputs,
): Promise<void> {
  const left = new Map(Object.entries(mocks.tasks).map(([name, list]) => [name, [...list]]));
  const played = new Set<string>();
  const deadline = core.now() + secondsMax * 1000;
  for (let steps = 0; steps < stepsMax; steps++) {
    const rests = (each: LiveExecution) =>
      hasEnded(each.status) || waitingTasks(each, played).length > 0 || !isUnderWay(each);
    const seconds = Math.max(0, deadline - core.now()) / 1000;
    const execution = await core.waitUntil(workflowId, rests, seconds);
    const waiting = waitingTasks(execution, played);
    const lacks = waiting.some((task) => !task.subWorkflowId && !left.get(task.referenceTaskName)?.length);
    const [next] = waiting;
    if (hasEnded(execution.status) || !next || lacks) return;
    const mock = left.get(next.referenceTaskName)?.shift();
    if (next.subWorkflowId) {
      played.add(next.subWorkflowId);
      const inside = mocks.subWorkflows[next.referenceTaskName] ?? { tasks: {}, subWorkflows: {} };
      await playMocks(core, workers, next.subWorkflowId, inside);
    } else if (mock) {
      report(core, workers, next, mock);
    }
  }
}

/** Tasks that wait for a mock output, and sub workflows whose mocks have not been played. */
function waitingTasks(execution: LiveExecution, played: ReadonlySet<string>): Task[] {
  return [...execution.tasks.open()].filter(({ status, taskType, subWorkflowId }) => {
    if (isTerminal(status)) return false;
    if (subWorkflowId) return !played.has(subWorkflowId);
    const type = taskTypes.get(taskType);
    return !type || type.mocked === true;
  });
}

/** Whether the engine continues by itself: an operator is being executed. */
function isUnderWay(execution: LiveExecution): boolean {
  return [...execution.tasks.open()].some(({ status, taskType, dueTime }) => {
    const type = taskTypes.get(taskType);
    return !isTerminal(status) && dueTime !== undefined && type !== undefined && !type.mocked;
  });
}

function report(core: Core, workers: WorkerTasks, task: Task, mock: TaskMock): void {
  const { status, output, executionTime, queueWaitTime } = mock;
  if (executionTime > 0 || queueWaitTime > 0) {
    const startTime = core.now() - executionTime;
    core.putTask({ ...task, startTime, scheduledTime: startTime - queueWaitTime });
  }
  workers.update({
    workflowInstanceId: task.workflowInstanceId,
    taskId: task.taskId,
    status,
    outputData: { ...task.outputData, ...output },
    callbackAfterSeconds: 0,
    logs: [],
    extendLease: false,
  });
}
