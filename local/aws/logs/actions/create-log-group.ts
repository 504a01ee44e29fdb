import { CreateLogGroup$, type CreateLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { Book } from "../book.ts";
import { alreadyExists } from "../errors.ts";
import { groupResource, requireGroupName } from "../names.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const CreateLogGroup: Action<Book, CreateLogGroupRequest, void> = {
  operation: CreateLogGroup$,
  needs(input, context) {
    const resources = groupResource(input, context);
    const create = { action: "logs:CreateLogGroup", resources };
    return input.tags ? [create, { action: "logs:TagResource", resources }] : [create];
  },
  handle({ logGroupName, tags }, book, { region, now }) {
    const name = requireGroupName(logGroupName);
    if (book.group(region, name)) throw alreadyExists("group");
    book.putGroup({ region, name, creationTime: now().getTime(), tags: tags ?? {} });
  },
};
