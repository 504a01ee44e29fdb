import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeIntegration, eventLine, mapHeader, requestTemplate } from "../change/method.ts";

/** Faults in the integration requests: the event and the invocation type. */
export const requestFaults = faultsOf("03-api", [
  {
    id: "post-template-lacks-end",
    story: "An #if in POST's request template has no #end.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => `#if($input.path('$.requestId') != "")\n${template}`),
    ),
  },
  {
    id: "post-template-of-other-type",
    story: "POST's request template is for text/plain.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => `${template}\n`, "text/plain")),
  },
  {
    id: "post-without-template",
    story: "POST has no request template.",
    trips: ["03-api/post-request"],
    inject: deployed(
      changeIntegration("POST", () => ({ requestTemplates: {}, passthroughBehavior: "WHEN_NO_MATCH" })),
    ),
  },
  {
    id: "post-maps-authorization",
    story: "POST's integration request maps the header Authorization.",
    trips: ["03-api/post-request"],
    inject: deployed(mapHeader("POST", "Authorization", "'none'")),
  },
  {
    id: "post-template-lacks-comma",
    story: "POST's request template lacks a comma.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, '"invoke",', '"invoke"')),
    ),
  },
  {
    id: "post-template-lacks-action",
    story: "POST's request template lacks the action.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, '"action": "invoke",', "")),
    ),
  },
  {
    id: "post-asks-for-status",
    story: "POST has GET's request template.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"invoke"', '"status"'))),
  },
  {
    id: "post-action-in-capitals",
    story: "POST's request template has Invoke instead of invoke.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"invoke"', '"Invoke"'))),
  },
  {
    id: "post-reads-other-field",
    story: "POST's request template reads $.requestID from the body.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, "$.requestId", "$.requestID")),
    ),
  },
  {
    id: "post-reads-path",
    story: "POST's request template reads the requestId from the path, like GET's.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) =>
        replaceOrThrow(template, ".path('$.requestId')", ".params('requestId')"),
      ),
    ),
  },
  {
    id: "post-id-fixed",
    story: "POST's request template contains a fixed requestId.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"$id"', '"12345"'))),
  },
  {
    id: "get-id-fixed",
    story: "GET's request template contains a fixed requestId.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", () => '{"action": "status", "requestId": "12345"}')),
  },
  {
    id: "get-invokes",
    story: "GET's request template has POST's action.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => replaceOrThrow(template, '"status"', '"invoke"'))),
  },
  {
    id: "get-action-misspelt",
    story: "GET's request template has Status instead of status.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => replaceOrThrow(template, '"status"', '"Status"'))),
  },
  {
    id: "get-names-id-otherwise",
    story: "GET's request template passes the id as request_id.",
    trips: ["03-api/get-request"],
    inject: deployed(
      requestTemplate("GET", (template) => replaceOrThrow(template, '"requestId":', '"request_id":')),
    ),
  },
  {
    id: "request-made-bytes",
    story: "POST's request has the content handling Convert to binary.",
    trips: ["03-api/post-request"],
    inject: deployed(changeIntegration("POST", () => ({ contentHandling: "CONVERT_TO_BINARY" }))),
  },
  {
    id: "get-reads-other-variable",
    story: "GET's request template reads the path variable id, but it is called requestId.",
    trips: ["03-api/get-request"],
    inject: deployed(
      requestTemplate("GET", (template) => replaceOrThrow(template, "params('requestId')", "params('id')")),
    ),
  },
  {
    id: "get-without-template",
    story: "GET has no request template.",
    trips: ["03-api/get-request"],
    inject: deployed(
      changeIntegration("GET", () => ({ requestTemplates: {}, passthroughBehavior: "WHEN_NO_MATCH" })),
    ),
  },
  {
    id: "get-template-has-comma-too-many",
    story: "GET's request template has a trailing comma.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => replaceOrThrow(template, /"\n\}$/, '",\n}'))),
  },
  {
    id: "no-event",
    story: "POST's request template lacks the line with X-Amz-Invocation-Type.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, ""))),
  },
  {
    id: "event-by-mapping-and-template",
    story: "X-Amz-Invocation-Type is set both by a header mapping and in the template.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(mapHeader("POST", "X-Amz-Invocation-Type", "'Event'")),
  },
  {
    id: "event-from-missing-variable",
    story: "X-Amz-Invocation-Type is mapped from a variable that the stage does not have.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "")),
      mapHeader("POST", "X-Amz-Invocation-Type", "stageVariables.invocation"),
    ),
  },
  {
    id: "event-set-twice",
    story: "The line with X-Amz-Invocation-Type appears twice.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "$&$&"))),
  },
  {
    id: "event-commented-out",
    story: "The line with X-Amz-Invocation-Type is commented out.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, "#set", "##set"))),
  },
  {
    id: "event-in-headers",
    story: "The template has requestOverride.headers instead of header.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(
      requestTemplate("POST", (template) =>
        replaceOrThrow(template, "requestOverride.header", "requestOverride.headers"),
      ),
    ),
  },
  {
    id: "directive-with-blank-space",
    story: "The template has a space between # and set.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, "#set", "# set"))),
  },
  {
    id: "typographic-quotes-in-template",
    story: "The template has typographic quotes.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', "“Event”"))),
  },
  {
    id: "get-does-not-wait",
    story: "GET's request template also has the line with X-Amz-Invocation-Type.",
    trips: ["03-api/get-request"],
    inject: deployed(
      requestTemplate(
        "GET",
        (template) => `#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")\n${template}`,
      ),
    ),
  },
  {
    id: "request-response",
    story: "X-Amz-Invocation-Type is RequestResponse.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"RequestResponse"')),
    ),
  },
  {
    id: "dry-run",
    story: "X-Amz-Invocation-Type is DryRun.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"DryRun"'))),
  },
  {
    id: "event-in-small-letters",
    story: "X-Amz-Invocation-Type is event instead of Event.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"event"'))),
  },
  {
    id: "id-from-a-variable-never-set",
    story: "POST's template reads $inputRoot without setting it.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", () => '{"action": "invoke", "requestId": "$inputRoot.requestId"}'),
    ),
  },
  {
    id: "input-param-without-s",
    story: "GET's template uses $input.param instead of $input.params.",
    trips: ["03-api/get-request"],
    inject: deployed(
      requestTemplate("GET", () => `{"action": "status", "requestId": "$input.param('requestId')"}`),
    ),
  },
  {
    id: "template-with-byte-order-mark",
    story: "GET's template begins with a byte order mark.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => `\u{FEFF}${template}`)),
  },
]);
