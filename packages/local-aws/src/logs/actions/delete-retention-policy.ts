import { DeleteRetentionPolicy$, type DeleteRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const DeleteRetentionPolicy: Action<LogStore, DeleteRetentionPolicyRequest, void> = {
  operation: DeleteRetentionPolicy$,
  resources: groupResource,
  handle(input, logs, { region }) {
    const { retentionInDays: _, ...group } = requireGroup(input, logs, region);
    logs.putGroup(group);
  },
};
