import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { dropCallerRole } from "../change/caller-role.ts";
import { replaceOrThrow, sequence } from "../change/change.ts";
import {
  answerAs,
  deleteIntegrationResponse,
  deleteMethodResponse,
  requestTemplate,
  respond,
  respondToErrors,
  responseTemplate,
} from "../change/method.ts";
import { itemTemplate, readTableItself } from "../change/table-read.ts";

const printedAcknowledgement = `{
"requestId": "$input.json('$.body.requestId')",
"status": "PROCESSING"
}`;

/** Faults in the responses to callers. */
export const responseFaults = faultsOf("03-api", [
  {
    id: "post-response-missing",
    story: "POST has no integration response.",
    trips: ["03-api/post-response"],
    inject: deployed(deleteIntegrationResponse("POST")),
  },
  {
    id: "post-response-with-pattern",
    story: "POST's Lambda error regex is 202.",
    trips: ["03-api/post-response"],
    inject: deployed(respond("POST", { pattern: "202" })),
  },
  {
    id: "post-error-fits-all",
    story: "POST has an integration response 500 for errors that match .*",
    trips: ["03-api/post-response"],
    inject: deployed(respondToErrors("POST", { status: "500", pattern: ".*" })),
  },
  {
    id: "post-error-fits-all-lines",
    story: "POST has an integration response 500 for errors that match (?s).*",
    trips: ["03-api/post-response"],
    inject: deployed(respondToErrors("POST", { status: "500", pattern: "(?s).*" })),
  },
  {
    id: "post-202-not-declared",
    story: "POST's method response lacks 202.",
    trips: ["03-api/post-response"],
    inject: deployed(deleteMethodResponse("POST")),
  },
  {
    id: "post-answers-200",
    story: "POST returns 200.",
    trips: ["03-api/post-response"],
    inject: deployed(respond("POST", { status: "200" })),
  },
  {
    id: "post-response-template-broken",
    story: "POST's response template lacks a bracket.",
    trips: ["03-api/post-response"],
    inject: deployed(responseTemplate("POST", () => `#set($id = "x"\n{"status": "PROCESSING"}`)),
  },
  {
    id: "acknowledgement-as-printed",
    story: "POST has the response template as printed in the tutorial.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => printedAcknowledgement)),
  },
  {
    id: "acknowledgement-missing",
    story: "POST has no response template.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => undefined)),
  },
  {
    id: "acknowledgement-in-single-quotes",
    story: "POST's response template has single quotes.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => "{'status': 'PROCESSING'}")),
  },
  {
    id: "acknowledgement-says-completed",
    story: "POST's response template says COMPLETED when the work has only started.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(
      responseTemplate("POST", (template) => replaceOrThrow(template, "PROCESSING", "COMPLETED")),
    ),
  },
  {
    id: "acknowledgement-of-other-id",
    story: "POST's response template returns the ID of API Gateway's own request.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(
      responseTemplate("POST", () => `{"requestId": "$context.requestId", "status": "PROCESSING"}`),
    ),
  },
  {
    id: "acknowledgement-id-fixed",
    story: "POST's response template contains a fixed requestId.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => `{"requestId": "12345", "status": "PROCESSING"}`)),
  },
  {
    id: "get-response-missing",
    story: "GET's integration response is deleted.",
    trips: ["03-api/get-response"],
    inject: deployed(deleteIntegrationResponse("GET")),
  },
  {
    id: "get-response-with-pattern",
    story: "GET's Lambda error regex is 200.",
    trips: ["03-api/get-response"],
    inject: deployed(respond("GET", { pattern: "200" })),
  },
  {
    id: "get-200-not-declared",
    story: "GET's method response lacks 200.",
    trips: ["03-api/get-response"],
    inject: deployed(deleteMethodResponse("GET")),
  },
  {
    id: "get-template-broken",
    story: "GET's response template lacks an #end.",
    trips: ["03-api/get-response"],
    inject: deployed(responseTemplate("GET", (template) => replaceOrThrow(template, /\n#end\s*$/, ""))),
  },
  {
    id: "get-answers-real-404",
    story: "GET returns a real 404 for an unknown requestId.",
    trips: ["03-api/get-response"],
    inject: deployed(
      responseTemplate(
        "GET",
        (template) => `#set($context.responseOverride.status = $input.path('$.statusCode'))\n${template}`,
      ),
    ),
  },
  {
    id: "get-error-fits-all",
    story: "GET has an integration response 500 for errors that match .*",
    trips: ["03-api/get-response"],
    inject: deployed(respondToErrors("GET", { status: "500", pattern: ".*" })),
  },
  {
    id: "get-answer-made-bytes",
    story: "GET's response has the content handling Convert to binary.",
    trips: ["03-api/get-response"],
    inject: deployed(answerAs("GET", "CONVERT_TO_BINARY")),
  },
  {
    id: "get-answers-202",
    story: "GET returns 202, like POST.",
    trips: ["03-api/get-response"],
    inject: deployed(respond("GET", { status: "202" })),
  },
  {
    id: "body-is-text",
    story: "GET has no response template, as in the printed tutorial.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => undefined)),
  },
  {
    id: "body-as-json-text",
    story: "GET's response template inserts the body with $input.json.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => `{"statusCode": 200, "body": $input.json('$.body')}`)),
  },
  {
    id: "body-escaped",
    story: "GET's response template escapes the body.",
    trips: ["03-api/get-body"],
    inject: deployed(
      responseTemplate(
        "GET",
        () => `{"statusCode": 200, "body": $util.escapeJavaScript($input.path('$.body'))}`,
      ),
    ),
  },
  {
    id: "body-in-quotes",
    story: "GET's response template puts the body in quotation marks.",
    trips: ["03-api/get-body"],
    inject: deployed(
      responseTemplate("GET", (template) => replaceOrThrow(template, "$answer.body\n", '"$answer.body"\n')),
    ),
  },
  {
    id: "body-left-out",
    story: "GET's response template returns only the statusCode.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => `{"statusCode": $input.path('$.statusCode')}`)),
  },
  {
    id: "answer-is-one-text",
    story: "GET's response template uses $input.json('$.body'), which puts the string in quotes.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => "$input.json('$.body')")),
  },
  {
    id: "body-printed-as-object",
    story: "GET's response template inserts the object that $util.parseJson returns.",
    trips: ["03-api/get-body"],
    inject: deployed(
      responseTemplate("GET", () => `{"statusCode": 200, "body": $util.parseJson($input.path('$.body'))}`),
    ),
  },
  {
    id: "status-read-out-of-text",
    story: "GET's response template reads $.body.status, but body is a string.",
    trips: ["03-api/get-body"],
    inject: deployed(
      responseTemplate(
        "GET",
        () => `{"statusCode": 200, "body": {"status": "$input.path('$.body.status')"}}`,
      ),
    ),
  },
  {
    id: "body-always-completed",
    story: "GET's response template always returns COMPLETED.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => `{"statusCode": 200, "body": {"status": "COMPLETED"}}`)),
  },
  {
    id: "as-printed",
    story: "All templates are as printed in the tutorial.",
    trips: ["03-api/post-acknowledgement", "03-api/get-body"],
    inject: deployed(
      sequence(
        requestTemplate(
          "POST",
          () => `#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")

{
"action": "invoke",
"requestId": "$input.path('$.requestId')"
}`,
        ),
        responseTemplate("POST", () => printedAcknowledgement),
        requestTemplate("GET", () => `{\n"action": "status",\n"requestId": "$input.params('requestId')"\n}`),
        responseTemplate("GET", () => undefined),
      ),
    ),
  },
  {
    id: "accepted-for-errors-only",
    story: "The 202 has the Lambda error regex 202, and the default response is 200.",
    trips: ["03-api/post-response"],
    inject: deployed(
      respond("POST", { pattern: "202" }),
      respondToErrors("POST", { status: "200", pattern: "" }),
    ),
  },
  {
    id: "table-read-without-type-letter",
    story: "GET reads the table itself, and its response template takes $.Item.status, without .S.",
    trips: ["03-api/get-body"],
    inject: readTableItself({ template: replaceOrThrow(itemTemplate, "status.S", "status") }),
    cleanUp: dropCallerRole,
  },
  {
    id: "table-read-of-missing-item",
    story: "GET reads the table itself, and its response template does not test whether there is an item.",
    trips: ["03-api/get-body"],
    inject: readTableItself({
      template: `{"statusCode": 200, "body": {"requestId": "$input.path('$.Item.requestId.S')", "status": "$input.path('$.Item.status.S')"}}`,
    }),
    cleanUp: dropCallerRole,
  },
]);
