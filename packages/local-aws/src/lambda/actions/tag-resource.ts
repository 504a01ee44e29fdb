import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { invalid } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { putFunction, revised } from "../store.ts";
import { requireTagged, requireTags } from "../tags.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const TagResource: Action<LambdaStore, TagResourceRequest, void> = {
  operation: TagResource$,
  resources: ({ Resource }) => [Resource ?? "*"],
  handle({ Resource, Tags = {} }, store, context) {
    const record = requireTagged(Resource, store, context);
    if (Object.keys(Tags).length === 0)
      throw invalid("An error occurred and the request cannot be processed.");
    const tags = { ...record.tags, ...Tags };
    requireTags(tags);
    putFunction(store, { ...revised(record, store), tags });
  },
};
