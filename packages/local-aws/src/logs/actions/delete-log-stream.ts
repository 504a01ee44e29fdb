import { DeleteLogStream$, type DeleteLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { requireStream, streamResource } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const DeleteLogStream: Action<Book, DeleteLogStreamRequest, void> = {
  operation: DeleteLogStream$,
  resources: streamResource,
  handle(input, book, { region }) {
    const { group, name } = requireStream(input, book, region);
    book.deleteStream(region, group, name);
  },
};
