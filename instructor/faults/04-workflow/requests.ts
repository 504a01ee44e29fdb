import type { WorkflowDef } from "@long-running-api/conductor/client";
import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { sequence } from "../change/change.ts";
import { eventFromClient } from "../change/method.ts";
import {
  changeRequest,
  redefine,
  registerTask,
  unregisterTask,
  type WorkflowTask,
} from "../change/workflow.ts";

/** Faults in the two tasks' requests and in the polling settings. */
export const requestsFaults = faultsOf("04-workflow", [
  {
    id: "post-in-small-letters",
    story: "The HTTP task's method is post, in lowercase.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ method: "post" }))),
  },
  {
    id: "start-with-get",
    story: "The HTTP task's method is GET.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ method: "GET" }))),
  },
  {
    id: "content-type-text",
    story: "The HTTP task sends text/plain.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ headers: { "Content-Type": "text/plain" } }))),
  },
  {
    id: "body-of-other-field",
    story: "The HTTP task's body calls the id request_id.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { request_id: "${workflow.input.requestId}" } }))),
  },
  {
    id: "body-id-fixed",
    story: "The HTTP task's body contains a fixed requestId.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { requestId: "12345" } }))),
  },
  {
    id: "body-missing",
    story: "The HTTP task has no body.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: undefined }))),
  },
  {
    id: "header-hangs-on-caller",
    story: "The API takes the invocation type from its caller, but the workflow does not send it.",
    trips: ["04-workflow/start-request"],
    breaks: "03-api",
    inject: sequence(
      deployed(eventFromClient),
      redefine(changeRequest("start", () => ({ headers: { "Content-Type": "application/json" } }))),
    ),
  },
  {
    id: "poll-with-post",
    story: "The HTTP_POLL task's method is POST.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ method: "POST" }))),
  },
  {
    id: "interval-in-words",
    story: "The pollingInterval is in words.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ pollingInterval: "five seconds" }))),
  },
  {
    id: "interval-in-milliseconds",
    story: "The pollingInterval is in milliseconds.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ pollingInterval: 5000 }))),
  },
  {
    id: "read-timeout-in-seconds",
    story: "The readTimeOut is in seconds.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ readTimeOut: 30 }))),
  },
  {
    id: "run-limited-to-a-second",
    story: "The workflow's timeoutSeconds is 1.",
    trips: ["04-workflow/time-limit"],
    inject: redefine((definition) => ({ ...definition, timeoutSeconds: 1, timeoutPolicy: "TIME_OUT_WF" })),
  },
  {
    id: "too-few-polls",
    story: "The maxPollCount is 1.",
    trips: ["04-workflow/time-limit"],
    inject: redefine(changeRequest("poll", () => ({ maxPollCount: 1, pollingInterval: 1 }))),
  },
  {
    id: "codes-without-200",
    story: "The HTTP_POLL task accepts only 404.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ acceptedStatusCodes: ["404"] }))),
  },
  {
    id: "no-time-to-start",
    story: "The HTTP task's readTimeOut is 5 ms.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ readTimeOut: 5 }))),
  },
  {
    id: "body-is-bare-id",
    story: "The HTTP task posts the bare requestId instead of an object.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: "${workflow.input.requestId}" }))),
  },
  {
    id: "body-of-misspelt-input",
    story: "The body has workflow.inputs instead of workflow.input.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { requestId: "${workflow.inputs.requestId}" } }))),
  },
  {
    id: "strategy-misspelt",
    story: "The pollingStrategy is LINEAR instead of LINEAR_BACKOFF.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ pollingStrategy: "LINEAR" }))),
  },
  {
    id: "condition-field-misspelt",
    story: "The condition is called terminateCondition.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(
      changeRequest("poll", ({ terminationCondition }) => ({
        terminationCondition: undefined,
        terminateCondition: terminationCondition,
      })),
    ),
  },
  {
    id: "body-of-misspelt-id",
    story: "The body uses requestID, but the input is called requestId.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { requestId: "${workflow.input.requestID}" } }))),
  },
  {
    id: "body-of-input-that-runs-lack",
    story: "The body uses jobId; no inputs are declared, and every run passes requestId.",
    trips: ["04-workflow/start-request"],
    inject: redefine((definition) => ({
      ...changeRequest("start", () => ({ body: { requestId: "${workflow.input.jobId}" } }))(definition),
      inputParameters: [],
    })),
  },
  {
    id: "headers-as-text",
    story: "The headers are one string.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ headers: "Content-Type: application/json" }))),
  },
  {
    id: "poll-headers-as-text",
    story: "The poll's headers are one string.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ headers: "Accept: application/json" }))),
  },
  {
    id: "too-few-linear-polls",
    story: "LINEAR_BACKOFF with at most two polls.",
    trips: ["04-workflow/time-limit"],
    inject: redefine(
      changeRequest("poll", () => ({
        maxPollCount: 2,
        pollingInterval: 1,
        pollingStrategy: "LINEAR_BACKOFF",
      })),
    ),
  },
  {
    id: "too-few-exponential-polls",
    story: "EXPONENTIAL_BACKOFF with at most one poll.",
    trips: ["04-workflow/time-limit"],
    inject: redefine(
      changeRequest("poll", () => ({
        maxPollCount: 1,
        pollingInterval: 1,
        pollingStrategy: "EXPONENTIAL_BACKOFF",
      })),
    ),
  },
  {
    id: "run-ends-before-the-second-poll",
    story: "Each run is limited to ten seconds, with a poll every 30 seconds.",
    trips: ["04-workflow/time-limit"],
    inject: redefine((definition) => ({
      ...changeRequest("poll", () => ({ pollingInterval: 30 }))(definition),
      timeoutSeconds: 10,
      timeoutPolicy: "TIME_OUT_WF",
    })),
  },
  {
    id: "poll-limited-to-a-second",
    story: "The task definition gives the poll one second.",
    trips: ["04-workflow/time-limit"],
    inject: registerTask({
      name: "http_poll",
      timeoutSeconds: 1,
      responseTimeoutSeconds: 1,
      totalTimeoutSeconds: 0,
      timeoutPolicy: "TIME_OUT_WF",
    }),
    cleanUp: unregisterTask("http_poll"),
  },
  {
    id: "poll-in-a-branch-never-taken",
    story: "The poll is in a SWITCH branch that depends on an input that no run passes.",
    trips: ["04-workflow/poll-task"],
    inject: redefine(inBranch),
  },
]);

function inBranch(definition: WorkflowDef): WorkflowDef {
  const [start, poll] = definition.tasks;
  const branch = {
    name: "which",
    taskReferenceName: "which",
    type: "SWITCH",
    evaluatorType: "value-param",
    expression: "kind",
    inputParameters: { kind: "${workflow.input.kind}" },
    decisionCases: { long: poll ? [poll] : [] },
    defaultCase: [],
  } as WorkflowTask;
  return { ...definition, tasks: [...(start ? [start] : []), branch] };
}
