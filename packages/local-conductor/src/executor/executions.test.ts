import { expect, test, vi } from "vitest";
import type { LiveExecution, Task } from "../model.ts";
import { taskIndex } from "../task-index.ts";
import { makeExecutions } from "./executions.ts";

test.each([
  ["small ones stay", 1_000, 0],
  ["of large ones the most recent 100 MB", 9_900_000, 20],
])("executions that have ended: %s", (_what, characters, forgotten) => {
  const loadExecution = vi.fn(() => undefined);
  const executions = makeExecutions({ loadExecution });
  const ids = Array.from({ length: 30 }, (_, index) => `w${index}`);
  for (const workflowId of ids) {
    const task = {
      taskId: workflowId,
      referenceTaskName: "t",
      inputData: {},
      outputData: { body: ["x".repeat(characters)] },
    };
    const tasks = taskIndex();
    tasks.put(task as unknown as Task);
    executions.set({
      workflowId,
      status: "COMPLETED",
      input: {},
      output: {},
      tasks,
    } as unknown as LiveExecution);
  }
  for (const workflowId of ids) executions.find(workflowId);
  expect(loadExecution.mock.calls).toEqual(ids.slice(0, forgotten).map((id) => [id]));
});
