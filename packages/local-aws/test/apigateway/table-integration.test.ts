import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServedAws, serveAws } from "../../src/serve.ts";

// DynamoDB as an integration: the status half of the tutorial without a function.

const tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/requests";
let served: ServedAws;
let clients: { apigateway: APIGatewayClient; iam: IAMClient; dynamodb: DynamoDBClient };
beforeAll(async () => {
  served = await serveAws();
  const common = {
    endpoint: served.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  clients = {
    apigateway: new APIGatewayClient(common),
    iam: new IAMClient(common),
    dynamodb: new DynamoDBClient(common),
  };
  await clients.dynamodb.send(
    new CreateTableCommand({
      TableName: "requests",
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  const waiting = { minDelay: 0.05, maxDelay: 0.1, maxWaitTime: 10 };
  await waitUntilTableExists({ client: clients.dynamodb, ...waiting }, { TableName: "requests" });
});
afterAll(() => served.close());

async function role(name: string, service: string, actions: readonly string[]): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  if (actions.length > 0)
    await clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: "table",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: actions, Resource: tableArn }],
        }),
      }),
    );
  return Role?.Arn ?? "";
}

interface Way {
  verb: string;
  action: string;
  request: string;
  response: string;
}

const key = `"TableName": "requests", "Key": {"requestId": {"S": "$input.params('requestId')"}}`;
const ways: Readonly<Record<string, Way>> = {
  GetItem: {
    verb: "get",
    action: "GetItem",
    request: `{${key}, "ConsistentRead": true}`,
    response: `#set($item = $input.path('$.Item'))
{"status": "#if($item != "")$item.status.S#{else}NOT_FOUND#end"}`,
  },
  PutItem: {
    verb: "put",
    action: "PutItem",
    request: `{"TableName": "requests", "Item": {"requestId": {"S": "$input.params('requestId')"}, "status": {"S": $input.json('$.status')}}}`,
    response: "{}",
  },
  UpdateItem: {
    verb: "patch",
    action: "UpdateItem",
    request: `{${key}, "UpdateExpression": "SET #s = :s", "ExpressionAttributeNames": {"#s": "status"}, "ExpressionAttributeValues": {":s": {"S": $input.json('$.status')}}, "ReturnValues": "ALL_NEW"}`,
    response: "$input.json('$.Attributes.status.S')",
  },
  Query: {
    verb: "post",
    action: "Query",
    request: `{"TableName": "requests", "KeyConditionExpression": "requestId = :id", "ExpressionAttributeValues": {":id": {"S": "$input.params('requestId')"}}}`,
    response: `{"count": $input.json('$.Count'), "status": $input.json('$.Items[0].status.S')}`,
  },
};

async function apiOf(credentials: string): Promise<(verb: string, body?: object) => Promise<unknown[]>> {
  const operation = ({ action, request, response }: Way) => ({
    parameters: [{ name: "requestId", in: "path", required: true }],
    responses: { "200": { description: "ok" }, "400": { description: "refused" } },
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri: `arn:aws:apigateway:us-east-1:dynamodb:action/${action}`,
      credentials,
      requestTemplates: { "application/json": request },
      responses: {
        default: { statusCode: "200", responseTemplates: { "application/json": response } },
        "4\\d\\d": { statusCode: "400" },
      },
    },
  });
  const document = {
    openapi: "3.0.1",
    info: { title: "table", version: "1" },
    paths: {
      "/{requestId}": Object.fromEntries(Object.values(ways).map((way) => [way.verb, operation(way)])),
    },
  };
  const { id: restApiId = "" } = await clients.apigateway.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  await clients.apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: "test" }));
  return async (verb, body) => {
    const response = await fetch(`${served.url}/_aws/execute-api/${restApiId}/test/12345`, {
      method: verb.toUpperCase(),
      headers: { "Content-Type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return [response.status, await response.json()];
  };
}

const actions = Object.keys(ways).map((action) => `dynamodb:${action}`);

test("GetItem, PutItem, UpdateItem and Query, a template each way", async () => {
  const call = await apiOf(await role("table", "apigateway.amazonaws.com", actions));
  expect(await call("get")).toEqual([200, { status: "NOT_FOUND" }]);
  expect(await call("put", { status: "PROCESSING" })).toEqual([200, {}]);
  expect(await call("get")).toEqual([200, { status: "PROCESSING" }]);
  expect(await call("patch", { status: "COMPLETED" })).toEqual([200, "COMPLETED"]);
  expect(await call("post", {})).toEqual([200, { count: 1, status: "COMPLETED" }]);
});

test("DynamoDB denies what the role's policies do not allow", async () => {
  const call = await apiOf(await role("reader", "apigateway.amazonaws.com", ["dynamodb:GetItem"]));
  expect((await call("get"))[0]).toBe(200);
  expect(await call("put", { status: "x" })).toEqual([
    400,
    {
      __type: "com.amazon.coral.service#AccessDeniedException",
      Message: `User: arn:aws:sts::000000000000:assumed-role/reader/BackplaneAssumeRoleSession is not authorized to perform: dynamodb:PutItem on resource: ${tableArn} because no identity-based policy allows the dynamodb:PutItem action`,
    },
  ]);
});

test("a role that trusts another service cannot be assumed: 500", async () => {
  const call = await apiOf(await role("functions", "lambda.amazonaws.com", actions));
  expect(await call("get")).toEqual([500, { message: "Internal server error" }]);
  const entry = served.aws.journal.since(0).findLast(({ kind }) => kind === "execute");
  expect(entry?.["log"]).toContain(
    "Execution failed due to configuration error: API Gateway does not have permission to assume the provided role",
  );
});

test("without a role it cannot be configured", async () => {
  const body = Buffer.from(
    JSON.stringify({
      openapi: "3.0.1",
      info: { title: "r", version: "1" },
      paths: { "/x": { get: { responses: {} } } },
    }),
  );
  const { id: restApiId, rootResourceId } = await clients.apigateway.send(new ImportRestApiCommand({ body }));
  const { items = [] } = await clients.apigateway.send(new GetResourcesCommand({ restApiId }));
  const resourceId = items.find(({ id }) => id !== rootResourceId)?.id;
  const put = new PutIntegrationCommand({
    restApiId,
    resourceId,
    httpMethod: "GET",
    type: "AWS",
    integrationHttpMethod: "POST",
    uri: "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem",
  });
  expect((await refusalOf(clients.apigateway.send(put))).message).toBe(
    "Role ARN must be specified for AWS integrations",
  );
});
