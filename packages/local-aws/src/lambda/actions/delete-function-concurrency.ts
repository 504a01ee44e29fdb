import { DeleteFunctionConcurrency$, type DeleteFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const DeleteFunctionConcurrency: Action<LambdaStore, DeleteFunctionConcurrencyRequest, void> = {
  operation: DeleteFunctionConcurrency$,
  resources: functionResource,
  handle({ FunctionName }, store, context) {
    const record = requireFunction(store, context, locate(FunctionName, undefined, context).name);
    const { reservedConcurrency: _, ...left } = record;
    putFunction(store, left);
  },
};
