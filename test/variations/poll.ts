import type { WorkflowDef } from "@long-running-api/conductor/client";
import { replaceOrThrow } from "../../instructor/faults/change/change.ts";
import {
  changeRequest,
  changeUri,
  changeUris,
  redefine,
  type WorkflowTask,
} from "../../instructor/faults/change/workflow.ts";
import type { Variation } from "./variation.ts";

/** Other requests of the workflow: how it starts the work, and how it polls. */
export const pollVariations: readonly Variation[] = [
  {
    story: "EXPONENTIAL_BACKOFF, numbers instead of strings, a maxPollCount.",
    change: redefine(
      changeRequest("poll", () => ({
        pollingInterval: 2,
        pollingStrategy: "EXPONENTIAL_BACKOFF",
        maxPollCount: 100,
      })),
    ),
  },
  {
    story: "LINEAR_BACKOFF.",
    change: redefine(changeRequest("poll", () => ({ pollingStrategy: "LINEAR_BACKOFF" }))),
  },
  {
    story: "acceptedStatusCodes with 2xx.",
    change: redefine(changeRequest("poll", () => ({ acceptedStatusCodes: ["2xx", "404"] }))),
  },
  {
    story: "An outputFilter that keeps the status only.",
    change: redefine(
      changeRequest("poll", () => ({
        outputFilter: { status: "$${http_poll_ref.output.response.body.body.status}" },
      })),
    ),
  },
  {
    story: "A loop with an HTTP task in it, instead of HTTP_POLL.",
    change: redefine(withLoop),
  },
  {
    story: "More headers, a charset, and the body as a text.",
    change: redefine(
      changeRequest("start", () => ({
        headers: { "Content-Type": "application/json; charset=utf-8", "X-Client": "tutorial" },
        accept: "application/json",
        body: '{"requestId": "${workflow.input.requestId}"}',
      })),
    ),
  },
  {
    story: "No headers: the server's default content type.",
    change: redefine(changeRequest("start", () => ({ headers: undefined, contentType: "application/json" }))),
  },
  { story: "A slash at the end of an address.", change: redefine(changeUri("start", (uri) => `${uri}/`)) },
  {
    story: "Two slashes before the path.",
    change: redefine(changeUri("start", (uri) => replaceOrThrow(uri, "/invoke-lambda", "//invoke-lambda"))),
  },
  {
    story: "The addresses in the form of LocalStack, and with localhost.",
    change: redefine(
      changeUris((uri) =>
        replaceOrThrow(
          uri,
          /http:\/\/127\.0\.0\.1:(\d+)\/_aws\/execute-api\/(\w+)\/test\//,
          "http://localhost:$1/restapis/$2/test/_user_request_/",
        ),
      ),
    ),
  },
];

function withLoop(definition: WorkflowDef): WorkflowDef {
  const [start, poll] = definition.tasks;
  const {
    terminationCondition: _,
    pollingInterval: __,
    pollingStrategy: ___,
    ...http_request
  } = (poll?.inputParameters?.["http_request"] ?? {}) as Record<string, unknown>;
  const loop = {
    name: "loop",
    taskReferenceName: "loop",
    type: "DO_WHILE",
    inputParameters: { ask: "${ask}" },
    evaluatorType: "javascript",
    loopCondition: "$.ask['response']['body']['body']['status'] != 'COMPLETED'",
    loopOver: [
      { name: "pause", taskReferenceName: "pause", type: "WAIT", inputParameters: { duration: "1 seconds" } },
      { name: "ask", taskReferenceName: "ask", type: "HTTP", inputParameters: { http_request } },
    ],
  } as WorkflowTask;
  return { ...definition, tasks: [...(start ? [start] : []), loop] };
}
