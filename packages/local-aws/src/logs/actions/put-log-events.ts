import {
  PutLogEvents$,
  type PutLogEventsRequest,
  type PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { requireEvents, withinTime } from "../events.ts";
import { requireStream, streamResource } from "../names.ts";
import { tokenOf } from "../page.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const PutLogEvents: Action<Book, PutLogEventsRequest, PutLogEventsResponse> = {
  operation: PutLogEvents$,
  resources: streamResource,
  handle(input, book, { region, now }) {
    const stream = requireStream(input, book, region);
    const events = requireEvents(input.logEvents);
    const { taken, rejected } = withinTime(events, now().getTime());
    book.append(stream, taken);
    return {
      nextSequenceToken: tokenOf(events.length),
      ...(rejected && { rejectedLogEventsInfo: rejected }),
    };
  },
};
