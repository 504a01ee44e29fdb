import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupOf, without } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const UntagResource: Action<Book, UntagResourceRequest, void> = {
  operation: UntagResource$,
  resources: ({ resourceArn = "" }) => [resourceArn],
  handle({ resourceArn, tagKeys }, book, { region }) {
    const group = groupOf(resourceArn, book, region);
    book.putGroup({ ...group, tags: without(group.tags, tagKeys) });
  },
};
