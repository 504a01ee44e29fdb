import { expect, it } from "vitest";
import { pauseMs } from "./retry.ts";

const nowMs = Date.parse("2026-11-22T18:00:00Z");
function pause(status: number, retryAfter?: string): number | undefined {
  const headers: Record<string, string[]> = retryAfter === undefined ? {} : { "Retry-After": [retryAfter] };
  return pauseMs({ status, statusText: "", headers, body: Buffer.alloc(0), contentType: undefined }, nowMs);
}

it.each<[number, string | undefined, number | undefined]>([
  [503, undefined, 1_000],
  [429, undefined, 1_000],
  [503, "2", 2_000],
  [503, "0", 1_000],
  [503, "soon", 1_000],
  [503, "Sun, 22 Nov 2026 18:00:05 GMT", 5_000],
  [503, "Sun, 22 Nov 2026 17:00:00 GMT", 1_000],
  [503, "99999999999", 2_147_483_647],
  [503, "Fri, 31 Dec 9999 23:59:59 GMT", 2_147_483_647],
  [503, "-5", 1_000],
  [503, "9223372036854775807", 2_147_483_647],
  [503, "9223372036854775808", 1_000],
  [500, undefined, undefined],
  [502, "2", undefined],
  [200, undefined, undefined],
])("%s with Retry-After %s is retried after %s ms, as by Apache's client", (status, retryAfter, ms) => {
  expect(pause(status, retryAfter)).toBe(ms);
});
