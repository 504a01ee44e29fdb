import { DeleteLogGroup$, type DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupResource, requireGroup } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const DeleteLogGroup: Action<Book, DeleteLogGroupRequest, void> = {
  operation: DeleteLogGroup$,
  resources: groupResource,
  handle(input, book, { region }) {
    book.deleteGroup(region, requireGroup(input, book, region).name);
  },
};
