import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
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

const printedAcknowledgement = `{
"requestId": "$input.json('$.body.requestId')",
"status": "PROCESSING"
}`;

/** What callers are answered. */
export const responseFaults = faultsOf("03-api", [
  {
    id: "post-response-missing",
    story: "Somebody deleted POST's default response, and made no other one.",
    trips: ["03-api/post-response"],
    inject: deployed(deleteIntegrationResponse("POST")),
  },
  {
    id: "post-response-with-pattern",
    story: "Somebody typed 202 into Lambda error regex.",
    trips: ["03-api/post-response"],
    inject: deployed(respond("POST", { pattern: "202" })),
  },
  {
    id: "post-error-fits-all",
    story: "Somebody added an answer 500 to POST for errors that match .*",
    trips: ["03-api/post-response"],
    inject: deployed(respondToErrors("POST", { status: "500", pattern: ".*" })),
  },
  {
    id: "post-error-fits-all-lines",
    story: "Somebody added an answer 500 to POST for errors that match (?s).*",
    trips: ["03-api/post-response"],
    inject: deployed(respondToErrors("POST", { status: "500", pattern: "(?s).*" })),
  },
  {
    id: "post-202-not-declared",
    story: "Somebody forgot 202 in POST's method response.",
    trips: ["03-api/post-response"],
    inject: deployed(deleteMethodResponse("POST")),
  },
  {
    id: "post-answers-200",
    story: "Somebody left POST's answer at 200.",
    trips: ["03-api/post-response"],
    inject: deployed(respond("POST", { status: "200" })),
  },
  {
    id: "post-response-template-broken",
    story: "Somebody forgot a bracket in POST's response template.",
    trips: ["03-api/post-response"],
    inject: deployed(responseTemplate("POST", () => `#set($id = "x"\n{"status": "PROCESSING"}`)),
  },
  {
    id: "acknowledgement-as-printed",
    story: "Somebody pasted the tutorial's response template for POST.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => printedAcknowledgement)),
  },
  {
    id: "acknowledgement-missing",
    story: "Somebody made no response template for POST.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => undefined)),
  },
  {
    id: "acknowledgement-in-single-quotes",
    story: "Somebody wrote POST's response template with single quotes.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => "{'status': 'PROCESSING'}")),
  },
  {
    id: "acknowledgement-says-completed",
    story: "Somebody's response template says COMPLETED when the work has only begun.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(
      responseTemplate("POST", (template) => replaceOrThrow(template, "PROCESSING", "COMPLETED")),
    ),
  },
  {
    id: "acknowledgement-of-other-id",
    story: "Somebody's response template answers with the id of API Gateway's own request.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(
      responseTemplate("POST", () => `{"requestId": "$context.requestId", "status": "PROCESSING"}`),
    ),
  },
  {
    id: "acknowledgement-id-fixed",
    story: "Somebody typed the example's id into POST's response template.",
    trips: ["03-api/post-acknowledgement"],
    inject: deployed(responseTemplate("POST", () => `{"requestId": "12345", "status": "PROCESSING"}`)),
  },
  {
    id: "get-response-missing",
    story: "Somebody deleted GET's integration response.",
    trips: ["03-api/get-response"],
    inject: deployed(deleteIntegrationResponse("GET")),
  },
  {
    id: "get-response-with-pattern",
    story: "Somebody typed 200 into GET's Lambda error regex.",
    trips: ["03-api/get-response"],
    inject: deployed(respond("GET", { pattern: "200" })),
  },
  {
    id: "get-200-not-declared",
    story: "Somebody deleted 200 from GET's method response.",
    trips: ["03-api/get-response"],
    inject: deployed(deleteMethodResponse("GET")),
  },
  {
    id: "get-template-broken",
    story: "Somebody forgot the #end in GET's response template.",
    trips: ["03-api/get-response"],
    inject: deployed(responseTemplate("GET", (template) => replaceOrThrow(template, /\n#end\s*$/, ""))),
  },
  {
    id: "get-answers-real-404",
    story: "Somebody made GET answer a real 404 for an id that nobody has.",
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
    story: "Somebody added an answer 500 to GET for errors that match .*",
    trips: ["03-api/get-response"],
    inject: deployed(respondToErrors("GET", { status: "500", pattern: ".*" })),
  },
  {
    id: "get-answer-made-bytes",
    story: "Somebody chose the content handling Convert to binary for GET's answer.",
    trips: ["03-api/get-response"],
    inject: deployed(answerAs("GET", "CONVERT_TO_BINARY")),
  },
  {
    id: "get-answers-202",
    story: "Somebody made GET answer 202, like POST.",
    trips: ["03-api/get-response"],
    inject: deployed(respond("GET", { status: "202" })),
  },
  {
    id: "body-is-text",
    story: "Somebody left GET without a response template, as the tutorial prints it.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => undefined)),
  },
  {
    id: "body-as-json-text",
    story: "Somebody took the body with $input.json in GET's response template.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => `{"statusCode": 200, "body": $input.json('$.body')}`)),
  },
  {
    id: "body-escaped",
    story: "Somebody escaped the body in GET's response template.",
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
    story: "Somebody put quotation marks around the body in GET's response template.",
    trips: ["03-api/get-body"],
    inject: deployed(
      responseTemplate("GET", (template) => replaceOrThrow(template, "$answer.body\n", '"$answer.body"\n')),
    ),
  },
  {
    id: "body-left-out",
    story: "Somebody's response template for GET passes only the statusCode on.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => `{"statusCode": $input.path('$.statusCode')}`)),
  },
  {
    id: "answer-is-one-text",
    story:
      "Somebody wrote $input.json('$.body') into GET's response template, which puts the text in quotes.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => "$input.json('$.body')")),
  },
  {
    id: "body-printed-as-object",
    story: "Somebody put what $util.parseJson makes into GET's response template.",
    trips: ["03-api/get-body"],
    inject: deployed(
      responseTemplate("GET", () => `{"statusCode": 200, "body": $util.parseJson($input.path('$.body'))}`),
    ),
  },
  {
    id: "status-read-out-of-text",
    story: "Somebody's response template for GET looks for $.body.status, and body is a text.",
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
    story: "Somebody wrote the answer COMPLETED into GET's response template to try it, and left it there.",
    trips: ["03-api/get-body"],
    inject: deployed(responseTemplate("GET", () => `{"statusCode": 200, "body": {"status": "COMPLETED"}}`)),
  },
  {
    id: "as-printed",
    story: "Somebody pasted all the templates as the tutorial prints them.",
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
]);
