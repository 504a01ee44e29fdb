import { readFileSync } from "node:fs";

/** One recorded or documented behaviour; test/vectors/README.md explains the fields. */
export interface Vector {
  id: string;
  kind: string;
  title: string;
  evidence: string;
  source: string;
  // execute
  integration?: VectorIntegration;
  requestParameters?: Record<string, boolean>;
  requestTemplates?: string[];
  table?: Record<string, Record<string, string | number>>;
  resources?: Record<string, string[]>;
  request?: { method?: string; path?: string; headers?: Record<string, string>; body?: string };
  backend?: { lambdaHttp?: { status: number; payload: string }; lambdaResult?: unknown };
  cases?: { request: { method: string; path: string }; expect: { matched: string } }[];
  // control-plane
  setup?: string[];
  call?: { op: string; args?: Record<string, unknown> };
  expect: Expectation;
}

export interface VectorIntegration {
  type: string;
  integrationHttpMethod?: string;
  requestParameters?: Record<string, string>;
  requestTemplates?: Record<string, string>;
  passthroughBehavior?: string;
  integrationResponses?: Record<
    string,
    {
      selectionPattern?: string;
      responseParameters?: Record<string, string>;
      responseTemplates?: Record<string, string>;
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

/** The recorded vectors of one kind. */
export function vectorsOf(kind: string): Vector[] {
  const file = new URL("../../vectors/api-gateway.json", import.meta.url);
  const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };
  return vectors.filter((vector) => vector.kind === kind);
}
