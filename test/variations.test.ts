import {
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
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
import { AddPermissionCommand, LambdaClient, PublishVersionCommand } from "@aws-sdk/client-lambda";
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
import { rewritten } from "../instructor/faults/change/code.ts";
import {
  asNode,
  configure,
  moveFunction,
  ownFunction,
  reserve,
  upload,
  writeNode,
} from "../instructor/faults/change/function.ts";
import {
  changeIntegration,
  eventLine,
  mapHeader,
  requestTemplate,
  responseTemplate,
} from "../instructor/faults/change/method.ts";
import { revoke } from "../instructor/faults/change/permission.ts";
import { allowNothing, trust } from "../instructor/faults/change/role.ts";
import {
  changeCondition,
  changeRequest,
  changeUri,
  redefine,
  type WorkflowTask,
} from "../instructor/faults/change/workflow.ts";
import { stepIds } from "../steps/step.ts";
import { openPractice } from "./support/solved.ts";

// No false alarms, continued from test/conformance/checks: designs that differ from the steps', and work.

interface Variation {
  story: string;
  change: Change;
}

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

// Minutes, so only where it is asked for: FAULTS=1 npx vitest run test/variations.test.ts
const proof = process.env["FAULTS"] ? describe : describe.skip;

proof.concurrent("no valid design is called wrong", () => {
  for (const { story, change } of variations)
    test(story, { timeout: 180_000 }, async () => {
      const practice = await openPractice();
      try {
        await practice.apply(stepIds.slice(0, 4));
        await change(practice);
        const { report, text } = await practice.check(stepIds.slice(0, 4));
        const wrong = report.checks.flatMap(({ id, status, observed, because }) =>
          status === "pass" ? [] : [`${id} ${status}: ${observed ?? because}`],
        );
        expect(wrong, text).toEqual([]);
        expect(report.exitCode).toBe(0);
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
  }: { function?: string; Qualifier?: string; SourceAccount?: string },
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
