import {
  GetFunctionConcurrency$,
  type GetFunctionConcurrencyRequest,
  type GetFunctionConcurrencyResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const GetFunctionConcurrency: Action<
  LambdaStore,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse
> = {
  operation: GetFunctionConcurrency$,
  resources: functionResource,
  handle({ FunctionName }, store, context) {
    const { reservedConcurrency } = requireFunction(
      store,
      context,
      locate(FunctionName, undefined, context).name,
    );
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
};
