import { TagLogGroup$, type TagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";

/** The older form of TagResource. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export const TagLogGroup: Action<LogStore, TagLogGroupRequest, void> = {
  operation: TagLogGroup$,
  resources: groupResource,
  handle(input, logs, { region }) {
    const group = requireGroup(input, logs, region);
    logs.putGroup({ ...group, tags: { ...group.tags, ...input.tags } });
  },
};
