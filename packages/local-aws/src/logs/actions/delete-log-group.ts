import { DeleteLogGroup$, type DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupResource, requireGroup } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const DeleteLogGroup: Action<LogStore, DeleteLogGroupRequest, void> = {
  operation: DeleteLogGroup$,
  resources: groupResource,
  handle(input, logs, { region }) {
    logs.deleteGroup(region, requireGroup(input, logs, region).name);
  },
};
