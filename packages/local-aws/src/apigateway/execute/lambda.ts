import {
  eventTextOf,
  type IntegrationAnswer,
  type IntegrationRequest,
  invocationTypeOf,
  invocationTypes,
  misconfigured,
  readActionUri,
  readFunctionUri,
} from "@long-running-api/api-gateway";
import type { DecidingStatement } from "@long-running-api/iam/deciding-statement";
import { AwsError } from "../../action.ts";
import type { Routed } from "./exchange.ts";
import { sourceArn } from "./source-arn.ts";

/** The Lambda service's response to an invocation. */
export interface LambdaInvocation {
  /** 200, 202 or 204. */
  status: number;
  payload: Buffer;
  functionError?: "Unhandled" | "Handled" | undefined;
  /** Lambda's own ID of the invocation. */
  requestId?: string;
  /** The statement of the function's policy that allowed the call. */
  allowedBy?: object;
  /** The statement of the integration's role that allowed it. */
  roleAllowedBy?: DecidingStatement | undefined;
}

/** Invokes a function as API Gateway; throws AwsError when Lambda refuses. */
export type InvokeLambda = (args: {
  functionArn: string;
  invocationType: "RequestResponse" | "Event" | "DryRun";
  payload: Buffer;
  principal: "apigateway.amazonaws.com";
  sourceArn: string;
  /** The integration's role: its policies decide then, not the function's. */
  credentials?: string;
}) => Promise<LambdaInvocation>;

/** Calls the function that an integration URI names and returns Lambda's HTTP response. */
export async function callFunction(
  exchange: Routed,
  { uri, headers, body }: IntegrationRequest,
  invoke: InvokeLambda,
): Promise<IntegrationAnswer> {
  const functionArn = readFunctionUri(uri)?.functionArn;
  if (functionArn === undefined) throw misconfigured(`Only Lambda functions can be called here, not ${uri}`);
  const invocationType = invocationTypeOf(headers);
  if (!isInvocationType(invocationType)) return refused(400, unknownType(invocationType));
  const credentials = exchange.method.method.methodIntegration?.credentials;
  const known = { functionArn, type: invocationType, role: credentials };
  exchange.trace.invocation = known;
  try {
    const answer = await invoke({
      functionArn,
      invocationType,
      payload: toBuffer(body),
      principal: "apigateway.amazonaws.com",
      sourceArn: sourceArn(exchange),
      ...(credentials === undefined ? {} : { credentials }),
    });
    const { requestId: id, allowedBy, roleAllowedBy } = answer;
    exchange.trace.invocation = { ...known, id, allowedBy, roleAllowedBy };
    return {
      status: answer.status,
      headers: [
        ["Content-Type", "application/json"],
        ...(answer.functionError ? [["X-Amz-Function-Error", answer.functionError] as [string, string]] : []),
      ],
      body: answer.payload,
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    exchange.trace.invocation = { ...known, refusal: error.message };
    if (error.code === "AccessDeniedException" || error.code === "ResourceNotFoundException") {
      exchange.log.add(`Lambda refused the call: ${error.message}`);
      throw misconfigured("Invalid permissions on Lambda function");
    }
    return refused(error.status, { ...error.members, message: error.message }, error.code);
  }
}

/** The integration URI as the execution log shows it: the service endpoint, not the ARN. */
export function endpointOf(uri: string): string {
  const found = readFunctionUri(uri);
  if (found) return `https://lambda.${found.region}.amazonaws.com/${found.path}`;
  const action = readActionUri(uri);
  return action ? `https://${action.service}.${action.region}.amazonaws.com/?Action=${action.action}` : uri;
}

function toBuffer(body: Uint8Array | string): Buffer {
  const text = eventTextOf(body);
  return typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text);
}

function isInvocationType(text: string): text is (typeof invocationTypes)[number] {
  return invocationTypes.some((type) => type === text);
}

function unknownType(type: string): object {
  return {
    message: `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [${invocationTypes.join(", ")}]`,
  };
}

function refused(status: number, body: object, code = "ValidationException"): IntegrationAnswer {
  return {
    status,
    headers: [
      ["Content-Type", "application/json"],
      ["x-amzn-ErrorType", code],
    ],
    body: Buffer.from(JSON.stringify(body)),
  };
}
