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
