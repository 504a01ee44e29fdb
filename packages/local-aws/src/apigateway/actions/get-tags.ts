import { GetTags$, type GetTagsRequest, type Tags } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import type { ApiGatewayStore } from "../store.ts";
import { tagsOf } from "../tags.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetTags.html */
export const GetTags: Action<ApiGatewayStore, GetTagsRequest, Tags> = {
  operation: GetTags$,
  handle: ({ resourceArn }, store, context) => ({ tags: tagsOf(store, context, resourceArn) }),
};
