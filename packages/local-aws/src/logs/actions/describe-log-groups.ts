import {
  DescribeLogGroups$,
  type DescribeLogGroupsRequest,
  type DescribeLogGroupsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { invalidParameter } from "../errors.ts";
import type { LogStore } from "../log-store.ts";
import { groupArn } from "../names.ts";
import { pageOf, requireLimit, searchPageOf } from "../page.ts";
import { showFoundGroup, showGroup } from "../show.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const DescribeLogGroups: Action<LogStore, DescribeLogGroupsRequest, DescribeLogGroupsResponse> = {
  operation: DescribeLogGroups$,
  // For any prefix, AWS checks the permission on a group with an empty name.
  resources: (_, context) => [`${groupArn("", context)}:log-stream:`],
  handle({ logGroupNamePrefix, logGroupNamePattern, limit, nextToken }, logs, { region }) {
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
      throw invalidParameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      );
    const groups = logs
      .groups(region)
      .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? ""))
      .filter(({ name }) => name.toLowerCase().includes((logGroupNamePattern ?? "").toLowerCase()));
    const limited = { limit: requireLimit(limit, { max: 50, usual: 50 }), token: nextToken };
    if (logGroupNamePattern !== undefined) {
      const { page, ...rest } = searchPageOf(groups, limited);
      return { logGroups: page.map((group) => showFoundGroup(group, logs)), ...rest };
    }
    const { page, ...rest } = pageOf(groups, limited);
    return { logGroups: page.map((group) => showGroup(group, logs)), ...rest };
  },
};
