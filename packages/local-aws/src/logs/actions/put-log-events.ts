import {
  PutLogEvents$,
  type PutLogEventsRequest,
  type PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { pageToken } from "../../page-token.ts";
import { requireEvents, withinTime } from "../events.ts";
import type { LogStore } from "../log-store.ts";
import { requireStream, streamResource } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const PutLogEvents: Action<LogStore, PutLogEventsRequest, PutLogEventsResponse> = {
  operation: PutLogEvents$,
  resources: streamResource,
  handle(input, logs, { region, now }) {
    const stream = requireStream(input, logs, region);
    const events = requireEvents(input.logEvents);
    const { taken, rejected } = withinTime(events, now().getTime());
    logs.append(stream, taken);
    return {
      nextSequenceToken: pageToken(events.length),
      ...(rejected && { rejectedLogEventsInfo: rejected }),
    };
  },
};
