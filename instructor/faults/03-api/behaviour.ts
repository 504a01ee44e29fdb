import { faultsOf } from "../../fault.ts";
import {
  deleteStage,
  deployed,
  deployTo,
  patchApi,
  patchStage,
  resourcePolicy,
  setBack,
  untilTheNextSecond,
} from "../change/api.ts";
import { replaceOrThrow, sequence } from "../change/change.ts";
import { printedPython, rewritten } from "../change/code.ts";
import { writeNode, writePython } from "../change/function.ts";
import {
  patchMethod,
  requestTemplate,
  requireBody,
  requireParameter,
  responseTemplate,
} from "../change/method.ts";
import { allowInstead } from "../change/role.ts";

const quickPython = replaceOrThrow(printedPython, "sleep(25)", "sleep(0.1)");

/** Faults in the deployment, and faults that only a call shows. */
export const behaviourFaults = faultsOf("03-api", [
  {
    id: "stage-gone",
    story: "The stage is deleted.",
    trips: ["03-api/deployed"],
    inject: deleteStage,
  },
  {
    id: "not-deployed-again",
    story: "GET's response template was fixed but not deployed.",
    trips: ["03-api/deployment-current"],
    inject: sequence(
      deployed(responseTemplate("GET", () => undefined)),
      responseTemplate(
        "GET",
        () => `#set($answer = $input.path('$'))\n{"statusCode": $answer.statusCode, "body": $answer.body}`,
      ),
    ),
  },
  {
    id: "event-not-deployed",
    story: "X-Amz-Invocation-Type was changed from RequestResponse to Event, but not deployed.",
    trips: ["03-api/deployment-current"],
    inject: sequence(
      deployed(
        requestTemplate("POST", (template) => replaceOrThrow(template, '"Event"', '"RequestResponse"')),
      ),
      requestTemplate("POST", (template) => replaceOrThrow(template, '"RequestResponse"', '"Event"')),
    ),
  },
  {
    id: "stage-set-back",
    story: "The stage was rolled back to an older deployment.",
    trips: ["03-api/deployment-current"],
    inject: setBack(
      deployed(
        responseTemplate(
          "POST",
          () => `{"requestId": "$context.responseOverride.header.X-Request-Id", "status": "PROCESSING"}`,
        ),
      ),
    ),
  },
  {
    id: "deployed-to-other-stage",
    story: "The fixed template was deployed to a stage that the workflow does not call.",
    trips: ["03-api/deployment-current"],
    inject: sequence(
      deployed(responseTemplate("GET", () => undefined)),
      responseTemplate(
        "GET",
        () => `{"statusCode": $input.json('$.statusCode'), "body": $input.path('$.body')}`,
      ),
      untilTheNextSecond,
      deployTo("prod"),
    ),
  },
  {
    id: "key-not-wanted-any-more",
    story: "API key required was turned off again for POST, but not deployed.",
    trips: ["03-api/deployment-current"],
    inject: sequence(
      deployed(patchMethod("POST", { op: "replace", path: "/apiKeyRequired", value: "true" })),
      patchMethod("POST", { op: "replace", path: "/apiKeyRequired", value: "false" }),
    ),
  },
  {
    id: "everything-binary",
    story: "Every media type is a binary media type.",
    trips: ["03-api/post-request", "03-api/get-request"],
    inject: deployed(patchApi({ op: "add", path: "/binaryMediaTypes/*~1*" })),
  },
  {
    id: "throttled-to-nothing",
    story: "The stage's rate limit is 0.",
    trips: ["03-api/post-is-asynchronous", "03-api/get-unknown-id"],
    inject: patchStage(
      { op: "replace", path: "/*/*/throttling/rateLimit", value: "0" },
      { op: "replace", path: "/*/*/throttling/burstLimit", value: "0" },
    ),
  },
  {
    id: "policy-for-other-addresses",
    story: "The resource policy allows only one office's IP addresses.",
    trips: ["03-api/post-is-asynchronous", "03-api/get-unknown-id"],
    inject: deployed(
      resourcePolicy({
        Effect: "Allow",
        Principal: "*",
        Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      }),
    ),
  },
  {
    id: "parameter-required",
    story: "A request validator requires a header that the workflow does not send.",
    trips: ["03-api/post-is-asynchronous"],
    inject: deployed(requireParameter("POST", "header.X-Client")),
  },
  {
    id: "id-has-to-be-a-number",
    story: "A request validator checks a model in which requestId is a number.",
    trips: ["03-api/post-is-asynchronous"],
    inject: deployed(requireBody({ properties: { requestId: { type: "integer" } } })),
  },
  {
    id: "binary-until-deployed",
    story: "The binary media types were removed, but not deployed.",
    trips: ["03-api/post-is-asynchronous", "03-api/get-unknown-id"],
    inject: sequence(
      deployed(patchApi({ op: "add", path: "/binaryMediaTypes/*~1*" })),
      patchApi({ op: "remove", path: "/binaryMediaTypes/*~1*" }),
    ),
  },
  {
    id: "work-never-noted",
    story: "The code fails before its first write when the work starts.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(rewritten({ invoke: `throw new Error("not written yet");` })),
  },
  {
    id: "work-notes-under-other-key",
    story: "The code writes the key as request_id, but reads it as requestId.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(replaceOrThrow(rewritten(), "Item: { requestId: {", "Item: { request_id: {")),
  },
  {
    id: "work-fails-at-once",
    story: "The work fails immediately, and the code stores FAILED.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(rewritten({ invoke: `await note(requestId, "FAILED");` })),
  },
  {
    id: "status-under-other-name",
    story: "The code calls the attribute state instead of status.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(
      replaceOrThrow(
        replaceOrThrow(rewritten(), "status: { S: status }", "state: { S: status }"),
        "status: Item.status.S",
        "state: Item.state.S",
      ),
    ),
  },
  {
    id: "completed-under-other-name",
    story: "The code stores COMPLETED under Status, with a capital S.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(replaceOrThrow(quickPython, "{'#s': 'status'}", "{'#s': 'Status'}")),
  },
  {
    id: "completed-with-line-end",
    story: "The code stores COMPLETED with a line end.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);\n    await note(requestId, "COMPLETED\\n");`,
      }),
    ),
  },
  {
    id: "status-is-a-number",
    story: "The code stores 0 and 1 as the status.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "0");\n    await sleep(workMs);\n    await note(requestId, "1");`,
      }).replace("status: Item.status.S", "status: Number(Item.status.S)"),
    ),
  },
  {
    id: "item-deleted-at-the-end",
    story: "The code deletes the item when its work is done.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: sequence(
      allowInstead((Resource) => [{ Effect: "Allow", Action: "dynamodb:*", Resource }]),
      writeNode(
        rewritten({
          invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);\n    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { requestId: { S: requestId } } }));`,
        }).replace("{ DynamoDBClient", "{ DeleteItemCommand, DynamoDBClient"),
      ),
    ),
  },
  {
    id: "completed-in-small-letters",
    story: "The code stores completed, in lowercase.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);\n    await note(requestId, "completed");`,
      }),
    ),
  },
  {
    id: "reserved-word-in-update",
    story: "The code uses status in an expression, which is a reserved word in DynamoDB.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(
      replaceOrThrow(
        replaceOrThrow(quickPython, "SET #s = :val", "SET status = :val"),
        "        ExpressionAttributeNames={'#s': 'status'},\n",
        "",
      ),
    ),
  },
  {
    id: "row-not-found-again",
    story: "The code reads item instead of Item from DynamoDB's response.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(replaceOrThrow(quickPython, "response.get('Item')", "response.get('item')")),
  },
  {
    id: "work-fails-later",
    story: "The work fails after a while, and the code stores FAILED.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs / 2);\n    await note(requestId, "FAILED");`,
      }),
    ),
  },
  {
    id: "completed-never-noted",
    story: "The code never stores COMPLETED.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({ invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);` }),
    ),
  },
  {
    id: "item-in-dynamodb-form",
    story: "The code returns the item in the low-level client's form.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(
      replaceOrThrow(
        replaceOrThrow(
          rewritten(),
          "JSON.stringify({ requestId, status: Item.status.S })",
          "JSON.stringify({ requestId: Item.requestId, status: Item.status })",
        ),
        "await sleep(workMs)",
        "await sleep(20_000 + workMs)",
      ),
    ),
  },
]);
