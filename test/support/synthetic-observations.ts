import type { CheckId, Outcome } from "../../checks/engine/check.ts";

/** Something that a check can observe, but that no fault can cause in the embedded cloud. */
export interface SyntheticObservation {
  check: CheckId;
  /** The situation. */
  story: string;
  /** Why no fault can cause it. */
  why: string;
  /** The differences from the solved environment's observation, by path. */
  sets: Readonly<Record<string, unknown>>;
  status: Outcome;
}

const passing = "it passes in a second there";
const elsewhere = "it needs another cloud, or another server";
const refused = "the embedded server refuses such a definition when it is registered";
const never = "nothing here can cause it: it needs a network, a firewall, or a slow machine";
const record = "the record says so only after a run of another kind, or on another server";
const named = "it needs names on the command line, or a second thing of the same kind";
const fine = "it is a valid design, which gets a remark";

const post = (sets: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(sets).map(([path, value]) => [`answer.${path}`, value]));

const timedOut =
  "Workflow timed out after 30 seconds. Timeout configured as 30 seconds. Timeout policy configured to TIME_OUT_WF";

/** Observations of the kinds above. */
export const syntheticObservations: readonly SyntheticObservation[] = [
  {
    check: "01-table/active",
    story: "The table is still being created.",
    why: passing,
    sets: { status: "CREATING" },
    status: "fail",
  },
  {
    check: "01-table/active",
    story: "The table is being deleted.",
    why: passing,
    sets: { status: "DELETING" },
    status: "fail",
  },
  {
    check: "01-table/partition-key",
    story: "No key at all.",
    why: elsewhere,
    sets: { keys: [] },
    status: "fail",
  },

  {
    check: "02-lambda/exists",
    story: "Two functions fit.",
    why: named,
    sets: { found: undefined, several: ["one (nodejs22.x)", "other (python3.13)"] },
    status: "unknown",
  },
  {
    check: "02-lambda/active",
    story: "The function is still being created.",
    why: passing,
    sets: { state: "Pending", stateReason: "The function is being created." },
    status: "fail",
  },
  {
    check: "02-lambda/active",
    story: "The function could not be created.",
    why: elsewhere,
    sets: { state: "Failed", stateReason: "The subnet has no free address." },
    status: "fail",
  },
  {
    check: "02-lambda/active",
    story: "The function has not been invoked for weeks.",
    why: fine,
    sets: { state: "Inactive" },
    status: "pass",
  },
  {
    check: "02-lambda/runtime",
    story: "A retired runtime.",
    why: fine,
    sets: { "settings.runtime": "nodejs16.x" },
    status: "pass",
  },
  {
    check: "02-lambda/runtime",
    story: "A container image.",
    why: fine,
    sets: { "settings.packageType": "Image", code: { files: [], unread: "it is a container image" } },
    status: "pass",
  },
  {
    check: "02-lambda/code",
    story: "A container image.",
    why: fine,
    sets: { "settings.packageType": "Image", code: { files: [], unread: "it is a container image" } },
    status: "pass",
  },
  {
    check: "02-lambda/code",
    story: "A package that cannot be downloaded.",
    why: elsewhere,
    sets: { code: { files: [], unread: "its download answers 403" } },
    status: "unknown",
  },
  {
    check: "02-lambda/handler",
    story: "A package that cannot be downloaded.",
    why: elsewhere,
    sets: { code: { files: [], unread: "its download answers 403" } },
    status: "unknown",
  },
  {
    check: "02-lambda/code",
    story: "The handler comes from a layer.",
    why: fine,
    sets: { "settings.layers": 1, code: { files: ["readme.txt"] } },
    status: "pass",
  },
  {
    check: "02-lambda/runtime",
    story: "A language that the checks do not read.",
    why: fine,
    sets: { "settings.runtime": "java21", code: { files: ["app.jar"] } },
    status: "pass",
  },
  {
    check: "02-lambda/handler",
    story: "A language that the checks do not read.",
    why: fine,
    sets: {
      "settings.runtime": "java21",
      "settings.handler": "app.Handler::handle",
      code: { files: ["app.jar"] },
    },
    status: "pass",
  },
  {
    check: "02-lambda/timeout",
    story: "A timeout that suffices, though it is not the tutorial's.",
    why: fine,
    sets: { "settings.timeoutSeconds": 20 },
    status: "pass",
  },
  {
    check: "02-lambda/timeout",
    story: "How long the work takes cannot be read off the code.",
    why: fine,
    sets: { work: { seconds: 27, known: false } },
    status: "pass",
  },
  {
    check: "02-lambda/concurrency",
    story: "Ten calls at once are reserved.",
    why: fine,
    sets: { reservedConcurrency: 10 },
    status: "pass",
  },
  {
    check: "02-lambda/role",
    story: "The role trusts no principal.",
    why: elsewhere,
    sets: { "role.trust": [] },
    status: "fail",
  },
  {
    check: "02-lambda/role",
    story: "The role's trust policy denies.",
    why: elsewhere,
    sets: { "role.trust.0.effect": "Deny" },
    status: "fail",
  },
  {
    check: "02-lambda/permissions",
    story: "The role may do everything, but write no logs.",
    why: fine,
    sets: { beyond: true, "logs.0.decision": "implicitDeny" },
    status: "pass",
  },
  {
    check: "02-lambda/role",
    story: "The trust policy allows another action instead of sts:AssumeRole.",
    why: "it differs in one word from an existing fault",
    sets: { "role.trust.0.actions": ["sts:TagSession"] },
    status: "fail",
  },
  {
    check: "02-lambda/permissions",
    story: "The policy allows it under a condition that is not met.",
    why: "it differs in one word from an existing fault",
    sets: { "table.0.decision": "implicitDeny", conditional: true },
    status: "fail",
  },
  {
    check: "02-lambda/table-name",
    story: "The function uses another table that fits.",
    why: fine,
    sets: { "used.name": "other-table", "named.name": "other-table" },
    status: "pass",
  },
  {
    check: "02-lambda/table-name",
    story: "The function does not spell its table's name out.",
    why: fine,
    sets: { named: undefined, used: undefined },
    status: "pass",
  },
  ...(
    [
      [
        "The role was created seconds ago.",
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
      ],
      [
        "The function's concurrency is used up.",
        "ReservedFunctionConcurrentInvocationLimitExceeded",
        "Rate Exceeded.",
      ],
      [
        "The function starts the work instead of returning a status.",
        "Sandbox.Timedout",
        "RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Error: Task timed out after 3.00 seconds",
      ],
      [
        "The file lacks the handler's function.",
        "Runtime.HandlerNotFound",
        "index.handler is undefined or not exported",
      ],
      [
        "The code sets its own access keys.",
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
      ],
      ["The code sets its own endpoint.", "Error", "connect ECONNREFUSED 127.0.0.1:8000"],
      [
        "The code uses the other kind of module.",
        "ReferenceError",
        "exports is not defined in ES module scope",
      ],
      ["The code parses an object as if it were JSON.", "SyntaxError", '"[object Object]" is not valid JSON'],
      [
        "The code converts boto3's numbers to JSON.",
        "TypeError",
        "Object of type Decimal is not JSON serializable",
      ],
      [
        "The code writes the key in the other client's format.",
        "ValidationException",
        "One or more parameter values were invalid: Type mismatch for key requestId expected: S actual: M",
      ],
      [
        "The code imports version 2 of the SDK.",
        "Runtime.ImportModuleError",
        "Error: Cannot find module 'aws-sdk'",
      ],
      ["The code calls a method that does not exist.", "TypeError", "dynamodb.getItem is not a function"],
      [
        "The code does not catch the error of a false condition.",
        "ConditionalCheckFailedException",
        "The conditional request failed",
      ],
      [
        "An expression uses a name that has no entry.",
        "ValidationException",
        "Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #s",
      ],
      [
        "An expression has a syntax error.",
        "ValidationException",
        'Invalid UpdateExpression: Syntax error; Expected "#", "_", or [a-zA-Z] but "`" found.',
      ],
      [
        "boto3 gets a value where it wants a string.",
        "ParamValidationError",
        "Parameter validation failed: Invalid type for parameter ExpressionAttributeNames.#s, value: {'S': 'status'}, type: <class 'dict'>, valid types: <class 'str'>",
      ],
      [
        "The SDK gets a value where it wants a string.",
        "SerializationException",
        "Start of structure or map found where not expected",
      ],
      [
        "The code uses a variable before it has a value.",
        "ReferenceError",
        "Cannot access 'Item' before initialization",
      ],
    ] as const
  ).map(
    ([story, type, message]): SyntheticObservation => ({
      check: "02-lambda/answers",
      story,
      why: "an earlier check reports it first",
      sets: { error: { type, message } },
      status: "fail",
    }),
  ),

  {
    check: "02-lambda/answers",
    story: "The function is in Python, which this machine lacks.",
    why: "the machine of the tests may have it",
    sets: {
      error: {
        type: "Local.PythonMissing",
        message: "The Python variant of the function needs Python 3 on this machine.",
      },
    },
    status: "unknown",
  },
  {
    check: "03-api/exists",
    story: "The API is an HTTP API.",
    why: "the embedded cloud has REST APIs only",
    sets: { found: undefined, httpApi: "long-running-api (a1b2c3d4e5)" },
    status: "fail",
  },
  {
    check: "03-api/exists",
    story: "Two APIs fit.",
    why: named,
    sets: { found: undefined, several: ["a1b2c3d4e5 (one)", "f6g7h8i9j0 (other)"] },
    status: "unknown",
  },
  {
    check: "03-api/get-integration",
    story: "GET calls another function, which returns a status.",
    why: fine,
    sets: { other: { judged: "starter", answer: { payload: '{"statusCode":404}' } } },
    status: "pass",
  },
  {
    check: "03-api/get-integration",
    story: "GET reads a table in another region.",
    why: elsewhere,
    sets: { target: undefined, called: undefined, tableRegion: "eu-west-1" },
    status: "fail",
  },
  {
    check: "03-api/get-integration",
    story: "GET reads the table itself, and calls DynamoDB by GET.",
    why: elsewhere,
    sets: {
      target: undefined,
      called: undefined,
      tableRegion: "us-east-1",
      "method.integration.httpMethod": "GET",
    },
    status: "fail",
  },
  {
    check: "03-api/get-integration",
    story: "GET's integration calls SQS.",
    why: elsewhere,
    sets: {
      target: undefined,
      called: undefined,
      "method.integration.uri": "arn:aws:apigateway:us-east-1:sqs:path/000000000000/jobs",
    },
    status: "fail",
  },
  {
    check: "03-api/permission",
    story: "The integrations use a role that allows the call.",
    why: fine,
    sets: { "0.role": { arn: "arn:aws:iam::000000000000:role/caller" } },
    status: "pass",
  },
  {
    check: "03-api/permission",
    story: "The function's policy has statements for other callers only.",
    why: elsewhere,
    sets: {
      "0.statements": [
        {
          sid: "s3",
          effect: "Allow",
          principals: ["s3.amazonaws.com"],
          actions: ["lambda:InvokeFunction"],
          resources: ["*"],
          conditions: {},
        },
      ],
    },
    status: "fail",
  },
  {
    check: "03-api/post-request",
    story: "Requests of other content types pass.",
    why: fine,
    sets: { "integration.passthrough": "WHEN_NO_MATCH" },
    status: "pass",
  },
  {
    check: "03-api/post-acknowledgement",
    story: "The acknowledgement says ACCEPTED.",
    why: fine,
    sets: {
      "post.integration.responses.0.templates": { "application/json": '{"status": "ACCEPTED"}' },
    },
    status: "pass",
  },
  {
    check: "03-api/post-acknowledgement",
    story: "The requestId in the acknowledgement is empty.",
    why: fine,
    sets: {
      "post.integration.responses.0.templates": {
        "application/json": `{"requestId": $input.json('$.requestId'), "status": "PROCESSING"}`,
      },
    },
    status: "pass",
  },
  {
    check: "03-api/get-body",
    story: "body is a string, and the condition parses it.",
    why: fine,
    sets: { conditionCopes: true, "get.integration.responses.0.templates": {} },
    status: "pass",
  },
  {
    check: "03-api/get-body",
    story: "The status is at the top level.",
    why: fine,
    sets: { "get.integration.responses.0.templates": { "application/json": "$input.path('$.body')" } },
    status: "pass",
  },
  {
    check: "03-api/deployed",
    story: "A stage was chosen that does not exist.",
    why: named,
    sets: { "stage.found": undefined, "stage.nearest": "test", wanted: "tset" },
    status: "fail",
  },
  {
    check: "03-api/deployed",
    story: "Two stages fit.",
    why: named,
    sets: { "stage.found": undefined, "stage.several": ["dev", "prod"] },
    status: "unknown",
  },
  {
    check: "03-api/deployed",
    story: "The stage has a cache.",
    why: fine,
    sets: { "stage.found.cacheEnabled": true },
    status: "pass",
  },
  {
    check: "03-api/deployment-current",
    story: "The stage cannot be exported.",
    why: elsewhere,
    sets: { exported: undefined },
    status: "unknown",
  },
  {
    check: "03-api/deployment-current",
    story: "A response for errors was added after the deployment.",
    why: "the design that it leaves passes or fails by itself",
    sets: {
      "live.0.method.integration.responses.1": {
        status: "500",
        selectionPattern: ".+",
        templates: {},
        parameters: {},
      },
    },
    status: "fail",
  },
  ...(
    [
      [
        "The method cannot be found.",
        post({ status: 403, body: '{"message":"Missing Authentication Token"}' }),
        "fail",
      ],
      ["A firewall blocks the call.", post({ status: 403, body: '{"message":"Forbidden"}' }), "fail"],
      ["The content type is refused.", post({ status: 415, body: "" }), "fail"],
      [
        "API Gateway cannot call.",
        post({ status: 500, body: '{"message": "Internal server error"}' }),
        "fail",
      ],
      ["The answer is a real 404.", post({ status: 404, body: "" }), "fail"],
      ["API Gateway cannot use the answer.", post({ status: 502, body: "" }), "fail"],
      [
        "API Gateway's timeout expired.",
        post({ status: 504, body: '{"message":"Endpoint request timed out"}' }),
        "fail",
      ],
      [
        "The response came after the work.",
        {
          ...post({ ms: 27_104 }),
          row: { kind: "row", json: '{"requestId":{"S":"check-00000001"},"status":{"S":"COMPLETED"}}' },
        },
        "fail",
      ],
      [
        "The answer is slow, but the work is still in progress.",
        {
          ...post({ ms: 4_100 }),
          row: { kind: "row", json: '{"requestId":{"S":"check-00000001"},"status":{"S":"PROCESSING"}}' },
        },
        "pass",
      ],
      ["The answer has no body.", post({ body: "" }), "fail"],
      ["The answer does not repeat the id.", post({ body: '{"status":"PROCESSING"}' }), "pass"],
      ["The first answer was slow, the second was not.", { firstMs: 4_200 }, "pass"],
      ["Nothing responds.", { answer: { kind: "none", reason: "connect ECONNREFUSED", ms: 3 } }, "unknown"],
    ] as const
  ).map(
    ([story, sets, status]): SyntheticObservation => ({
      check: "03-api/post-is-asynchronous",
      story,
      why: never,
      sets,
      status,
    }),
  ),
  {
    check: "03-api/get-unknown-id",
    story: "The answer has no body.",
    why: never,
    sets: { "answer.body": "" },
    status: "fail",
  },
  {
    check: "03-api/get-unknown-id",
    story: "An unknown requestId returns UNKNOWN.",
    why: fine,
    sets: { "answer.body": '{"statusCode":404,"body":{"status":"UNKNOWN"}}' },
    status: "pass",
  },
  {
    check: "03-api/get-processing",
    story: "The work has the status RUNNING while it is in progress.",
    why: fine,
    sets: { status: "RUNNING" },
    status: "pass",
  },
  {
    check: "03-api/get-processing",
    story: "The work was done before the first poll.",
    why: fine,
    sets: { status: "COMPLETED" },
    status: "pass",
  },
  {
    check: "03-api/get-processing",
    story: "The function logs nothing, and stores nothing.",
    why: "the functions here write logs",
    sets: { status: "NOT_FOUND", elapsedSeconds: 20 },
    status: "fail",
  },
  {
    check: "03-api/get-completed",
    story: "The function was ended while it worked.",
    why: "02-lambda/timeout fails before",
    sets: {
      status: "PROCESSING",
      elapsedSeconds: 40,
      log: "2026-11-22T14:00:00.000Z 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Task timed out after 3.00 seconds",
    },
    status: "fail",
  },
  {
    check: "03-api/get-completed",
    story: "The item was deleted.",
    why: never,
    sets: { status: "NOT_FOUND" },
    status: "unknown",
  },
  {
    check: "03-api/get-completed",
    story: "The item could not be deleted.",
    why: fine,
    sets: { row: "left" },
    status: "pass",
  },

  {
    check: "04-workflow/registered",
    story: "Two definitions call the API.",
    why: named,
    sets: { found: undefined, several: ["One", "Other"] },
    status: "unknown",
  },
  {
    check: "04-workflow/start-task",
    story: "A sub workflow contains both tasks.",
    why: elsewhere,
    sets: { start: undefined, poll: undefined, types: ["SUB_WORKFLOW"] },
    status: "unknown",
  },
  {
    check: "04-workflow/poll-task",
    story: "A loop polls instead of HTTP_POLL.",
    why: fine,
    sets: { poll: undefined, types: ["HTTP", "DO_WHILE", "HTTP"] },
    status: "unknown",
  },
  {
    check: "04-workflow/start-address",
    story: "Conductor runs elsewhere, and would have to call this machine.",
    why: elsewhere,
    sets: { conductorHost: "developer.orkescloud.com" },
    status: "fail",
  },
  {
    check: "04-workflow/start-address",
    story: "Another region's host.",
    why: elsewhere,
    sets: amazon("https://API.execute-api.eu-west-1.amazonaws.com/test/invoke-lambda"),
    status: "fail",
  },
  {
    check: "04-workflow/start-address",
    story: "The URL begins with http instead of https.",
    why: elsewhere,
    sets: amazon("http://API.execute-api.us-east-1.amazonaws.com/test/invoke-lambda"),
    status: "fail",
  },
  {
    check: "04-workflow/start-address",
    story: "Part of the address is only known when the workflow runs.",
    why: fine,
    sets: {
      "view.raw.uri": "${workflow.input.base}/invoke-lambda",
      "view.request.uri": "${workflow.input.base}/invoke-lambda",
    },
    status: "unknown",
  },
  {
    check: "04-workflow/start-address",
    story: "The workflow calls a different stage than the checks judged.",
    why: named,
    sets: { stage: "prod", stages: ["prod", "test"] },
    status: "pass",
  },
  {
    check: "04-workflow/start-request",
    story: "The body uses an input that the definition does not declare.",
    why: fine,
    sets: { inputs: ["id"] },
    status: "pass",
  },
  {
    check: "04-workflow/start-request",
    story: "The content type is given twice.",
    why: fine,
    sets: { "view.request.contentType": "application/json" },
    status: "pass",
  },
  {
    check: "04-workflow/poll-request",
    story: "The interval is not a number.",
    why: refused,
    sets: { "view.input.http_request.pollingInterval": "soon" },
    status: "fail",
  },
  {
    check: "04-workflow/poll-request",
    story: "The fields are beside http_request, as the JavaScript SDK's helper puts them.",
    why: elsewhere,
    sets: { target: "aws", "view.input.maxPollCount": 10 },
    status: "fail",
  },
  {
    check: "04-workflow/condition-compiles",
    story: "The condition of the blog, escaped once too often.",
    why: refused,
    sets: {
      condition: '(function(){ return $.output.response.body.body.status == \\"COMPLETED\\";})();',
      problem: { message: "invalid character '\\\\'", line: 1, column: 62 },
    },
    status: "fail",
  },
  {
    check: "04-workflow/condition-compiles",
    story: "A bracket is missing.",
    why: refused,
    sets: {
      condition: "(function(){ return true;",
      problem: { message: "expected '}'", line: 1, column: 26 },
    },
    status: "fail",
  },
  ...(
    [
      ["The API's response is text.", { statusCode: 200, body: '{"status":"COMPLETED"}' }],
      ["The API's response has no status.", { statusCode: 200 }],
    ] as const
  ).map(
    ([story, body]): SyntheticObservation => ({
      check: "04-workflow/condition-completed",
      story,
      why: "03-api/get-body reports it first",
      sets: { "answers.0.body": body, "answers.0.result": { kind: "again", text: "false" } },
      status: "fail",
    }),
  ),

  ...(
    [
      ["POST was not answered in time.", "Read timed out"],
      ["The API answered 404.", "404 Not Found on POST request"],
      ["The API answered 415.", "415 Unsupported Media Type on POST request"],
      ["The API throttled.", "429 Too Many Requests on POST request"],
      ["The API answered 500.", "500 Internal Server Error on POST request"],
      ["Something else.", "Something else"],
    ] as const
  ).map(
    ([story, reason]): SyntheticObservation => ({
      check: "05-run/requested",
      story,
      why: record,
      sets: { status: "FAILED", "start.status": "FAILED", "start.reason": reason },
      status: "fail",
    }),
  ),
  {
    check: "05-run/started",
    story: "It ran an earlier version.",
    why: fine,
    sets: { "run.latestVersion": 2 },
    status: "pass",
  },
  {
    check: "05-run/requested",
    story: "The run waits at a SIMPLE task without a worker.",
    why: "the check would wait for it for most of a minute",
    sets: {
      status: "RUNNING",
      start: undefined,
      halted: { ref: "approve", type: "SIMPLE", status: "SCHEDULED", reason: "" },
    },
    status: "fail",
  },
  {
    check: "05-run/requested",
    story: "The run failed at an earlier task.",
    why: record,
    sets: {
      status: "FAILED",
      start: undefined,
      halted: {
        ref: "make_id",
        type: "INLINE",
        status: "FAILED",
        reason: "ReferenceError: uuid is not defined",
      },
    },
    status: "fail",
  },
  {
    check: "05-run/requested",
    story: "The acknowledgement was not valid JSON.",
    why: fine,
    sets: { "start.answer.body": '{"requestId": """", "status": "PROCESSING"}' },
    status: "pass",
  },
  {
    check: "05-run/polled",
    story: "No worker runs HTTP_POLL.",
    why: "the embedded server serves it; W08 is about Conductor OSS",
    sets: { status: "RUNNING", "poll.pollCount": 0, "poll.status": "SCHEDULED" },
    status: "fail",
  },
  ...(
    [
      ["A poll was not answered in time.", "Read timed out"],
      ["The condition is not valid JavaScript.", "SyntaxError: unexpected token"],
    ] as const
  ).map(
    ([story, reason]): SyntheticObservation => ({
      check: "05-run/polled",
      story,
      why: record,
      sets: { status: "FAILED", "poll.status": "FAILED", "poll.reason": reason },
      status: "fail",
    }),
  ),
  {
    check: "05-run/completed",
    story: "The run was paused.",
    why: record,
    sets: { status: "PAUSED" },
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The run was ended by its time limit.",
    why: record,
    sets: { status: "TIMED_OUT", reason: "Workflow timed out" },
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The API's response is text, in which the condition finds nothing.",
    why: record,
    sets: {
      ...running({ statusCode: 200, body: '{"status":"COMPLETED"}' }),
      onceCompleted: { kind: "again", text: "false" },
    },
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The work has failed.",
    why: record,
    sets: running({ statusCode: 200, body: { status: "FAILED" } }),
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The work is done, and the next poll is still to come.",
    why: record,
    sets: running({ statusCode: 200, body: { status: "COMPLETED" } }),
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The work takes too long.",
    why: record,
    sets: running({ statusCode: 200, body: { status: "PROCESSING" } }),
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The last answer is filtered out of the record.",
    why: fine,
    sets: { "poll.answer": undefined },
    status: "pass",
  },
  {
    check: "05-run/waited",
    story: "How long the work takes is not known, and one poll sufficed.",
    why: fine,
    sets: { workKnown: false, "poll.pollCount": 1 },
    status: "pass",
  },
  {
    check: "04-workflow/start-request",
    story: "The task is tried again after a failure.",
    why: fine,
    sets: { retries: 3 },
    status: "pass",
  },
  {
    check: "04-workflow/poll-task",
    story: "The poll is optional.",
    why: fine,
    sets: { "poll.task.optional": true },
    status: "pass",
  },
  {
    check: "04-workflow/poll-request",
    story: "The interval is on the task itself.",
    why: elsewhere,
    sets: { "view.task.outside": ["pollingInterval"] },
    status: "fail",
  },
  {
    check: "04-workflow/poll-request",
    story: "There is no interval.",
    why: fine,
    sets: { "view.request.pollingInterval": undefined, "view.input.http_request.pollingInterval": undefined },
    status: "pass",
  },
  {
    check: "05-run/requested",
    story: "The run was ended by its time limit while POST was waiting.",
    why: record,
    sets: { status: "TIMED_OUT", reason: timedOut, "start.status": "CANCELED", "start.reason": "" },
    status: "fail",
  },
  {
    check: "05-run/polled",
    story: "The run was ended by its time limit, and its poll with it.",
    why: record,
    sets: { status: "TIMED_OUT", reason: timedOut, "poll.status": "CANCELED", "poll.reason": timedOut },
    status: "pass",
  },
  {
    check: "05-run/completed",
    story: "A time limit of the workflow ended the run.",
    why: record,
    sets: { status: "TIMED_OUT", reason: timedOut, "poll.status": "CANCELED" },
    status: "fail",
  },
  {
    check: "05-run/completed",
    story: "The run failed, and its definition was changed since.",
    why: record,
    sets: { status: "FAILED", reason: "somebody's", changedSince: ["the definition", "the function"] },
    status: "fail",
  },
  {
    check: "05-run/started",
    story: "The run was given a list.",
    why: record,
    sets: { "run.oddId": '["12345"]' },
    status: "fail",
  },
  {
    check: "03-api/open",
    story: "Each run passes the key.",
    why: fine,
    sets: { "post.apiKeyRequired": true, key: keyed("expression", "unknown") },
    status: "pass",
  },
  {
    check: "03-api/open",
    story: "The key is in no usage plan of the stage.",
    why: named,
    sets: { "post.apiKeyRequired": true, key: keyed("value", "unknown") },
    status: "fail",
  },
  {
    check: "03-api/open",
    story: "There is no usage plan at all.",
    why: named,
    sets: {
      "post.apiKeyRequired": true,
      key: { ...keyed("value", "unknown"), plans: { linked: 0, others: 0, key: "unknown" } },
    },
    status: "fail",
  },
  {
    check: "03-api/get-processing",
    story: "A response with other statuses, whose condition a run has proven.",
    why: fine,
    sets: { status: undefined, condition: "again" },
    status: "pass",
  },
  {
    check: "04-workflow/poll-request",
    story: "The workflow has no poll, and a run has proven it.",
    why: fine,
    sets: { view: undefined },
    status: "pass",
  },
  {
    check: "05-run/completed",
    story: "The last poll returned DONE, after others that did not.",
    why: fine,
    sets: { "poll.answer.body": { state: "DONE" } },
    status: "pass",
  },
  {
    check: "05-run/polled",
    story: "The function reported its end.",
    why: fine,
    sets: { poll: undefined, "start.asyncComplete": true },
    status: "pass",
  },

  {
    check: "06-callback/function",
    story: "The server needs a key, and the function has none.",
    why: elsewhere,
    sets: { needsKey: true },
    status: "fail",
  },
  {
    check: "06-callback/time-limit",
    story: "The task definition has no limit.",
    why: elsewhere,
    sets: { limits: { timeoutSeconds: 0, responseTimeoutSeconds: 0 } },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The function's key has expired.",
    why: elsewhere,
    sets: unreported(
      "NotReportedError: Conductor answered 401 to POST /token: it does not accept the key CONDUCTOR_AUTH_KEY.",
    ),
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The mapping template leaves the task's id out.",
    why: record,
    sets: unreported(
      "BadRequest: taskId is missing: the mapping template must pass requestId, workflowId and taskId.",
    ),
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The function cannot write to the table.",
    why: record,
    sets: unreported("ResourceNotFoundException: Requested resource not found"),
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The server did not accept the report.",
    why: elsewhere,
    sets: unreported("NotReportedError: Conductor answered 503 to POST /tasks: busy"),
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "Someone else completed the task with the run's own requestId.",
    why: record,
    sets: { "run.foundTask": "COMPLETED" },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The task was completed before the work was done, as the polls after it show.",
    why: record,
    sets: { "run.task.unfinishedPolls": 4 },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "One poll read an old copy of the item.",
    why: fine,
    sets: { "run.task.unfinishedPolls": 1 },
    status: "pass",
  },
  {
    check: "06-callback/reported",
    story: "The function completes the task although its work has failed.",
    why: record,
    sets: { "run.task.resultStatus": "FAILED" },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The function reports that its work has failed.",
    why: record,
    sets: {
      "run.task.status": "COMPLETED_WITH_ERRORS",
      "run.task.reason": "Error: the disk is full",
    },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The API refuses the request that starts the work.",
    why: record,
    sets: {
      "run.task.status": "COMPLETED_WITH_ERRORS",
      "run.task.reason":
        'Failed to invoke HTTP task due to: java.lang.Exception: 403 Forbidden on POST request for "https://api/test/invoke-callbacks"',
      "run.task.resultOf": undefined,
    },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "Someone terminated the run.",
    why: record,
    sets: {
      "run.status": "TERMINATED",
      "run.task.status": "CANCELED",
      "run.task.reason": "",
      "run.task.resultOf": undefined,
    },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The function reported to the task of another run.",
    why: record,
    sets: { ...unreported(undefined), "run.reportedElsewhere": "COMPLETED" },
    status: "fail",
  },
  {
    check: "06-callback/reported",
    story: "The heartbeats stopped.",
    why: record,
    sets: {
      ...unreported(undefined),
      "run.task.reason": "responseTimeout: 30 exceeded for the taskId: 1 with Task Definition: task",
    },
    status: "fail",
  },
  {
    check: "06-callback/once",
    story: "The function treats a task that has ended as an error.",
    why: record,
    sets: { "again.error": '{"errorType":"Error","errorMessage":"The task is COMPLETED."}' },
    status: "fail",
  },
];

function unreported(log: string | undefined): Readonly<Record<string, unknown>> {
  return {
    "run.task.status": "COMPLETED_WITH_ERRORS",
    "run.task.reason": "Task timed out after 91 seconds. Timeout configured as 90 seconds.",
    "run.task.resultOf": undefined,
    "run.log": log,
  };
}

function keyed(sent: string, key: string): Readonly<Record<string, unknown>> {
  return { post: sent, get: sent, plans: { linked: 1, others: 0, key } };
}

function amazon(uri: string): Readonly<Record<string, unknown>> {
  return { cloudHost: undefined, apiId: "api", "view.raw.uri": uri, "view.request.uri": uri };
}

function running(body: unknown): Readonly<Record<string, unknown>> {
  return {
    status: "RUNNING",
    "poll.status": "IN_PROGRESS",
    "poll.callbackAfterSeconds": 5,
    "poll.answer": { statusCode: 200, body },
  };
}

/** An observation with other values at some paths; the given one is not changed. */
export function altered(seen: unknown, sets: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(seen);
  for (const [path, value] of Object.entries(sets)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let at = copy as Record<string, unknown>;
    for (const name of names) {
      const parent = at;
      const next = parent[name];
      if (typeof next !== "object" || next === null) throw new Error(`There is no ${name} of ${path} in it.`);
      at = (Array.isArray(next) ? [...next] : { ...next }) as Record<string, unknown>;
      parent[name] = at; // the same object may also be elsewhere
    }
    at[last] = value;
  }
  return copy;
}
