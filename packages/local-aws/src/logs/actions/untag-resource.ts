import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupOf, without } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const UntagResource: Action<LogStore, UntagResourceRequest, void> = {
  operation: UntagResource$,
  resources: ({ resourceArn = "" }) => [resourceArn],
  handle({ resourceArn, tagKeys }, logs, { region }) {
    const group = groupOf(resourceArn, logs, region);
    logs.putGroup({ ...group, tags: without(group.tags, tagKeys) });
  },
};
