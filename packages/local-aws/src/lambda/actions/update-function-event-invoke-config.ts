import {
  type FunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfig$,
  type UpdateFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import {
  putConfig,
  readConfig,
  requireConfig,
  requireNoDestinationAt,
  requirePlace,
} from "../event-invoke-configs.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { putFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export const UpdateFunctionEventInvokeConfig: Action<
  LambdaStore,
  UpdateFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
> = {
  operation: UpdateFunctionEventInvokeConfig$,
  resources: functionResource,
  handle(input, store, context) {
    const config = readConfig(input);
    requirePlace(input, store, context);
    const place = requireConfig(input, store, context);
    requireNoDestinationAt(place, input, store);
    const lastModifiedMs = context.now().getTime();
    return putConfig(place, { ...place.config, ...config, lastModifiedMs }, (record) =>
      putFunction(store, record),
    );
  },
};
