import { CreateLogStream$, type CreateLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { alreadyExists } from "../errors.ts";
import { requireGroup, requireStreamName, streamResource } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const CreateLogStream: Action<Book, CreateLogStreamRequest, void> = {
  operation: CreateLogStream$,
  resources: streamResource,
  handle(input, book, { region, now }) {
    const group = requireGroup(input, book, region);
    const name = requireStreamName(input.logStreamName);
    if (book.stream(region, group.name, name)) throw alreadyExists("stream");
    book.putStream({ region, group: group.name, name, creationTime: now().getTime() });
  },
};
