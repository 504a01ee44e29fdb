import type { WorkflowDef } from "@long-running-api/conductor/client";
import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { inOrder } from "../change/change.ts";
import { eventFromClient } from "../change/method.ts";
import {
  changeRequest,
  redefine,
  registerTask,
  unregisterTask,
  type WorkflowTask,
} from "../change/workflow.ts";

/** What the two tasks ask, and how often. */
export const requestsFaults = faultsOf("04-workflow", [
  {
    id: "post-in-small-letters",
    story: "Somebody wrote the method post in small letters.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ method: "post" }))),
  },
  {
    id: "start-with-get",
    story: "Somebody chose GET for the task that starts the work.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ method: "GET" }))),
  },
  {
    id: "content-type-text",
    story: "Somebody sends the request as text/plain.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ headers: { "Content-Type": "text/plain" } }))),
  },
  {
    id: "body-of-other-field",
    story: "Somebody calls the id request_id in the body.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { request_id: "${workflow.input.requestId}" } }))),
  },
  {
    id: "body-id-fixed",
    story: "Somebody typed the example's id into the body of the request.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { requestId: "12345" } }))),
  },
  {
    id: "body-missing",
    story: "Somebody forgot the body of the request.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: undefined }))),
  },
  {
    id: "header-hangs-on-caller",
    story: "Somebody's API takes the invocation type from its caller, and the workflow does not send it.",
    trips: ["04-workflow/start-request"],
    breaks: "03-api",
    inject: inOrder(
      deployed(eventFromClient),
      redefine(changeRequest("start", () => ({ headers: { "Content-Type": "application/json" } }))),
    ),
  },
  {
    id: "poll-with-post",
    story: "Somebody chose POST for the task that polls.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ method: "POST" }))),
  },
  {
    id: "interval-in-words",
    story: "Somebody wrote the interval in words.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ pollingInterval: "five seconds" }))),
  },
  {
    id: "interval-in-milliseconds",
    story: "Somebody gave the interval in milliseconds.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ pollingInterval: 5000 }))),
  },
  {
    id: "read-timeout-in-seconds",
    story: "Somebody gave the time for an answer in seconds.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ readTimeOut: 30 }))),
  },
  {
    id: "run-limited-to-a-second",
    story: "Somebody limited each run to one second.",
    trips: ["04-workflow/time-limit"],
    inject: redefine((definition) => ({ ...definition, timeoutSeconds: 1, timeoutPolicy: "TIME_OUT_WF" })),
  },
  {
    id: "too-few-polls",
    story: "Somebody allowed one poll only.",
    trips: ["04-workflow/time-limit"],
    inject: redefine(changeRequest("poll", () => ({ maxPollCount: 1, pollingInterval: 1 }))),
  },
  {
    id: "codes-without-200",
    story: "Somebody lets the poll accept 404 only, and thought that would be more.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ acceptedStatusCodes: ["404"] }))),
  },
  {
    id: "no-time-to-start",
    story: "Somebody gave the start five milliseconds.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ readTimeOut: 5 }))),
  },
  {
    id: "body-is-bare-id",
    story: "Somebody posts the id by itself, not within an object.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: "${workflow.input.requestId}" }))),
  },
  {
    id: "body-of-misspelt-input",
    story: "Somebody wrote workflow.inputs in place of workflow.input.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { requestId: "${workflow.inputs.requestId}" } }))),
  },
  {
    id: "strategy-misspelt",
    story: "Somebody wrote LINEAR for LINEAR_BACKOFF.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ pollingStrategy: "LINEAR" }))),
  },
  {
    id: "condition-field-misspelt",
    story: "Somebody called the condition terminateCondition.",
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
    story: "Somebody wrote requestID in the body, while the input is called requestId.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ body: { requestId: "${workflow.input.requestID}" } }))),
  },
  {
    id: "body-of-input-that-runs-lack",
    story: "Somebody wrote jobId in the body, declares no inputs, and each run brings requestId.",
    trips: ["04-workflow/start-request"],
    inject: redefine((definition) => ({
      ...changeRequest("start", () => ({ body: { requestId: "${workflow.input.jobId}" } }))(definition),
      inputParameters: [],
    })),
  },
  {
    id: "headers-as-text",
    story: "Somebody wrote the headers as one text.",
    trips: ["04-workflow/start-request"],
    inject: redefine(changeRequest("start", () => ({ headers: "Content-Type: application/json" }))),
  },
  {
    id: "poll-headers-as-text",
    story: "Somebody wrote the poll's headers as one text.",
    trips: ["04-workflow/poll-request"],
    inject: redefine(changeRequest("poll", () => ({ headers: "Accept: application/json" }))),
  },
  {
    id: "too-few-linear-polls",
    story: "Somebody allowed two polls, and LINEAR_BACKOFF.",
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
    story: "Somebody allowed one poll, and EXPONENTIAL_BACKOFF.",
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
    story: "Somebody limited each run to ten seconds, with a poll each 30 seconds.",
    trips: ["04-workflow/time-limit"],
    inject: redefine((definition) => ({
      ...changeRequest("poll", () => ({ pollingInterval: 30 }))(definition),
      timeoutSeconds: 10,
      timeoutPolicy: "TIME_OUT_WF",
    })),
  },
  {
    id: "poll-limited-to-a-second",
    story: "Somebody's task definition gives the poll one second.",
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
    story: "Somebody's poll is in a branch of a SWITCH that compares an input which no run brings.",
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
