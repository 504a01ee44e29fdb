import { readVectorFile } from "@long-running-api/test-support/vectors";

/** One recorded or documented behaviour; test/vectors/README.md explains the fields. */
export interface Vector {
  id: string;
  kind: string;
  title: string;
  evidence: string;
  source: string;
  // execute
  integration?: VectorIntegration;
  /** The path of the method's resource; /x by default. */
  resource?: string;
  binaryMediaTypes?: string[];
  stageVariables?: Record<string, string>;
  /** The JSON schema that a validator holds the body to. */
  requestModel?: unknown;
  requestParameters?: Record<string, boolean>;
  requestTemplates?: string[];
  table?: Record<string, Record<string, string | number>>;
  resources?: Record<string, string[]>;
  request?: { method?: string; path?: string; headers?: Record<string, string>; body?: string };
  backend?: {
    lambdaHttp?: { status: number; payload: string };
    lambdaResult?: unknown;
    /** The error response of a failed function. */
    lambdaError?: unknown;
    /** The function returns its event. */
    echo?: boolean;
  };
  cases?: { request: { method: string; path: string }; expect: { matched: string } }[];
  // control-plane
  setup?: (string | Step)[];
  call?: { op: string; args?: Record<string, unknown> };
  expect: Expectation;
}

/** A preparing call; its result is `<as>` from then on. */
export interface Step {
  op: string;
  args: Record<string, unknown>;
  as?: string;
}

export interface VectorIntegration {
  type: string;
  integrationHttpMethod?: string;
  requestParameters?: Record<string, string>;
  requestTemplates?: Record<string, string>;
  passthroughBehavior?: string;
  contentHandling?: "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
  integrationResponses?: Record<
    string,
    {
      selectionPattern?: string;
      responseParameters?: Record<string, string>;
      responseTemplates?: Record<string, string>;
      contentHandling?: "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
    }
  >;
  methodResponses?: string[];
}

export interface Expectation {
  status?: number;
  body?: unknown;
  json?: unknown;
  headers?: Record<string, string>;
  contentLength?: number;
  lambdaInvocationType?: string;
  lambdaEvent?: unknown;
  /** Members of the event, with their values. */
  lambdaEventHas?: Record<string, unknown>;
  /** Headers that the response must not have. */
  headersAbsent?: string[];
  executionLog?: string;
  status415?: unknown;
  // control-plane
  code?: string;
  message?: string;
  messageStartsWith?: string;
  bodyHas?: Record<string, unknown>;
  bodyKeys?: string[];
  bodyExact?: Record<string, unknown>;
}

/** The recorded vectors of one kind, of all files. */
export function vectorsOf(kind: string): Vector[] {
  return ["api-gateway.json", "api-gateway-recorded.json"].flatMap((name) => {
    const { vectors } = JSON.parse(readVectorFile(name)) as { vectors: Vector[] };
    return vectors.filter((vector) => vector.kind === kind);
  });
}
