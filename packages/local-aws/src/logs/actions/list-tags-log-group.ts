import {
  ListTagsLogGroup$,
  type ListTagsLogGroupRequest,
  type ListTagsLogGroupResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";

/** The older form of ListTagsForResource. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const ListTagsLogGroup: Action<LogStore, ListTagsLogGroupRequest, ListTagsLogGroupResponse> = {
  operation: ListTagsLogGroup$,
  resources: groupResource,
  handle: (input, logs, { region }) => ({ tags: { ...requireGroup(input, logs, region).tags } }),
};
