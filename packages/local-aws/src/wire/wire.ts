import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError, Context } from "../action.ts";

/** A received request with its complete body. */
export interface WireRequest {
  method: string;
  /** Without the query string, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A decoded request: the operation and its input. */
export interface Decoded {
  operation: string;
  input: Record<string, unknown>;
}

/** One operation, as its schema describes it. */
export interface Operation {
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** The schema's `http` trait; only rest-json has one. */
  http?: { method: string; path: string; status: number };
  /** From the schema's namespace, e.g. "com.amazonaws.iam". */
  xmlNamespace?: string;
}

/** The server side of a wire protocol. Decoding throws AwsError for an unknown operation. */
export interface Wire {
  decode(request: WireRequest): Decoded;
  encode(operation: Operation, output: unknown, context: Context): WireResponse;
  error(error: AwsError, requestId: string): WireResponse;
}
