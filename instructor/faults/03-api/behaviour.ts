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
import { edited, inOrder } from "../change/change.ts";
import { printedPython, rewritten } from "../change/code.ts";
import { writeNode, writePython } from "../change/function.ts";
import {
  patchMethod,
  requestTemplate,
  requireBody,
  requireParameter,
  responseTemplate,
} from "../change/method.ts";

const quickPython = edited(printedPython, "sleep(25)", "sleep(0.1)");

/** What is deployed, and what only a call shows. */
export const behaviourFaults = faultsOf("03-api", [
  {
    id: "stage-gone",
    story: "Somebody deleted the stage.",
    trips: ["03-api/deployed"],
    inject: deleteStage,
  },
  {
    id: "not-deployed-again",
    story: "Somebody improved GET's response template and did not deploy.",
    trips: ["03-api/deployment-current"],
    inject: inOrder(
      deployed(responseTemplate("GET", () => undefined)),
      responseTemplate(
        "GET",
        () => `#set($answer = $input.path('$'))\n{"statusCode": $answer.statusCode, "body": $answer.body}`,
      ),
    ),
  },
  {
    id: "event-not-deployed",
    story: "Somebody added the line with X-Amz-Invocation-Type after the deployment.",
    trips: ["03-api/deployment-current"],
    inject: inOrder(
      deployed(requestTemplate("POST", (template) => edited(template, '"Event"', '"RequestResponse"'))),
      requestTemplate("POST", (template) => edited(template, '"RequestResponse"', '"Event"')),
    ),
  },
  {
    id: "stage-set-back",
    story: "Somebody set the stage back to an older deployment.",
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
    story: "Somebody deployed the mended template to another stage than the workflow calls.",
    trips: ["03-api/deployment-current"],
    inject: inOrder(
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
    story: "Somebody switched API key required off again for POST, and did not deploy.",
    trips: ["03-api/deployment-current"],
    inject: inOrder(
      deployed(patchMethod("POST", { op: "replace", path: "/apiKeyRequired", value: "true" })),
      patchMethod("POST", { op: "replace", path: "/apiKeyRequired", value: "false" }),
    ),
  },
  {
    id: "everything-binary",
    story: "Somebody made every media type a binary one.",
    trips: ["03-api/post-request", "03-api/get-request"],
    inject: deployed(patchApi({ op: "add", path: "/binaryMediaTypes/*~1*" })),
  },
  {
    id: "throttled-to-nothing",
    story: "Somebody set the stage's rate limit to 0.",
    trips: ["03-api/post-is-asynchronous", "03-api/get-unknown-id"],
    inject: patchStage(
      { op: "replace", path: "/*/*/throttling/rateLimit", value: "0" },
      { op: "replace", path: "/*/*/throttling/burstLimit", value: "0" },
    ),
  },
  {
    id: "policy-for-other-addresses",
    story: "Somebody's resource policy lets one office's addresses in.",
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
    story: "Somebody switched a request validator on, and requires a header that nobody sends.",
    trips: ["03-api/post-is-asynchronous"],
    inject: deployed(requireParameter("POST", "header.X-Client")),
  },
  {
    id: "id-has-to-be-a-number",
    story: "Somebody's model wants a number as the requestId, and a request validator looks.",
    trips: ["03-api/post-is-asynchronous"],
    inject: deployed(requireBody({ properties: { requestId: { type: "integer" } } })),
  },
  {
    id: "binary-until-deployed",
    story: "Somebody made no media type binary any more, and did not deploy.",
    trips: ["03-api/post-is-asynchronous", "03-api/get-unknown-id"],
    inject: inOrder(
      deployed(patchApi({ op: "add", path: "/binaryMediaTypes/*~1*" })),
      patchApi({ op: "remove", path: "/binaryMediaTypes/*~1*" }),
    ),
  },
  {
    id: "work-never-noted",
    story: "Somebody's code fails before its first write when the work is to begin.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(rewritten({ invoke: `throw new Error("not written yet");` })),
  },
  {
    id: "work-notes-under-other-key",
    story:
      "Somebody's code calls the table's key request_id when it notes the work, and requestId when it is asked.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(edited(rewritten(), "Item: { requestId: {", "Item: { request_id: {")),
  },
  {
    id: "work-fails-at-once",
    story: "Somebody's work fails at once, and the code notes FAILED.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(rewritten({ invoke: `await note(requestId, "FAILED");` })),
  },
  {
    id: "status-under-other-name",
    story: "Somebody's code calls the attribute state in place of status.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(
      edited(
        edited(rewritten(), "status: { S: status }", "state: { S: status }"),
        "status: Item.status.S",
        "state: Item.state.S",
      ),
    ),
  },
  {
    id: "completed-under-other-name",
    story: "Somebody's code notes the end under Status, with a capital.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(edited(quickPython, "{'#s': 'status'}", "{'#s': 'Status'}")),
  },
  {
    id: "completed-in-small-letters",
    story: "Somebody's code notes completed in small letters.",
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
    story: "Somebody's code says status in an expression, which is a reserved word of DynamoDB.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(
      edited(
        edited(quickPython, "SET #s = :val", "SET status = :val"),
        "        ExpressionAttributeNames={'#s': 'status'},\n",
        "",
      ),
    ),
  },
  {
    id: "row-not-found-again",
    story: "Somebody's code takes item, in small letters, out of DynamoDB's answer.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(edited(quickPython, "response.get('Item')", "response.get('item')")),
  },
  {
    id: "work-fails-later",
    story: "Somebody's work fails after a while, and the code notes FAILED.",
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
    story: "Somebody's code forgets to note COMPLETED at the end.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({ invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);` }),
    ),
  },
  {
    id: "timer-not-awaited",
    story: "Somebody's code writes COMPLETED in a timer, and returns without waiting for it.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    setTimeout(() => note(requestId, "COMPLETED"), 6000);\n    return { statusCode: 202 };`,
      }),
    ),
  },
  {
    id: "thread-not-joined",
    story: "Somebody's code works in a thread, and returns without joining it.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    python: true,
    inject: writePython(
      edited(
        edited(
          edited(printedPython, "sleep(25)", "sleep(6)"),
          "import time\n",
          "import time\nimport threading\n",
        ),
        "        process_long_running_task(request_id)\n",
        "        threading.Thread(target=process_long_running_task, args=(request_id,)).start()\n",
      ),
    ),
  },
  {
    id: "last-await-lost",
    story: "Somebody's code does not await the write of COMPLETED.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      rewritten({
        invoke: `await note(requestId, "PROCESSING");\n    await sleep(workMs);\n    note(requestId, "COMPLETED");\n    return { statusCode: 202 };`,
      }),
    ),
  },
  {
    id: "completed-at-the-first-write",
    story: "Somebody's first write says COMPLETED.",
    trips: ["03-api/get-processing"],
    breaks: "02-lambda",
    inject: writeNode(
      edited(
        rewritten({ invoke: `await note(requestId, "COMPLETED");\n    await sleep(20_000);` }),
        "const workMs = (2 + Number(process.env.PROCESSING_SECONDS)) * 1000;\n",
        "",
      ),
    ),
  },
  {
    id: "completed-before-the-work",
    story: "Somebody's code writes COMPLETED before its work instead of after it.",
    trips: ["03-api/get-completed"],
    breaks: "02-lambda",
    inject: writeNode(
      edited(
        rewritten({
          invoke: `await note(requestId, "PROCESSING");\n    await sleep(2_000);\n    await note(requestId, "COMPLETED");\n    await sleep(25_000);`,
        }),
        "const workMs = (2 + Number(process.env.PROCESSING_SECONDS)) * 1000;\n",
        "",
      ),
    ),
  },
]);
