import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteStageCommand,
  GetMethodCommand,
  type Integration,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DeleteTableCommand, waitUntilTableNotExists } from "@aws-sdk/client-dynamodb";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  GetPolicyCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import type { ChosenNames } from "../../../lib/names.ts";
import {
  configure,
  methodOf,
  patchIntegration,
  redefine,
  template,
  upload,
  type Verb,
  wait,
} from "./edit.ts";
import type { Practice } from "./practice.ts";

/** A design that is not the steps', and right all the same: every check must pass. */
export interface Variation {
  id: string;
  story: string;
  /** Names that whoever runs the checks has to say. */
  chosen?: ChosenNames;
  apply(practice: Practice): Promise<void>;
}

const seedPython = `import json
import time
import boto3

dynamodb = boto3.resource('dynamodb')
table = dynamodb.Table('TABLE')

def lambda_handler(event, context):
    request_id = event['requestId']
    action = event.get("action")

    if action == "invoke":
        table.put_item(Item={'requestId': request_id, 'status': 'PROCESSING'})

        # Simulate long processing time
        time.sleep(1)
        process_long_running_task(request_id)

        return {
            "statusCode": 202,
            "body": json.dumps({"requestId": request_id, "status": "PROCESSING"})
        }

    elif action == "status":
        response = table.get_item(Key={'requestId': request_id})
        item = response.get('Item')
        if item:
            return {"statusCode": 200, "body": json.dumps(item)}
        else:
            return {"statusCode": 404, "body": json.dumps({"status": "NOT_FOUND"})}

def process_long_running_task(request_id):
    time.sleep(1) # Simulate processing time
    table.update_item(
        Key={'requestId': request_id},
        UpdateExpression='SET #s = :val',
        ExpressionAttributeNames={'#s': 'status'},
        ExpressionAttributeValues={':val': 'COMPLETED'}
    )
`;

const sdkV2Style = `import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
const Table = process.env.STATUS_TABLE;
const put = (id, status) => client.send(new PutItemCommand({ TableName: Table, Item: { requestId: { S: id }, status: { S: status } } }));
export async function main({ action, requestId }) {
  if (action === "invoke") {
    await put(requestId, "PROCESSING");
    await new Promise((done) => setTimeout(done, 1500));
    await put(requestId, "COMPLETED");
    return {};
  }
  const { Item } = await client.send(new GetItemCommand({ TableName: Table, Key: { requestId: { S: requestId } } }));
  return { statusCode: Item ? 200 : 404, body: { requestId, status: Item?.status.S ?? "NOT_FOUND" } };
}
`;

const tidyGet = "{\"statusCode\": $input.path('$.statusCode'), \"body\": $input.path('$.body')}";
const functionUri = (arn: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;

async function functionArn(practice: Practice): Promise<string> {
  const { methodIntegration } = await practice.gateway.send(
    new GetMethodCommand(await methodOf(practice, "POST")),
  );
  return /functions\/(.+)\/invocations/.exec(methodIntegration?.uri ?? "")?.[1] ?? "";
}

/** Makes the statements of the function's policy anew. */
async function permissions(
  { lambda, names }: Practice,
  sourceArns: readonly (string | undefined)[],
  Qualifier?: string,
) {
  const FunctionName = names.function;
  const { Policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  for (const { Sid } of (JSON.parse(Policy) as { Statement: { Sid: string }[] }).Statement)
    await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }));
  for (const [index, SourceArn] of sourceArns.entries())
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: `s${index}`,
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        ...(SourceArn === undefined ? {} : { SourceArn }),
        ...(Qualifier === undefined ? {} : { Qualifier }),
      }),
    );
}

/** The same integration at another place: what GetMethod answers is what PutIntegration takes. */
async function copyMethod(
  practice: Practice,
  from: Verb,
  to: { resourceId: string; httpMethod: string },
  change: Partial<Integration> = {},
) {
  const method = await practice.gateway.send(new GetMethodCommand(await methodOf(practice, from)));
  const { restApiId } = await methodOf(practice, from);
  const {
    integrationResponses = {},
    httpMethod,
    ...integration
  } = { ...method.methodIntegration, ...change };
  await practice.gateway.send(new PutMethodCommand({ restApiId, ...to, authorizationType: "NONE" }));
  await practice.gateway.send(
    new PutIntegrationCommand({
      restApiId,
      ...to,
      ...integration,
      type: "AWS",
      integrationHttpMethod: httpMethod,
    }),
  );
  for (const statusCode of Object.keys(method.methodResponses ?? {}))
    await practice.gateway.send(new PutMethodResponseCommand({ restApiId, ...to, statusCode }));
  for (const [statusCode, response] of Object.entries(integrationResponses))
    await practice.gateway.send(
      new PutIntegrationResponseCommand({ restApiId, ...to, ...response, statusCode }),
    );
}

async function resource(practice: Practice, pathPart: string): Promise<string> {
  const { id: restApiId, resources } = await practice.api();
  const { id = "" } = await practice.gateway.send(
    new CreateResourceCommand({ restApiId, parentId: resources["/"], pathPart }),
  );
  return id;
}

export const variations: readonly Variation[] = [
  {
    id: "seed-python",
    story: "The tutorial's own Python, with its own policy.",
    apply: async (practice) => {
      await upload(practice, { "lambda_function.py": seedPython.replace("TABLE", practice.names.table) });
      await configure(practice, {
        Runtime: "python3.13",
        Handler: "lambda_function.lambda_handler",
        Environment: { Variables: {} },
      });
      const { iam, names } = practice;
      await iam.send(new DeleteRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy }));
      await iam.send(
        new AttachRolePolicyCommand({
          RoleName: names.role,
          PolicyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
        }),
      );
    },
  },
  {
    id: "own-javascript",
    story:
      "Another function, another handler, another variable, body as an object, no response template for GET.",
    apply: async (practice) => {
      await upload(practice, { "app.mjs": sdkV2Style });
      await configure(practice, {
        Handler: "app.main",
        Environment: { Variables: { STATUS_TABLE: practice.names.table } },
      });
      await template(practice, "GET", { side: "response" });
    },
  },
  {
    id: "wildcard-policy",
    story: "An inline policy with wildcards in actions and resource.",
    apply: async ({ iam, names }) => {
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: names.role,
          PolicyName: names.policy,
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Action: "dynamodb:*Item",
              Resource: "arn:aws:dynamodb:*:*:table/lambda-*",
            },
          }),
        }),
      );
    },
  },
  {
    id: "provisioned-table",
    story: "A table with provisioned capacity and an index.",
    apply: async ({ dynamodb, names: { table: TableName } }) => {
      await dynamodb.send(new DeleteTableCommand({ TableName }));
      await waitUntilTableNotExists({ client: dynamodb, ...wait }, { TableName });
      const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions: [
            { AttributeName: "status", AttributeType: "S" },
            { AttributeName: "requestId", AttributeType: "S" },
          ],
          KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
          ProvisionedThroughput,
          GlobalSecondaryIndexes: [
            {
              IndexName: "by-status",
              KeySchema: [{ AttributeName: "status", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
              ProvisionedThroughput,
            },
          ],
        }),
      );
    },
  },
  {
    id: "other-table",
    story: "A table of another name, which the function's variable says.",
    apply: async (practice) => {
      const { dynamodb, names, iam } = practice;
      await dynamodb.send(new DeleteTableCommand({ TableName: names.table }));
      await waitUntilTableNotExists({ client: dynamodb, ...wait }, { TableName: names.table });
      await dynamodb.send(
        new CreateTableCommand({
          TableName: `jobs-${names.learner}`,
          AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
      await configure(practice, {
        Environment: { Variables: { TABLE_NAME: `jobs-${names.learner}`, PROCESSING_SECONDS: "0" } },
      });
      await iam.send(
        new AttachRolePolicyCommand({
          RoleName: names.role,
          PolicyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
        }),
      );
    },
  },
  {
    id: "long-timeout",
    story: "A timeout of 15 minutes, and more memory.",
    apply: (practice) => configure(practice, { Timeout: 900, MemorySize: 512 }),
  },
  {
    id: "static-event",
    story: "The Event header as a static mapping, in place of #set.",
    apply: async (practice) => {
      await template(practice, "POST", {
        side: "request",
        text: '{"action": "invoke", "requestId": "$input.path(\'$.requestId\')"}',
      });
      await patchIntegration(practice, "POST", {
        op: "add",
        path: "/requestParameters/integration.request.header.X-Amz-Invocation-Type",
        value: "'Event'",
      });
    },
  },
  {
    id: "event-in-quotes",
    story: "#set with an apostrophe, and the id by $input.json.",
    apply: (practice) =>
      template(practice, "POST", {
        side: "request",
        text: '#set( $context.requestOverride.header.X-Amz-Invocation-Type = \'Event\' )\n{"action":"invoke","requestId":$input.json(\'$.requestId\')}',
      }),
  },
  {
    id: "client-header",
    story: "The Event header is taken from the client, and the workflow sends it.",
    apply: async (practice) => {
      await template(practice, "POST", {
        side: "request",
        text: '{"action": "invoke", "requestId": "$input.path(\'$.requestId\')"}',
      });
      await practice.gateway.send(
        new UpdateMethodCommand({
          ...(await methodOf(practice, "POST")),
          patchOperations: [
            {
              op: "add",
              path: "/requestParameters/method.request.header.X-Amz-Invocation-Type",
              value: "false",
            },
          ],
        }),
      );
      await patchIntegration(practice, "POST", {
        op: "add",
        path: "/requestParameters/integration.request.header.X-Amz-Invocation-Type",
        value: "method.request.header.X-Amz-Invocation-Type",
      });
    },
  },
  {
    id: "plain-acknowledgement",
    story: "An acknowledgement without the requestId.",
    apply: (practice) => template(practice, "POST", { side: "response", text: '{"status": "PROCESSING"}' }),
  },
  {
    id: "empty-id-back",
    story: "$input.json without quotes: the requestId in the acknowledgement is empty.",
    apply: (practice) =>
      template(practice, "POST", {
        side: "response",
        text: '{"requestId": $input.json(\'$.requestId\'), "status": "PROCESSING"}',
      }),
  },
  {
    id: "override-202",
    story: "The 202 comes from $context.responseOverride.status.",
    apply: async (practice) => {
      const method = await methodOf(practice, "POST");
      await practice.gateway.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
      await practice.gateway.send(new DeleteIntegrationResponseCommand({ ...method, statusCode: "202" }));
      await practice.gateway.send(
        new PutIntegrationResponseCommand({
          ...method,
          statusCode: "200",
          responseTemplates: {
            "application/json": '#set($context.responseOverride.status = 202)\n{"status":"PROCESSING"}',
          },
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "error-responses",
    story: "More integration responses, for errors of the function.",
    apply: async (practice) => {
      for (const verb of ["POST", "GET"] as const) {
        const method = await methodOf(practice, verb);
        await practice.gateway.send(new PutMethodResponseCommand({ ...method, statusCode: "500" }));
        await practice.gateway.send(
          new PutIntegrationResponseCommand({ ...method, statusCode: "500", selectionPattern: "(\\n|.)+" }),
        );
      }
      await practice.deploy();
    },
  },
  {
    id: "short-get-template",
    story: "GET's response by $input.path alone.",
    apply: (practice) => template(practice, "GET", { side: "response", text: tidyGet }),
  },
  {
    id: "text-body-parsed",
    story: "GET as the tutorial prints it, and a condition that parses the text.",
    apply: async (practice) => {
      await template(practice, "GET", { side: "response" });
      await redefine(practice, (text) =>
        text.replace("$.output.response.body.body.status", "JSON.parse($.output.response.body.body).status"),
      );
    },
  },
  {
    id: "flat-status",
    story: "GET answers the function's body alone, and the condition reads body.status.",
    apply: async (practice) => {
      await template(practice, "GET", { side: "response", text: "$input.path('$.body')" });
      await redefine(practice, (text) => text.replace("body.body.status", "body.status"));
    },
  },
  {
    id: "condition-with-failure",
    story: "A condition that answers numbers, and ends a failed job.",
    apply: (practice) =>
      redefine(practice, (text) =>
        text.replace(
          /"terminationCondition":"(?:[^"\\]|\\.)*"/,
          `"terminationCondition":${JSON.stringify('(() => { const s = $.output.response.body.body.status; return s === "COMPLETED" ? 1 : s === "FAILED" ? -1 : 0; })()')}`,
        ),
      ),
  },
  {
    id: "condition-expression",
    story: "A condition that is a bare expression.",
    apply: (practice) =>
      redefine(practice, (text) =>
        text.replace(
          /"terminationCondition":"(?:[^"\\]|\\.)*"/,
          `"terminationCondition":${JSON.stringify("$.output.response.body.body.status === 'COMPLETED'")}`,
        ),
      ),
  },
  {
    id: "backoff",
    story: "Polls with a growing interval, given as a number.",
    apply: (practice) =>
      redefine(practice, (text) =>
        text.replace('"pollingInterval":"5"', '"pollingInterval":60').replace('"FIXED"', '"LINEAR_BACKOFF"'),
      ),
  },
  {
    id: "other-input",
    story: "The workflow's input is called jobId.",
    apply: (practice) =>
      redefine(practice, (text) => text.replaceAll("workflow.input.requestId", "workflow.input.jobId")),
  },
  {
    id: "id-from-acknowledgement",
    story: "The poll takes the id from the acknowledgement.",
    apply: (practice) =>
      redefine(practice, (text) =>
        text.replace(
          "/test/${workflow.input.requestId}",
          "/test/${invokeLambda.output.response.body.requestId}",
        ),
      ),
  },
  {
    id: "other-url-form",
    story: "The addresses in the form of LocalStack, and with localhost.",
    apply: (practice) =>
      redefine(practice, (text) =>
        text.replaceAll(
          /http:\/\/127\.0\.0\.1:(\d+)\/_aws\/execute-api\/(\w+)\/test\//g,
          "http://localhost:$1/restapis/$2/test/_user_request_/",
        ),
      ),
  },
  {
    id: "more-tasks",
    story: "A task before, a task after, other reference names, and version 2.",
    apply: async ({ conductor, names }) => {
      const definition = await conductor.definition(names.workflow);
      if (!definition) throw new Error("no definition");
      const note = (ref: string) => ({
        name: ref,
        taskReferenceName: ref,
        type: "SET_VARIABLE",
        inputParameters: { seen: "${workflow.input.requestId}" },
      });
      const tasks = definition.tasks.map((task, index) => ({
        ...task,
        name: `t${index}`,
        taskReferenceName: `t${index}`,
      }));
      await conductor.register({
        ...definition,
        version: 2,
        tasks: [note("before"), ...tasks, note("after")],
      } as typeof definition);
    },
  },
  {
    id: "other-workflow-name",
    story: "A workflow of another name.",
    apply: async ({ conductor, names }) => {
      const definition = await conductor.definition(names.workflow);
      if (!definition) throw new Error("no definition");
      await conductor.register({ ...definition, name: `MyFirst_${names.learner}` });
      await conductor.unregister(names.workflow, 1);
    },
  },
  {
    id: "alias",
    story: "The integrations call an alias of the function.",
    apply: async (practice) => {
      const { lambda, names } = practice;
      const arn = await functionArn(practice);
      const { id } = await practice.api();
      const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: names.function }));
      await lambda.send(
        new CreateAliasCommand({ FunctionName: names.function, Name: "live", FunctionVersion: Version }),
      );
      await permissions(practice, [`arn:aws:execute-api:us-east-1:000000000000:${id}/*/*/*`], "live");
      for (const verb of ["POST", "GET"] as const)
        await patchIntegration(practice, verb, {
          op: "replace",
          path: "/uri",
          value: functionUri(`${arn}:live`),
        });
    },
  },
  {
    id: "stage-variable",
    story: "The function's name comes from a stage variable.",
    apply: async (practice) => {
      const arn = await functionArn(practice);
      const { id: restApiId } = await practice.api();
      for (const verb of ["POST", "GET"] as const)
        await patchIntegration(practice, verb, {
          op: "replace",
          path: "/uri",
          value: functionUri(arn.replace(practice.names.function, "${stageVariables.fn}")),
        });
      await practice.gateway.send(new DeleteStageCommand({ restApiId, stageName: "test" }));
      await practice.gateway.send(
        new CreateDeploymentCommand({
          restApiId,
          stageName: "test",
          variables: { fn: practice.names.function },
        }),
      );
    },
  },
  {
    id: "broad-permissions",
    story: "A permission without a source, one with a star for all of it.",
    apply: async (practice) => {
      const { id } = await practice.api();
      await permissions(practice, [undefined, `arn:aws:execute-api:us-east-1:000000000000:${id}/*`]);
    },
  },
  {
    id: "any-method",
    story: "/invoke-lambda has ANY.",
    apply: async (practice) => {
      const post = await methodOf(practice, "POST");
      await copyMethod(practice, "POST", { resourceId: post.resourceId, httpMethod: "ANY" });
      await practice.gateway.send(new DeleteMethodCommand(post));
      const { id } = await practice.api();
      await permissions(practice, [`arn:aws:execute-api:us-east-1:000000000000:${id}/*/*/*`]);
      await practice.deploy();
    },
  },
  {
    id: "greedy-variable",
    story: "The status is asked for at /{proxy+}.",
    apply: async (practice) => {
      const { id: restApiId, resources } = await practice.api();
      const method = await practice.gateway.send(new GetMethodCommand(await methodOf(practice, "GET")));
      await practice.gateway.send(
        new DeleteResourceCommand({ restApiId, resourceId: resources["/{requestId}"] }),
      );
      const to = { restApiId, resourceId: await resource(practice, "{proxy+}"), httpMethod: "GET" };
      await practice.gateway.send(new PutMethodCommand({ ...to, authorizationType: "NONE" }));
      await practice.gateway.send(
        new PutIntegrationCommand({
          ...to,
          type: "AWS",
          integrationHttpMethod: "POST",
          uri: method.methodIntegration?.uri,
          requestTemplates: {
            "application/json": '{"action":"status","requestId":"$input.params(\'proxy\')"}',
          },
        }),
      );
      await practice.gateway.send(new PutMethodResponseCommand({ ...to, statusCode: "200" }));
      await practice.gateway.send(
        new PutIntegrationResponseCommand({
          ...to,
          statusCode: "200",
          responseTemplates: { "application/json": tidyGet },
        }),
      );
      await permissions(practice, [`arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*/*`]);
      await practice.deploy();
    },
  },
  {
    id: "extra-routes",
    story: "More resources and methods, one a proxy, one a mock, one not deployed.",
    apply: async (practice) => {
      const { id: restApiId } = await practice.api();
      const arn = await functionArn(practice);
      const health = { restApiId, resourceId: await resource(practice, "health"), httpMethod: "GET" };
      await practice.gateway.send(
        new PutMethodCommand({ ...health, authorizationType: "NONE", apiKeyRequired: true }),
      );
      await practice.gateway.send(
        new PutIntegrationCommand({
          ...health,
          type: "AWS_PROXY",
          integrationHttpMethod: "POST",
          uri: functionUri(arn),
        }),
      );
      const { resourceId } = await methodOf(practice, "POST");
      const options = { restApiId, resourceId, httpMethod: "OPTIONS" };
      await practice.gateway.send(new PutMethodCommand({ ...options, authorizationType: "NONE" }));
      await practice.gateway.send(
        new PutIntegrationCommand({
          ...options,
          type: "MOCK",
          requestTemplates: { "application/json": '{"statusCode":200}' },
        }),
      );
      await practice.deploy();
      await resource(practice, "later");
    },
  },
  {
    id: "other-stage",
    story: "The only stage is called prod.",
    apply: async (practice) => {
      const { id: restApiId } = await practice.api();
      await practice.deploy("prod");
      await practice.gateway.send(new DeleteStageCommand({ restApiId, stageName: "test" }));
      await redefine(practice, (text) => text.replaceAll("/test/", "/prod/"));
    },
  },
  {
    id: "two-stages",
    story: "A stage prod beside test.",
    apply: (practice) => practice.deploy("prod"),
  },
  {
    id: "chosen-stage",
    story: "Two stages, and the workflow calls the one that is named.",
    chosen: { stage: "prod" },
    apply: async (practice) => {
      await practice.deploy("prod");
      await redefine(practice, (text) => text.replaceAll("/test/", "/prod/"));
    },
  },
  {
    id: "other-api-name",
    story: "The API was renamed, and described.",
    apply: async ({ gateway, api }) => {
      const { id: restApiId } = await api();
      await gateway.send(
        new UpdateRestApiCommand({
          restApiId,
          patchOperations: [
            { op: "replace", path: "/name", value: "my first API" },
            { op: "replace", path: "/description", value: "made by hand" },
          ],
        }),
      );
    },
  },
  {
    id: "integration-role",
    story: "The integrations call with a role of their own, not by the function's policy.",
    apply: async (practice) => {
      const { iam, names } = practice;
      const { Role } = await iam.send(
        new CreateRoleCommand({
          RoleName: `caller-${names.learner}`,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "apigateway.amazonaws.com" },
                Action: "sts:AssumeRole",
              },
            ],
          }),
        }),
      );
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: `caller-${names.learner}`,
          PolicyName: "call",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*" }],
          }),
        }),
      );
      await permissions(practice, []);
      for (const verb of ["POST", "GET"] as const)
        await patchIntegration(practice, verb, {
          op: "replace",
          path: "/credentials",
          value: Role?.Arn ?? "",
        });
    },
  },
  {
    id: "open-resource-policy",
    story: "A resource policy that lets everybody in.",
    apply: async ({ gateway, api, deploy }) => {
      const { id: restApiId } = await api();
      const value = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
        ],
      });
      await gateway.send(
        new UpdateRestApiCommand({ restApiId, patchOperations: [{ op: "replace", path: "/policy", value }] }),
      );
      await deploy();
    },
  },
];
