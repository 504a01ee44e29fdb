import { UntagLogGroup$, type UntagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { groupResource, requireGroup } from "../names.ts";
import { without } from "../tags.ts";

/** The older form of UntagResource. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export const UntagLogGroup: Action<Book, UntagLogGroupRequest, void> = {
  operation: UntagLogGroup$,
  resources: groupResource,
  handle(input, book, { region }) {
    const group = requireGroup(input, book, region);
    book.putGroup({ ...group, tags: without(group.tags, input.tags) });
  },
};
