import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { complaint } from "../../complaint.ts";
import { validation } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { putFunction, revised } from "../store.ts";
import { requireTagged } from "../tags.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const UntagResource: Action<LambdaStore, UntagResourceRequest, void> = {
  operation: UntagResource$,
  resources: ({ Resource }) => [Resource ?? "*"],
  handle({ Resource, TagKeys }, store, context) {
    if (!TagKeys || TagKeys.length === 0)
      throw validation([complaint("null", "tagKeys", "Member must not be null")]);
    const record = requireTagged(Resource, store, context);
    const left = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
    putFunction(store, { ...revised(record, store), tags: Object.fromEntries(left) });
  },
};
