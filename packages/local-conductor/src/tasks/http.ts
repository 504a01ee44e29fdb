import { hostOfRequest } from "@long-running-api/conductor/host-places";
import { requestOf, sendHttp, sendLimits } from "@long-running-api/conductor/http-request";
import type { TaskType } from "./task-type.ts";

/** https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/http-task.html */
export const HTTP: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  mocked: true,
  host: ({ inputData }) => hostOfRequest(requestOf(inputData)),
  async execute({ inputData }, { allowHosts }) {
    const outcome = await sendHttp(requestOf(inputData), { ...sendLimits, allowHosts });
    const outputData = outcome.response === undefined ? {} : { response: outcome.response };
    if (!outcome.ok) return { status: "FAILED", reasonForIncompletion: outcome.reason, outputData };
    // Someone else reports it: POST /api/tasks/{workflowId}/{taskReferenceName}/COMPLETED.
    return { status: inputData["asyncComplete"] === true ? "IN_PROGRESS" : "COMPLETED", outputData };
  },
};
