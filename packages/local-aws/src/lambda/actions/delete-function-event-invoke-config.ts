import {
  DeleteFunctionEventInvokeConfig$,
  type DeleteFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireConfig } from "../event-invoke-configs.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { putFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export const DeleteFunctionEventInvokeConfig: Action<
  LambdaStore,
  DeleteFunctionEventInvokeConfigRequest,
  void
> = {
  operation: DeleteFunctionEventInvokeConfig$,
  resources: functionResource,
  handle(input, store, context) {
    const { record, qualifier } = requireConfig(input, store, context);
    const { [qualifier]: _, ...eventInvokeConfigs } = record.eventInvokeConfigs;
    putFunction(store, { ...record, eventInvokeConfigs });
  },
};
