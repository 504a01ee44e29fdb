import {
  GetLogEvents$,
  type GetLogEventsRequest,
  type GetLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { isWithin } from "../events.ts";
import type { LogStore } from "../log-store.ts";
import { requireStream, streamResource } from "../names.ts";
import { window } from "../window.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const GetLogEvents: Action<LogStore, GetLogEventsRequest, GetLogEventsResponse> = {
  operation: GetLogEvents$,
  resources: streamResource,
  handle(input, logs, { region }) {
    const stream = requireStream(input, logs, region);
    const events = logs
      .events(region, stream.group)
      .filter((event) => event.stream === stream.name && isWithin(event, input));
    return window(events, input);
  },
};
