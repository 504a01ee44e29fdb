import { DeleteRetentionPolicy$, type DeleteRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupResource, requireGroup } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const DeleteRetentionPolicy: Action<Book, DeleteRetentionPolicyRequest, void> = {
  operation: DeleteRetentionPolicy$,
  resources: groupResource,
  handle(input, book, { region }) {
    const { retentionInDays: _, ...group } = requireGroup(input, book, region);
    book.putGroup(group);
  },
};
