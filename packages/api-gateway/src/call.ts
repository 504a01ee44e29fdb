import type { ContextVariables } from "./context.ts";
import type { HeaderList, Pairs } from "./headers.ts";

/** A call of a method, as its client made it, and what API Gateway knows of it. */
export interface Call {
  readonly method: string;
  /** Without the stage, percent-encoded as it came. */
  readonly path: string;
  /** By name, still percent-encoded: API Gateway hands path parameters on as they came. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Header names count as they are written. */
  readonly headers: Pairs;
  /** Names and values decoded, in order. */
  readonly query: Pairs;
  readonly body: Uint8Array;
  readonly context: ContextVariables;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The API's. */
  readonly binaryMediaTypes: readonly string[];
}

/** What goes to the integration. */
export interface IntegrationRequest {
  readonly uri: string;
  readonly httpMethod: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | string;
}

/** What the integration answered. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: Pairs;
  readonly body: Uint8Array;
}

/** What goes back to the client, before the gateway's own headers. */
export interface MethodAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array | string;
}
