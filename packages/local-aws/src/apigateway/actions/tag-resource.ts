import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import type { ApiGatewayStore } from "../store.ts";
import { changeTags, tagsOf } from "../tags.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html */
export const TagResource: Action<ApiGatewayStore, TagResourceRequest, void> = {
  operation: TagResource$,
  handle({ resourceArn, tags }, store, context) {
    changeTags(store, context, resourceArn, { ...tagsOf(store, context, resourceArn), ...tags });
  },
};
