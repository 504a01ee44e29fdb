/** A response that asks for a longer pause is polled again after this at the latest. */
export const retryAfterSecondsMax = 300;

/**
 * The seconds of a Retry-After header, which is a number of seconds or a date; undefined for none that counts
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).
 */
export function retryAfterSeconds(header: string | undefined, wallMs: number): number | undefined {
  const given = header?.trim() ?? "";
  const seconds = /^\d+$/.test(given) ? Number(given) : (httpDateMs(given) - wallMs) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), retryAfterSecondsMax) : undefined;
}

/** The three forms of RFC 9110, 5.6.7 all begin with the name of a day. */
function httpDateMs(text: string): number {
  return /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(asUtc(text)) : Number.NaN;
}

/** asctime's form has no time zone: it means UTC too. */
function asUtc(text: string): string {
  return text.endsWith("GMT") ? text : `${text} GMT`;
}
