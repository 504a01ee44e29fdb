import type { Call } from "./call.ts";
import type { ContextVariables } from "./context.ts";

/** `$context` of a call, for examples and tests. */
export const sampleContext: ContextVariables = {
  resourceId: "r1s2t3",
  resourcePath: "/{requestId}",
  httpMethod: "GET",
  extendedRequestId: "AAAAAAAAAAAAAAA=",
  requestTime: "22/Nov/2026:09:08:07 +0000",
  path: "/test/12345",
  accountId: "000000000000",
  protocol: "HTTP/1.1",
  stage: "test",
  domainPrefix: "abc",
  requestTimeEpoch: Date.UTC(2026, 10, 22, 9, 8, 7),
  requestId: "00000000-0000-0000-0000-000000000000",
  identity: {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: "127.0.0.1",
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: null,
    user: null,
  },
  domainName: "abc.execute-api.us-east-1.amazonaws.com",
  deploymentId: "d",
  apiId: "abc",
};

/** The resource that the tutorial's API has for a method, and the path that a call of it has below the stage. */
export function samplePlace(
  method: string,
  pathParameters: Readonly<Record<string, string>>,
): { resource: string; path: string } {
  if (method === "POST") return { resource: "/invoke-lambda", path: "/invoke-lambda" };
  const [[name, value] = ["requestId", ""]] = Object.entries(pathParameters);
  return { resource: `/{${name}}`, path: `/${value}` };
}

/** `$context` of a call of the tutorial's API. */
export function sampleContextOf(
  method: string,
  pathParameters: Readonly<Record<string, string>>,
  stage = sampleContext.stage,
): ContextVariables {
  const { resource, path } = samplePlace(method, pathParameters);
  return {
    ...sampleContext,
    httpMethod: method,
    resourcePath: resource,
    path: `/${stage}${path}`,
    stage,
  };
}

/** GET /12345 without a body, for examples and tests. */
export const sampleCall: Call = {
  method: "GET",
  path: "/12345",
  pathParameters: { requestId: "12345" },
  headers: [],
  query: [],
  body: new Uint8Array(0),
  context: sampleContext,
  stageVariables: {},
  binaryMediaTypes: [],
};
