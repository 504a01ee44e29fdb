import { randomUUID } from "node:crypto";
import type { ContextVariables } from "@long-running-api/api-gateway/context";
import { executeApiHost } from "@long-running-api/api-gateway/invoke-url";
import { commonLogTime } from "./dates.ts";
import { randomBytes } from "./random.ts";

export interface ContextInput {
  accountId: string;
  region: string;
  apiId: string;
  deploymentId: string;
  stage: string;
  method: string;
  /** As the client sent it, without the stage. */
  path: string;
  protocol: string;
  host: string;
  sourceIp: string;
  userAgent: string | undefined;
  now: Date;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html */
export function contextVariables(input: ContextInput): ContextVariables {
  const domainName = isGatewayHost(input.host) ? input.host : executeApiHost(input);
  return {
    resourceId: "",
    resourcePath: "",
    httpMethod: input.method,
    extendedRequestId: newExtendedRequestId(),
    requestTime: commonLogTime(input.now),
    path: `/${input.stage}${input.path}`,
    accountId: input.accountId,
    protocol: input.protocol,
    stage: input.stage,
    domainPrefix: input.apiId,
    requestTimeEpoch: input.now.getTime(),
    requestId: randomUUID(),
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: input.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: input.userAgent ?? null,
      user: null,
    },
    domainName,
    deploymentId: input.deploymentId,
    apiId: input.apiId,
  };
}

/** As x-amz-apigw-id: base64 of 11 bytes, closed by "=". */
export function newExtendedRequestId(): string {
  return randomBytes(11).toString("base64");
}

/** The trace of a call: the client's, else a new one; with a parent; sampled only when the client sent one. */
export function traceIdOf(sent: string | undefined, now: Date): string {
  const parent = traceField(sent, "Parent");
  const sampled = traceField(sent, "Sampled") ?? (parent === undefined ? "0" : "1");
  const root = traceField(sent, "Root") ?? newRoot(now);
  return `Root=${root};Parent=${parent ?? randomBytes(8).toString("hex")};Sampled=${sampled}`;
}

function traceField(sent: string | undefined, name: string): string | undefined {
  return sent === undefined ? undefined : new RegExp(`(?:^|;)\\s*${name}=([^;\\s]+)`, "i").exec(sent)?.[1];
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids */
function newRoot(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000).toString(16);
  return `1-${seconds}-${randomBytes(12).toString("hex")}`;
}

function isGatewayHost(host: string): boolean {
  return /^[a-z0-9]+\.execute-api\./.test(host);
}
