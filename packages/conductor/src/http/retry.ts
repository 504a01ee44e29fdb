import { type HttpAnswer, headerOf } from "./answer.ts";

/*
 * Conductor OSS's HTTP task uses Apache's client, which retries once: after a 429 or 503
 * after a second (or the seconds of Retry-After), for every method, and at once if the connection broke before
 * the response and the method is safe to repeat. Measured on 3.32.3;
 * https://hc.apache.org/httpcomponents-client-5.4.x/current/httpclient5/apidocs/org/apache/hc/client5/http/impl/DefaultHttpRequestRetryStrategy.html
 */

const pauseMsDefault = 1_000;
/** A timer cannot wait longer, and would end at once; the request's own deadline comes much earlier. */
const pauseMsMax = 2 ** 31 - 1;
const javaLongMax = 2n ** 63n - 1n;

/** The delay before a retry; undefined for no retry. */
export function pauseMs(answer: HttpAnswer, nowMs = Date.now()): number | undefined {
  if (answer.status !== 429 && answer.status !== 503) return undefined;
  const given = headerOf(answer, "retry-after")?.trim() ?? "";
  const isNumber = /^\d+$/.test(given) && BigInt(given) <= javaLongMax; // Java reads no larger one
  const ms = isNumber ? Number(given) * 1_000 : Date.parse(given) - nowMs;
  return ms > 0 ? Math.min(ms, pauseMsMax) : pauseMsDefault;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
export function isRepeatable(method: string): boolean {
  return ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].includes(method);
}
