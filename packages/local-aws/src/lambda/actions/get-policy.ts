import { GetPolicy$, type GetPolicyRequest, type GetPolicyResponse } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { notFound } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { keyOf } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const GetPolicy: Action<LambdaStore, GetPolicyRequest, GetPolicyResponse> = {
  operation: GetPolicy$,
  resources: functionResource,
  handle(input, store, context) {
    const { name, qualifier } = locate(input.FunctionName, input.Qualifier, context);
    const policy = store.functions.get(keyOf(context.region, name))?.policies[qualifier ?? ""];
    if (!policy) throw notFound("The resource you requested does not exist.");
    const document = { Version: "2012-10-17", Id: "default", Statement: policy.statements };
    return { Policy: JSON.stringify(document), RevisionId: policy.revisionId };
  },
};
