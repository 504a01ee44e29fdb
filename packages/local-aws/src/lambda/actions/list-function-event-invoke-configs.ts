import {
  ListFunctionEventInvokeConfigs$,
  type ListFunctionEventInvokeConfigsRequest,
  type ListFunctionEventInvokeConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requirePlace, showConfig } from "../event-invoke-configs.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { page } from "../page.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export const ListFunctionEventInvokeConfigs: Action<
  LambdaStore,
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse
> = {
  operation: ListFunctionEventInvokeConfigs$,
  resources: functionResource,
  handle(input, store, context) {
    const { record } = requirePlace({ FunctionName: input.FunctionName }, store, context);
    const all = Object.entries(record.eventInvokeConfigs).map(([qualifier, config]) =>
      showConfig(`${record.arn}:${qualifier}`, config),
    );
    const { items, NextMarker } = page(all, input);
    return { FunctionEventInvokeConfigs: items, ...(NextMarker === undefined ? {} : { NextMarker }) };
  },
};
