import { type Fault, faultsOf } from "../fault.ts";
import { deployed } from "./change/api.ts";
import { edited, inOrder } from "./change/change.ts";
import { eventFromClient } from "./change/method.ts";
import {
  changeCondition,
  changeRequest,
  changeTask,
  changeUri,
  changeUris,
  ownDefinition,
  redefine,
  unregister,
} from "./change/workflow.ts";

const placeholders = "https://<your-api-gateway-id>.execute-api.<your-region>.amazonaws.com/<stage>";
const bothAddresses = ["04-workflow/start-address", "04-workflow/poll-address"] as const;
const misspelt = (name: string) => name.replace("Workflow", "Workflw");

export const workflowFaults: readonly Fault[] = faultsOf("04-workflow", [
  {
    id: "definition-gone",
    story: "Somebody deleted the workflow definition.",
    trips: ["04-workflow/registered"],
    inject: unregister,
  },
  {
    id: "definition-misspelt",
    story: "Somebody saved the workflow under a misspelt name, with the placeholders still in it.",
    trips: ["04-workflow/registered"],
    inject: async (place) => {
      const definition = await ownDefinition(place);
      await unregister(place);
      const blank = changeUris((uri) => edited(uri, /^.*(?=\/)/, placeholders))(definition);
      await (await place.target.conductor()).register({ ...blank, name: misspelt(definition.name) });
    },
    cleanUp: async ({ target, names }) => {
      const conductor = await target.conductor();
      const name = misspelt(names.workflow);
      if (await conductor.definition(name)) await conductor.unregister(name, 1);
    },
  },
  {
    id: "http-task-missing",
    story: "Somebody deleted the HTTP task.",
    trips: ["04-workflow/start-task"],
    inject: redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(1) })),
  },
  {
    id: "http-task-waits-for-callback",
    story: "Somebody switched asyncComplete on for the HTTP task.",
    trips: ["04-workflow/start-task"],
    inject: redefine(
      changeTask("start", ({ inputParameters }) => ({
        inputParameters: { ...inputParameters, asyncComplete: true },
      })),
    ),
  },
  {
    id: "poll-task-missing",
    story: "Somebody deleted the HTTP_POLL task.",
    trips: ["04-workflow/poll-task"],
    inject: redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(0, 1) })),
  },
  {
    id: "poll-task-is-http",
    story: "Somebody chose the type HTTP for the task that should poll.",
    trips: ["04-workflow/poll-task"],
    inject: redefine(changeTask("poll", () => ({ type: "HTTP" }))),
  },
  {
    id: "polls-before-it-posts",
    story: "Somebody put the HTTP_POLL task before the HTTP task.",
    trips: ["04-workflow/poll-task"],
    inject: redefine((definition) => ({ ...definition, tasks: [...definition.tasks].reverse() })),
  },
  {
    id: "placeholders-left",
    story: "Somebody left the placeholders in both addresses.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => edited(uri, /^.*(?=\/)/, placeholders))),
  },
  {
    id: "placeholder-stage-left",
    story: "Somebody replaced the API's id and the region, and left <stage> in the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => edited(uri, /[^/]+(?=\/[^/]*$)/, "<stage>"))),
  },
  {
    id: "uri-missing",
    story: "Somebody wrote url in place of uri.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeRequest("start", ({ uri }) => ({ uri: undefined, url: uri }))),
  },
  {
    id: "uri-with-space",
    story: "Somebody copied a blank space along with the address.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => `${uri} `)),
  },
  {
    id: "address-of-other-site",
    story: "Somebody left another site's address in the task.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", () => "https://api.example.com/invoke-lambda")),
  },
  {
    id: "address-of-other-api",
    story: "Somebody made the API anew, and the workflow still calls the old one.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => edited(uri, /execute-api\/[a-z0-9]+/, "execute-api/a1b2c3d4e5"))),
  },
  {
    id: "address-of-old-port",
    story: "Somebody started the local cloud at another port since.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => edited(uri, /:\d+\//, ":1/"))),
  },
  {
    id: "address-on-amazon",
    story: "Somebody wrote the address that the API would have on AWS.",
    trips: bothAddresses,
    inject: redefine(
      changeUris((uri) =>
        uri.replace(/^.*execute-api\/([a-z0-9]+)/, "https://$1.execute-api.us-east-1.amazonaws.com"),
      ),
    ),
  },
  {
    id: "stage-misspelt",
    story: "Somebody wrote a stage that is not there.",
    trips: bothAddresses,
    inject: redefine(changeUris((uri) => edited(uri, /\/[^/]+(?=\/[^/]*$)/, "/prod"))),
  },
  {
    id: "stage-left-out",
    story: "Somebody forgot the stage in the address to post to.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => edited(uri, /\/[^/]+(?=\/[^/]*$)/, ""))),
  },
  {
    id: "post-path-wrong",
    story: "Somebody wrote /invoke in place of /invoke-lambda.",
    trips: ["04-workflow/start-address"],
    inject: redefine(changeUri("start", (uri) => edited(uri, "/invoke-lambda", "/invoke"))),
  },
  {
    id: "poll-path-nested",
    story: "Somebody polls /status/{requestId}, which the API does not have.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => edited(uri, /\/(?=\$)/, "/status/"))),
  },
  {
    id: "poll-asks-for-fixed-id",
    story: "Somebody wrote the id of the tutorial's example into the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => edited(uri, "${workflow.input.requestId}", "12345"))),
  },
  {
    id: "poll-asks-for-other-input",
    story: "Somebody polls with the input id, and posts the input requestId.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => edited(uri, "input.requestId", "input.id"))),
  },
  {
    id: "poll-path-with-percent",
    story: "Somebody put a percent sign before the id in the address to poll.",
    trips: ["04-workflow/poll-address"],
    inject: redefine(changeUri("poll", (uri) => edited(uri, "${workflow", "%${workflow"))),
  },
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
    id: "condition-of-other-path",
    story: "Somebody's condition looks for body.status.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => edited(text, "body.body.status", "body.status"))),
  },
  {
    id: "condition-of-sdk-example",
    story: "Somebody took the path $.output.body.status from an SDK's example.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition(() => '$.output.body.status == "COMPLETED"')),
  },
  {
    id: "condition-of-other-word",
    story: "Somebody's condition waits for Completed.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => edited(text, "COMPLETED", "Completed"))),
  },
  {
    id: "condition-without-return",
    story: "Somebody forgot the return in the condition.",
    trips: ["04-workflow/condition-completed"],
    inject: redefine(changeCondition((text) => edited(text, "return ", ""))),
  },
  {
    id: "condition-always-true",
    story: "Somebody's condition tests the HTTP status only.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(changeCondition((text) => edited(text, / && .*?COMPLETED"/, ""))),
  },
  {
    id: "condition-assigns",
    story: "Somebody's condition sets the status in place of comparing it.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition(
        () => '(function(){ return !!($.output.response.body.body.status = "COMPLETED"); })();',
      ),
    ),
  },
  {
    id: "condition-fails-before-it-is-known",
    story: "Somebody's condition ends the task as failed while the id is not known yet.",
    trips: ["04-workflow/condition-unfinished"],
    inject: redefine(
      changeCondition(
        () =>
          '(function(){ var s = $.output.response.body.body.status; return s == "COMPLETED" ? 1 : s == "PROCESSING" ? 0 : -1; })();',
      ),
    ),
  },
]);
