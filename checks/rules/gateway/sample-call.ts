import { type Call, utf8Bytes } from "@long-running-api/api-gateway";
import { sampleContextOf, samplePlace } from "@long-running-api/api-gateway/sample-call";

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
  const context = sampleContextOf(method, path, stage.name);
  return {
    method,
    path: samplePlace(method, path).path,
    pathParameters: path,
    headers: Object.entries(headers),
    query: [],
    body: utf8Bytes(body),
    context: { ...context, identity: { ...context.identity, userAgent: "check" } },
    stageVariables: stage.variables,
    binaryMediaTypes: [],
  };
}
