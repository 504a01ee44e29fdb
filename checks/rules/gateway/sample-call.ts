import { type Call, utf8Bytes } from "@long-running-api/api-gateway";
import type { ContextVariables } from "@long-running-api/api-gateway/context";

/** A stage as calls see it. */
export interface CalledStage {
  name: string;
  variables: Readonly<Record<string, string>>;
}

/** A call of a method, as its client makes it. */
export interface SampleCall {
  method: "GET" | "POST";
  body: string;
  path: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  stage: CalledStage;
}

/** The call as input for API Gateway's rules. */
export function asCall({ method, body, path, headers, stage }: SampleCall): Call {
  const resource = method === "POST" ? "/invoke-lambda" : `/{${Object.keys(path)[0] ?? "requestId"}}`;
  const called = method === "POST" ? "/invoke-lambda" : `/${Object.values(path)[0] ?? ""}`;
  return {
    method,
    path: called,
    pathParameters: path,
    headers: Object.entries(headers),
    query: [],
    body: utf8Bytes(body),
    context: {
      ...sampleContext,
      httpMethod: method,
      resourcePath: resource,
      path: `/${stage.name}${called}`,
      stage: stage.name,
    },
    stageVariables: stage.variables,
    binaryMediaTypes: [],
  };
}

/**
 * A sample $context: nothing in the tutorial reads it, but a template may pass it on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const sampleContext: ContextVariables = {
  accountId: "000000000000",
  apiId: "a1b2c3d4e5",
  deploymentId: "d1e2f3",
  domainName: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
  domainPrefix: "a1b2c3d4e5",
  extendedRequestId: "AAAAAAAAAAAAAAA=",
  httpMethod: "",
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
    userAgent: "check",
    user: null,
  },
  path: "",
  protocol: "HTTP/1.1",
  requestId: "00000000-0000-0000-0000-000000000000",
  requestTime: "01/Jan/2026:00:00:00 +0000",
  requestTimeEpoch: 1_767_225_600_000,
  resourceId: "r1s2t3",
  resourcePath: "",
  stage: "",
};
