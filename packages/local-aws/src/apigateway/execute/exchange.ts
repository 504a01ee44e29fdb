import type { Integration } from "@aws-sdk/client-api-gateway";
import type {
  Call,
  Carried,
  IntegrationAnswer,
  IntegrationRequest,
  MethodAnswer,
} from "@long-running-api/api-gateway";
import type { ContextVariables } from "@long-running-api/api-gateway/context";
import type { HeaderList } from "@long-running-api/api-gateway/headers";
import type { WireRequest } from "../../wire/wire.ts";
import type { ApiStage } from "../store.ts";
import type { CompiledApi, CompiledMethod } from "./compile.ts";
import type { ExecutionLog } from "./log.ts";
import type { CallTrace } from "./trace.ts";

/** A call of an API, as the server passes it on. */
export interface ExecuteCall {
  apiId: string;
  stage: string;
  /** After the stage, with its leading slash, still percent-encoded. */
  path: string;
  request: WireRequest;
  /** Node's raw headers: API Gateway's header names are case-sensitive, and WireRequest has lost the case. */
  rawHeaders?: readonly string[];
  sourceIp: string;
  protocol: string;
}

/** The client's request, as the boxes see it. */
export interface ClientRequest {
  readonly method: string;
  /** Without the stage, percent-encoded as received. */
  readonly path: string;
  readonly headers: HeaderList;
  /** Names and values decoded, in order. */
  readonly query: [string, string][];
  readonly body: Buffer;
}

/** The settings of a call's stage; the Test tab has none in the store. */
export interface StageView {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The origin of a call: a stage's URL, or the console's Test tab for one method. */
export type Arrival =
  | { readonly kind: "stage"; readonly call: ExecuteCall; readonly stage: Readonly<ApiStage> }
  | { readonly kind: "test"; readonly method: CompiledMethod };

/** One call on its way through the boxes. Each box takes it and returns it with its own results added. */
export interface Exchange {
  readonly arrival: Arrival;
  readonly api: CompiledApi;
  readonly stage: StageView;
  readonly request: ClientRequest;
  readonly log: ExecutionLog;
  readonly trace: CallTrace;
  readonly context: ContextVariables;
  /** Root and parent of the trace, as X-Amzn-Trace-Id carries them. */
  readonly traceId: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** After routing. */
export interface Routed extends Exchange {
  readonly method: CompiledMethod;
}

/** After the integration request. */
export interface Requested extends Routed {
  readonly integration: Integration;
  readonly integrationRequest: IntegrationRequest;
  readonly carried: Carried;
}

/** After the integration. */
export interface Answered extends Requested {
  readonly endpoint: IntegrationAnswer;
}

/** After the integration response. */
export interface Responded extends Answered {
  readonly answer: MethodAnswer;
}

/** The call as the api-gateway package expects it. */
export function callOf({ api, stage, request, context, pathParameters }: Exchange): Call {
  return {
    method: request.method,
    path: request.path,
    pathParameters,
    headers: request.headers,
    query: request.query,
    body: request.body,
    context,
    stageVariables: stage.variables,
    binaryMediaTypes: api.api.binaryMediaTypes ?? [],
  };
}
