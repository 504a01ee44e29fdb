import {
  FilterLogEvents$,
  type FilterLogEventsRequest,
  type FilterLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { invalidParameter } from "../errors.ts";
import { byTime, isWithin, showFiltered } from "../events.ts";
import { parseFilter } from "../filter-pattern.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";
import { pageOf, requireLimit } from "../page.ts";

/** The action that `aws logs tail` calls every few seconds. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const FilterLogEvents: Action<LogStore, FilterLogEventsRequest, FilterLogEventsResponse> = {
  operation: FilterLogEvents$,
  resources: groupResource,
  handle(input, logs, { region }) {
    const group = requireGroup(input, logs, region);
    const { logStreamNames, logStreamNamePrefix = "" } = input;
    if (logStreamNames !== undefined && logStreamNamePrefix !== "")
      throw invalidParameter("LogStream names and LogStream prefix are mutually exclusive parameters.");
    const fits = parseFilter(input.filterPattern ?? "");
    const events = logs
      .events(region, group.name)
      .filter(({ stream }) => logStreamNames?.includes(stream) ?? stream.startsWith(logStreamNamePrefix))
      .filter((event) => isWithin(event, input) && fits(event.message))
      .sort(byTime);
    const { page, ...rest } = pageOf(events, {
      limit: requireLimit(input.limit, { max: 10_000, usual: 10_000 }),
      token: input.nextToken,
    });
    return { events: page.map(showFiltered), searchedLogStreams: [], ...rest };
  },
};
