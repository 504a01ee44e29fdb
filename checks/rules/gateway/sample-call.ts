import { type Call, utf8Bytes } from "@long-running-api/api-gateway";
import { sampleContext } from "@long-running-api/api-gateway/sample-call";

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
      identity: { ...sampleContext.identity, userAgent: "check" },
      httpMethod: method,
      resourcePath: resource,
      path: `/${stage.name}${called}`,
      stage: stage.name,
    },
    stageVariables: stage.variables,
    binaryMediaTypes: [],
  };
}
