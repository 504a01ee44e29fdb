import {
  GetLogEvents$,
  type GetLogEventsRequest,
  type GetLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { isWithin } from "../events.ts";
import { requireStream, streamResource } from "../names.ts";
import { window } from "../window.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const GetLogEvents: Action<Book, GetLogEventsRequest, GetLogEventsResponse> = {
  operation: GetLogEvents$,
  resources: streamResource,
  handle(input, book, { region }) {
    const stream = requireStream(input, book, region);
    const events = book
      .events(region, stream.group)
      .filter((event) => event.stream === stream.name && isWithin(event, input));
    return window(events, input);
  },
};
