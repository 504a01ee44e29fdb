import { TagLogGroup$, type TagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupResource, requireGroup } from "../names.ts";

/** The older form of TagResource. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export const TagLogGroup: Action<Book, TagLogGroupRequest, void> = {
  operation: TagLogGroup$,
  resources: groupResource,
  handle(input, book, { region }) {
    const group = requireGroup(input, book, region);
    book.putGroup({ ...group, tags: { ...group.tags, ...input.tags } });
  },
};
