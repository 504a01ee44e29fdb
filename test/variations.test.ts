import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
} from "@aws-sdk/client-api-gateway";
import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Place } from "../instructor/fault.ts";
import {
  createResource,
  deleteResource,
  deploy,
  deployed,
  ownApi,
  patchApi,
  patchStage,
  resourceAt,
} from "../instructor/faults/change/api.ts";
import { type Change, edited, inOrder } from "../instructor/faults/change/change.ts";
import { printedPython, rewritten } from "../instructor/faults/change/code.ts";
import {
  asNode,
  configure,
  moveFunction,
  ownFunction,
  reserve,
  setVariables,
  upload,
  writeNode,
  writePython,
} from "../instructor/faults/change/function.ts";
import {
  changeIntegration,
  eventLine,
  mapHeader,
  requestTemplate,
  responseTemplate,
} from "../instructor/faults/change/method.ts";
import { addOtherFunction, callOther } from "../instructor/faults/change/other-function.ts";
import { revoke } from "../instructor/faults/change/permission.ts";
import { allowInstead, allowNothing, trust, trustPolicy } from "../instructor/faults/change/role.ts";
import { run } from "../instructor/faults/change/run.ts";
import {
  changeCondition,
  changeRequest,
  changeUri,
  redefine,
  type WorkflowTask,
} from "../instructor/faults/change/workflow.ts";
import { stepIds } from "../steps/step.ts";
import type { WorkflowDef } from "../targets/conductor.ts";
import { beQuick, openPractice } from "./support/solved.ts";

// No false alarms, continued from test/conformance/checks: designs that differ from the steps', and work.

interface Variation {
  story: string;
  change: Change;
  /** What the workflow is run with; a fresh requestId where nothing is said. */
  input?: Readonly<Record<string, unknown>>;
  /** Checks that cannot judge it, and say so. */
  unsure?: readonly string[];
}

const quickPython = edited(printedPython, "sleep(25)", "sleep(0.1)");
const pythonClient = `import os, json, time, boto3

client = boto3.client("dynamodb")
TABLE = os.environ["TABLE_NAME"]

def put(request_id, status):
    expires = {"N": str(int(time.time()) + 3600)}
    client.put_item(TableName=TABLE, Item={"requestId": {"S": request_id}, "status": {"S": status}, "expires": expires})

def lambda_handler(event, _):
    request_id = event["requestId"]
    match event["action"]:
        case "invoke":
            put(request_id, "PROCESSING")
            time.sleep(1)
            put(request_id, "COMPLETED")
        case "status":
            item = client.get_item(TableName=TABLE, Key={"requestId": {"S": request_id}}).get("Item")
            if item is None:
                return {"statusCode": 404, "body": json.dumps({"status": "NOT_FOUND"})}
            return {"statusCode": 200, "body": json.dumps({"requestId": request_id, "status": item["status"]["S"]})}
`;

const withoutEvent = (template: string) => edited(template, eventLine, "");
const event = (line: string) =>
  deployed(requestTemplate("POST", (template) => edited(template, eventLine, `${line}\n`)));
const condition = (text: string) => redefine(changeCondition(() => text));
const status = "$.output.response.body.body.status";

const variations: readonly Variation[] = [
  {
    story: "A managed policy of one's own in place of the inline one.",
    change: inOrder(attachOwnPolicy, allowNothing),
  },
  { story: "A role with a path, and a trust policy with a condition.", change: roleWithPath },
  {
    story: "A role that other services may assume too.",
    change: trust({ Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }),
  },
  { story: "A table with time to live, backups and protection from deletion.", change: carefulTable },
  { story: "A function of another name, which the API calls.", change: otherFunction },
  { story: "The integrations call a version of the function.", change: publishedVersion },
  {
    story: "CommonJS, in index.js.",
    change: inOrder(upload({ "index.js": commonJs() }), asNode),
  },
  {
    story: "A handler of another name, in a file of another name, in a folder.",
    change: inOrder(
      upload({ "src/app.mjs": edited(rewritten(), "function handler", "function main") }),
      configure(() => ({ Handler: "src/app.main" })),
    ),
  },
  {
    story: "Ten calls reserved, more memory, a quarter of an hour.",
    change: inOrder(
      reserve(10),
      configure(() => ({ MemorySize: 512, Timeout: 900 })),
    ),
  },
  {
    story: "More in a row than the tutorial notes, and more words in the log.",
    change: writeNode(
      rewritten({
        status: `const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  console.log("asked for", requestId);
  return Item
    ? { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S, progress: 0.5, steps: ["one", "two"] }) }
    : { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND", message: "no such request" }) };`,
      }),
    ),
  },

  {
    story: "The header in brackets.",
    change: event(`#set($context.requestOverride.header["X-Amz-Invocation-Type"] = "Event")`),
  },
  {
    story: "The header's name and value from variables.",
    change: event(
      `#set($name = "X-Amz-Invocation-Type")\n#set($type = "Event")\n#set($context.requestOverride.header[$name] = $type)`,
    ),
  },
  {
    story: "The header in small letters.",
    change: event(`#set($context.requestOverride.header.x-amz-invocation-type = "Event")`),
  },
  {
    story: "The header mapped under a name in small letters, without #set.",
    change: deployed(
      requestTemplate("POST", withoutEvent),
      mapHeader("POST", "x-amz-invocation-type", "'Event'"),
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
    story: "Templates for other content types too.",
    change: deployed(
      changeIntegration("POST", ({ requestTemplates }) => ({
        requestTemplates: { ...requestTemplates, "text/plain": '{"action": "unknown"}' },
      })),
    ),
  },
  {
    story: "The id by $input.params().path.",
    change: deployed(
      requestTemplate("GET", () => '{"action": "status", "requestId": "$input.params().path.requestId"}'),
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
    story: "A variable of another name in the path.",
    change: getAtId,
  },
  {
    story: "An API at the edge.",
    change: deployed(
      patchApi({ op: "replace", path: "/endpointConfiguration/types/REGIONAL", value: "EDGE" }),
    ),
  },
  {
    story: "A stage with limits, and with variables that nobody uses.",
    change: patchStage(
      { op: "replace", path: "/*/*/throttling/rateLimit", value: "50" },
      { op: "replace", path: "/*/*/throttling/burstLimit", value: "20" },
      { op: "replace", path: "/variables/unused", value: "x" },
    ),
  },
  { story: "A permission of the account, without a method.", change: permissionOfAccount },

  { story: "A condition with ===.", change: condition(`${status} === "COMPLETED"`) },
  { story: "A condition with indexOf.", change: condition(`${status}.indexOf("COMPLETED") >= 0`) },
  { story: "A condition that answers 1 or 0.", change: condition(`${status} == "COMPLETED" ? 1 : 0`) },
  {
    story: "A condition over several lines, with comments.",
    change: condition(
      `(function () {\n  // what the function noted\n  var body = $.output.response.body.body;\n  if (!body) { return false; }\n  return body.status == "COMPLETED";\n})();`,
    ),
  },
  {
    story: "A condition with an arrow function and ?.",
    change: condition(`(() => $.output.response.body?.body?.status === "COMPLETED")()`),
  },
  {
    story: "A condition that tests the inner statusCode too.",
    change: condition(`$.output.response.body.statusCode == 200 && ${status} == "COMPLETED"`),
  },
  {
    story: "A condition that stops for COMPLETED and for FAILED.",
    change: condition(`["COMPLETED", "FAILED"].includes(${status})`),
  },
  {
    story: "EXPONENTIAL_BACKOFF, numbers as numbers, a limit of polls.",
    change: redefine(
      changeRequest("poll", () => ({
        pollingInterval: 2,
        pollingStrategy: "EXPONENTIAL_BACKOFF",
        maxPollCount: 100,
      })),
    ),
  },
  {
    story: "More headers, a charset, and the body as a text.",
    change: redefine(
      changeRequest("start", () => ({
        headers: { "Content-Type": "application/json; charset=utf-8", "X-Client": "tutorial" },
        accept: "application/json",
        body: '{"requestId": "${workflow.input.requestId}"}',
      })),
    ),
  },
  {
    story: "No headers: the content type of the server's own.",
    change: redefine(changeRequest("start", () => ({ headers: undefined, contentType: "application/json" }))),
  },
  {
    story: "A time limit of an hour for each run.",
    change: redefine((definition) => ({ ...definition, timeoutSeconds: 3600, timeoutPolicy: "TIME_OUT_WF" })),
  },
  { story: "A slash at the end of an address.", change: redefine(changeUri("start", (uri) => `${uri}/`)) },

  {
    story: "Other words for what is not COMPLETED.",
    change: writeNode(
      rewritten({
        invoke: `await note(requestId, "RUNNING");
    await sleep(workMs);
    await note(requestId, "COMPLETED");`,
        status: `const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "UNKNOWN" }) };
  return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S }) };`,
      }),
    ),
  },
  {
    story: "A timeout of 20 s for work of 2 s.",
    change: configure(() => ({ Timeout: 20 })),
  },
  {
    story: "Another architecture, traces, a larger disk.",
    change: configure(() => ({ TracingConfig: { Mode: "Active" }, EphemeralStorage: { Size: 1024 } })),
  },
  {
    story: "No second try of what failed.",
    change: async (place) => {
      const { client, FunctionName } = await ownFunction(place);
      await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
    },
  },
  {
    story: "A handler with a callback.",
    change: inOrder(upload({ "index.js": withCallback() }), asNode),
  },
  {
    story: "Python with boto3's client, match, and one attribute more.",
    change: writePython(pythonClient),
  },
  {
    story: "The table's ARN in place of its name.",
    change: setVariables({
      TABLE_NAME: "arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status",
    }),
  },
  {
    story: "A greeting in a comment, and texts of three quotes.",
    change: writePython(
      edited(
        quickPython,
        "import json\n",
        `"""\nThe job.\ndef nothing:\nx\n"""\nimport json\n# was: Hello from Lambda!\n`,
      ),
    ),
  },
  {
    story: "Actions in other letters, with stars and question marks.",
    change: allowInstead((Resource) => [
      { Effect: "Allow", Action: ["DynamoDB:putitem", "dynamodb:Get*", "dynamodb:?pdateItem"], Resource },
    ]),
  },
  {
    story: "A policy that depends on the region.",
    change: allowInstead((Resource) => [
      {
        Effect: "Allow",
        Action: tableActions,
        Resource,
        Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
      },
    ]),
  },
  {
    story: "A role that trusts Lambda for this account's functions only.",
    change: trustPolicy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
    }),
  },
  {
    story: "A permission for exactly this stage, method and path.",
    change: async (place) => {
      const { restApiId } = await ownApi(place);
      await revoke("POST", "GET")(place);
      for (const path of ["POST/invoke-lambda", "GET/{requestId}"])
        await allow(place, {
          StatementId: path.replace(/\W/g, ""),
          SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/test/${path}`,
        });
    },
  },
  {
    story: "Two functions, one that starts and one that answers.",
    change: async (place) => {
      await addOtherFunction(place);
      const client = new LambdaClient(place.target.aws);
      const FunctionName = `${place.names.function}-first-try`;
      const { configuration } = await ownFunction(place);
      const Environment = { Variables: configuration.Environment?.Variables };
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
      await waitUntilFunctionUpdatedV2(
        { client, ...place.target.waiting, maxWaitTime: 30 },
        { FunctionName },
      );
      const ZipFile = zipSync({ "index.mjs": strToU8(rewritten()) });
      await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      await waitUntilFunctionUpdatedV2(
        { client, ...place.target.waiting, maxWaitTime: 30 },
        { FunctionName },
      );
      await callOther("GET")(place);
    },
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
    story: "Event from a stage variable.",
    change: inOrder(
      patchStage({ op: "replace", path: "/variables/invocation", value: "Event" }),
      event("#set($context.requestOverride.header.X-Amz-Invocation-Type = $stageVariables.invocation)"),
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
    story: "GET's answer made by #if.",
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
    story: "A model that the body has to fit, and does.",
    change: deployed(requireBody("requestId")),
  },
  {
    story: "Pictures are binary.",
    change: deployed(patchApi({ op: "add", path: "/binaryMediaTypes/image~1png" })),
  },
  {
    story: "A resource policy that denies some addresses, not this one.",
    change: deployed(
      patchApi({
        op: "replace",
        path: "/policy",
        value: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" },
            {
              Effect: "Deny",
              Principal: "*",
              Action: "execute-api:Invoke",
              Resource: "execute-api:/*",
              Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
            },
          ],
        }),
      }),
    ),
  },
  {
    story: "Another API of the same name, empty.",
    change: async (place) => {
      const { client } = await ownApi(place);
      await client.send(new CreateRestApiCommand({ name: place.names.api }));
    },
  },

  {
    story: "Each run's own workflowId is the requestId.",
    change: redefine(withId("workflow.workflowId")),
    input: { order: 7 },
  },
  {
    story: "The requestId comes from a task before.",
    change: redefine((definition) => {
      const expression = "(function(){ return 'id-' + Math.floor(Math.random() * 1e9); })()";
      const make = {
        name: "make_id",
        taskReferenceName: "make_id",
        type: "INLINE",
        inputParameters: { evaluatorType: "graaljs", expression },
      } as WorkflowTask;
      const changed = withId("make_id.output.result")(definition);
      return { ...changed, tasks: [make, ...changed.tasks] };
    }),
    input: {},
  },
  {
    story: "The invoke URL in the inputTemplate.",
    change: redefine((definition) => {
      const base = baseOf(definition);
      const changed = replacedIn(definition, base, "${workflow.input.base}");
      return { ...changed, inputTemplate: { base } };
    }),
  },
  {
    story: "The invoke URL in a variable of the workflow.",
    change: redefine((definition) => {
      const base = baseOf(definition);
      const set = {
        name: "set",
        taskReferenceName: "set",
        type: "SET_VARIABLE",
        inputParameters: { base },
      } as WorkflowTask;
      const changed = replacedIn(definition, base, "${workflow.variables.base}");
      return { ...changed, tasks: [set, ...changed.tasks] };
    }),
  },
  {
    story: "A loop with a question in it, in place of HTTP_POLL.",
    change: redefine(withLoop),
    unsure: ["04-workflow/poll-task"],
  },
  {
    story: "An acceptedStatusCodes that has 2xx.",
    change: redefine(changeRequest("poll", () => ({ acceptedStatusCodes: ["2xx", "404"] }))),
  },
  {
    story: "An outputFilter that keeps the status only.",
    change: redefine(
      changeRequest("poll", () => ({
        outputFilter: { status: "$${http_poll_ref.output.response.body.body.status}" },
      })),
    ),
  },
  {
    story: "Two slashes before the path.",
    change: redefine(changeUri("start", (uri) => edited(uri, "/invoke-lambda", "//invoke-lambda"))),
  },
  { story: "A condition of several statements.", change: condition(`var s = ${status}; s == "COMPLETED";`) },
  {
    story: "A condition with a regular expression.",
    change: condition(`/^(COMPLETED|FAILED)$/.test(${status})`),
  },
  {
    story: "A condition with try and catch.",
    change: condition(
      `(function () { try { return $.output.response.body.body.status === "COMPLETED"; } catch (e) { return false; } })()`,
    ),
  },
  { story: "A requestId that is a number.", change: async () => {}, input: { requestId: 424242 } },
  {
    story: "A task before that posts elsewhere, one after that asks elsewhere.",
    change: redefine((definition) => ({
      ...definition,
      tasks: [elsewhere("told", "POST"), ...definition.tasks, elsewhere("asked", "GET")],
    })),
  },
];

function elsewhere(ref: string, method: string): WorkflowTask {
  const http_request = { uri: "https://hooks.example.com/events", method, body: { text: "a run has begun" } };
  return {
    name: ref,
    taskReferenceName: ref,
    type: "HTTP",
    inputParameters: { http_request },
    optional: true,
  } as WorkflowTask;
}

/** The definition with another source of the requestId. */
function withId(path: string): (definition: WorkflowDef) => WorkflowDef {
  return (definition) => replacedIn(definition, "${workflow.input.requestId}", `\${${path}}`);
}

function baseOf({ tasks }: WorkflowDef): string {
  const request = tasks[0]?.inputParameters?.["http_request"] as { uri: string };
  return edited(request.uri, /\/[^/]*$/, "");
}

function replacedIn(definition: WorkflowDef, search: string, replacement: string): WorkflowDef {
  const text = JSON.stringify(definition).replaceAll(search, replacement);
  return JSON.parse(text) as WorkflowDef;
}

function withLoop(definition: WorkflowDef): WorkflowDef {
  const [start, poll] = definition.tasks;
  const {
    terminationCondition: _,
    pollingInterval: __,
    pollingStrategy: ___,
    ...http_request
  } = (poll?.inputParameters?.["http_request"] ?? {}) as Record<string, unknown>;
  const loop = {
    name: "loop",
    taskReferenceName: "loop",
    type: "DO_WHILE",
    inputParameters: { ask: "${ask}" },
    evaluatorType: "javascript",
    loopCondition: "$.ask['response']['body']['body']['status'] != 'COMPLETED'",
    loopOver: [
      { name: "pause", taskReferenceName: "pause", type: "WAIT", inputParameters: { duration: "1 seconds" } },
      { name: "ask", taskReferenceName: "ask", type: "HTTP", inputParameters: { http_request } },
    ],
  } as WorkflowTask;
  return { ...definition, tasks: [...(start ? [start] : []), loop] };
}

/** A validator that wants a field in POST's body. */
function requireBody(field: string): Change {
  return async (place) => {
    const { client, restApiId, resources } = await ownApi(place);
    const method = { restApiId, resourceId: resourceAt(resources, "/invoke-lambda"), httpMethod: "POST" };
    const schema = JSON.stringify({ type: "object", required: [field] });
    await client.send(
      new CreateModelCommand({ restApiId, name: "Job", contentType: "application/json", schema }),
    );
    const { id } = await client.send(
      new CreateRequestValidatorCommand({ restApiId, name: "body", validateRequestBody: true }),
    );
    await client.send(
      new UpdateMethodCommand({
        ...method,
        patchOperations: [
          { op: "replace", path: "/requestValidatorId", value: id },
          { op: "add", path: "/requestModels/application~1json", value: "Job" },
        ],
      }),
    );
  };
}

// Minutes, so only where it is asked for: FAULTS=1 npx vitest run test/variations.test.ts
const proof = process.env["FAULTS"] ? describe : describe.skip;

proof.concurrent("no valid design is called wrong", () => {
  for (const { story, change, input = { requestId: "67890" }, unsure = [] } of variations)
    test(story, { timeout: 180_000 }, async () => {
      const practice = await openPractice();
      try {
        await practice.apply(stepIds.slice(0, 4));
        await beQuick(practice);
        await change(practice);
        await run(input)(practice);
        const { report, text } = await practice.check();
        const failed = report.checks.filter(({ status }) => status === "fail").map(({ id }) => id);
        expect(failed, text).toEqual([]);
        const unknown = report.checks.filter(({ status }) => status === "unknown").map(({ id }) => id);
        expect(unknown, text).toEqual(unsure);
        if (unsure.length === 0) expect(report.exitCode, text).toBe(0);
      } finally {
        await practice.close();
      }
    });
});

function commonJs(): string {
  return rewritten()
    .replace(/import \{ setTimeout as sleep \} from "(.*)";/, 'const { setTimeout: sleep } = require("$1");')
    .replace(/import (\{.*\}) from "(.*)";/, 'const $1 = require("$2");')
    .replace("export async function handler", "exports.handler = async function");
}

function withCallback(): string {
  return `${edited(commonJs(), "exports.handler = async function(", "async function work(")}
exports.handler = (event, context, callback) => {
  work(event).then((answer) => callback(null, answer), callback);
};
`;
}

const tableActions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"];
const policyOf = (Action: readonly string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

async function attachOwnPolicy({ target, names }: Place): Promise<void> {
  const client = new IAMClient(target.aws);
  const PolicyDocument = policyOf(tableActions);
  const { Policy } = await client.send(
    new CreatePolicyCommand({ PolicyName: "status-table", PolicyDocument }),
  );
  await client.send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: Policy?.Arn }));
}

async function roleWithPath(place: Place): Promise<void> {
  const client = new IAMClient(place.target.aws);
  const RoleName = "worker";
  const trusted = {
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
  };
  const { Role } = await client.send(
    new CreateRoleCommand({
      RoleName,
      Path: "/service-role/",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trusted] }),
    }),
  );
  const PolicyDocument = policyOf([...tableActions, "logs:*"]);
  await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "work", PolicyDocument }));
  await configure(() => ({ Role: Role?.Arn }))(place);
}

async function carefulTable({ target, names }: Place): Promise<void> {
  const client = new DynamoDBClient(target.aws);
  const TableName = names.table;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
    }),
  );
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
}

async function otherFunction(place: Place): Promise<void> {
  await moveFunction({ name: () => "my-slow-function" })(place);
  await allow(place, { function: "my-slow-function" });
  const renamed = changeIntegrations((uri) => uri.replace(place.names.function, "my-slow-function"));
  await deployed(renamed)(place);
}

/** GET /{id}: a path has room for one variable, so the other goes first. */
async function getAtId(place: Place): Promise<void> {
  const { client, restApiId, resources } = await ownApi(place);
  const { methodIntegration = {} } =
    resources.find(({ path }) => path === "/{requestId}")?.resourceMethods?.["GET"] ?? {};
  await inOrder(deleteResource("/{requestId}"), createResource("/", "{id}"))(place);
  const resourceId = resourceAt((await ownApi(place)).resources, "/{id}");
  const method = { restApiId, resourceId, httpMethod: "GET" };
  const { uri, integrationResponses = {} } = methodIntegration;
  const requestTemplates = { "application/json": `{"action": "status", "requestId": "$input.params('id')"}` };
  await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await client.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: "AWS",
      integrationHttpMethod: "POST",
      uri,
      requestTemplates,
    }),
  );
  for (const [statusCode, response] of Object.entries(integrationResponses))
    await client.send(new PutIntegrationResponseCommand({ ...method, ...response, statusCode }));
  await deploy(place);
}

async function publishedVersion(place: Place): Promise<void> {
  const { client, FunctionName } = await ownFunction(place);
  const { Version = "" } = await client.send(new PublishVersionCommand({ FunctionName }));
  await allow(place, { Qualifier: Version });
  await deployed(changeIntegrations((uri) => uri.replace("/invocations", `:${Version}/invocations`)))(place);
}

async function permissionOfAccount(place: Place): Promise<void> {
  await revoke("POST", "GET")(place);
  await allow(place, { SourceAccount: "000000000000" });
}

async function allow(
  place: Place,
  {
    function: name = place.names.function,
    ...rest
  }: {
    function?: string;
    StatementId?: string;
    Qualifier?: string;
    SourceAccount?: string;
    SourceArn?: string;
  },
): Promise<void> {
  await new LambdaClient(place.target.aws).send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "any-api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      ...rest,
    }),
  );
}

function changeIntegrations(change: (uri: string) => string): Change {
  const changeUriOf = ({ uri = "" }: { uri?: string | undefined }) => ({ uri: change(uri) });
  return inOrder(changeIntegration("POST", changeUriOf), changeIntegration("GET", changeUriOf));
}
