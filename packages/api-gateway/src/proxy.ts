import { toBase64, utf8Text } from "./bytes.ts";
import type { Call, IntegrationAnswer, MethodAnswer } from "./call.ts";
import { bytesOfBase64, isBinary } from "./content-handling.ts";
import { GatewayFailure } from "./failure.ts";
import { type HeaderList, headerOf, multiple, setHeader, single } from "./headers.ts";
import { isStatusCode } from "./status-code.ts";

/** The event of an AWS_PROXY integration, with its members in AWS's order. */
export function proxyEvent(call: Call): object {
  const { context, pathParameters, stageVariables } = call;
  const { body, isBase64Encoded } = eventBody(call);
  const query = call.query.length > 0;
  const headers = call.headers.map(([name, value]): [string, string] => [
    capitalized[name.toLowerCase()] ?? name,
    value,
  ]);
  return {
    resource: context.resourcePath,
    path: call.path.replace(/^\/+/, "/"),
    httpMethod: call.method,
    headers: single(headers),
    multiValueHeaders: multiple(headers),
    queryStringParameters: query ? single(call.query) : null,
    multiValueQueryStringParameters: query ? multiple(call.query) : null,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: Object.keys(stageVariables).length > 0 ? stageVariables : null,
    requestContext: context,
    body,
    isBase64Encoded,
  };
}

/** The two header names whose case a proxy event changes (recorded). */
const capitalized: Readonly<Record<string, string>> = {
  authorization: "Authorization",
  "user-agent": "User-Agent",
};

/** The response to the client from a proxy function's result; a malformed result is a 502. */
export function answerOfProxy(call: Call, { body, status }: IntegrationAnswer): MethodAnswer {
  if (status >= 400) throw failed(`Lambda invocation failed with status: ${status}.`);
  const result = parsed(body);
  if (!isProxyResult(result)) {
    throw failed(
      typeof result === "object" && result !== null && "errorMessage" in result
        ? `Lambda execution failed with status 200 due to customer function error: ${String(result.errorMessage)}.`
        : "Execution failed due to configuration error: Malformed Lambda proxy response",
    );
  }
  const accepted = isBinary(headerOf(call.headers, "accept"), call.binaryMediaTypes);
  const text = result.body ?? "";
  return {
    status: result.statusCode === undefined ? 200 : Number(result.statusCode),
    headers: answerHeaders(result),
    body: result.isBase64Encoded && accepted ? bytesOfBase64(text) : text,
  };
}

interface ProxyResult {
  statusCode?: number | string;
  headers?: Record<string, string | boolean | number> | null;
  multiValueHeaders?: Record<string, (string | boolean | number)[]> | null;
  body?: string | null;
  isBase64Encoded?: boolean;
}

const members = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

function isProxyResult(result: unknown): result is ProxyResult {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return false;
  if (!Object.keys(result).every((key) => members.has(key))) return false;
  const { statusCode, headers, multiValueHeaders, body } = result as Record<string, unknown>;
  if (statusCode !== undefined && !isStatusCode(String(statusCode))) return false;
  if (body !== undefined && body !== null && typeof body !== "string") return false;
  if (!isRecord(headers) || !Object.values(headers ?? {}).every(isScalar)) return false;
  if (!isRecord(multiValueHeaders)) return false;
  return Object.values(multiValueHeaders ?? {}).every(
    (values) => Array.isArray(values) && values.every(isScalar),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> | null | undefined {
  return value === undefined || value === null || (typeof value === "object" && !Array.isArray(value));
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean";
}

/** A header that is in both maps is sent with all values, the multi-value ones first. */
function answerHeaders({ headers, multiValueHeaders }: ProxyResult): HeaderList {
  const list: HeaderList = [];
  for (const [name, value] of Object.entries(headers ?? {})) setHeader(list, name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    const also = headerOf(list, name);
    setHeader(list, name, [...values.map(String), ...(also === undefined ? [] : [also])].join(", "));
  }
  return list;
}

function eventBody({ headers, body, binaryMediaTypes }: Call): {
  body: string | null;
  isBase64Encoded: boolean;
} {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  if (isBinary(headerOf(headers, "content-type"), binaryMediaTypes))
    return { body: toBase64(body), isBase64Encoded: true };
  return { body: utf8Text(body), isBase64Encoded: false };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Text(body));
  } catch {
    return undefined;
  }
}

function failed(reason: string): GatewayFailure {
  return new GatewayFailure({
    responseType: "DEFAULT_5XX",
    message: "Internal server error",
    status: 502,
    errorType: "InternalServerErrorException",
    reason,
  });
}
