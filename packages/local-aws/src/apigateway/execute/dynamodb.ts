import {
  type IntegrationAnswer,
  type IntegrationRequest,
  misconfigured,
  readActionUri,
} from "@long-running-api/api-gateway";
import { AwsError } from "../../action.ts";
import type { Requested } from "./exchange.ts";

/** Calls a DynamoDB operation as a role that API Gateway assumes; throws AwsError when the role cannot be assumed. */
export type CallDynamoDb = (args: {
  region: string;
  /** e.g. GetItem */
  action: string;
  body: Buffer;
  roleArn: string;
}) => Promise<{ status: number; headers: Readonly<Record<string, string>>; body: Buffer | string }>;

/** Calls the operation that an integration URI names; DynamoDB's errors are returned as responses, as on AWS. */
export async function callTable(
  { integration, log }: Requested,
  { uri, body }: IntegrationRequest,
  call: CallDynamoDb,
): Promise<IntegrationAnswer> {
  const target = readActionUri(uri);
  if (target?.service !== "dynamodb") throw misconfigured(`This address cannot be called here: ${uri}`);
  const { region, action } = target;
  try {
    const roleArn = integration.credentials ?? "";
    const answer = await call({ region, action, body: Buffer.from(body), roleArn });
    return { status: answer.status, headers: Object.entries(answer.headers), body: Buffer.from(answer.body) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    log.add(`The role cannot be assumed: ${error.message}`);
    throw misconfigured("API Gateway does not have permission to assume the provided role");
  }
}
