import { STATUS_CODES } from "node:http";
import { type HttpAnswer, headerOf } from "./answer.ts";
import type { HttpExchange } from "./exchange.ts";
import { clientFailure, HttpFailure, illegalArgument, type Passing, shown, withoutQuery } from "./failure.ts";
import { isJson, parseMediaType } from "./media-type.ts";
import { decodeBody, parseBody, quoteErrorBody } from "./response-body.ts";

/** The task type: HTTP matches the Conductor OSS server exactly; HTTP_POLL adds the fields that Orkes documents. */
export type HttpTaskType = "HTTP" | "HTTP_POLL";

/** `output.response` of a request with a response. */
export interface HttpResponseRecord {
  statusCode: number;
  headers: Record<string, string[]>;
  body: unknown;
  reasonPhrase: string;
}

export type HttpOutcome =
  /** `unreadable`: what is wrong with a body where JSON is expected; only said of an HTTP_POLL's answer. */
  | { ok: true; response: HttpResponseRecord; unreadable?: string }
  /**
   * `response` is the task's output; undefined when no request was sent. `passing`: another request may not meet the
   * same failure.
   */
  | { ok: false; reason: string; response?: HttpResponseRecord | string; passing?: Passing };

type Asked = Pick<HttpExchange, "method" | "target" | "headers">;

/** The result of Conductor OSS's HTTP task for a response; throws an HttpFailure where that task throws. */
export function judgeAnswer(asked: Asked, answer: HttpAnswer): HttpOutcome {
  const { status, headers } = answer;
  if (status >= 400 && status < 600) throw refusedBy(asked, answer);
  const reasonPhrase = STATUS_CODES[status];
  if (reasonPhrase === undefined) throw illegalArgument(`No matching constant for [${status}]`);
  if (status >= 200 && status < 300)
    return { ok: true, response: { headers, reasonPhrase, body: bodyOf(answer), statusCode: status } };
  const response = { headers, reasonPhrase, body: null, statusCode: status };
  return { ok: false, reason: "No response from the remote service", response };
}

/** The result of HTTP_POLL for a response: the status must be accepted; the body is then read for any status. */
export function judgePollAnswer(
  asked: Asked,
  answer: HttpAnswer,
  accepts: (status: number) => boolean,
): HttpOutcome {
  const { status, headers, statusText } = answer;
  if (!accepts(status)) throw refusedBy(asked, answer);
  const reasonPhrase = STATUS_CODES[status] ?? statusText;
  const body = bodyToJudge(answer);
  const unreadable = whyUnreadable(asked, answer, body);
  const response = { headers, reasonPhrase, body, statusCode: status };
  return unreadable === undefined ? { ok: true, response } : { ok: true, response, unreadable };
}

/** The failure of a task whose request could not be sent. */
export function failedOutcome(taskType: HttpTaskType, { words, passing }: HttpFailure): HttpOutcome {
  const reason = `Failed to invoke ${taskType} task due to: ${words}`;
  return { ok: false, reason, response: words, ...(passing ? { passing } : {}) };
}

/**
 * Exact codes and families ("2xx"); without any, 2xx, and with some, only those
 * (https://orkes.io/content/reference-docs/system-tasks/http-poll, `acceptedStatusCodes`).
 */
export function acceptedBy(codes: unknown): (status: number) => boolean {
  if (codes === undefined || codes === null) return (status) => status >= 200 && status < 300;
  const listed = (Array.isArray(codes) ? codes : String(codes).split(",")).map((code) =>
    String(code).trim().toLowerCase(),
  );
  if (listed.length === 0 || listed.some((code) => !/^[1-5](xx|\d\d)$/.test(code)))
    throw new HttpFailure(
      `acceptedStatusCodes must list codes such as "404" or families such as "2xx"; it is ${shown(codes)}.`,
    );
  return (status) => listed.includes(String(status)) || listed.includes(`${Math.floor(status / 100)}xx`);
}

function refusedBy({ method, target }: Asked, answer: HttpAnswer): HttpFailure {
  const { status, statusText, notFollowed } = answer;
  const body = quoteErrorBody(answer.body, answer.contentType);
  const redirect =
    notFollowed === undefined ? "" : ` (a redirect to ${notFollowed}, another origin, is not followed)`;
  const failure = clientFailure(
    `${status} ${statusText} on ${method} request for "${withoutQuery(target.href)}": ${body}${redirect}`,
  );
  return mayPass(status)
    ? failure.asPassing({ status, retryAfter: headerOf(answer, "retry-after") })
    : failure;
}

/** Statuses with which a server says that it cannot answer now. */
function mayPass(status: number): boolean {
  return [408, 425, 429].includes(status) || (status >= 500 && status < 600);
}

/** A missing body, an unexpected web page, or invalid JSON under a JSON Content-Type. */
function whyUnreadable(
  { headers }: Asked,
  { contentType, body: bytes }: HttpAnswer,
  body: unknown,
): string | undefined {
  if (bytes.length === 0) return "The body is empty";
  if (typeof body !== "string" || contentType === undefined) return undefined;
  const type = parseMediaType(contentType);
  const accept = headers.find(([name]) => name.toLowerCase() === "accept")?.[1] ?? "";
  if (type.subtype === "html" && !/html|\*\/\*|text\/\*/i.test(accept)) return "The body is a web page";
  return isJson(type) && !isJsonText(decodeBody(bytes, contentType))
    ? "The body is not valid JSON"
    : undefined;
}

/** A Content-Type that cannot be read may be that of something before the API. */
function bodyToJudge(answer: HttpAnswer): unknown {
  try {
    return bodyOf(answer);
  } catch (error) {
    throw error instanceof HttpFailure ? error.asPassing({ status: answer.status }) : error;
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function bodyOf({ body, contentType }: HttpAnswer): unknown {
  return body.length === 0 ? null : parseBody(decodeBody(body, contentType));
}
