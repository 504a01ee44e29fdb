import {
  type FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfig$,
  type PutFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { putConfig, readConfig, requireNoDestinationAt, requirePlace } from "../event-invoke-configs.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { putFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const PutFunctionEventInvokeConfig: Action<
  LambdaStore,
  PutFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
> = {
  operation: PutFunctionEventInvokeConfig$,
  resources: functionResource,
  handle(input, store, context) {
    const config = readConfig(input);
    const place = requirePlace(input, store, context);
    requireNoDestinationAt(place, input, store);
    const lastModifiedMs = context.now().getTime();
    return putConfig(place, { lastModifiedMs, ...config }, (record) => putFunction(store, record));
  },
};
