import type { ContextVariables } from "./context.ts";
import type { HeaderList, Pairs } from "./headers.ts";

/** A call of a method as the client sent it, with what API Gateway knows about it. */
export interface Call {
  readonly method: string;
  /** Without the stage, percent-encoded as received. */
  readonly path: string;
  /** By name, still percent-encoded: API Gateway does not decode path parameters. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Header names are case-sensitive here. */
  readonly headers: Pairs;
  /** Names and values decoded, in order. */
  readonly query: Pairs;
  readonly body: Uint8Array;
  readonly context: ContextVariables;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The API's. */
  readonly binaryMediaTypes: readonly string[];
}

/** The request that is sent to the integration. */
export interface IntegrationRequest {
  readonly uri: string;
  readonly httpMethod: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | string;
}

/** The integration's response. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: Pairs;
  readonly body: Uint8Array;
}

/** The response to the client, before the gateway adds its own headers. */
export interface MethodAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array | string;
}
