import {
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Action } from "../../action.ts";
import type { LogStore } from "../log-store.ts";
import { groupOf } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const ListTagsForResource: Action<LogStore, ListTagsForResourceRequest, ListTagsForResourceResponse> =
  {
    operation: ListTagsForResource$,
    resources: ({ resourceArn = "" }) => [resourceArn],
    handle: ({ resourceArn }, logs, { region }) => ({ tags: { ...groupOf(resourceArn, logs, region).tags } }),
  };
