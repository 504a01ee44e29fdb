import {
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupOf } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const ListTagsForResource: Action<Book, ListTagsForResourceRequest, ListTagsForResourceResponse> = {
  operation: ListTagsForResource$,
  resources: ({ resourceArn = "" }) => [resourceArn],
  handle: ({ resourceArn }, book, { region }) => ({ tags: { ...groupOf(resourceArn, book, region).tags } }),
};
