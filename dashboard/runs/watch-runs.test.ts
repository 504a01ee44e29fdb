import type { Workflow } from "@long-running-api/conductor/client";
import { expect, test } from "vitest";
import { deleted } from "./watch-runs.ts";

const running: Workflow = { workflowId: "w", status: "RUNNING", createTime: 1_000, updateTime: 1_500 };

test("an execution that is deleted between two reads has ended: failed with its task, else terminated", () => {
  const tasks = [{ referenceTaskName: "wait", status: "FAILED" as const, endTime: 4_000 }];
  expect(deleted({ ...running, tasks })).toMatchObject({ status: "FAILED", endTime: 4_000 });
  expect(deleted(running)).toMatchObject({ status: "TERMINATED", endTime: 1_500 });
  expect(deleted({ ...running, status: "COMPLETED" })).toMatchObject({ status: "COMPLETED" });
  expect(deleted(undefined)).toBeUndefined();
});
