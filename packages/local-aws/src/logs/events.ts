import type { FilteredLogEvent, InputLogEvent, RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import { constraint, invalidParameter } from "./errors.ts";
import { eventOverheadBytes, type NewEvent, type PlacedEvent } from "./log-store.ts";

const eventsMax = 10_000;
const batchBytesMax = 1_048_576;

/** The events of a PutLogEvents; throws AWS's error for an invalid batch. */
export function requireEvents(events: readonly InputLogEvent[] | undefined): NewEvent[] {
  if (!events || events.length === 0)
    throw constraint("[]", "logEvents", "Member must have length greater than or equal to 1");
  if (events.length > eventsMax)
    throw constraint("[…]", "logEvents", `Member must have length less than or equal to ${eventsMax}`);
  let bytes = 0;
  let before = Number.NEGATIVE_INFINITY;
  return events.map(({ timestamp, message }) => {
    if (timestamp === undefined || message === undefined || message === "")
      throw constraint(
        message,
        "logEvents.1.member.message",
        "Member must have length greater than or equal to 1",
      );
    if (timestamp < before)
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    before = timestamp;
    bytes += Buffer.byteLength(message) + eventOverheadBytes;
    if (bytes > batchBytesMax)
      throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${batchBytesMax}`);
    return { timestamp, message };
  });
}

const hourMs = 3_600_000;

/** The events that are neither older than 14 days nor more than two hours ahead, and the indexes of the others. */
export function withinTime(
  events: readonly NewEvent[],
  nowMs: number,
): { taken: NewEvent[]; rejected?: RejectedLogEventsInfo } {
  const tooOld = events.filter(({ timestamp }) => timestamp < nowMs - 14 * 24 * hourMs).length;
  const tooNew = events.filter(({ timestamp }) => timestamp > nowMs + 2 * hourMs).length;
  const taken = events.slice(tooOld, events.length - tooNew);
  if (taken.length === events.length) return { taken };
  const rejected = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(tooNew > 0 ? { tooNewLogEventStartIndex: events.length - tooNew } : {}),
  };
  return { taken, rejected };
}

/** From startTime on, before endTime. */
export function isWithin(
  { timestamp }: PlacedEvent,
  { startTime, endTime }: { startTime?: number | undefined; endTime?: number | undefined },
): boolean {
  return timestamp >= (startTime ?? 0) && timestamp < (endTime ?? Number.POSITIVE_INFINITY);
}

/** By time, then by arrival. */
export function byTime(a: PlacedEvent, b: PlacedEvent): number {
  return a.timestamp - b.timestamp || a.number - b.number;
}

/** An event as FilterLogEvents returns it; ids have 56 digits, as on AWS. */
export function showFiltered({
  number,
  stream,
  timestamp,
  ingestionTime,
  message,
}: PlacedEvent): FilteredLogEvent {
  return {
    logStreamName: stream,
    timestamp,
    message,
    ingestionTime,
    eventId: `${String(timestamp).padStart(20, "3")}${String(number).padStart(36, "0")}`,
  };
}
