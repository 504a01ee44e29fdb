import { fromBase64, isBinary } from "./binary.ts";
import type { EndpointResponse, MethodAnswer, Routed } from "./exchange.ts";
import { GatewayFailure } from "./failure.ts";
import { type HeaderList, headerOf, multiple, setHeader, single } from "./headers.ts";

/** The event that an AWS_PROXY integration sends, in the order of members in which AWS writes it. */
export function proxyEvent(exchange: Routed): object {
  const { request, context, method, pathParameters, stage } = exchange;
  const { body, isBase64Encoded } = eventBody(exchange);
  const query = request.query.length > 0;
  const headers = request.headers.map(([name, value]): [string, string] => [
    capitalized[name.toLowerCase()] ?? name,
    value,
  ]);
  return {
    resource: method.resource.path,
    path: request.path.replace(/^\/+/, "/"),
    httpMethod: request.method,
    headers: single(headers),
    multiValueHeaders: multiple(headers),
    queryStringParameters: query ? single(request.query) : null,
    multiValueQueryStringParameters: query ? multiple(request.query) : null,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: Object.keys(stage.variables).length > 0 ? stage.variables : null,
    requestContext: context,
    body,
    isBase64Encoded,
  };
}

/** The two header names that a proxy event does not leave as the client wrote them (recorded). */
const capitalized: Readonly<Record<string, string>> = {
  authorization: "Authorization",
  "user-agent": "User-Agent",
};

/** What the client gets from a proxy function's result; anything in another form than AWS's is a 502. */
export function answerOfProxy(exchange: Routed, { body, status }: EndpointResponse): MethodAnswer {
  if (status >= 400) throw failed(`Lambda invocation failed with status: ${status}.`);
  const result = parsed(body);
  if (!isProxyResult(result)) {
    throw failed(
      typeof result === "object" && result !== null && "errorMessage" in result
        ? `Lambda execution failed with status 200 due to customer function error: ${String(result.errorMessage)}.`
        : "Execution failed due to configuration error: Malformed Lambda proxy response",
    );
  }
  const accepted = isBinary(headerOf(exchange.request.headers, "accept"), exchange.api.api.binaryMediaTypes);
  const text = result.body ?? "";
  return {
    status: result.statusCode === undefined ? 200 : Number(result.statusCode),
    headers: answerHeaders(result),
    body: result.isBase64Encoded && accepted ? fromBase64(text) : text,
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
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(String(statusCode))) return false;
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

/** A header that is also a multi-value one goes out with both, the multi-value ones first. */
function answerHeaders({ headers, multiValueHeaders }: ProxyResult): HeaderList {
  const list: HeaderList = [];
  for (const [name, value] of Object.entries(headers ?? {})) setHeader(list, name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    const also = headerOf(list, name);
    setHeader(list, name, [...values.map(String), ...(also === undefined ? [] : [also])].join(", "));
  }
  return list;
}

function eventBody({ request, api }: Routed): { body: string | null; isBase64Encoded: boolean } {
  if (request.body.length === 0) return { body: null, isBase64Encoded: false };
  if (isBinary(headerOf(request.headers, "content-type"), api.api.binaryMediaTypes))
    return { body: request.body.toString("base64"), isBase64Encoded: true };
  return { body: request.body.toString("utf8"), isBase64Encoded: false };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function failed(reason: string): GatewayFailure {
  return new GatewayFailure("DEFAULT_5XX", "Internal server error", {
    status: 502,
    errorType: "InternalServerErrorException",
    reason,
  });
}
