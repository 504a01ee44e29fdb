import { readFile } from "node:fs/promises";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";

// Endpoint, region and key come from the environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID …

const region = process.env.AWS_REGION;
const dynamodb = new DynamoDBClient();
const iam = new IAMClient();
const lambda = new LambdaClient();
const gateway = new APIGatewayClient();
const waiting = { minDelay: 0.1, maxDelay: 2, maxWaitTime: 60 };
const TableName = "orders";
const FunctionName = "orders";

const { TableDescription } = await dynamodb.send(
  new CreateTableCommand({
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  }),
);

const allow = (statement) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const { Role } = await iam.send(
  new CreateRoleCommand({
    RoleName: "orders-function",
    AssumeRolePolicyDocument: allow({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  }),
);
await iam.send(
  new PutRolePolicyCommand({
    RoleName: "orders-function",
    PolicyName: "orders-table",
    PolicyDocument: allow({
      Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: TableDescription.TableArn,
    }),
  }),
);

await waitUntilTableExists({ client: dynamodb, ...waiting }, { TableName });
const code = await readFile(new URL("handler.mjs", import.meta.url));
const { FunctionArn } = await lambda.send(
  new CreateFunctionCommand({
    FunctionName,
    Role: Role.Arn,
    Runtime: "nodejs22.x",
    Handler: "handler.handler",
    Environment: { Variables: { TABLE: TableName } },
    Code: { ZipFile: zipSync({ "handler.mjs": code }) },
  }),
);
await waitUntilFunctionActiveV2({ client: lambda, ...waiting }, { FunctionName });

const { id: restApiId, rootResourceId } = await gateway.send(new CreateRestApiCommand({ name: "orders" }));
const orders = await gateway.send(
  new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: "orders" }),
);
const order = await gateway.send(
  new CreateResourceCommand({ restApiId, parentId: orders.id, pathPart: "{id}" }),
);
for (const [httpMethod, { id: resourceId }] of [
  ["POST", orders],
  ["GET", order],
]) {
  await gateway.send(new PutMethodCommand({ restApiId, resourceId, httpMethod, authorizationType: "NONE" }));
  await gateway.send(
    new PutIntegrationCommand({
      ...{ restApiId, resourceId, httpMethod, type: "AWS_PROXY", integrationHttpMethod: "POST" },
      uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`,
    }),
  );
}
const account = FunctionArn.split(":")[4];
await lambda.send(
  new AddPermissionCommand({
    FunctionName,
    StatementId: "orders-api",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: `arn:aws:execute-api:${region}:${account}:${restApiId}/*`,
  }),
);
await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "v1" }));

const endpoint = process.env.AWS_ENDPOINT_URL;
console.log(
  endpoint
    ? `${endpoint}/_aws/execute-api/${restApiId}/v1`
    : `https://${restApiId}.execute-api.${region}.amazonaws.com/v1`,
);
