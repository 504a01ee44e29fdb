import { isJsonObject } from "@long-running-api/conductor/json";
import type { TaskType } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/terminate-task.html: its
 * output becomes the workflow's; the decider ends the workflow.
 */
export const TERMINATE: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  execute({ inputData }) {
    const status = String(inputData["terminationStatus"]);
    if (!["COMPLETED", "FAILED", "TERMINATED"].includes(status)) {
      return { status: "FAILED", reasonForIncompletion: "given termination status is not valid" };
    }
    const output = inputData["workflowOutput"] ?? {};
    return { status: "COMPLETED", outputData: isJsonObject(output) ? output : { output } };
  },
};
