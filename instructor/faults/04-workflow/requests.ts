import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { sequence } from "../change/change.ts";
import { eventFromClient } from "../change/method.ts";
import { changeRequest, redefine } from "../change/workflow.ts";

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
    inject: sequence(
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
]);
