import type { ProbeContext } from "../engine/probe-context.ts";

// Loaded at first use: a check of the table need not wait for the other four clients.

/** DynamoDB's client, with its commands; for another region if one is given. */
export async function dynamodb({ target, atEnd }: ProbeContext, region = target.aws.region) {
  const sdk = await import("@aws-sdk/client-dynamodb");
  const client = new sdk.DynamoDBClient({ ...target.aws, region });
  atEnd(() => client.destroy());
  return { ...sdk, client };
}

/** Lambda's client, with its commands; for another region if one is given. */
export async function lambda({ target, atEnd }: ProbeContext, region = target.aws.region) {
  const sdk = await import("@aws-sdk/client-lambda");
  const client = new sdk.LambdaClient({ ...target.aws, region });
  atEnd(() => client.destroy());
  return { ...sdk, client };
}

/** IAM's client, with its commands. */
export async function iam({ target, atEnd }: ProbeContext) {
  const sdk = await import("@aws-sdk/client-iam");
  const client = new sdk.IAMClient(target.aws);
  atEnd(() => client.destroy());
  return { ...sdk, client };
}

/** API Gateway's client, with its commands; for another region if one is given. */
export async function apiGateway({ target, atEnd }: ProbeContext, region = target.aws.region) {
  const sdk = await import("@aws-sdk/client-api-gateway");
  const client = new sdk.APIGatewayClient({ ...target.aws, region });
  atEnd(() => client.destroy());
  return { ...sdk, client };
}

/** The client for API Gateway's HTTP APIs, with its commands. */
export async function httpApis({ target, atEnd }: ProbeContext) {
  const sdk = await import("@aws-sdk/client-apigatewayv2");
  const client = new sdk.ApiGatewayV2Client(target.aws);
  atEnd(() => client.destroy());
  return { ...sdk, client };
}

/** CloudWatch Logs' client, with its commands. */
export async function cloudWatchLogs({ target, atEnd }: ProbeContext) {
  const sdk = await import("@aws-sdk/client-cloudwatch-logs");
  const client = new sdk.CloudWatchLogsClient(target.aws);
  atEnd(() => client.destroy());
  return { ...sdk, client };
}
