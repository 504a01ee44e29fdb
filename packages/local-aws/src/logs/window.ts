import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { pageToken } from "../page-token.ts";
import { invalidParameter } from "./errors.ts";
import { byTime } from "./events.ts";
import type { PlacedEvent } from "./log-store.ts";
import { numberIn, requireLimit } from "./page.ts";

const windowBytesMax = 1_048_576;

/**
 * The part of a stream that GetLogEvents returns. Tokens point between events, forward or backward; at an end the same
 * token is returned, which is how clients detect the end.
 */
export function window(
  events: readonly PlacedEvent[],
  input: Pick<GetLogEventsRequest, "nextToken" | "limit" | "startFromHead">,
): GetLogEventsResponse {
  const limit = requireLimit(input.limit, { max: 10_000, usual: 10_000 });
  const { direction, number } = startOf(input);
  const shown =
    direction === "f"
      ? fitting(events.filter((event) => event.number > number).slice(0, limit))
      : fitting(
          events
            .filter((event) => event.number < number)
            .slice(-limit)
            .reverse(),
        ).reverse();
  const first = shown[0]?.number ?? (direction === "f" ? number + 1 : number);
  const last = shown.at(-1)?.number ?? (direction === "f" ? number : number - 1);
  return {
    events: [...shown]
      .sort(byTime)
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${pageToken(last)}`,
    nextBackwardToken: `b/${pageToken(first)}`,
  };
}

function startOf({ nextToken, startFromHead }: Pick<GetLogEventsRequest, "nextToken" | "startFromHead">) {
  if (nextToken === undefined)
    return startFromHead
      ? { direction: "f", number: 0 }
      : { direction: "b", number: Number.MAX_SAFE_INTEGER };
  const [direction, token = ""] = nextToken.split("/");
  if (direction !== "f" && direction !== "b") throw invalidParameter("The specified nextToken is invalid.");
  return { direction, number: numberIn(token) };
}

/** As many events as fit into one response. */
function fitting(events: readonly PlacedEvent[]): PlacedEvent[] {
  let bytes = 0;
  const shown: PlacedEvent[] = [];
  for (const event of events) {
    bytes += Buffer.byteLength(event.message);
    if (bytes > windowBytesMax && shown.length > 0) break;
    shown.push(event);
  }
  return shown;
}
