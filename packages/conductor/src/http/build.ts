import { javaText } from "../java-values.ts";
import { isJsonNumber, isJsonObject } from "../json.ts";
import type { HttpExchange } from "./exchange.ts";
import { HttpFailure, illegalArgument, shown } from "./failure.ts";
import type { HostPolicy } from "./hosts.ts";
import type { HttpTaskType } from "./judge.ts";
import { isJson, parseMediaType } from "./media-type.ts";
import { encodeBody } from "./request-body.ts";
import type { ExchangeLimits } from "./timeouts.ts";
import { readUri } from "./uri.ts";

/** `http_request` of a task: numbers may be text, and anything may be missing or of another type. */
export interface HttpRequestSpec {
  uri?: unknown;
  method?: unknown;
  headers?: unknown;
  body?: unknown;
  accept?: unknown;
  contentType?: unknown;
  connectionTimeOut?: unknown;
  readTimeOut?: unknown;
  /** Read for HTTP_POLL only: without effect on the HTTP task of Conductor OSS. */
  encode?: unknown;
  /** Read for HTTP_POLL only. */
  acceptedStatusCodes?: unknown;
}

/** Bounds of a request. */
export interface SendLimits extends HostPolicy {
  connectMsDefault: number;
  readMsDefault: number;
  /** One request with all its redirects, whatever the task asks for. */
  totalMsMax: number;
  bodyBytesMax: number;
  redirectsMax: number;
}

const json = "application/json";
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
/** We set the framing headers ourselves: a task's headers must not smuggle in a second request. */
const framing = ["content-length", "transfer-encoding"];

/** Makes of the fields of `http_request` what goes out, or throws an HttpFailure in the server's words. */
export function buildRequest(taskType: HttpTaskType, spec: HttpRequestSpec): HttpExchange {
  const method = readText("method", spec.method);
  const contentType = parseMediaType(
    spec.contentType === undefined ? json : readText("contentType", spec.contentType),
  );
  if (contentType.type === "*" || contentType.subtype === "*")
    throw illegalArgument("Content-Type cannot contain wildcard type '*'");
  const accept = readAccept(spec.accept).map((type) => parseMediaType(type).text);
  const headers = withOwn(readHeaders(spec.headers), [
    ["Accept", accept.join(", ")],
    ["Content-Type", contentType.text],
  ]);
  const encode = taskType === "HTTP" || String(spec.encode) !== "false";
  const target = readUri(method, readText("uri", spec.uri), encode);
  if (!methods.includes(method)) throw illegalArgument(`Invalid HTTP method: ${method}`);
  const body = encodeBody(spec.body, contentType);
  if (method === "TRACE" && body)
    throw new HttpFailure("java.lang.IllegalStateException: TRACE requests may not include an entity.");
  const streamed = body !== undefined && typeof spec.body !== "string" && isJson(contentType);
  return { method, target, headers, body, streamed };
}

/** The bounds of one exchange. The read timeout of HTTP_POLL is a total, and its redirects stay at home. */
export function exchangeLimits(
  taskType: HttpTaskType,
  spec: HttpRequestSpec,
  limits: SendLimits,
): ExchangeLimits {
  const readMs = readMilliseconds("readTimeOut", spec.readTimeOut, limits.readMsDefault);
  const connectMs = readMilliseconds("connectionTimeOut", spec.connectionTimeOut, limits.connectMsDefault);
  if (readMs < 0) throw illegalArgument(`duration must not be negative: ${readMs}`);
  if (connectMs < 0) throw illegalArgument("Timeout must be a non-negative value");
  const poll = taskType === "HTTP_POLL";
  return { ...limits, connectMs, readMs, readIsTotal: poll, otherOrigins: !poll, asksAgain: !poll };
}

function readText(field: string, value: unknown): string {
  if (!Array.isArray(value) && !isJsonObject(value)) return javaText(value);
  throw new HttpFailure(`http_request.${field} must be text; it is ${shown(value)}.`);
}

function readAccept(accept: unknown): string[] {
  if (typeof accept === "string") return [accept];
  return Array.isArray(accept) ? accept.map(String) : [json];
}

function readHeaders(headers: unknown): [string, string][] {
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== "object" || Array.isArray(headers))
    throw new HttpFailure(`http_request.headers must be an object; it is ${shown(headers)}.`);
  return Object.entries(headers)
    .filter(([name, value]) => value !== null && !framing.includes(name.toLowerCase()))
    .map(([name, value]) => {
      if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return [name, headerLine(javaText(value))];
      throw new HttpFailure(`http_request.headers has a name that HTTP does not allow: ${shown(name)}.`);
    });
}

/** Spring adds what the task's headers say to a name that is there already: both go out, side by side. */
function withOwn(own: readonly [string, string][], headers: [string, string][]): [string, string][] {
  for (const [name, value] of own) {
    const same = headers.findLastIndex(([known]) => known.toLowerCase() === name.toLowerCase());
    if (same < 0) headers.push([name, value]);
    else headers.splice(same + 1, 0, [headers[same]?.[0] ?? name, value]);
  }
  return headers;
}

/** A line break becomes a space, and what Latin-1 lacks a question mark, as in Apache's client. */
function headerLine(text: string): string {
  const oneLine = text.trim().replace(/(?!\t)\p{Cc}/gu, " ");
  return Array.from(oneLine, (character) => ((character.codePointAt(0) ?? 0) > 255 ? "?" : character)).join(
    "",
  );
}

function readMilliseconds(field: string, value: unknown, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  const number = isJsonNumber(value) || (typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value));
  const ms = Math.trunc(Number(value));
  if (number && Math.abs(ms) < 2 ** 31) return ms;
  throw new HttpFailure(`http_request.${field} must be a number of milliseconds; it is ${shown(value)}.`);
}
