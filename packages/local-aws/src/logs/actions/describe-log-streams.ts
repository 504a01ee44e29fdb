import {
  DescribeLogStreams$,
  type DescribeLogStreamsRequest,
  type DescribeLogStreamsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { invalidParameter } from "../errors.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";
import { pageOf, requireLimit } from "../page.ts";
import { showStreams } from "../show.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const DescribeLogStreams: Action<LogStore, DescribeLogStreamsRequest, DescribeLogStreamsResponse> = {
  operation: DescribeLogStreams$,
  resources: groupResource,
  handle(input, logs, { region }) {
    const { logStreamNamePrefix = "", orderBy = "LogStreamName", descending = false } = input;
    const group = requireGroup(input, logs, region);
    if (orderBy === "LastEventTime" && logStreamNamePrefix !== "")
      throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    const streams = showStreams(group, logs).filter(({ logStreamName = "" }) =>
      logStreamName.startsWith(logStreamNamePrefix),
    );
    if (orderBy === "LastEventTime")
      streams.sort((a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0));
    if (descending) streams.reverse();
    const { page, ...rest } = pageOf(streams, {
      limit: requireLimit(input.limit, { max: 50, usual: 50 }),
      token: input.nextToken,
    });
    return { logStreams: page, ...rest };
  },
};
