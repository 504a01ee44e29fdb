import {
  type FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfig$,
  type GetFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireConfig, showConfig } from "../event-invoke-configs.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export const GetFunctionEventInvokeConfig: Action<
  LambdaStore,
  GetFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig
> = {
  operation: GetFunctionEventInvokeConfig$,
  resources: functionResource,
  handle(input, store, context) {
    const { arn, config } = requireConfig(input, store, context);
    return showConfig(arn, config);
  },
};
