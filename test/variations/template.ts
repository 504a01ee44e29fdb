import {
  DeleteIntegrationResponseCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import type { Place } from "../../instructor/fault.ts";
import { deployed, ownApi, pathOf, resourceAt, type Verb } from "../../instructor/faults/change/api.ts";
import { sequence } from "../../instructor/faults/change/change.ts";
import {
  changeIntegration,
  requestTemplate,
  respond,
  respondToErrors,
  responseTemplate,
} from "../../instructor/faults/change/method.ts";
import { changeCondition, redefine } from "../../instructor/faults/change/workflow.ts";
import type { Variation } from "./variation.ts";

/** Other mapping templates and responses. */
export const templateVariations: readonly Variation[] = [
  {
    story: "Both responses are selected by Java patterns, and errors of several lines get a 500.",
    change: deployed(
      respond("POST", { pattern: "(?s)|PROCESSING.*" }),
      respond("GET", { pattern: "(?i)\\p{Upper}*+" }),
      respondToErrors("POST", { status: "500", pattern: "(?s).+" }),
      respondToErrors("GET", { status: "500", pattern: "(?s).+" }),
    ),
  },
  {
    story: "The body taken apart with #set, comments in the template.",
    change: deployed(
      requestTemplate(
        "POST",
        () => `## starts the work, and does not wait
#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")
#set($body = $input.path('$'))
{"requestId": "$body.requestId", "action": "invoke"}`,
      ),
    ),
  },
  {
    story: "The body read with $util.parseJson, and the call's own $context passed on.",
    change: deployed(
      requestTemplate(
        "POST",
        () => `#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")
#set($body = $util.parseJson($input.body))
{"action": "invoke", "requestId": "$body.requestId", "api": "$context.apiId", "at": $context.requestTimeEpoch}`,
      ),
    ),
  },
  {
    story: "Templates for other content types too.",
    change: deployed(
      changeIntegration("POST", ({ requestTemplates }) => ({
        requestTemplates: { ...requestTemplates, "text/plain": '{"action": "unknown"}' },
      })),
    ),
  },
  ...(["NEVER", "WHEN_NO_MATCH"] as const).map((passthroughBehavior) => ({
    story: `Passthrough ${passthroughBehavior}.`,
    change: deployed(
      changeIntegration("POST", () => ({ passthroughBehavior })),
      changeIntegration("GET", () => ({ passthroughBehavior })),
    ),
  })),
  {
    story: "The id by $input.params().path.",
    change: deployed(
      requestTemplate("GET", () => '{"action": "status", "requestId": "$input.params().path.requestId"}'),
    ),
  },
  {
    story: "Every parameter of the path passed on.",
    change: deployed(
      requestTemplate(
        "GET",
        () => `#set($path = $input.params().path)
{"action": "status"#foreach($name in $path.keySet()), "$name": "$path.get($name)"#end}`,
      ),
    ),
  },

  {
    story: "An acknowledgement in other words.",
    change: deployed(responseTemplate("POST", () => '{"status": "ACCEPTED", "at": "$context.requestTime"}')),
  },
  {
    story: "$input.json without quotes: the requestId in the acknowledgement is empty.",
    change: deployed(
      responseTemplate("POST", () => `{"requestId": $input.json('$.requestId'), "status": "PROCESSING"}`),
    ),
  },
  { story: "The 202 comes from $context.responseOverride.status.", change: deployed(overrideTo202) },
  {
    story: "More integration responses, for errors of the function.",
    change: deployed(addErrorResponse("POST"), addErrorResponse("GET")),
  },
  {
    story: "GET's body by $util.parseJson.",
    change: deployed(
      responseTemplate(
        "GET",
        () => `#set($answer = $util.parseJson($input.body))
#set($row = $util.parseJson($answer.body))
{"statusCode": $answer.statusCode, "body": {"status": "$row.status"}}`,
      ),
    ),
  },
  {
    story: "GET's response built with #if.",
    change: deployed(
      responseTemplate(
        "GET",
        () => `#set($answer = $input.path('$'))
#if($answer.statusCode == 404)
{"statusCode": 404, "body": {"status": "NOT_FOUND"}}
#else
{"statusCode": 200, "body": $answer.body}
#end`,
      ),
    ),
  },
  {
    story: "GET's response built with $input.path alone.",
    change: deployed(
      responseTemplate(
        "GET",
        () => `{"statusCode": $input.path('$.statusCode'), "body": $input.path('$.body')}`,
      ),
    ),
  },
  {
    story: "GET without a template, and a condition that parses the text.",
    change: sequence(
      deployed(responseTemplate("GET", () => undefined)),
      redefine(changeCondition((text) => text.replace("$.output.response.body.body", "JSON.parse($&)"))),
    ),
  },
  {
    story: "GET returns only the function's body, and the condition reads body.status.",
    change: sequence(
      deployed(responseTemplate("GET", () => "$input.path('$.body')")),
      redefine(changeCondition((text) => text.replace("body.body.status", "body.status"))),
    ),
  },
];

async function overrideTo202(place: Place): Promise<void> {
  const { client, method } = await methodOf(place, "POST");
  await client.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
  await client.send(new DeleteIntegrationResponseCommand({ ...method, statusCode: "202" }));
  const template = '#set($context.responseOverride.status = 202)\n{"status":"PROCESSING"}';
  const responseTemplates = { "application/json": template };
  await client.send(new PutIntegrationResponseCommand({ ...method, statusCode: "200", responseTemplates }));
}

function addErrorResponse(verb: Verb) {
  return async (place: Place): Promise<void> => {
    const { client, method } = await methodOf(place, verb);
    const response = { ...method, statusCode: "500" };
    await client.send(new PutMethodResponseCommand(response));
    const selectionPattern = "(\\n|.)+";
    await client.send(new PutIntegrationResponseCommand({ ...response, selectionPattern }));
  };
}

async function methodOf(place: Place, httpMethod: Verb) {
  const { client, restApiId, resources } = await ownApi(place);
  const resourceId = resourceAt(resources, pathOf[httpMethod]);
  return { client, method: { restApiId, resourceId, httpMethod } };
}
