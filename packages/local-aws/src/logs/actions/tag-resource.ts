import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupOf } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const TagResource: Action<Book, TagResourceRequest, void> = {
  operation: TagResource$,
  resources: ({ resourceArn = "" }) => [resourceArn],
  handle({ resourceArn, tags }, book, { region }) {
    const group = groupOf(resourceArn, book, region);
    book.putGroup({ ...group, tags: { ...group.tags, ...tags } });
  },
};
