import { CreateLogStream$, type CreateLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import { alreadyExists } from "../errors.ts";
import type { LogStore } from "../log-store.ts";
import { requireGroup, requireStreamName, streamResource } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const CreateLogStream: Action<LogStore, CreateLogStreamRequest, void> = {
  operation: CreateLogStream$,
  resources: streamResource,
  handle(input, logs, { region, now }) {
    const group = requireGroup(input, logs, region);
    const name = requireStreamName(input.logStreamName);
    if (logs.stream(region, group.name, name)) throw alreadyExists("stream");
    logs.putStream({ region, group: group.name, name, creationTime: now().getTime() });
  },
};
