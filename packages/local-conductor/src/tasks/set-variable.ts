import { stringifyJson } from "@long-running-api/conductor/json";
import type { TaskType } from "./task-type.ts";

/** As on the server. */
const variablesBytesMax = 256 * 1024;

/** https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/set-variable-task.html */
export const SET_VARIABLE: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  execute({ inputData }, { execution }) {
    const size = Buffer.byteLength(stringifyJson({ ...execution.variables, ...inputData }));
    if (size > variablesBytesMax) {
      return {
        status: "FAILED_WITH_TERMINAL_ERROR",
        reasonForIncompletion: `The variables payload size: ${size} of workflow: ${execution.workflowId} is greater than the permissible limit: ${variablesBytesMax / 1024} kilobytes`,
      };
    }
    return { status: "COMPLETED", variables: inputData };
  },
};
