import { isObject } from "@long-running-api/foundation/objects";
import { systemTiming } from "./http/active-clock.ts";
import { buildRequest, exchangeLimits, type HttpRequestSpec, type SendLimits } from "./http/build.ts";
import { exchange } from "./http/exchange.ts";
import { HttpFailure, shown } from "./http/failure.ts";
import {
  acceptedBy,
  failedOutcome,
  type HttpOutcome,
  type HttpTaskType,
  judgeAnswer,
  judgePollAnswer,
} from "./http/judge.ts";

export type { HttpRequestSpec, SendLimits } from "./http/build.ts";
export type { Passing } from "./http/failure.ts";
export type { HttpOutcome, HttpResponseRecord } from "./http/judge.ts";
export { requestOf } from "./http/request-of.ts";
export { sendLimits } from "./http/send-limits.ts";

/** Milliseconds from any origin, without those of a request in which this process stood still. */
export const activeMs = systemTiming.activeMs;

/** Sends the request of an HTTP task and evaluates the response as Conductor OSS 3.32 does. Never throws. */
export async function sendHttp(spec: unknown, limits: SendLimits): Promise<HttpOutcome> {
  return send("HTTP", spec, limits);
}

/**
 * Sends one request of an HTTP_POLL task: it supports acceptedStatusCodes and encode, redirects stay within the origin,
 * and readTimeOut bounds the whole response, so that a slow one ends.
 */
export async function sendHttpPoll(spec: unknown, limits: SendLimits): Promise<HttpOutcome> {
  return send("HTTP_POLL", spec, limits);
}

async function send(taskType: HttpTaskType, given: unknown, limits: SendLimits): Promise<HttpOutcome> {
  try {
    const spec = readSpec(given);
    const missing = missingField(spec);
    if (missing !== undefined) return { ok: false, reason: missing };
    const accepts = acceptedBy(taskType === "HTTP" ? undefined : spec.acceptedStatusCodes);
    const bounds = exchangeLimits(taskType, spec, limits);
    const request = buildRequest(taskType, spec);
    const answer = await exchange(request, bounds);
    return taskType === "HTTP" ? judgeAnswer(request, answer) : judgePollAnswer(request, answer, accepts);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return failedOutcome(taskType, error);
  }
}

function readSpec(given: unknown): HttpRequestSpec {
  if (isObject(given)) return given;
  throw new HttpFailure(`http_request must be an object; it is ${shown(given)}.`);
}

/** Conductor checks these two first, with messages of its own. */
function missingField({ uri, method }: HttpRequestSpec): string | undefined {
  if (uri === undefined || uri === null)
    return "Missing HTTP URI.  See documentation for HttpTask for required input parameters";
  if (method === undefined || method === null) return "No HTTP method specified";
  return undefined;
}
