import * as gateway from "@aws-sdk/client-api-gateway";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { zip } from "@long-running-api/test-support/zip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";

// Resources can be created, read, listed, changed and deleted: actions that the tutorial itself hardly
// needs, but a console or a script around it does.
let shell: TestCloud;
beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());

describe("API Gateway", () => {
  let client: gateway.APIGatewayClient;
  let restApiId: string;
  beforeAll(async () => {
    client = new gateway.APIGatewayClient(shell.access);
    const { id = "" } = await client.send(new gateway.CreateRestApiCommand({ name: "round trips" }));
    restApiId = id;
  });
  const replace = (path: string, value: string) => ({
    patchOperations: [{ op: "replace" as const, path, value }],
  });
  const gone = async (call: Promise<unknown>) =>
    expect(await refusalOf(call)).toMatchObject({ name: "NotFoundException", status: 404 });

  test("a model", async () => {
    const at = { restApiId, modelName: "Question" };
    const schema = JSON.stringify({ type: "object", required: ["requestId"] });
    await client.send(
      new gateway.CreateModelCommand({
        restApiId,
        name: "Question",
        contentType: "application/json",
        schema,
      }),
    );
    expect(await client.send(new gateway.GetModelCommand(at))).toMatchObject({ name: "Question", schema });
    await client.send(new gateway.UpdateModelCommand({ ...at, ...replace("/description", "what is asked") }));
    expect(await client.send(new gateway.GetModelCommand(at))).toMatchObject({
      description: "what is asked",
    });
    await client.send(new gateway.DeleteModelCommand(at));
    await gone(client.send(new gateway.GetModelCommand(at)));
  });

  test("a request validator", async () => {
    const { id: requestValidatorId } = await client.send(
      new gateway.CreateRequestValidatorCommand({ restApiId, name: "body", validateRequestBody: true }),
    );
    const at = { restApiId, requestValidatorId };
    expect(await client.send(new gateway.GetRequestValidatorCommand(at))).toMatchObject({
      name: "body",
      validateRequestBody: true,
      validateRequestParameters: false,
    });
    await client.send(
      new gateway.UpdateRequestValidatorCommand({ ...at, ...replace("/validateRequestParameters", "true") }),
    );
    const { items } = await client.send(new gateway.GetRequestValidatorsCommand({ restApiId }));
    expect(items).toEqual([
      {
        id: requestValidatorId,
        name: "body",
        validateRequestBody: true,
        validateRequestParameters: true,
      },
    ]);
    await client.send(new gateway.DeleteRequestValidatorCommand(at));
    await gone(client.send(new gateway.GetRequestValidatorCommand(at)));
  });

  test("a method's responses, a deployment's description and the gateway's own responses", async () => {
    const { items = [] } = await client.send(new gateway.GetResourcesCommand({ restApiId }));
    const at = { restApiId, resourceId: items[0]?.id, httpMethod: "GET" };
    await client.send(new gateway.PutMethodCommand({ ...at, authorizationType: "NONE" }));
    await client.send(new gateway.PutMethodResponseCommand({ ...at, statusCode: "200" }));
    await client.send(new gateway.PutIntegrationCommand({ ...at, type: "MOCK" }));
    await client.send(
      new gateway.PutIntegrationResponseCommand({
        ...at,
        statusCode: "200",
        selectionPattern: "4.*",
        responseTemplates: { "application/json": "{}" },
      }),
    );
    expect(
      await client.send(new gateway.GetMethodResponseCommand({ ...at, statusCode: "200" })),
    ).toMatchObject({ statusCode: "200" });
    expect(
      await client.send(new gateway.GetIntegrationResponseCommand({ ...at, statusCode: "200" })),
    ).toMatchObject({ selectionPattern: "4.*", responseTemplates: { "application/json": "{}" } });
    const { id: deploymentId } = await client.send(
      new gateway.CreateDeploymentCommand({ restApiId, stageName: "s" }),
    );
    await client.send(
      new gateway.UpdateDeploymentCommand({
        restApiId,
        deploymentId,
        ...replace("/description", "the first"),
      }),
    );
    const deployments = await client.send(new gateway.GetDeploymentsCommand({ restApiId }));
    expect(deployments.items).toMatchObject([{ id: deploymentId, description: "the first" }]);
    const responses = await client.send(new gateway.GetGatewayResponsesCommand({ restApiId }));
    expect(responses.items?.length).toBeGreaterThan(15);
    expect(responses.items?.every(({ defaultResponse }) => defaultResponse)).toBe(true);
  });

  test("an API key in a usage plan", async () => {
    const { id: apiKey = "", value } = await client.send(
      new gateway.CreateApiKeyCommand({ name: "ana", enabled: true }),
    );
    expect(value).toMatch(/^[A-Za-z0-9]{20,}$/);
    await client.send(new gateway.UpdateApiKeyCommand({ apiKey, ...replace("/enabled", "false") }));
    expect(await client.send(new gateway.GetApiKeyCommand({ apiKey, includeValue: true }))).toMatchObject({
      name: "ana",
      enabled: false,
      value,
    });
    const { items: keys = [] } = await client.send(new gateway.GetApiKeysCommand({}));
    expect(keys.map(({ id }) => id)).toEqual([apiKey]);
    expect(keys[0]?.value).toBeUndefined();

    const { id: usagePlanId = "" } = await client.send(
      new gateway.CreateUsagePlanCommand({ name: "slow", apiStages: [{ apiId: restApiId, stage: "s" }] }),
    );
    await client.send(new gateway.UpdateUsagePlanCommand({ usagePlanId, ...replace("/name", "slower") }));
    expect(await client.send(new gateway.GetUsagePlanCommand({ usagePlanId }))).toMatchObject({
      name: "slower",
      apiStages: [{ apiId: restApiId, stage: "s" }],
    });
    await client.send(
      new gateway.CreateUsagePlanKeyCommand({ usagePlanId, keyId: apiKey, keyType: "API_KEY" }),
    );
    expect(
      await client.send(new gateway.GetUsagePlanKeyCommand({ usagePlanId, keyId: apiKey })),
    ).toMatchObject({ id: apiKey, type: "API_KEY", name: "ana" });
    const { items: plans } = await client.send(new gateway.GetUsagePlansCommand({ keyId: apiKey }));
    expect(plans?.map(({ id }) => id)).toEqual([usagePlanId]);
    const { items: planKeys } = await client.send(new gateway.GetUsagePlanKeysCommand({ usagePlanId }));
    expect(planKeys?.map(({ id }) => id)).toEqual([apiKey]);
    await client.send(new gateway.DeleteUsagePlanKeyCommand({ usagePlanId, keyId: apiKey }));
    await gone(client.send(new gateway.GetUsagePlanKeyCommand({ usagePlanId, keyId: apiKey })));
    await client.send(
      new gateway.UpdateUsagePlanCommand({
        usagePlanId,
        patchOperations: [{ op: "remove", path: "/apiStages", value: `${restApiId}:s` }],
      }),
    );
    await client.send(new gateway.DeleteUsagePlanCommand({ usagePlanId }));
    await gone(client.send(new gateway.GetUsagePlanCommand({ usagePlanId })));
    await client.send(new gateway.DeleteApiKeyCommand({ apiKey }));
    await gone(client.send(new gateway.GetApiKeyCommand({ apiKey })));
  });
});

/** The input of CreateFunction besides name and role. */
const code = {
  Runtime: "nodejs22.x",
  Handler: "index.handler",
  Code: { ZipFile: zip({ "index.js": "exports.handler = async () => 1" }) },
} satisfies Partial<lambda.CreateFunctionRequest>;

test("Lambda: parameters without effect are rejected by name", async () => {
  const client = new lambda.LambdaClient(shell.access);
  const layer = "arn:aws:lambda:us-east-1:000000000000:layer:more:1";
  const create = (more: Partial<lambda.CreateFunctionRequest>) =>
    client.send(
      new lambda.CreateFunctionCommand({
        ...code,
        FunctionName: "more",
        Role: "arn:aws:iam::000000000000:role/nobody",
        ...more,
      }),
    );
  expect(await refusalOf(create({ Layers: [layer] }))).toEqual({
    name: "InvalidParameterValueException",
    message: "Layers is not in the embedded cloud.",
    status: 400,
  });
  expect(await refusalOf(create({ VpcConfig: { SubnetIds: ["subnet-1"] } }))).toMatchObject({
    message: "VpcConfig is not in the embedded cloud.",
  });
  // As the console and infrastructure tools send it: said, and empty.
  expect(
    await refusalOf(create({ Layers: [], VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } })),
  ).toMatchObject({ message: "The role defined for the function cannot be assumed by Lambda." });
});

test("Lambda: an alias, and what becomes of failed events", async () => {
  const client = new lambda.LambdaClient(shell.access);
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  const { Role } = await new iam.IAMClient(shell.access).send(
    new iam.CreateRoleCommand({ RoleName: "trip", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const FunctionName = "trip";
  await client.send(
    new lambda.CreateFunctionCommand({
      ...code,
      FunctionName,
      Role: Role?.Arn,
    }),
  );
  await client.send(
    new lambda.CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "$LATEST" }),
  );
  await client.send(
    new lambda.PutFunctionEventInvokeConfigCommand({
      FunctionName,
      Qualifier: "live",
      MaximumRetryAttempts: 0,
    }),
  );
  const { FunctionEventInvokeConfigs: configs } = await client.send(
    new lambda.ListFunctionEventInvokeConfigsCommand({ FunctionName }),
  );
  expect(configs).toMatchObject([
    {
      FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:trip:live",
      MaximumRetryAttempts: 0,
    },
  ]);
  await client.send(new lambda.DeleteAliasCommand({ FunctionName, Name: "live" }));
  expect(
    await refusalOf(client.send(new lambda.GetAliasCommand({ FunctionName, Name: "live" }))),
  ).toMatchObject({ name: "ResourceNotFoundException", status: 404 });
});

test("DynamoDB: its endpoints", async () => {
  const client = new dynamodb.DynamoDBClient(shell.access);
  const { Endpoints } = await client.send(new dynamodb.DescribeEndpointsCommand({}));
  expect(Endpoints).toEqual([{ Address: "dynamodb.us-east-1.amazonaws.com", CachePeriodInMinutes: 1440 }]);
});

test("IAM: a user's boundary is removed; a role without instance profiles", async () => {
  const client = new iam.IAMClient(shell.access);
  const UserName = "bounded";
  await client.send(
    new iam.CreateUserCommand({
      UserName,
      PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
    }),
  );
  await client.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName }));
  const { User } = await client.send(new iam.GetUserCommand({ UserName }));
  expect(User?.PermissionsBoundary).toBeUndefined();
  const { InstanceProfiles } = await client.send(
    new iam.ListInstanceProfilesForRoleCommand({ RoleName: "trip" }),
  );
  expect(InstanceProfiles).toEqual([]);
});

test("Logs: a stream and a retention are deleted; tags by the older actions", async () => {
  const client = new logs.CloudWatchLogsClient(shell.access);
  const logGroupName = "trip";
  await client.send(new logs.CreateLogGroupCommand({ logGroupName, tags: { a: "1" } }));
  await client.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName: "one" }));
  await client.send(new logs.DeleteLogStreamCommand({ logGroupName, logStreamName: "one" }));
  const { logStreams } = await client.send(new logs.DescribeLogStreamsCommand({ logGroupName }));
  expect(logStreams).toEqual([]);
  await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  await client.send(new logs.DeleteRetentionPolicyCommand({ logGroupName }));
  const { logGroups } = await client.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: "trip" }));
  expect(logGroups?.[0]?.retentionInDays).toBeUndefined();
  await client.send(new logs.TagLogGroupCommand({ logGroupName, tags: { b: "2" } }));
  await client.send(new logs.UntagLogGroupCommand({ logGroupName, tags: ["a"] }));
  expect((await client.send(new logs.ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual({ b: "2" });
});
