import type { Look } from "../look.ts";

// Loaded at first use: a check of the table need not wait for the other four clients.

/** DynamoDB's client, with its commands. */
export async function dynamodb({ target }: Look) {
  const sdk = await import("@aws-sdk/client-dynamodb");
  return { ...sdk, client: new sdk.DynamoDBClient(target.aws) };
}

/** Lambda's client, with its commands. */
export async function lambda({ target }: Look) {
  const sdk = await import("@aws-sdk/client-lambda");
  return { ...sdk, client: new sdk.LambdaClient(target.aws) };
}

/** IAM's client, with its commands. */
export async function iam({ target }: Look) {
  const sdk = await import("@aws-sdk/client-iam");
  return { ...sdk, client: new sdk.IAMClient(target.aws) };
}

/** API Gateway's client, with its commands. */
export async function apiGateway({ target }: Look) {
  const sdk = await import("@aws-sdk/client-api-gateway");
  return { ...sdk, client: new sdk.APIGatewayClient(target.aws) };
}

/** CloudWatch Logs' client, with its commands. */
export async function cloudWatchLogs({ target }: Look) {
  const sdk = await import("@aws-sdk/client-cloudwatch-logs");
  return { ...sdk, client: new sdk.CloudWatchLogsClient(target.aws) };
}
