import {
  ListTagsLogGroup$,
  type ListTagsLogGroupRequest,
  type ListTagsLogGroupResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupResource, requireGroup } from "../names.ts";

/** The older form of ListTagsForResource. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const ListTagsLogGroup: Action<Book, ListTagsLogGroupRequest, ListTagsLogGroupResponse> = {
  operation: ListTagsLogGroup$,
  resources: groupResource,
  handle: (input, book, { region }) => ({ tags: { ...requireGroup(input, book, region).tags } }),
};
