/** The two settings of a WAIT task: a duration or a moment. */

const durationPattern =
  /^\s*(?:(\d+)\s*(?:days?|d))?\s*(?:(\d+)\s*(?:hours?|hrs?|h))?\s*(?:(\d+)\s*(?:minutes?|mins?|m))?\s*(?:(\d+)\s*(?:seconds?|secs?|s))?\s*$/i;

/** Conductor's message for a task with both. */
export const bothGiven = "Both 'duration' and 'until' specified. Please provide only one input";

/** Seconds of `1 day 2 hours 3 minutes 4 seconds`, or `1d 2h 3m 4s`. */
export function parseDuration(text: string): number | undefined {
  const parts = durationPattern
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts ?? [];
  return parts && ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** The moment of `yyyy-MM-dd`, `yyyy-MM-dd HH:mm` (this machine's time) or `yyyy-MM-dd HH:mm z`. */
export function parseUntil(text: string): number | undefined {
  const [, date, time = "00:00", zone = ""] =
    /^(\d{4}-\d{2}-\d{2})(?: (\d{1,2}:\d{2})(?: (\S+))?)?$/.exec(text) ?? [];
  if (date === undefined) return undefined;
  const moment = Date.parse(`${date.replaceAll("-", "/")} ${time} ${zone}`.trim());
  return Number.isNaN(moment) ? undefined : moment;
}
