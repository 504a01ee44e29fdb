import { DeleteLogStream$, type DeleteLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { requireStream, streamResource } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const DeleteLogStream: Action<LogStore, DeleteLogStreamRequest, void> = {
  operation: DeleteLogStream$,
  resources: streamResource,
  handle(input, logs, { region }) {
    const { group, name } = requireStream(input, logs, region);
    logs.deleteStream(region, group, name);
  },
};
