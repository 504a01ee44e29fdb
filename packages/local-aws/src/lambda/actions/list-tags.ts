import { ListTags$, type ListTagsRequest, type ListTagsResponse } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { requireTagged } from "../tags.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const ListTags: Action<LambdaStore, ListTagsRequest, ListTagsResponse> = {
  operation: ListTags$,
  resources: ({ Resource }) => [Resource ?? "*"],
  handle: ({ Resource }, store, context) => ({ Tags: requireTagged(Resource, store, context).tags }),
};
