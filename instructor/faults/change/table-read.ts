import { deployed } from "./api.ts";
import { createCallerRole } from "./caller-role.ts";
import type { Change } from "./change.ts";
import { changeIntegration, responseTemplate } from "./method.ts";

/** The response of a GET that reads the table itself. */
export const itemTemplate = `#set($item = $input.path('$.Item'))
#if($item == "")
{"statusCode": 404, "body": {"status": "NOT_FOUND"}}
#else
{"statusCode": 200, "body": {"requestId": "$item.requestId.S", "status": "$item.status.S"}}
#end`;

/** GET reads the item by DynamoDB's GetItem, with a role of its own, and without the function. */
export function readTableItself({
  Action = "dynamodb:GetItem",
  template = itemTemplate,
}: {
  Action?: string;
  template?: string;
} = {}): Change {
  return async (place) => {
    const credentials = await createCallerRole(place, { Service: "apigateway.amazonaws.com", Action });
    const { table } = place.names;
    const request = `{"TableName": "${table}", "Key": {"requestId": {"S": "$util.escapeJavaScript($input.params('requestId'))"}}}`;
    await deployed(
      changeIntegration("GET", ({ uri = "" }) => ({
        uri: uri.replace(/:lambda:path.*/, ":dynamodb:action/GetItem"),
        credentials,
        requestTemplates: { "application/json": request },
      })),
      responseTemplate("GET", () => template),
    )(place);
  };
}
