import { isObject } from "@long-running-api/foundation/objects";
import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../action.ts";
import { compileRoutes } from "./routes.ts";
import { fromJson, toJson, wireName } from "./shape.ts";
import type { Decoded, Operation, Wire, WireRequest, WireResponse } from "./wire.ts";

/** restJson1: Lambda and API Gateway. Routes, names and statuses all come from the operations' schemas. */
export function restJson(
  operations: ReadonlyMap<string, Operation>,
  messageNames: ReadonlyMap<string, string>,
): Wire {
  const match = compileRoutes([...operations.values()]);
  return {
    decode(request) {
      const found = match(request);
      if (!found) {
        throw new AwsError(
          "UnknownOperationException",
          `No operation of this service is ${request.method} ${request.path}.`,
          404,
        );
      }
      return {
        operation: found.operation.name,
        input: decodeInput(found.operation.input, request, found.labels),
      };
    },
    encode: encodeOutput,
    error: (error) => encodeError(error, messageNames.get(error.code) ?? commonMessageName(error.code)),
  };
}

function decodeInput(
  schema: NormalizedSchema,
  request: WireRequest,
  labels: Record<string, string>,
): Decoded["input"] {
  const input: Record<string, unknown> = {};
  let body: Record<string, unknown> | undefined;
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    let value: unknown;
    if (traits.httpLabel) value = scalar(member, labels[name]);
    else if (traits.httpQuery) value = fromQuery(member, request.query.getAll(traits.httpQuery));
    else if (traits.httpQueryParams) value = otherQuery(schema, request.query);
    else if (traits.httpHeader) value = scalar(member, request.headers[traits.httpHeader.toLowerCase()]);
    else if (traits.httpPayload) value = request.body;
    else {
      body ??= parseBody(request.body);
      const key = wireName(name, member);
      value = fromJson(member, Object.hasOwn(body, key) ? body[key] : undefined, key);
    }
    if (value !== undefined) input[name] = value;
  }
  return input;
}

/** A map of all query parameters without a member of their own, e.g. `extensions` of GetExport. */
function otherQuery(schema: NormalizedSchema, query: URLSearchParams): Record<string, string> | undefined {
  const named = new Set(
    Array.from(schema.structIterator(), ([, member]) => member.getMergedTraits().httpQuery),
  );
  const others = [...query].filter(([name]) => !named.has(name));
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}

function fromQuery(member: NormalizedSchema, values: string[]): unknown {
  if (values.length === 0) return undefined;
  return member.isListSchema() ? values : scalar(member, values[0]);
}

function scalar(member: NormalizedSchema, value: string | undefined): unknown {
  if (value === undefined) return undefined;
  if (member.isNumericSchema()) return Number(value);
  if (member.isBooleanSchema()) return value === "true";
  return value;
}

function parseBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    if (isObject(parsed)) return parsed;
  } catch {
    // Handled below, like any other body that is not an object.
  }
  throw new AwsError("SerializationException", "Could not parse request body into json: expected an object.");
}

function encodeOutput(operation: Operation, output: unknown): WireResponse {
  const source = (output ?? {}) as Record<string, unknown>;
  const response: WireResponse = { status: operation.http?.status ?? 200, headers: {}, body: "" };
  const body: Record<string, unknown> = {};
  let payload = false;
  for (const [name, member] of operation.output.structIterator()) {
    const value = source[name];
    const traits = member.getMergedTraits();
    if (traits.httpPayload) {
      payload = true;
      if (value instanceof Uint8Array) response.body = Buffer.from(value);
      else if (typeof value === "string") response.body = value;
      else if (value !== undefined) response.body = JSON.stringify(toJson(member, value));
    } else if (value === undefined) continue;
    else if (traits.httpHeader) response.headers[traits.httpHeader] = String(value);
    else if (traits.httpResponseCode) response.status = Number(value);
    else body[wireName(name, member)] = toJson(member, value);
  }
  const hasBody = !payload && !operation.output.isUnitSchema() && response.status !== 204;
  if (hasBody) response.body = JSON.stringify(body);
  if (hasBody || response.body.length > 0) response.headers["Content-Type"] ??= "application/json";
  return response;
}

/** Errors outside all models: the front end uses `message`, authorization uses `Message`. */
function commonMessageName(code: string): string {
  return code === "AccessDeniedException" ? "Message" : "message";
}

function encodeError(error: AwsError, messageName: string): WireResponse {
  // The only error member that these services send as a header.
  const { retryAfterSeconds, ...members } = error.members;
  return {
    status: error.status,
    headers: {
      "Content-Type": "application/json",
      "x-amzn-ErrorType": error.code,
      ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    },
    // AWS sends some errors without a message: it is null.
    body: JSON.stringify({ ...members, [messageName]: members[messageName] === null ? null : error.message }),
  };
}
