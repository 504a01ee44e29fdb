import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeIntegration, eventLine, mapHeader, requestTemplate } from "../change/method.ts";

/** What the function is handed, and how it is called. */
export const requestFaults = faultsOf("03-api", [
  {
    id: "post-template-lacks-end",
    story: "Somebody began an #if in POST's request template and never ended it.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => `#if($input.path('$.requestId') != "")\n${template}`),
    ),
  },
  {
    id: "post-template-of-other-type",
    story: "Somebody made POST's request template for text/plain.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => `${template}\n`, "text/plain")),
  },
  {
    id: "post-without-template",
    story: "Somebody forgot POST's request template.",
    trips: ["03-api/post-request"],
    inject: deployed(
      changeIntegration("POST", () => ({ requestTemplates: {}, passthroughBehavior: "WHEN_NO_MATCH" })),
    ),
  },
  {
    id: "post-template-lacks-comma",
    story: "Somebody lost a comma in POST's request template.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, '"invoke",', '"invoke"')),
    ),
  },
  {
    id: "post-template-lacks-action",
    story: "Somebody left the action out of POST's request template.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, '"action": "invoke",', "")),
    ),
  },
  {
    id: "post-asks-for-status",
    story: "Somebody pasted GET's request template into POST.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"invoke"', '"status"'))),
  },
  {
    id: "post-action-in-capitals",
    story: "Somebody wrote Invoke with a capital.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"invoke"', '"Invoke"'))),
  },
  {
    id: "post-reads-other-field",
    story: "Somebody's request template looks for $.requestID in the body of POST.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, "$.requestId", "$.requestID")),
    ),
  },
  {
    id: "post-reads-path",
    story: "Somebody's request template looks for POST's id in the path, as GET's does.",
    trips: ["03-api/post-request"],
    inject: deployed(
      requestTemplate("POST", (template) =>
        replaceOrThrow(template, ".path('$.requestId')", ".params('requestId')"),
      ),
    ),
  },
  {
    id: "post-id-fixed",
    story: "Somebody typed the example's id into POST's request template.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"$id"', '"12345"'))),
  },
  {
    id: "get-id-fixed",
    story: "Somebody typed the example's id into GET's request template.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", () => '{"action": "status", "requestId": "12345"}')),
  },
  {
    id: "get-invokes",
    story: "Somebody copied the action of POST into GET's request template.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => replaceOrThrow(template, '"status"', '"invoke"'))),
  },
  {
    id: "get-action-misspelt",
    story: "Somebody wrote Status with a capital.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => replaceOrThrow(template, '"status"', '"Status"'))),
  },
  {
    id: "get-names-id-otherwise",
    story: "Somebody's request template hands the id on as request_id.",
    trips: ["03-api/get-request"],
    inject: deployed(
      requestTemplate("GET", (template) => replaceOrThrow(template, '"requestId":', '"request_id":')),
    ),
  },
  {
    id: "request-made-bytes",
    story: "Somebody chose the content handling Convert to binary for POST's request.",
    trips: ["03-api/post-request"],
    inject: deployed(changeIntegration("POST", () => ({ contentHandling: "CONVERT_TO_BINARY" }))),
  },
  {
    id: "get-reads-other-variable",
    story: "Somebody's request template asks for a variable id, and the path's is called requestId.",
    trips: ["03-api/get-request"],
    inject: deployed(
      requestTemplate("GET", (template) => replaceOrThrow(template, "params('requestId')", "params('id')")),
    ),
  },
  {
    id: "get-without-template",
    story: "Somebody forgot GET's request template.",
    trips: ["03-api/get-request"],
    inject: deployed(
      changeIntegration("GET", () => ({ requestTemplates: {}, passthroughBehavior: "WHEN_NO_MATCH" })),
    ),
  },
  {
    id: "get-template-has-comma-too-many",
    story: "Somebody left a comma at the end of GET's request template.",
    trips: ["03-api/get-request"],
    inject: deployed(requestTemplate("GET", (template) => replaceOrThrow(template, /"\n\}$/, '",\n}'))),
  },
  {
    id: "no-event",
    story: "Somebody left the line with X-Amz-Invocation-Type out of POST's request template.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, ""))),
  },
  {
    id: "event-by-mapping-and-template",
    story: "Somebody mapped the header X-Amz-Invocation-Type and sets it in the template too.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(mapHeader("POST", "X-Amz-Invocation-Type", "'Event'")),
  },
  {
    id: "event-from-missing-variable",
    story: "Somebody mapped the header X-Amz-Invocation-Type from a variable that the stage does not have.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "")),
      mapHeader("POST", "X-Amz-Invocation-Type", "stageVariables.invocation"),
    ),
  },
  {
    id: "event-set-twice",
    story: "Somebody pasted the line with X-Amz-Invocation-Type twice.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "$&$&"))),
  },
  {
    id: "event-commented-out",
    story: "Somebody made the line with X-Amz-Invocation-Type a comment.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, "#set", "##set"))),
  },
  {
    id: "event-in-headers",
    story: "Somebody wrote requestOverride.headers in place of header.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(
      requestTemplate("POST", (template) =>
        replaceOrThrow(template, "requestOverride.header", "requestOverride.headers"),
      ),
    ),
  },
  {
    id: "directive-with-blank-space",
    story: "Somebody left a blank space between # and set.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, "#set", "# set"))),
  },
  {
    id: "typographic-quotes-in-template",
    story: "Somebody sent the template through an editor that makes quotes typographic.",
    trips: ["03-api/post-request"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', "“Event”"))),
  },
  {
    id: "get-does-not-wait",
    story: "Somebody pasted the line with X-Amz-Invocation-Type into GET's request template too.",
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
    story: "Somebody set X-Amz-Invocation-Type to RequestResponse.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(
      requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"RequestResponse"')),
    ),
  },
  {
    id: "dry-run",
    story: "Somebody set X-Amz-Invocation-Type to DryRun.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"DryRun"'))),
  },
  {
    id: "event-in-small-letters",
    story: "Somebody wrote event in small letters.",
    trips: ["03-api/post-invocation-type"],
    inject: deployed(requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"event"'))),
  },
]);
