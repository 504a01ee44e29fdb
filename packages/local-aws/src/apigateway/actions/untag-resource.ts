import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import type { ApiGatewayStore } from "../store.ts";
import { changeTags, tagsOf } from "../tags.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UntagResource.html */
export const UntagResource: Action<ApiGatewayStore, UntagResourceRequest, void> = {
  operation: UntagResource$,
  handle({ resourceArn, tagKeys = [] }, store, context) {
    const kept = Object.entries(tagsOf(store, context, resourceArn)).filter(
      ([key]) => !tagKeys.includes(key),
    );
    changeTags(store, context, resourceArn, Object.fromEntries(kept));
  },
};
