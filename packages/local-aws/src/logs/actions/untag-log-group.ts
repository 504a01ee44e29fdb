import { UntagLogGroup$, type UntagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";
import { without } from "../tags.ts";

/** The older form of UntagResource. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export const UntagLogGroup: Action<LogStore, UntagLogGroupRequest, void> = {
  operation: UntagLogGroup$,
  resources: groupResource,
  handle(input, logs, { region }) {
    const group = requireGroup(input, logs, region);
    logs.putGroup({ ...group, tags: without(group.tags, input.tags) });
  },
};
