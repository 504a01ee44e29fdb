import { STATUS_CODES } from "node:http";
import type { HttpAnswer } from "./answer.ts";
import type { HttpExchange } from "./exchange.ts";
import { clientFailure, HttpFailure, illegalArgument, shown, withoutQuery } from "./failure.ts";
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
  | { ok: true; response: HttpResponseRecord }
  /** `response` is the task's output; undefined when no request was sent. */
  | { ok: false; reason: string; response?: HttpResponseRecord | string };

type Asked = Pick<HttpExchange, "method" | "target">;

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
  return { ok: true, response: { headers, reasonPhrase, body: bodyOf(answer), statusCode: status } };
}

/** The failure of a task whose request could not be sent. */
export function failedOutcome(taskType: HttpTaskType, { words }: HttpFailure): HttpOutcome {
  return { ok: false, reason: `Failed to invoke ${taskType} task due to: ${words}`, response: words };
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
  return clientFailure(
    `${status} ${statusText} on ${method} request for "${withoutQuery(target.href)}": ${body}${redirect}`,
  );
}

function bodyOf({ body, contentType }: HttpAnswer): unknown {
  return body.length === 0 ? null : parseBody(decodeBody(body, contentType));
}
