import { hostOfTask } from "@long-running-api/conductor/host-places";
import { once } from "@long-running-api/foundation/once";
import type { TaskType } from "./task-type.ts";

/** Loaded with the first task: a start does not wait for it. */
const load = once(() => import("@long-running-api/conductor/http-request"));

/** https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/http-task.html */
export const HTTP: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  mocked: true,
  host: hostOfTask,
  async execute({ inputData }, { allowHosts }) {
    const { requestOf, sendHttp, sendLimits } = await load();
    const outcome = await sendHttp(requestOf(inputData), { ...sendLimits, allowHosts });
    const outputData = outcome.response === undefined ? {} : { response: outcome.response };
    if (!outcome.ok) return { status: "FAILED", reasonForIncompletion: outcome.reason, outputData };
    // Someone else reports it: POST /api/tasks/{workflowId}/{taskReferenceName}/COMPLETED.
    return { status: inputData["asyncComplete"] === true ? "IN_PROGRESS" : "COMPLETED", outputData };
  },
};
