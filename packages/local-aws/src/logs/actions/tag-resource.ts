import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupOf } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const TagResource: Action<LogStore, TagResourceRequest, void> = {
  operation: TagResource$,
  resources: ({ resourceArn = "" }) => [resourceArn],
  handle({ resourceArn, tags }, logs, { region }) {
    const group = groupOf(resourceArn, logs, region);
    logs.putGroup({ ...group, tags: { ...group.tags, ...tags } });
  },
};
