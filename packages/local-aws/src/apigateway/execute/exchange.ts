import type { TemplateOutput } from "@long-running-api/api-gateway/templates";
import type { CompiledApi, CompiledMethod } from "./compile.ts";
import type { ContextVariables } from "./context.ts";
import type { HeaderList } from "./headers.ts";
import type { ExecutionLog } from "./log.ts";

/** What a client sent, as the boxes look at it. */
export interface ClientRequest {
  method: string;
  /** Without the stage, percent-encoded as it came. */
  path: string;
  headers: HeaderList;
  /** Names and values decoded, in order. */
  query: [string, string][];
  body: Buffer;
}

/** What a call needs to know of its stage; for the Test tab there is none in the store. */
export interface StageView {
  name: string;
  variables: Readonly<Record<string, string>>;
  /** For the source ARN: the Test tab calls as "test-invoke-stage". */
  arnName: string;
}

/** What templates set through `$context.requestOverride`. */
export type RequestOverride = NonNullable<TemplateOutput["requestOverride"]>;

/** What templates set through `$context.responseOverride`; one set by a request template lasts. */
export type ResponseOverride = NonNullable<TemplateOutput["responseOverride"]>;

/** One call on its way through the boxes. */
export interface Exchange {
  readonly api: CompiledApi;
  readonly stage: StageView;
  readonly request: ClientRequest;
  readonly log: ExecutionLog;
  readonly context: ContextVariables;
  /** Root and parent of the trace, as X-Amzn-Trace-Id carries them. */
  readonly traceId: string;
  /** Set by the first box. */
  method?: CompiledMethod;
  pathParameters: Record<string, string>;
  responseOverride: ResponseOverride;
  /** What the request template left in `$context` for the response template. */
  carried?: Readonly<Record<string, unknown>>;
}

/** An exchange after routing. */
export type Routed = Exchange & { method: CompiledMethod };

/** What goes to the integration. */
export interface IntegrationRequest {
  uri: string;
  httpMethod: string;
  headers: HeaderList;
  body: Buffer | string;
}

/** What the integration answered. */
export interface EndpointResponse {
  status: number;
  headers: HeaderList;
  body: Buffer;
}

/** What goes back to the client, before the gateway's own headers. */
export interface MethodAnswer {
  status: number;
  headers: HeaderList;
  body: Buffer | string;
}
